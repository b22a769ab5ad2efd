// What this user keeps on this phone, sealed: things by kind and id, and blobs.
//
// Kinds: work, draft, queued, sent, attempt, signin. The database of another user is another
// database. Only kinds, ids and sizes can be read without the password.

import { openDB } from "../vendor/idb.js";
import { Locked, translated } from "./errors.js";
import { current, databaseOf, open, seal } from "./vault.js";

let held = null; // {id, db}
const watchers = new Map(); // kind -> callbacks
const others = "BroadcastChannel" in self ? new BroadcastChannel("plumbline-box") : null;

const database = async () => {
  const vault = current();
  if (!vault) throw new Locked();
  if (held?.id !== vault.id) held = { id: vault.id, db: opened(vault.id) };
  return held.db;
};

const opened = (id) =>
  openDB(databaseOf(id), 1, {
    upgrade: (db) => {
      db.createObjectStore("things");
      db.createObjectStore("blobs");
    },
    blocking: (_, __, event) => {
      held = null;
      event.target.close();
    },
    terminated: () => {
      held = null;
    },
  });

const within = async (act) => {
  try {
    return await act(await database());
  } catch (error) {
    throw translated(error);
  }
};

const durably = (db, store, write) => {
  const going = db.transaction(store, "readwrite", { durability: "strict" });
  return Promise.all([write(going.store), going.done]);
};

const bound = (kind, id) => `${kind}/${id}`;

// Keeps the value; resolved once it is on the disk. Full where there is no room.
export const put = async (kind, id, value) => {
  const sealed = await seal(value, bound(kind, id));
  await within((db) => durably(db, "things", (store) => store.put(sealed, [kind, id])));
  changed(kind);
};

// The value, or null.
export const get = async (kind, id) => {
  const sealed = await within((db) => db.get("things", [kind, id]));
  return sealed ? open(sealed, bound(kind, id)) : null;
};

// Every [id, value] of the kind.
export const all = async (kind) => {
  const range = IDBKeyRange.bound([kind], [kind, []]);
  const [keys, sealed] = await within((db) => {
    const { store } = db.transaction("things");
    return Promise.all([store.getAllKeys(range), store.getAll(range)]);
  });
  return Promise.all(sealed.map(async (each, at) => [keys[at][1], await open(each, bound(kind, keys[at][1]))]));
};

export const remove = async (kind, id) => {
  await within((db) => durably(db, "things", (store) => store.delete([kind, id])));
  changed(kind);
};

// Keeps a Blob or a Uint8Array; resolved once it is on the disk. Full where there is no room.
export const putBlob = async (id, blob) => {
  const sealed = await seal(blob, bound("blob", id));
  await within((db) => durably(db, "blobs", (store) => store.put(sealed, id)));
};

// The blob as it was given, or null.
export const getBlob = async (id) => {
  const sealed = await within((db) => db.get("blobs", id));
  return sealed ? open(sealed, bound("blob", id)) : null;
};

export const removeBlob = (id) =>
  within((db) => durably(db, "blobs", (store) => store.delete(id)));

// How many things of the kind a vault holds, its key not needed.
export const count = async (vault, kind) => {
  const db = await opened(vault);
  try {
    return await db.count("things", IDBKeyRange.bound([kind], [kind, []]));
  } finally {
    db.close();
  }
};

// Calls back whenever something of the kind changes, in any tab; the answer stops it.
export const watch = (kind, callback) => {
  const called = watchers.get(kind) ?? watchers.set(kind, new Set()).get(kind);
  called.add(callback);
  return () => called.delete(callback);
};

const tell = (kind) => watchers.get(kind)?.forEach((callback) => callback());

const changed = (kind) => {
  tell(kind);
  others?.postMessage(kind);
};

if (others) others.onmessage = ({ data }) => tell(data);
