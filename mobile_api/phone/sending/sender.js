// Sends what is queued: one sender at a time across all tabs, by itself, later and later while it fails.
//
// It starts when something is queued, when the network or the page comes back, when the shopper
// signs in again or ends a pause, and by a timer.

import * as box from "../store/box.js";
import { Full, Locked } from "../store/errors.js";
import { current } from "../store/vault.js";
import { sync } from "../store/work.js";
import { NoAnswer, Refused, SignInNeeded } from "./asking.js";
import { changed, listen } from "./changes.js";
import { NotYet, Paused, isPassing, keep, sendAttempt, sendVisit, stop } from "./steps.js";

const SHORTEST = 1000; // milliseconds until the next try; doubled each time
const LONGEST = 5 * 60_000;
const OFFLINE = 30_000; // browsers that say there is no network are mostly right
const EVERY = 60_000; // another tab may have held the lock and be gone

// Whether it is sending, what holds it up (null, network, signin, service, looking, full, fault), and until when
// (milliseconds; null: it waits for nothing).
let status = { sending: false, held_up: null, until: null };
let timer = null;
let failures = 0;
let isAskedAgain = false;

export const sendingStatus = () => status;

const tell = (more) => {
  status = { ...status, ...more };
  changed({ status });
};

export const isPaused = async () => (await box.get("settings", "sending"))?.paused ?? false;

const later = (least = 0) => {
  const longest = Math.min(LONGEST, SHORTEST * 2 ** failures);
  const wait = Math.max(least, longest * (0.3 + 0.7 * Math.random()));
  failures += 1;
  clearTimeout(timer);
  timer = setTimeout(wake, wait);
  return Date.now() + wait;
};

// Starts the sending; harmless where it goes on already or there is nothing to send.
export const wake = async () => {
  if (!current()) return;
  isAskedAgain = true;
  const name = `plumbline-sender-${current().id}`;
  await navigator.locks.request(name, { ifAvailable: true }, async (lock) => {
    while (lock && isAskedAgain) {
      isAskedAgain = false;
      clearTimeout(timer);
      await round().catch(failed);
    }
  });
};

// Locked in the midst of it is no fault; a phone without room is told; the rest is tried again too.
const failed = (error) => {
  if (error instanceof Locked) return tell({ sending: false });
  const heldUp = error instanceof Full ? "full" : "fault";
  tell({ sending: false, held_up: heldUp, until: later(OFFLINE) });
  if (heldUp === "fault") console.error(error);
};

const waiting = async () => {
  const visits = (await box.all("queued")).map(([, visit]) => visit).filter(({ stage }) => stage !== "stopped");
  const attempts = (await box.all("attempt")).map(([, each]) => each).filter((each) => !each.told && !each.fault);
  return [
    ...attempts.map((attempt) => () => sendAttempt(attempt)),
    ...visits.sort((one, other) => one.at - other.at).map((visit) => () => sendOne(visit)),
  ];
};

// What is wrong with this visit alone does not keep the others back.
const sendOne = async (visit) => {
  try {
    await sendVisit(visit, isPaused);
  } catch (error) {
    if (!(error instanceof Refused) || isPassing(error)) throw error;
    const now = (await box.get("queued", visit.id)) ?? visit;
    if (isForgotten(error, now)) return sendOne(await fromTheStart(now));
    await stop(now, error.slug || `status-${error.status}`, { detail: error.detail });
  }
};

// A service that came back from an older copy of itself no longer has what it once took.
const isForgotten = ({ status }, { stage, again }) => status === 404 && stage !== "visit" && !again;
const fromTheStart = (visit) => {
  const files = visit.files.map((file) => ({ ...file, state: "waiting", held: 0, upload: null }));
  return keep({ ...visit, stage: "visit", again: true, files });
};

const round = async () => {
  const tasks = (await isPaused()) ? [] : await waiting();
  if (!tasks.length) return tell({ sending: false, held_up: null, until: null });
  tell({ sending: true, held_up: null, until: null });
  const seen = { wait: 0, held_up: null, isEnded: false };
  for (const task of tasks) {
    await task().catch((error) => note(error, seen));
    if (seen.isEnded) break;
  }
  return ended(seen);
};

const note = (error, seen) => {
  const kind = [NoAnswer, SignInNeeded, Paused, NotYet, Refused].find((each) => error instanceof each);
  if (!kind) throw error;
  const [heldUp, isEnded] = {
    NoAnswer: ["network", true],
    SignInNeeded: ["signin", true],
    Paused: [null, true],
    NotYet: ["looking", false],
    Refused: ["service", false],
  }[kind.name];
  seen.held_up = heldUp ?? seen.held_up;
  seen.isEnded = isEnded;
  seen.wait = Math.max(seen.wait, (error.wait ?? 0) * 1000);
};

const ended = async ({ held_up, wait }) => {
  if (held_up === null) {
    failures = 0;
    tell({ sending: false, held_up, until: null });
    await sync().catch(() => {});
    return;
  }
  const least = navigator.onLine ? wait : OFFLINE;
  const until = held_up === "signin" ? null : later(least);
  tell({ sending: false, held_up, until });
};

// Progress means that the network is there: the next failure is tried again soon.
const progressed = () => {
  failures = 0;
};

const WAKING = new Set(["attempt-new", "resumed", "signin"]);

// Begins to listen for whatever starts the sending.
export const begin = () => {
  listen((what) => {
    if (what?.status) status = what.status;
    if (what === "queued") progressed();
    if (WAKING.has(what)) wake();
  });
  self.addEventListener("online", () => {
    failures = 0;
    wake();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") wake();
  });
  setInterval(() => {
    if (status.until === null || status.until < Date.now()) wake();
  }, EVERY);
};
