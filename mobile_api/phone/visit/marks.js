// What will look odd about a visit, so that the shopper can say a word about it beforehand.

const EARTH = 6_371_008; // metres, the mean radius
const FAR = 500; // metres, where the service does not say
const CLOCK = 300; // seconds, likewise

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

/** Metres that the phone surely was away from the place, at the nearer of its positions; null: unknown. */
export function metresAway(positions, place) {
  if (!isPlaced(place)) return null;
  const away = Object.values(positions).map((each) => Math.max(0, metresBetween(each, place) - each.accuracy));
  return away.length ? Math.min(...away) : null;
}

/**
 * What the shopper is asked about, as `[about, figure]`: `position` in metres, `clock` in seconds,
 * `late` in seconds since the window closed. None of it keeps a visit from being sent.
 */
export function odd(draft, limits, clockAhead, now) {
  const away = metresAway(draft.positions, draft.place);
  const late = draft.window ? Math.max(draft.begun_at, draft.ended_at ?? now) - Date.parse(draft.window.until) : 0;
  const found = [
    ["position", away, limits?.far_metres ?? FAR],
    ["clock", clockAhead === null ? null : Math.abs(clockAhead), limits?.clock_seconds ?? CLOCK],
    ["late", late / 1000, 0],
  ];
  return found.filter(([, figure, most]) => figure !== null && figure > most).map(([about, figure]) => [about, figure]);
}
