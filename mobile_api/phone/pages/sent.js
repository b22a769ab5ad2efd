// What was sent: what the phone has a receipt for, and what the service tells of it since.

import { html } from "../vendor/preact.js";
import { correctSent } from "../sending/giving_back.js";
import { moment, say } from "../words.js";
import { Doing, dayAndTime, placeName } from "./parts.js";

const MOST = 50;

// One list of both, the newest first: {id, about, received_at, standing, marks, files, proof}.
export const listed = (sent, submissions) => {
  const byId = new Map();
  sent.forEach((each) => byId.set(each.id, { ...each, proof: each }));
  submissions.filter(({ contact }) => contact.startsWith("visit/")).forEach((told) => {
    const id = told.contact.slice("visit/".length);
    const mine = byId.get(id);
    const about = mine?.about ?? { location: told.location, assignment: told.assignment ?? null };
    byId.set(id, { ...mine, ...told, id, about, files: told.files ?? mine?.files ?? [] });
  });
  return [...byId.values()]
    .sort((one, other) => Date.parse(other.received_at) - Date.parse(one.received_at))
    .slice(0, MOST);
};

const Mark = ({ mark }) => html`<li>${say(`mark.${mark.mark}`)}${mark.words && html` <q>${mark.words}</q>`}</li>`;

const correction = async (proof) => {
  location.hash = `#/visit/${await correctSent(proof)}`;
};

const One = ({ each, known }) => {
  const refused = each.files.filter(({ state }) => state === "refused");
  const isOpen = !each.replaced_by && (each.standing ?? "provisional") === "provisional";
  return html`<li class="card" data-sent=${each.id}>
    <h3>${placeName(known, each.about.location, each.about.assignment)}</h3>
    <p>${say("sent.received", { at: dayAndTime(each.received_at) })}</p>
    <p class="badges">
      <span class=${`badge ${each.standing === "final" ? "sent" : ""}`}>${say(`standing.${each.standing ?? "provisional"}`)}</span>
      ${each.proof && html`<span class="badge">${say("sent.proven")}</span>`}
    </p>
    ${each.files.length > 0 && html`<p class="soft">${say("sent.files", { n: each.files.length })}</p>`}
    ${refused.map((file) => html`<p class="fault" key=${file.name}>${say("sent.refused", { name: file.name })}${file.why && ` ${file.why}`}</p>`)}
    ${each.marks?.length > 0 && html`<p>${say("sent.marks")}</p>
      <ul class="marks">${each.marks.map((mark) => html`<${Mark} key=${mark.mark} mark=${mark} />`)}</ul>`}
    ${isOpen && each.proof?.draft && html`<details><summary>${say("sent.more")}</summary>
      <p>${say("sent.correct_how")}</p>
      <${Doing} act=${() => correction(each.proof)}>${say("sent.correct")}</${Doing}>
    </details>`}
    ${each.proof && html`<p class="soft">${say("sent.checked", { at: moment(each.proof.checked_at) })}</p>`}
  </li>`;
};

export const Sent = ({ known, sent, queued }) => {
  const found = listed(sent, known.submissions).filter(({ id }) => !queued.has(id));
  if (!found.length) return null;
  return html`<section aria-labelledby="sent">
    <h2 id="sent">${say("sent.title")}</h2>
    <ul class="cards">${found.map((each) => html`<${One} key=${each.id} each=${each} known=${known} />`)}</ul>
  </section>`;
};
