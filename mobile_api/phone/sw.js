// Keeps the app's files on the phone, one whole version at a time; and, in memory alone, the key
// of the open vault, so that a page that was reloaded or killed finds it again.

const MARK = "MARK";
const FILES = "FILES"; // name -> hash
const CACHE = `phone-${MARK}`;

const addressOf = (name) => new URL(name === "index.html" ? "./" : name, self.location);

// A file of another version (a server in the midst of an update) is no part of this one.
const fetched = async ([name, hash]) => {
  const answer = await fetch(addressOf(name), { cache: "reload" });
  if (!answer.ok || !(answer.headers.get("ETag") ?? "").includes(hash)) {
    throw new Error(`${name} is of another version`);
  }
  return [addressOf(name), answer];
};

const install = async () => {
  const answers = await Promise.all(Object.entries(FILES).map(fetched));
  const cache = await caches.open(CACHE);
  await Promise.all(answers.map(([address, answer]) => cache.put(address, answer)));
};

const activate = async () => {
  const older = (await caches.keys()).filter((name) => name.startsWith("phone-") && name !== CACHE);
  await Promise.all(older.map((name) => caches.delete(name)));
  await self.clients.claim();
};

const kept = async (request) => {
  const cache = await caches.open(CACHE);
  return (await cache.match(request, { ignoreSearch: true })) ?? fetch(request);
};

let held = null;

const SAYINGS = {
  keep: (data) => void (held = data.held),
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
