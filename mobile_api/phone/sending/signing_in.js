// The sign-in at the service: its tokens, sealed, their renewal and their end.
//
// One tab renews at a time. Where the answer is lost, the same refresh token is sent again: the
// service takes it as long as nobody used the tokens of an answer that it gave.

import * as box from "../store/box.js";
import { current } from "../store/vault.js";
import { NoAnswer, SignInNeeded, ask, refusalOf, tokensOf } from "./asking.js";
import { changed } from "./changes.js";

const EARLY = 5 * 60_000; // milliseconds before its end in which an access token is renewed

const JSON_TYPE = { "Content-Type": "application/json" };
const bearer = (access) => ({ Authorization: `Bearer ${access}` });
const kept = () => box.get("signin", "tokens");
const keep = (tokens) => box.put("signin", "tokens", tokens);
const inTurn = (act) => navigator.locks.request(`plumbline-signin-${current()?.id}`, act);

// Tokens for the name and the password. Refused (401, 429), NoAnswer.
export const signIn = async (name, password) => {
  const body = JSON.stringify({ name: name.trim(), password });
  const answer = await ask("POST", "sessions", { headers: JSON_TYPE, body });
  if (answer.status !== 201) throw await refusalOf(answer);
  return tokensOf(answer);
};

// Keeps the tokens of a sign-in in the open vault.
export const begin = async (tokens) => {
  await inTurn(() => keep(tokens));
  changed("signin");
};

// Why somebody has to sign in again: expired, ended, out; null where nobody has to.
export const ended = async () => {
  const tokens = await kept();
  return tokens ? tokens.ended : "out";
};

// An access token that is good; `rejected` is one that the service did not take. SignInNeeded, NoAnswer.
const token = (rejected) =>
  inTurn(async () => {
    const tokens = await kept();
    if (!tokens) throw new SignInNeeded("out");
    if (tokens.ended) throw new SignInNeeded(tokens.ended);
    const isGood = tokens.access !== rejected && Date.now() < tokens.good_until;
    if (isGood && Date.now() < tokens.good_until - EARLY) return tokens.access;
    return renewed(tokens, isGood, rejected);
  });

const renewed = async (tokens, isGood, rejected) => {
  if (Date.now() > tokens.renewable_until) return end(tokens, "expired");
  const body = JSON.stringify({ refresh_token: tokens.refresh });
  let answer;
  try {
    answer = await ask("POST", "sessions/renewal", { headers: JSON_TYPE, body });
    if (answer.status === 201) {
      const fresh = await tokensOf(answer);
      await keep(fresh);
      return fresh.access;
    }
  } catch (error) {
    if (error instanceof NoAnswer && isGood && tokens.access !== rejected) return tokens.access;
    throw error;
  }
  const refusal = await refusalOf(answer);
  if (refusal.status === 401) return end(tokens, "ended");
  throw refusal;
};

const end = async (tokens, why) => {
  await keep({ ...tokens, ended: why });
  changed("signin");
  throw new SignInNeeded(why);
};

// The service's answer to the user's request. NoAnswer, SignInNeeded; other statuses are answered.
export const asked = async (method, path, { headers = {}, ...more } = {}) => {
  const access = await token();
  const answer = await ask(method, path, { headers: { ...headers, ...bearer(access) }, ...more });
  if (answer.status !== 401) return answer;
  const other = await token(access);
  const again = await ask(method, path, { headers: { ...headers, ...bearer(other) }, ...more });
  if (again.status !== 401) return again;
  return inTurn(async () => {
    const tokens = await kept();
    if (tokens?.access !== other) throw new NoAnswer("another tab signed in meanwhile");
    return end(tokens, "ended");
  });
};

// Signs out: at the service where it can be reached, and on the phone in any case.
export const signOut = async () => {
  const tokens = await kept();
  await inTurn(() => box.remove("signin", "tokens"));
  if (tokens && !tokens.ended) {
    await ask("DELETE", "sessions/current", { headers: bearer(tokens.access), seconds: 10 }).catch(() => {});
  }
  changed("signin");
};
