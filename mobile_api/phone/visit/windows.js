// When a visit may take place, as people say it, in the phone's own time.

const MINUTE = 60_000; // milliseconds

const dayOf = (at) => new Date(at).setHours(0, 0, 0, 0);
const NEAR = [[-1, "yesterday"], [0, "today"], [1, "tomorrow"]];

/**
 * What is said of a window, as `{key, values}` for the catalogue: `tell` writes an hour or a day.
 *
 * `visit.window.until_today` with an hour, `..._later` with a day as well; `from` and `since`
 * likewise.
 */
export function windowSaid(window, now, tell) {
  const [from, until] = [Date.parse(window.from), Date.parse(window.until)];
  if (now < from) return said("from", from, now, tell);
  if (now <= until) return { ...said("until", until, now, tell), isSoon: until - now < 120 * MINUTE };
  return { ...said("since", until, now, tell), isOver: true };
}

function said(about, at, now, tell) {
  const shift = Math.round((dayOf(at) - dayOf(now)) / (24 * 60 * MINUTE)); // a day of 23 hours is one too
  const near = NEAR.find(([days]) => days === shift);
  const values = { time: tell.hour(at), day: tell.day(at) };
  return { key: `visit.window.${about}_${near ? near[1] : "day"}`, values };
}
