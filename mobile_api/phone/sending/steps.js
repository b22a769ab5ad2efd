// What is done with a queued visit, a step a stage: its body, its files, its receipt.
//
// Each step answers with the visit as it stands then, or null where it has left the queue.

import * as box from "../store/box.js";
import { work } from "../store/work.js";
import { NoAnswer, Refused, jsonOf, refusalOf } from "./asking.js";
import { bodyBlob, correct, giveBack, putAway } from "./giving_back.js";
import { changed } from "./changes.js";
import { sha256 } from "./hashes.js";
import { compared, proven } from "./receipt.js";
import { asked } from "./signing_in.js";
import { send } from "./tus.js";

export class NotYet extends Error {} // the service is still looking at the files
export class Paused extends Error {}

const CHUNK = 65536; // bytes, where the service has not said otherwise

export const keep = async (visit) => {
  await box.put("queued", visit.id, visit);
  changed("queued");
  return visit;
};

export const stop = (visit, slug, more = {}) =>
  keep({ ...visit, stage: "stopped", stopped_at: visit.stage, fault: { slug, ...more } });

const plain = ({ status, slug, detail, errors }) => ({ status, slug, detail, errors });

// What becomes of a visit whose body was refused; what is not here stops it.
const REFUSED_BODY = {
  "submission-invalid": (visit, refusal) => giveBack(visit, plain(refusal)),
  invalid: (visit, refusal) => giveBack(visit, plain(refusal)),
  "no-json": (visit, refusal) => giveBack(visit, plain(refusal)),
  "too-large": (visit, refusal) => giveBack(visit, plain(refusal)),
  "other-bytes": (visit, refusal) => correct(visit, { refusal: plain(refusal) }),
};

const visitStep = async (visit) => {
  const bytes = await box.getBlob(bodyBlob(visit.id));
  if (!bytes || (await sha256(bytes)) !== visit.sha256) return stop(visit, "phone-lost-it");
  const headers = { "Content-Type": "application/json", "Device-Time": new Date().toISOString() };
  const answer = await asked("PUT", `visits/${visit.id}`, { headers, body: bytes });
  if (answer.status !== 200 && answer.status !== 201) return refusedBody(visit, await refusalOf(answer));
  const told = await jsonOf(answer);
  if (told.contact !== `visit/${visit.id}`) throw new NoAnswer("not the service");
  const here = new Set((told.files ?? []).filter(({ state }) => state === "arrived").map(({ name }) => name));
  const files = visit.files.map((file) => (here.has(file.name) ? { ...file, state: "held", held: file.bytes } : file));
  return keep({ ...visit, files, stage: files.length ? "files" : "receipt", fault: null, marks: told.marks ?? [] });
};

const refusedBody = async (visit, refusal) => {
  if (isPassing(refusal)) throw refusal;
  const given = await REFUSED_BODY[refusal.slug]?.(visit, refusal);
  return given ? null : stop(visit, refusal.slug || `status-${refusal.status}`, plain(refusal));
};

// Whether the same may be taken another time.
export const isPassing = ({ status }) => status >= 500 || status === 429 || status === 408;

const filesStep = async (visit, isPaused) => {
  const chunk = (await work()).limits.chunk ?? CHUNK;
  let now = visit;
  for (const { name } of visit.files) {
    if (now.files.find((file) => file.name === name).state !== "waiting") continue;
    now = await fileStep(now, name, chunk, isPaused);
    if (now.stage !== "files") return now;
  }
  return keep({ ...now, stage: "receipt" });
};

const withFile = (visit, file) => ({
  ...visit,
  files: visit.files.map((each) => (each.name === file.name ? file : each)),
});

