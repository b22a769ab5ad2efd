// Requests to the service, and what became of them.
//
// A request ends in the service's own answer, or in one of these:
//   NoAnswer      nobody knows whether it arrived: no network, a time-out, or an answer that is
//                 not the service's (a hotel's sign-in page says 200 to everything)
//   SignInNeeded  the sign-in is over; `why` is expired, ended or out
//   Refused       the service says no: `status`, `slug`, `detail`, `errors`, `wait` (seconds)

import { inPhonesTime, measure } from "./clock.js";

export class NoAnswer extends Error {}
export class SignInNeeded extends Error {
  constructor(why) {
    super(why);
    this.why = why;
  }
}
export class Refused extends Error {
  constructor(status, problem, wait) {
    super(problem.detail ?? problem.title ?? String(status));
    this.status = status;
    this.slug = (problem.type ?? "").split(":").at(-1);
    this.detail = problem.detail ?? "";
    this.errors = problem.errors ?? [];
    this.wait = wait;
  }
}

const SECONDS = 45; // a piece of 64 KiB over the slowest of networks
const API = new URL("/api/v1/", self.location);

// The address below the API; one that the service gave itself stays on the service.
export const addressOf = (path) => {
  const address = new URL(path, API);
  if (address.origin !== API.origin || !address.pathname.startsWith(API.pathname)) throw new NoAnswer("elsewhere");
  return address;
};

// The answer to a request with these headers, whatever its status. NoAnswer.
export const ask = async (method, path, { headers = {}, body, seconds = SECONDS } = {}) => {
  const address = addressOf(path);
  const sent = Date.now();
  const how = { method, headers, body, cache: "no-store", credentials: "omit", redirect: "error", referrerPolicy: "no-referrer" };
  let answer;
  try {
    answer = await fetch(address, { ...how, signal: AbortSignal.timeout(seconds * 1000) });
  } catch (error) {
    throw new NoAnswer(error.message);
  }
  measure(answer, sent, Date.now());
  return answer;
};

// The answer's JSON. NoAnswer where it is none, or breaks off.
export const jsonOf = async (answer) => {
  if (!/^application\/(problem\+)?json/.test(answer.headers.get("Content-Type") ?? "")) throw new NoAnswer("not the service");
  try {
    return await answer.json();
  } catch (error) {
    throw new NoAnswer(error.message);
  }
};

// Refused, for an answer that says no; NoAnswer where somebody else says it.
export const refusalOf = async (answer) => {
  const wait = Number(answer.headers.get("Retry-After")) || 0;
  if (answer.status >= 500 || answer.status === 429) return new Refused(answer.status, await problemOf(answer), wait);
  const problem = await jsonOf(answer);
  return new Refused(answer.status, problem, wait);
};

const problemOf = async (answer) => {
  try {
    return await jsonOf(answer);
  } catch {
    return {};
  }
};

// Tokens as they are kept: `good_until` in the phone's own milliseconds.
export const tokensOf = async (answer) => {
  const told = await jsonOf(answer);
  return {
    access: told.access_token,
    refresh: told.refresh_token,
    good_until: inPhonesTime(told.access_until, answer),
    renewable_until: inPhonesTime(told.refresh_until, answer),
    ended: null,
  };
};
