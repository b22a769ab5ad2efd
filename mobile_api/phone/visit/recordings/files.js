// Pictures and sounds on their way into a draft: each is there whole, or known as unfinished.

import * as box from "../../store/box.js";
import { sha256 } from "../../sending/queue.js";
import { filed, making, unfiled, unmade } from "../draft.js";
import { scaled } from "./pictures.js";

const LARGEST = 30 * 1024 * 1024; // bytes, where the service does not say
export const MOST = 50;

/** The file is larger than the service takes. */
export class TooLarge extends Error {}

const underWay = new Set();

/** Whether the file is being made just now; one that is not, and stands among those, never will be. */
export const isUnderWay = (blobId) => underWay.has(blobId);

/** How many more files the draft takes. */
export const room = (draft, limits) => (limits?.files ?? MOST) - draft.files.length - draft.making.length;

/** Puts the picture into the draft. NoPicture, TooLarge, Full: it is not there then. */
export const addPicture = (keeping, picture, question, limits) =>
  add(keeping, "picture", question, limits, () => scaled(picture));

/** Puts the sound into the draft once it is recorded. */
export const addSound = (keeping, done, question, limits) =>
  add(keeping, "sound", question, limits, () => done);

async function add(keeping, kind, question, limits, made) {
  const blobId = `file/${crypto.randomUUID()}`;
  underWay.add(blobId);
  try {
    await keeping.change((draft) => making(draft, blobId, kind, question));
    const file = await whole(blobId, await made(), limits);
    await keeping.change((draft) => filed(draft, { ...file, question }));
  } catch (error) {
    await keeping.change((draft) => unmade(draft, blobId)).catch(() => {});
    await box.removeBlob(blobId).catch(() => {});
    throw error;
  } finally {
    underWay.delete(blobId);
  }
}

async function whole(blobId, { blob, type, ending, told = {} }, limits) {
  if (blob.size > (limits?.file ?? LARGEST)) throw new TooLarge();
  const bytes = new Uint8Array(await blob.arrayBuffer());
  await box.putBlob(blobId, blob);
  return { blobId, type, ending, told, bytes: bytes.length, sha256: await sha256(bytes) };
}

/** Takes the file out of the draft and off the phone. */
export async function removeFile(keeping, file) {
  await keeping.change((draft) => unfiled(draft, file.name));
  await box.removeBlob(file.blobId);
}

/** Forgets a file that was not finished. */
export async function forget(keeping, { blobId }) {
  await keeping.change((draft) => unmade(draft, blobId));
  await box.removeBlob(blobId);
}