const fileStep = async (visit, name, chunk, isPaused) => {
  const file = visit.files.find((each) => each.name === name);
  const blob = await box.getBlob(file.blobId);
  const bytes = blob && (blob instanceof Blob ? new Uint8Array(await blob.arrayBuffer()) : blob);
  if (!bytes || bytes.length !== file.bytes || (await sha256(bytes)) !== file.sha256) {
    return stop(visit, "phone-lost-file", { name });
  }
  let now = visit;
  const further = async (held) => {
    now = await keep(withFile(now, { ...held, state: held.held >= held.bytes ? "held" : "waiting" }));
    if (await isPaused()) throw new Paused();
  };
  try {
    await send(visit.id, file, bytes, chunk, further);
  } catch (error) {
    return refusedFile(now, name, error);
  }
  const done = now.files.find((each) => each.name === name);
  return done.state === "held" ? now : keep(withFile(now, { ...done, state: "held" }));
};

// Of a file that the service would not take: damaged on its way it is sent again, once; what it
// refuses for good its receipt will name.
const refusedFile = async (visit, name, error) => {
  if (!(error instanceof Refused) || isPassing(error)) throw error;
  const file = visit.files.find((each) => each.name === name);
  const anew = { ...file, upload: null, held: 0 };
  if (error.slug === "file-differs" && !file.again) return keep(withFile(visit, { ...anew, again: true }));
  return stop(withFile(visit, anew), error.slug || `status-${error.status}`, { name, ...plain(error) });
};

const receiptStep = async (visit) => {
  const answer = await asked("GET", `visits/${visit.id}/receipt`);
  if (answer.status !== 200) throw await refusalOf(answer);
  const { receipt } = await jsonOf(answer);
  const told = await read(receipt);
  if (!told) return stop(visit, "receipt-unproven");
  return COMPARED[compared(told, visit).is](visit, receipt, told);
};

// What the receipt says by the kept key; where that does not fit, by the key asked for anew.
const read = async (receipt) => {
  const kept = (await work()).receipt_key;
  const told = kept && (await proven(receipt, kept));
  if (told) return told;
  const answer = await asked("GET", "receipt-key");
  if (answer.status !== 200) throw await refusalOf(answer);
  return proven(receipt, await jsonOf(answer));
};

const COMPARED = {
  same: async (visit, receipt, told) => {
    await putAway(visit, receipt, told);
    return null;
  },
  other: (visit) => stop(visit, "receipt-differs"),
  missing: (visit, _, told) => {
    const { files } = compared(told, visit);
    const back = new Map(files.map((file) => [file.name, file.held]));
    const again = (file) => (back.has(file.name) ? { ...file, state: "waiting", upload: null, held: back.get(file.name) } : file);
    return keep({ ...visit, stage: "files", files: visit.files.map(again) });
  },
  arriving: () => {
    throw new NotYet();
  },
  refused: (visit, receipt, told) => {
    const why = new Map(told.files.map((file) => [file.name, file]));
    const marked = visit.files.map((file) =>
      why.get(file.name).state === "refused"
        ? { ...file, state: "refused", why: why.get(file.name).why ?? null }
        : file,
    );
    return stop({ ...visit, files: marked, receipt, told }, "file-refused");
  },
};

const STEPS = { visit: visitStep, files: filesStep, receipt: receiptStep };

// Sends the visit as far as it goes. NoAnswer, SignInNeeded, Refused, NotYet, Paused.
export const sendVisit = async (visit, isPaused) => {
  let now = visit;
  while (now && STEPS[now.stage]) {
    if (await isPaused()) throw new Paused();
    now = await STEPS[now.stage](now, isPaused);
  }
};

// Sends the answers to a quiz; what the service says of them is kept with them.
export const sendAttempt = async (attempt) => {
  const { standard, version, answers, answered_at } = attempt;
  const path = `briefings/${encodeURIComponent(standard)}/${version}/attempts`;
  const body = JSON.stringify({ attempt: attempt.attempt, answers, answered_at });
  const answer = await asked("POST", path, { headers: { "Content-Type": "application/json" }, body });
  const isTaken = answer.status === 200 || answer.status === 201;
  const refusal = isTaken ? null : await refusalOf(answer);
  if (refusal && isPassing(refusal)) throw refusal;
  const told = isTaken ? await jsonOf(answer) : null;
  await box.put("attempt", attempt.attempt, { ...attempt, told, fault: refusal && plain(refusal) });
  changed("attempt");
};
