// How far the phone's clock is from the service's, as the last answer's Date header told.

import * as box from "../store/box.js";

let measured = null; // seconds the phone is ahead
let isKept = false; // the first measure comes before the vault is open: it is kept with the next

// When the answer was made, in milliseconds. It may bear two Dates, its server's and a proxy's: the
// first counts, and each is 29 characters long (RFC 9110 5.6.7).
const madeAt = (answer) => Date.parse((answer.headers.get("Date") ?? "").slice(0, 29));

// Reads the answer's Date: to the second, and half the way there and back. A cut of the network in
// between makes it worthless.
export const measure = (answer, sent, received) => {
  const date = madeAt(answer);
  if (Number.isNaN(date) || received - sent > 10_000) return;
  const ahead = Math.round(((sent + received) / 2 - (date + 500)) / 1000);
  const isNews = measured === null || Math.abs(ahead - measured) > 1;
  measured = ahead;
  if (isKept && !isNews) return;
  isKept = true;
  box.put("settings", "clock", { ahead, at: received }).catch(() => {
    isKept = false;
  });
};

// Seconds that the phone's clock is ahead of the service's (behind: negative); null: never measured.
export const clockAhead = async () => measured ?? (await box.get("settings", "clock"))?.ahead ?? null;

// The instant in the phone's own milliseconds at which the service's instant comes.
export const inPhonesTime = (instant, answer) => {
  const date = madeAt(answer);
  return Date.parse(instant) + (Number.isNaN(date) ? 0 : Date.now() - date);
};
