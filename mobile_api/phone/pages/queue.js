// What is to be sent and how far each file is, and what was sent.

import { html, useState } from "../vendor/preact.js";
import { useKept, useNews } from "../hooks.js";
import * as queue from "../sending/queue.js";
import { correct, throwAway, giveBack, putAway } from "../sending/giving_back.js";
import { sendingStatus } from "../sending/sender.js";
import { listen } from "../sending/changes.js";
import * as box from "../store/box.js";
import { work } from "../store/work.js";
import { moment, say, size } from "../words.js";
import { Doing, Heading, dayAndTime, errorWords, faultWords, placeName, useTitle } from "./parts.js";
import { Sent } from "./sent.js";

const load = async () => {
  const [known, waiting, drafts, sent] = await Promise.all([work(), queue.state(), box.all("draft"), box.all("sent")]);
  const returned = drafts.map(([, draft]) => draft).filter(({ told }) => told);
  return { known, waiting, returned, sent: sent.map(([, each]) => each) };
};

// How many things are to be sent without anybody's decision.
export const going = (waiting) =>
  waiting ? waiting.visits.filter(({ stage }) => stage !== "stopped").length + waiting.attempts.length : 0;

// What holds the sending up, or that it goes on, in words.
export const statusWords = ({ paused, count }) => {
  const { sending, held_up: heldUp } = sendingStatus();
  if (!count) return say("queue.nothing");
  if (paused) return say("queue.paused", { n: count });
  if (heldUp === "signin") return say("queue.signin");
  if (!navigator.onLine || heldUp === "network") return say("queue.network");
  if (sending) return say("queue.sending");
  return say(heldUp ? `queue.${heldUp}` : "queue.waiting");
};

const File = ({ file }) => {
  const state = file.state === "waiting" && file.held > 0 ? "going" : file.state;
  const told = say("queue.bytes", { held: size(file.held), bytes: size(file.bytes) });
  return html`<li class="file">
    <p><span class="name">${file.name}</span> <span class="soft">${say(`file.${state}`)}${state === "held" ? "" : ` · ${told}`}</span></p>
    ${state !== "refused" && html`<progress max=${file.bytes || 1} value=${file.held} aria-label=${`${file.name}: ${told}`}></progress>`}
    ${file.why && html`<p class="fault">${file.why}</p>`}
  </li>`;
};

const go = (address) => void (location.hash = address);

// What a shopper may decide where the sending of a visit has stopped.
const Decision = ({ visit }) => {
  const [isSure, setSure] = useState(false);
  const stands = visit.stopped_at !== "visit";
  const refused = visit.files.filter(({ state }) => state === "refused").map(({ name }) => name);
  const lost = visit.fault.slug === "phone-lost-file" ? [visit.fault.name] : [];
  const mend = async () => {
    if (!stands) {
      await giveBack(visit, visit.fault);
      return go(`#/visit/${visit.id}`);
    }
    const id = await correct(visit, { refusal: visit.fault, without: [...refused, ...lost] });
    return go(`#/visit/${id}`);
  };
  const again = async () => {
    const stage = visit.stopped_at === "receipt" ? "receipt" : visit.stopped_at;
    await box.put("queued", visit.id, { ...visit, stage, fault: null });
    await queue.resume();
  };
  return html`<p class="fault" role="alert">${faultWords(visit.fault)}</p>
    <div class="row">
      <${Doing} act=${mend} kind="main">${say("queue.mend")}</${Doing}>
      ${visit.fault.slug === "file-refused"
        ? html`<${Doing} act=${() => putAway(visit, visit.receipt, visit.told)}>${say("queue.leave_so")}</${Doing}>`
        : html`<${Doing} act=${again}>${say("queue.again")}</${Doing}>`}
      ${!stands && (isSure
        ? html`<${Doing} act=${() => throwAway(visit)} kind="danger">${say("queue.delete_yes")}</${Doing}>`
        : html`<button type="button" onClick=${() => setSure(true)}>${say("queue.delete")}</button>`)}
    </div>`;
};

const Waiting = ({ visit, known }) => html`<li class="card" data-visit=${visit.id}>
  <h3>${placeName(known, visit.about.location, visit.about.assignment)}</h3>
  <p class="soft">${visit.about.started_at && dayAndTime(visit.about.started_at)}</p>
  <p>${say(`stage.${visit.stage}`)}</p>
  ${visit.files.length > 0 && html`<ul class="files">${visit.files.map((file) => html`<${File} key=${file.name} file=${file} />`)}</ul>`}
  ${visit.stage === "stopped" && html`<${Decision} visit=${visit} />`}
</li>`;

const Returned = ({ draft, known }) => {
  const about = draft.questionnaire;
  return html`<li class="card">
    <h3>${draft.place?.name ?? placeName(known, draft.location, draft.assignment)}</h3>
    <p class="fault">${faultWords(draft.told)}</p>
    ${draft.told.errors?.length > 0 && html`<ul class="errors">
      ${draft.told.errors.map((error, at) => html`<li key=${at}>${errorWords(known, about, error)}</li>`)}
    </ul>`}
    <a class="button main" href=${`#/visit/${draft.id}`}>${say("queue.mend")}</a>
  </li>`;
};

const Pause = ({ paused }) => html`<div class="actions">
  ${paused
    ? html`<${Doing} act=${queue.resume} kind="main">${say("queue.resume")}</${Doing}>`
    : html`<${Doing} act=${queue.pause}>${say("queue.pause")}</${Doing}>`}
</div>`;

export const Queue = () => {
  useTitle(say("queue.title"));
  useNews(listen);
  const told = useKept(load, ["queued", "draft", "sent", "work", "attempt", "settings"]);
  if (!told) return html`<${Heading}>${say("queue.title")}</${Heading}>`;
  const { known, waiting, returned, sent } = told;
  const count = going(waiting);
  const stopped = waiting.visits.filter(({ stage }) => stage === "stopped").length;
  const { held_up: heldUp, until } = sendingStatus();
  return html`
    <${Heading}>${say("queue.title")}</${Heading}>
    <p class="status" role="status">${statusWords({ paused: waiting.paused, count })}</p>
    ${stopped > 0 && html`<p>${say("queue.stopped", { n: stopped })}</p>`}
    ${heldUp && until && count > 0 && !waiting.paused && html`<p class="soft">${say("queue.next", { at: moment(until, { timeStyle: "medium" }) })}</p>`}
    ${heldUp === "signin" && html`<a class="button main" href="#/sign-in">${say("gate.sign_in")}</a>`}
    ${waiting.attempts.length > 0 && html`<p>${say("queue.attempts", { n: waiting.attempts.length })}</p>`}
    <ul class="cards">${waiting.visits.map((visit) => html`<${Waiting} key=${visit.id} visit=${visit} known=${known} />`)}</ul>
    ${returned.length > 0 && html`<section aria-labelledby="returned">
      <h2 id="returned">${say("queue.returned")}</h2>
      <ul class="cards">${returned.map((draft) => html`<${Returned} key=${draft.id} draft=${draft} known=${known} />`)}</ul>
    </section>`}
    <${Sent} known=${known} sent=${sent} queued=${new Set(waiting.visits.map(({ id }) => id))} />
    <${Pause} paused=${waiting.paused} />`;
};
