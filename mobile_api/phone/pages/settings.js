// Language, saving of data, room on the phone, and the way out.

import { html, useState } from "../vendor/preact.js";
import { useKept } from "../hooks.js";
import { clockAhead } from "../sending/clock.js";
import * as queue from "../sending/queue.js";
import { ended, signOut } from "../sending/signing_in.js";
import * as box from "../store/box.js";
import { room } from "../store/room.js";
import * as vault from "../store/vault.js";
import { say, size } from "../words.js";
import { Doing, Heading, useTitle } from "./parts.js";
import { Tongues } from "./tongues.js";
import { useUpdate } from "./updating.js";

const load = async () => {
  const [paused, drafts, queued, why, ahead, space] = await Promise.all([
    queue.isPaused(), box.all("draft"), box.all("queued"), ended(), clockAhead(), room(),
  ]);
  const ids = new Set([...drafts, ...queued].map(([id]) => id));
  return { paused, unsent: ids.size, why, ahead, space };
};

const Clock = ({ ahead }) => {
  if (ahead === null || Math.abs(ahead) < 60) return null;
  const minutes = Math.round(Math.abs(ahead) / 60);
  return html`<p class="fault">${say(ahead > 0 ? "settings.clock_ahead" : "settings.clock_behind", { n: minutes })}</p>`;
};

const Room = ({ space }) => html`<section aria-labelledby="room">
  <h2 id="room">${say("settings.room")}</h2>
  ${space.quota !== null && html`<p>${say("settings.room_used", { used: size(space.usage), free: size(space.quota - space.usage) })}</p>`}
  <p>${say(space.persisted ? "settings.persisted" : "settings.not_persisted")}</p>
</section>`;

const Version = () => {
  const { mark, isWaiting, take } = useUpdate();
  return html`<section aria-labelledby="version">
    <h2 id="version">${say("settings.version")}</h2>
    <p class="code">${mark ?? "—"}</p>
    ${isWaiting && html`<button type="button" class="main" onClick=${take}>${say("update.take")}</button>`}
    <p><a class="plain" href="vendor/LICENCES.txt">${say("settings.licences")}</a></p>
  </section>`;
};

// Out: of the service alone, and, where somebody is sure, with all that is on the phone.
const Out = ({ unsent, onOut }) => {
  const [asked, ask] = useState(null);
  const { user } = vault.current();
  const out = async () => {
    await signOut();
    vault.lock();
    onOut();
  };
  const forget = async () => {
    await signOut();
    await vault.forget(user);
    onOut();
  };
  const DEEDS = { out, forget };
  return html`<section aria-labelledby="out">
    <h2 id="out">${say("settings.out")}</h2>
    <p>${say("settings.signed_in_as", { user })}</p>
    ${unsent > 0 && html`<p>${say("settings.unsent", { n: unsent })}</p>`}
    ${asked
      ? html`<p class="fault" role="alert">${say(`settings.${asked}_sure`, { n: unsent })}</p>
          <div class="row">
            <${Doing} act=${DEEDS[asked]} kind="danger">${say(`settings.${asked}_yes`)}</${Doing}>
            <button type="button" onClick=${() => ask(null)}>${say("settings.no")}</button>
          </div>`
      : html`<div class="row">
          <button type="button" onClick=${() => { vault.lock(); onOut(); }}>${say("settings.lock")}</button>
          <button type="button" onClick=${() => ask("out")}>${say("settings.sign_out")}</button>
          <button type="button" onClick=${() => ask("forget")}>${say("settings.forget")}</button>
        </div>`}
  </section>`;
};

export const Settings = ({ onOut }) => {
  useTitle(say("settings.title"));
  const told = useKept(load, ["settings", "signin", "draft", "queued"]);
  if (!told) return html`<${Heading}>${say("settings.title")}</${Heading}>`;
  return html`
    <${Heading}>${say("settings.title")}</${Heading}>
    <section aria-labelledby="language"><h2 id="language">${say("settings.language")}</h2><${Tongues} /></section>
    <section aria-labelledby="data">
      <h2 id="data">${say("settings.data")}</h2>
      <p>${say(told.paused ? "settings.paused" : "settings.sends")}</p>
      <${Doing} act=${told.paused ? queue.resume : queue.pause}>${say(told.paused ? "queue.resume" : "queue.pause")}</${Doing}>
    </section>
    ${told.why && html`<p class="row"><a class="button main" href="#/sign-in">${say("gate.again")}</a></p>`}
    <${Clock} ahead=${told.ahead} />
    <${Room} space=${told.space} />
    <${Version} />
    <${Out} unsent=${told.unsent} onOut=${onOut} />`;
};
