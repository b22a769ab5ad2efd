// Drafts as they are kept on the phone: each tap is written at once, taps during a write together.

import * as box from "../store/box.js";

const held = new Map(); // id -> promise of a keeping
const loaded = new Map(); // id -> keeping

/** The keeping of the draft, where it was read before; undefined: it was not. */
export const peek = (id) => (loaded.get(id)?.draft() ? loaded.get(id) : undefined);

/** The keeping of the draft; null where the phone has no such draft. */
export async function hold(id) {
  if (!held.has(id)) held.set(id, load(id));
  const keeping = await held.get(id);
  if (keeping?.draft()) return keeping;
  held.delete(id);
  loaded.delete(id);
  return null;
}

async function load(id) {
  const draft = await box.get("draft", id);
  if (draft) loaded.set(id, keepingOf(id, draft));
  return draft && loaded.get(id);
}

/** Keeps a new draft. Full where the phone has no room. */
export async function keepNew(draft) {
  await box.put("draft", draft.id, draft);
}

/** Forgets the draft and the files that it alone names. */
export async function dropDraft(draft) {
  held.delete(draft.id);
  loaded.delete(draft.id);
  await box.remove("draft", draft.id);
  await Promise.all([...draft.files, ...draft.making].map((each) => box.removeBlob(each.blobId)));
}

function keepingOf(id, first) {
  let [draft, writing, isStale, trouble] = [first, null, false, null];
  const heard = new Set();
  const tell = () => heard.forEach((callback) => callback());

  async function write() {
    try {
      while (isStale) {
        isStale = false;
        await box.put("draft", id, draft);
      }
      trouble = null;
    } catch (error) {
      isStale = true;
      trouble = error;
    }
    writing = null;
    tell();
    if (trouble) throw trouble;
  }

  /** Writes what was not yet written; the answer is settled once it is on the disk. */
  function retry() {
    writing ??= write();
    return writing;
  }

  async function readAgain() {
    if (writing || isStale) return;
    const kept = await box.get("draft", id).catch(() => draft);
    if (writing || isStale) return;
    draft = kept; // null once it was sent and its receipt checked
    tell();
  }

  box.watch("draft", readAgain); // another tab, or the sender, wrote it
  return {
    draft: () => draft,
    trouble: () => trouble,
    isKept: () => !writing && !isStale,
    retry,
    change: async (how) => {
      if (draft === null) return undefined; // it was sent meanwhile
      draft = { ...how(draft), changed_at: Date.now() };
      isStale = true;
      tell();
      return retry();
    },
    listen: (callback) => {
      heard.add(callback);
      return () => heard.delete(callback);
    },
  };
}
