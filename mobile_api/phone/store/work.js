// The day's work as it was last downloaded, and its renewal: only what changed is asked for.

import { NoAnswer, jsonOf, refusalOf } from "../sending/asking.js";
import { asked } from "../sending/signing_in.js";
import * as box from "./box.js";
import { current } from "./vault.js";

const NONE = {
  assignments: [], questionnaires: [], briefings: [], submissions: [],
  limits: {}, account: null, receipt_key: null, cursor: null, now: null, at: null,
  refused: null,
};
const KEYS = {
  assignments: (each) => each.id,
  questionnaires: (each) => `${each.standard}/${each.version}`,
  briefings: (each) => `${each.standard}/${each.version}`,
  submissions: (each) => each.contact,
};

// {assignments, questionnaires, briefings, submissions, limits, account, receipt_key, cursor, now};
// `refused` is the slug with which the service told none; `at` is when it was last asked for, in the phone's milliseconds; null: never.
export const work = async () => ({ ...NONE, ...(await box.get("work", "now")) });

const merged = (name, held, told) => {
  const byKey = new Map(held.map((each) => [KEYS[name](each), each]));
  told.forEach((each) => byKey.set(KEYS[name](each), each));
  return [...byKey.values()];
};

// What is known after an answer: with `whole` all else is forgotten; `gone` names what is no more.
export const after = (held, told) => {
  const from = told.whole ? NONE : held;
  const gone = new Set(told.gone ?? []);
  const listOf = (name) => merged(name, from[name], told[name] ?? []).filter((each) => !gone.has(KEYS[name](each)));
  const lists = Object.fromEntries(Object.keys(KEYS).map((name) => [name, listOf(name)]));
  const single = ["limits", "account", "receipt_key", "cursor", "now"];
  const plain = Object.fromEntries(single.map((name) => [name, told[name] ?? held[name]]));
  return { ...lists, ...plain };
};

// Asks the service for what is new; whether something was. NoAnswer, SignInNeeded, Refused.
export const sync = () =>
  navigator.locks.request(`plumbline-work-${current()?.id}`, async () => {
    const held = await work();
    const since = held.cursor ? `?since=${encodeURIComponent(held.cursor)}` : "";
    const headers = held.etag ? { "If-None-Match": held.etag } : {};
    const answer = await asked("GET", `work${since}`, { headers });
    if (answer.status === 304) return keep({ ...held, at: Date.now(), refused: null }, false);
    if (answer.status !== 200) return refused(held, await refusalOf(answer));
    const told = await jsonOf(answer);
    if (!Array.isArray(told.assignments)) throw new NoAnswer("not the service");
    return keep({ ...after(held, told), etag: answer.headers.get("ETag"), at: Date.now() }, true);
  });

// Why the service tells no work is kept for the day's page; a cursor that it does not take is forgotten.
const refused = async (held, refusal) => {
  const isPassing = refusal.status >= 500 || refusal.status === 429;
  if (!isPassing) await keep({ ...held, cursor: null, etag: null, refused: refusal.slug }, false);
  throw refusal;
};

const keep = async (known, isNews) => {
  await box.put("work", "now", known);
  return isNews;
};
