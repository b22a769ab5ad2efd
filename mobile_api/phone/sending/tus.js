// One file of a visit by tus 1.0.0: in pieces, each with its checksum, on from wherever it stands.
//
// After a break the service is asked how much it holds; at most one piece is sent twice.

import { NoAnswer, Refused, refusalOf } from "./asking.js";
import { base64, checksum } from "./hashes.js";
import { asked } from "./signing_in.js";

const TUS = { "Tus-Resumable": "1.0.0" };
const MOST_BEGUN = 2; // how often a file is begun anew before somebody is told

const filesOf = (visitId) => `visits/${visitId}/files`;
const addressOf = (visitId, file) => file.upload ?? `${filesOf(visitId)}/${encodeURIComponent(file.name)}`;

const offsetIn = (answer) => {
  const said = answer.headers.get("Upload-Offset") ?? "";
  if (!/^\d+$/.test(said)) throw new NoAnswer("no Upload-Offset: not the service");
  return Number(said);
};

// The file begun at the service: where it is to be sent. Refused.
const begun = async (visitId, file) => {
  const name = base64(new TextEncoder().encode(file.name));
  const headers = { ...TUS, "Upload-Length": String(file.bytes), "Upload-Metadata": `filename ${name}` };
  const answer = await asked("POST", filesOf(visitId), { headers });
  if (answer.status !== 201) throw await refusalOf(answer);
  const where = answer.headers.get("Location");
  if (!where) throw new NoAnswer("no Location: not the service");
  return { ...file, upload: where, held: 0 };
};

// How many bytes are held; null where nothing was begun, or it was forgotten.
const heldOf = async (visitId, file) => {
  const answer = await asked("HEAD", addressOf(visitId, file), { headers: TUS });
  if (answer.status === 404 || answer.status === 410) return null;
  if (answer.status !== 200 && answer.status !== 204) throw await statusOf(answer);
  return offsetIn(answer);
};

// An answer to HEAD has no body: its status is all it says.
const statusOf = async (answer) =>
  new Refused(answer.status, {}, Number(answer.headers.get("Retry-After")) || 0);

const PATCHED = {
  204: async (answer, file) => ({ ...file, held: offsetIn(answer) }),
  409: async (answer, file, visitId) => {
    const refusal = await refusalOf(answer);
    if (refusal.slug !== "offset-differs") throw refusal;
    return at(visitId, file);
  },
  460: async () => {
    throw new NoAnswer("the piece was damaged on its way");
  },
  404: async (_, file) => ({ ...file, upload: null }),
  410: async (_, file) => ({ ...file, upload: null }),
};

const at = async (visitId, file) => {
  const held = await heldOf(visitId, file);
  return held === null ? { ...file, upload: null } : { ...file, held };
};

const patched = async (visitId, file, bytes, chunk) => {
  const piece = bytes.subarray(file.held, Math.min(file.held + chunk, bytes.length));
  const headers = {
    ...TUS,
    "Content-Type": "application/offset+octet-stream",
    "Upload-Offset": String(file.held),
    "Upload-Checksum": await checksum(piece),
  };
  const answer = await asked("PATCH", addressOf(visitId, file), { headers, body: piece });
  const next = PATCHED[answer.status];
  if (!next) throw await refusalOf(answer);
  return next(answer, file, visitId);
};

// Sends the file's bytes until all are held. `keep(file)` is called after each step with how far it
// is, and throws where the sending is to stop. Refused, NoAnswer, SignInNeeded.
export const send = async (visitId, file, bytes, chunk, keep) => {
  let now = file.upload ? await at(visitId, file) : file;
  let begins = 0;
  while (!now.upload || now.held < bytes.length) {
    if (now.upload) {
      now = await patched(visitId, now, bytes, chunk);
    } else {
      if (begins++ >= MOST_BEGUN) throw new NoAnswer("the service forgets the file");
      now = await begun(visitId, now);
    }
    await keep(now);
  }
  return now;
};
