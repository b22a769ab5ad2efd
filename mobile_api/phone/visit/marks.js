// What will look odd about a visit, so that the shopper can say a word about it beforehand: by the
// rules of mobile_api/visits/marking.py.

const EARTH = 6_371_008.8; // metres, the mean radius
const FAR = 500; // metres, where the service does not say
const CLOCK = 120; // seconds, likewise
const OLD = 300; // seconds: an older position says nothing
const VAGUE = 5000; // metres: nor does one that is no surer

const radians = (degrees) => (degrees * Math.PI) / 180;

/** Metres between two positions, over the ball of the earth. */
export function metresBetween(one, other) {
  const [from, to] = [radians(one.latitude), radians(other.latitude)];
  const across = radians(other.longitude - one.longitude);
  const half = Math.sin((to - from) / 2) ** 2 + Math.cos(from) * Math.cos(to) * Math.sin(across / 2) ** 2;
  return 2 * EARTH * Math.asin(Math.min(1, Math.sqrt(half)));
}

/** Whether the place says where it is. */
export const isPlaced = (place) => typeof place?.latitude === "number" && typeof place?.longitude === "number";

/** Metres that the phone surely was away from the place, at the farther of its positions; null: unknown. */
export function metresAway(positions, place, limits) {
  if (!isPlaced(place)) return null;
  const away = Object.values(positions)
    .filter(({ age, accuracy }) => age <= (limits?.old_seconds ?? OLD) && accuracy <= (limits?.vague_metres ?? VAGUE))
    .map((each) => Math.max(0, metresBetween(each, place) - each.accuracy));
  return away.length ? Math.max(...away) : null;
}

/**
 * What the shopper is asked about, as `[about, figure]`: `position` in metres, `clock` in seconds,
 * `late` in seconds since the window closed. None of it keeps a visit from being sent.
 */
export function odd(draft, limits, clockAhead, now) {
  const most = limits?.clock_seconds ?? CLOCK;
  const skew = Math.abs(clockAhead ?? 0) > most ? clockAhead : 0; // seconds
  const ended = Math.max(draft.begun_at, draft.ended_at ?? now) / 1000 - skew;
  const found = [
    ["position", metresAway(draft.positions, draft.place, limits), limits?.far_metres ?? FAR],
    ["clock", Math.abs(skew), most],
    ["late", draft.window ? ended - Date.parse(draft.window.until) / 1000 : 0, 0],
  ];
  return found.filter(([, figure, least]) => figure !== null && figure > least).map(([about, figure]) => [about, figure]);
}
