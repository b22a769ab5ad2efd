// A visit out of the queue: into its draft again, or among those that were sent.

import * as box from "../store/box.js";
import { corrected, reopened } from "../visit/draft.js";
import { changed } from "./changes.js";

export const bodyBlob = (visitId) => `body/${visitId}`;

const leave = async (visitId) => {
  await box.remove("queued", visitId);
  await box.removeBlob(bodyBlob(visitId));
  changed("queued");
};

// The draft under its own id again, for nothing of it stands at the service; `refusal` is
// {slug, status, detail, errors} and is kept with it as `told`. The answer is its id; null where the
// phone has no draft of it.
export const giveBack = async (visit, refusal) => {
  const draft = await box.get("draft", visit.id);
  if (!draft) return null;
  await box.put("draft", visit.id, { ...reopened(draft, Date.now()), told: refusal });
  await leave(visit.id);
  return visit.id;
};

// A draft under a new id that takes the place of the visit, which stands at the service; its files
// without those named in `without`. The answer is the new id; null where the phone has no draft of it.
export const correct = async (visit, { refusal = null, without = [] } = {}) => {
  const draft = await box.get("draft", visit.id);
  if (!draft) return null;
  const id = crypto.randomUUID();
  const files = draft.files.filter(({ name }) => !without.includes(name));
  await box.put("draft", id, { ...corrected(draft, id, files, Date.now()), told: refusal });
  await box.remove("draft", visit.id);
  await leave(visit.id);
  return id;
};

// A draft that corrects a visit long sent: its answers, and the names of the files that the service
// has kept of it, for it takes them over by their content and the phone holds none.
export const correctSent = async (sent) => {
  const id = crypto.randomUUID();
  await box.put("draft", id, { ...corrected(sent.draft, id, sent.draft.files, Date.now()), told: null });
  return id;
};

// What is known of the files that have arrived: `along` says that a correction has them without sending.
const arrived = (draft, told) => {
  const names = new Set(told.files.filter(({ state }) => state === "arrived").map(({ name }) => name));
  return draft.files.filter(({ name }) => names.has(name)).map((file) => ({ ...file, along: true }));
};

// Among those sent, with the receipt that proves it; only now is anything deleted from the phone.
export const putAway = async (visit, receipt, told) => {
  const draft = await box.get("draft", visit.id);
  const { id, about, at, files } = visit;
  await box.put("sent", id, {
    id, about, at, receipt,
    received_at: told.received_at,
    checked_at: Date.now(),
    files: told.files.map(({ name, bytes, state, why }) => ({ name, bytes, state, why: why ?? null })),
    draft: draft && { ...draft, files: arrived(draft, told), making: [] },
  });
  const blobs = new Set([...files, ...(draft?.files ?? []), ...(draft?.making ?? [])].map(({ blobId }) => blobId));
  await box.remove("draft", id);
  await leave(id);
  for (const blobId of blobs) await box.removeBlob(blobId);
  changed("sent");
};

const DAYS = 90; // for how long a visit that was sent is listed
const LONGEST = DAYS * 86_400_000;

// Forgets what was sent long ago.
export const prune = async (now = Date.now()) => {
  const old = (await box.all("sent")).filter(([, { checked_at: at }]) => at < now - LONGEST);
  for (const [id] of old) await box.remove("sent", id);
};

const SETTLED = 15_000; // milliseconds: nobody finishes a visit for that long

// Opens drafts again that were finished, but whose app was killed before they were queued.
export const recover = async (now = Date.now()) => {
  const queued = new Set((await box.all("queued")).map(([id]) => id));
  for (const [id, draft] of await box.all("draft")) {
    const isStranded = draft.finished_at && !queued.has(id) && draft.finished_at < now - SETTLED;
    if (isStranded) await box.put("draft", id, reopened(draft, now));
  }
};

// Deletes what was never sent, because the shopper says so.
export const throwAway = async (visit) => {
  const draft = await box.get("draft", visit.id);
  await box.remove("draft", visit.id);
  await leave(visit.id);
  for (const { blobId } of [...visit.files, ...(draft?.files ?? [])]) await box.removeBlob(blobId);
};
