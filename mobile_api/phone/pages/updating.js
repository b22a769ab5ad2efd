// A new version of the app: it is announced, and taken when no visit is open or the shopper says so.

import { useNews } from "../hooks.js";
import { lend } from "../store/vault.js";
import { askWorker } from "../store/worker.js";

let waiting = null; // the worker of the next version
let isTaken = false; // the shopper said so on this page
let isReplaced = false; // another worker has taken over: this page is of the version before
let mark = null;
const heard = new Set();

const tell = () => heard.forEach((callback) => callback());

// Whether a visit is being written on this page.
export const isVisitOpen = () => location.hash.startsWith("#/visit/");

const found = (worker) => {
  waiting = worker;
  tell();
};

// Lets the next version take over; the page is loaded anew, at the same place.
export const take = () => {
  isTaken = true;
  if (isReplaced) location.reload();
  else waiting?.postMessage({ say: "take" });
};

// The key goes over to the worker that took over, and is there before the reload, which would ask
// for the password without it.
const replaced = async () => {
  isReplaced = true;
  tell();
  await lend();
  if (!isVisitOpen() || isTaken) location.reload();
};

const askMark = async () => {
  mark = await askWorker({ say: "mark" });
  tell();
};

// A worker that comes is told of once it is all there, unless it is the first of this phone.
const follow = (coming) =>
  coming?.addEventListener("statechange", () => {
    if (coming.state === "installed" && navigator.serviceWorker.controller) found(coming);
  });

const watch = (registration) => {
  if (registration.waiting && navigator.serviceWorker.controller) found(registration.waiting);
  follow(registration.installing);
  registration.addEventListener("updatefound", () => follow(registration.installing));
};

// Registers the worker that keeps the app on the phone, and looks for new versions from time to time.
export const begin = async () => {
  if (!navigator.serviceWorker) return;
  let hadOne = Boolean(navigator.serviceWorker.controller);
  navigator.serviceWorker.addEventListener("controllerchange", () => {
    if (hadOne) replaced();
    else lend();
    hadOne = true;
    askMark();
  });
  const registration = await navigator.serviceWorker.register("sw.js", { updateViaCache: "none" });
  watch(registration);
  askMark();
  const look = () => registration.update().catch(() => {});
  self.addEventListener("online", look);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && look());
  self.addEventListener("hashchange", () => isReplaced && !isVisitOpen() && location.reload());
};

const listen = (callback) => {
  heard.add(callback);
  return () => heard.delete(callback);
};

// {mark, isWaiting, take} of the app; drawn anew when a version comes.
export const useUpdate = () => {
  useNews(listen);
  return { mark, isWaiting: Boolean(waiting) || isReplaced, take };
};
