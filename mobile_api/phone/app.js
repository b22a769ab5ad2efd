// The app: what it needs of the browser, the way in, and a page for each address after the #.

import { html, render, useEffect, useState } from "./vendor/preact.js";
import { useKept, useNews, useWords } from "./hooks.js";
import { Again, Gate } from "./pages/gate.js";
import { Heading, useTitle } from "./pages/parts.js";
import { Queue, going, statusWords } from "./pages/queue.js";
import { Settings } from "./pages/settings.js";
import { Today } from "./pages/today.js";
import { Tongues } from "./pages/tongues.js";
import { begin as beginUpdating, isVisitOpen, useUpdate } from "./pages/updating.js";
import { listen } from "./sending/changes.js";
import { prune, recover } from "./sending/giving_back.js";
import * as queue from "./sending/queue.js";
import { begin as beginSending, wake } from "./sending/sender.js";
import { ended } from "./sending/signing_in.js";
import { lacking, persist } from "./store/room.js";
import * as vault from "./store/vault.js";
import { sync, work } from "./store/work.js";
import { isChosen, say, speak } from "./words.js";
import { pages as visitPages } from "./visit/pages.js";

const RENEWED_EVERY = 5 * 60_000; // milliseconds

const go = (address) => void (location.hash = address.startsWith("#") ? address : `#${address}`);

const NotFound = () => {
  useTitle(say("app.not_found"));
  return html`<${Heading}>${say("app.not_found")}</${Heading}><p><a href="#/">${say("app.to_today")}</a></p>`;
};

const SignInAgain = () => {
  const why = useKept(ended, ["signin"]);
  return html`<${Again} why=${why ?? "out"} onDone=${() => go("#/queue")} />`;
};

const PAGES = [
  [/^#?\/?$/, Today],
  [/^#\/queue$/, Queue],
  [/^#\/settings$/, Settings],
  [/^#\/sign-in$/, SignInAgain],
  ...visitPages,
];

const told = (part) => (part === undefined ? undefined : decodeURIComponent(part));

// The page of the address, with what its pattern caught. A page stays where only what follows the
// first part changes: the screens of one visit are one page.
const pageOf = (hash) => {
  for (const [pattern, Component] of PAGES) {
    const match = pattern.exec(hash);
    if (!match) continue;
    const params = match.slice(1).map(told);
    return { Component, params, key: `${Component.name}/${params[0]}` };
  }
  return { Component: NotFound, params: [], key: hash };
};

const listenFor = (...names) => (callback) => {
  names.forEach((name) => self.addEventListener(name, callback));
  return () => names.forEach((name) => self.removeEventListener(name, callback));
};
const listenToAddress = listenFor("hashchange");
const listenToNetwork = listenFor("online", "offline");

const useHash = () => {
  useNews(listenToAddress);
  return location.hash;
};

const useOnline = () => {
  useNews(listenToNetwork);
  return navigator.onLine;
};

const Update = () => {
  const { isWaiting, take } = useUpdate();
  if (!isWaiting) return null;
  return html`<div class="banner" role="status">
    <p>${say(isVisitOpen() ? "update.in_visit" : "update.ready")}</p>
    <button type="button" onClick=${take}>${say("update.take")}</button>
  </div>`;
};

const PLACES = [["#/", "nav.today"], ["#/queue", "nav.queue"], ["#/settings", "nav.settings"]];

const Nav = ({ hash, count }) => html`<nav class="places" aria-label=${say("nav.label")}>
  ${PLACES.map(([address, key]) => html`<a key=${address} href=${address}
    aria-current=${(hash || "#/") === address ? "page" : null}>${say(key)}${address === "#/queue" && count > 0 &&
      html` <span class="count">${count}</span>`}</a>`)}
</nav>`;

const Top = ({ waiting }) => {
  const isOnline = useOnline();
  useNews(listen);
  const paused = waiting?.paused ?? false;
  const count = going(waiting);
  return html`<header class="top">
    <span class="brand"><img src="icons/icon.svg" alt="" width="24" height="24" /> Plumbline</span>
    <span class=${`state ${isOnline ? "" : "offline"}`} role="status">
      ${!isOnline ? say("app.offline") : count > 0 ? statusWords({ paused, count }) : waiting?.visits.length ? say("queue.stopped", { n: waiting.visits.length }) : ""}
    </span>
  </header>`;
};

const SignInBanner = () => {
  useNews(listen);
  const why = useKept(ended, ["signin"]);
  if (!why || location.hash === "#/sign-in") return null;
  return html`<div class="banner warn" role="status">
    <p>${say(`ended.${why}`)} ${say("gate.nothing_lost")}</p>
    <a class="button" href="#/sign-in">${say("gate.again")}</a>
  </div>`;
};

const Inside = ({ onOut }) => {
  useWords();
  const hash = useHash();
  const waiting = useKept(queue.state, ["queued", "attempt", "settings"]);
  const { Component, params, key } = pageOf(hash);
  const isVisit = isVisitOpen();
  const count = (waiting?.visits.length ?? 0) + (waiting?.attempts.length ?? 0);
  return html`<div class=${isVisit ? "inside visiting" : "inside"}>
    ${!isVisit && html`<${Top} waiting=${waiting} />`}
    <${Update} />
    <${SignInBanner} />
    <main id="main"><${Component} key=${key} params=${params} go=${go} onOut=${onOut} /></main>
    ${!isVisit && html`<${Nav} hash=${hash} count=${count} />`}
    <p id="said" class="unseen" role="status"></p>
  </div>`;
};

// What goes on while the vault is open: sending, and asking for the day's work.
const attend = async () => {
  if (!vault.current()) return;
  wake();
  recover().then(() => prune()).catch(() => {});
  if (document.visibilityState !== "visible") return;
  await sync().catch(() => {});
  const { account } = await work().catch(() => ({}));
  if (account?.language && !isChosen()) await speak(account.language);
};

const Unable = ({ why }) => {
  useWords();
  useTitle(say(`unable.${why}`));
  return html`<main class="gate">
    <${Heading}>${say(`unable.${why}`)}</${Heading}>
    <p>${say(`unable.${why}_how`)}</p>
    <${Tongues} />
  </main>`;
};

const App = ({ why, known }) => {
  const [isOpen, setOpen] = useState(Boolean(vault.current()));
  const [others, setOthers] = useState(known);
  useEffect(() => {
    if (!isOpen) return;
    persist().catch(() => {});
    attend();
  }, [isOpen]);
  useEffect(() => {
    const renewing = setInterval(attend, RENEWED_EVERY);
    self.addEventListener("online", attend);
    return () => clearInterval(renewing);
  }, []);
  const out = async () => {
    setOthers(await vault.users());
    location.hash = "#/";
    setOpen(false);
  };
  if (why) return html`<${Unable} why=${why} />`;
  if (!isOpen) return html`<${Gate} known=${others} onOpen=${() => setOpen(true)} />`;
  return html`<${Inside} onOut=${out} />`;
};

const start = async () => {
  await speak();
  const why = await lacking();
  const place = document.getElementById("app");
  place.replaceChildren();
  if (!why) await beginUpdating().catch(() => {});
  if (!why) await vault.resume();
  vault.lendOn();
  const known = why ? [] : await vault.users();
  beginSending();
  render(html`<${App} why=${why} known=${known} />`, place);
};

start();
