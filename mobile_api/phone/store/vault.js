// One vault a user: a random data key, on the disk only as wrapped by the user's password.
//
// PBKDF2 (SHA-256, 600,000 rounds) makes of the password the key that wraps; the data key is
// AES-GCM, 256 bits. Opening needs no network. The opened key is never written down: it lives in
// the memory of the page and of the service worker, so that a reload or a tab that the system
// killed behind the camera does not ask for the password again.

import { openDB } from "../vendor/idb.js";
import { Locked, WrongPassword, translated } from "./errors.js";
import { askWorker, tellWorker } from "./worker.js";

export const ROUNDS = 600000;
const REGISTER = "plumbline"; // the database that lists the vaults of this phone

let opened = null; // {id, user, key}

const register = () =>
  openDB(REGISTER, 1, { upgrade: (db) => void db.createObjectStore("vaults") }).catch((error) => {
    throw translated(error);
  });

export const nameOf = (user) => user.trim().toLowerCase();

const listed = async (read) => {
  const db = await register();
  try {
    return await read(db);
  } catch (error) {
    throw translated(error);
  } finally {
    db.close();
  }
};

// Whose vaults are on this phone, the last used first: [{id, user, used_at}].
export const users = async () => {
  const all = await listed((db) => db.getAll("vaults"));
  return all
    .map(({ id, user, used_at }) => ({ id, user, used_at }))
    .sort((one, other) => other.used_at - one.used_at);
};

const wrappingKey = async (password, salt, rounds) => {
  const given = new TextEncoder().encode(password.normalize("NFC"));
  const raw = await crypto.subtle.importKey("raw", given, "PBKDF2", false, ["deriveKey"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds };
  const aes = { name: "AES-GCM", length: 256 };
  return crypto.subtle.deriveKey(how, raw, aes, false, ["wrapKey", "unwrapKey"]);
};

const wrapped = async (key, password) => {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const by = await wrappingKey(password, salt, ROUNDS);
  const kept = await crypto.subtle.wrapKey("raw", key, by, { name: "AES-GCM", iv });
  return { salt, iv, rounds: ROUNDS, wrapped: new Uint8Array(kept) };
};

const unwrapped = async (vault, password, extractable) => {
  const by = await wrappingKey(password, vault.salt, vault.rounds);
  const how = { name: "AES-GCM", iv: vault.iv };
  try {
    return await crypto.subtle.unwrapKey(
      "raw", vault.wrapped, by, how, "AES-GCM", extractable, ["encrypt", "decrypt"],
    );
  } catch {
    throw new WrongPassword();
  }
};

const open_ = (vault, key) => {
  opened = { id: vault.id, user: vault.user, key };
  lend();
  return current();
};

// A new vault for the user, opened; one that they had is kept where it is.
export const create = async (user, password) => {
  const name = nameOf(user);
  const fresh = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, true, ["encrypt", "decrypt"]);
  const vault = { id: crypto.randomUUID(), user: name, used_at: Date.now(), ...(await wrapped(fresh, password)) };
  await listed((db) => db.add("vaults", vault, name));
  return open_(vault, await unwrapped(vault, password, false));
};

// Opens the user's vault: {id, user}. WrongPassword; null where the user has none on this phone.
export const unlock = async (user, password) => {
  const name = nameOf(user);
  const vault = await listed((db) => db.get("vaults", name));
  if (!vault) return null;
  const key = await unwrapped(vault, password, false);
  await listed((db) => db.put("vaults", { ...vault, used_at: Date.now() }, name));
  return open_(vault, key);
};

// The same data key under another password. WrongPassword where the old one does not open it.
export const rewrap = async (user, old, password) => {
  const name = nameOf(user);
  const vault = await listed((db) => db.get("vaults", name));
  const key = await unwrapped(vault, old, true);
  const renewed = { ...vault, ...(await wrapped(key, password)), used_at: Date.now() };
  await listed((db) => db.put("vaults", renewed, name));
};

// Forgets the user's vault and everything in it.
export const forget = async (user) => {
  const name = nameOf(user);
  const vault = await listed((db) => db.get("vaults", name));
  if (!vault) return;
  if (opened?.id === vault.id) lock();
  await listed((db) => db.delete("vaults", name));
  indexedDB.deleteDatabase(databaseOf(vault.id));
};

export const databaseOf = (id) => `plumbline-${id}`;

// The vault that is open: {id, user}, or null.
export const current = () => opened && { id: opened.id, user: opened.user };

export const lock = () => {
  opened = null;
  tellWorker({ say: "forget" });
};

// Gives the service worker the key to keep in its memory; ends when it is there.
export const lend = async () => {
  if (opened) await askWorker({ say: "keep", held: opened });
};

const AGAIN = 20_000; // milliseconds: browsers end a worker that has been idle for half a minute

// Lends it while the page is looked at, and once more when it goes behind another app.
export const lendOn = () => {
  setInterval(() => document.visibilityState === "visible" && lend(), AGAIN);
  document.addEventListener("visibilitychange", lend);
};

// Opens what the service worker still holds: {id, user}, or null.
export const resume = async () => {
  if (opened) return current();
  const held = await askWorker({ say: "give" });
  if (held && (await users()).some(({ id }) => id === held.id)) opened = held;
  return current();
};

const key = () => {
  if (!opened) throw new Locked();
  return opened.key;
};

// Sealed: {iv, data}. Inside: a line of JSON saying what it is, then the bytes. `bound` is where
// it belongs: what is moved elsewhere on the disk does not open.
export const seal = async (value, bound = "") => {
  const isBlob = value instanceof Blob;
  const isBytes = value instanceof Uint8Array;
  const head = isBlob ? { blob: value.type } : isBytes ? { bytes: true } : {};
  const body = isBlob
    ? new Uint8Array(await value.arrayBuffer())
    : isBytes ? value : new TextEncoder().encode(JSON.stringify(value));
  const line = new TextEncoder().encode(`${JSON.stringify(head)}\n`);
  const plain = new Uint8Array(line.length + body.length);
  plain.set(line);
  plain.set(body, line.length);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const how = { name: "AES-GCM", iv, additionalData: new TextEncoder().encode(bound) };
  return { iv, data: await crypto.subtle.encrypt(how, key(), plain) };
};

// What was sealed: an object, a Blob or a Uint8Array, as it was given.
export const open = async (sealed, bound = "") => {
  const how = { name: "AES-GCM", iv: sealed.iv, additionalData: new TextEncoder().encode(bound) };
  const plain = new Uint8Array(await crypto.subtle.decrypt(how, key(), sealed.data));
  const end = plain.indexOf(10);
  const head = JSON.parse(new TextDecoder().decode(plain.subarray(0, end)));
  const body = plain.subarray(end + 1);
  if (head.bytes) return body.slice();
  return "blob" in head ? new Blob([body], { type: head.blob }) : JSON.parse(new TextDecoder().decode(body));
};
