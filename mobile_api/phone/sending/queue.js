// What waits to be sent, and how far it is. Nothing leaves the phone before its receipt is checked.
//
// A queued visit: {id, at, sha256, bytes, about, stage, fault, files}.
//   stage   visit -> files -> receipt; `stopped` where somebody has to decide (fault says why)
//   about   {location, assignment, standard, version, replaces}: what its body says
//   files   [{name, blobId, sha256, bytes, held, state, why}], state: waiting, held, refused
// The draft of the same id stays as it is until the receipt is checked; both go then. Where the
// service finds faults, the visit leaves the queue and its draft gets them as `told`:
// {slug, status, detail, errors: [{question, pointer, fault, detail}]}.

import * as box from "../store/box.js";
import { changed, listen } from "./changes.js";
import { bodyBlob } from "./giving_back.js";
import { sha256 } from "./hashes.js";
import { isPaused, wake } from "./sender.js";

export { isPaused, sha256 };

// What the body says of itself, for the list.
const aboutOf = (bytes) => {
  const told = JSON.parse(new TextDecoder().decode(bytes));
  return {
    location: told.location ?? null,
    assignment: told.assignment ?? null,
    standard: told.questionnaire?.standard ?? null,
    version: told.questionnaire?.version ?? null,
    replaces: told.replaces ?? null,
    started_at: told.started_at ?? null,
  };
};

// Queues a finished visit: its bytes are sent exactly as they are. `files`: [{name, blobId, sha256, bytes}].
export const enqueue = async (visitId, bodyBytes, files = []) => {
  await box.putBlob(bodyBlob(visitId), bodyBytes);
  await box.put("queued", visitId, {
    id: visitId,
    at: Date.now(),
    sha256: await sha256(bodyBytes),
    bytes: bodyBytes.length,
    about: aboutOf(bodyBytes),
    stage: "visit",
    fault: null,
    files: files.map((file) => ({ ...file, held: 0, state: "waiting", why: null })),
  });
  changed("queued");
  wake();
};

// Queues a quiz that was answered; `told` becomes {passed, score, certified_at} once it was judged.
export const enqueueAttempt = async (standard, version, { attempt, answers, answered_at }) => {
  const kept = { standard, version, attempt, answers, answered_at, told: null, fault: null };
  await box.put("attempt", attempt, kept);
  changed("attempt-new");
  wake();
};

export const pause = async () => {
  await box.put("settings", "sending", { paused: true });
  changed("paused");
};

export const resume = async () => {
  await box.put("settings", "sending", { paused: false });
  changed("resumed");
  wake();
};

// What is to be sent, the oldest first: {paused, visits, attempts}.
export const state = async () => {
  const visits = (await box.all("queued")).map(([, visit]) => visit);
  const attempts = (await box.all("attempt")).map(([, attempt]) => attempt);
  return {
    paused: await isPaused(),
    visits: visits.sort((one, other) => one.at - other.at),
    attempts: attempts.filter((attempt) => !attempt.told && !attempt.fault),
  };
};

export const watch = listen;
