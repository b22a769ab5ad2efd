// Keeps the app's files on the phone, one whole version at a time; and, in memory alone, the key
// of the open vault, so that a page that was reloaded or killed finds it again.

const MARK = "MARK";
const FILES = "FILES"; // name -> hash
const CACHE = `phone-${MARK}`;

const addressOf = (name) => new URL(name === "index.html" ? "./" : name, self.location);

const isOf = (answer, hash) => answer?.ok && (answer.headers.get("ETag") ?? "").includes(hash);

// A file that is as it was is taken from the version before; what is new is tried again, for a
// network may go in the midst of it. A file of another version (a server in the midst of an
// update) is no part of this one.
const TRIES = 3;
const fetched = async (address, hash) => {
  for (const cacheName of await caches.keys()) {
    const older = await caches.match(address, { cacheName });
    if (isOf(older, hash)) return older;
  }
  for (let left = TRIES; left > 0; left -= 1) {
    const answer = await fetch(address, { cache: "reload" }).catch(() => null);
    if (isOf(answer, hash)) return answer;
  }
  throw new Error(`${address} is of another version, or did not come`);
};

const install = async () => {
  const files = Object.entries(FILES).map(([name, hash]) => [addressOf(name), hash]);
  const answers = await Promise.all(files.map(([address, hash]) => fetched(address, hash)));
  const cache = await caches.open(CACHE);
  await Promise.all(files.map(([address], at) => cache.put(address, answers[at])));
};

const activate = async () => {
  const older = (await caches.keys()).filter((name) => name.startsWith("phone-") && name !== CACHE);
  await Promise.all(older.map((name) => caches.delete(name)));
  await self.clients.claim();
};

const kept = async (request) =>
  (await caches.match(request, { cacheName: CACHE, ignoreSearch: true })) ?? fetch(request);

let held = null;

const SAYINGS = {
  keep: (data, port) => {
    held = data.held;
    port?.postMessage(true); // a page of an older version does not ask
  },
  forget: () => void (held = null),
  give: (_, port) => port.postMessage(held),
  take: () => self.skipWaiting(),
  mark: (_, port) => port.postMessage(MARK),
};

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("message", (event) => {
  SAYINGS[event.data?.say]?.(event.data, event.ports[0]);
});
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  const ours = origin === self.location.origin && pathname.startsWith(new URL("./", self.location).pathname);
  if (ours && request.method === "GET") event.respondWith(kept(request));
});
