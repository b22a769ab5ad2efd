// The day's list: what was begun, what is to be done, and when it was last asked for.

import { html, useState } from "../vendor/preact.js";
import { useKept } from "../hooks.js";
import { NoAnswer, SignInNeeded } from "../sending/asking.js";
import * as box from "../store/box.js";
import { sync, work } from "../store/work.js";
import { Drafts } from "../visit/pages.js";
import { locale, moment, say } from "../words.js";
import { Doing, Heading, announce, faultWords, questionnaireName, useTitle, windowWords } from "./parts.js";

const load = async () => {
  const [known, drafts, queued, sent] = await Promise.all([work(), ...["draft", "queued", "sent"].map(box.all)]);
  return { known, drafts: drafts.map(([, each]) => each), queued: queued.map(([, each]) => each), sent: sent.map(([, each]) => each) };
};

const feeWords = ({ amount, currency }) =>
  new Intl.NumberFormat(locale(), { style: "currency", currency }).format(Number(amount));

// What has become of the assignment on this phone: a word, or none.
const stateOf = (assignment, { drafts, queued, sent }) => {
  const isIts = (each) => (each.about?.assignment ?? each.assignment) === assignment.id;
  if (queued.some(isIts)) return "queued";
  if (sent.some(isIts) || assignment.visits?.length) return "sent";
  return drafts.some(isIts) ? "begun" : null;
};

const isCertified = (known, { standard, version }) =>
  known.briefings.some((each) => each.standard === standard && (version === null || each.version === version) && each.certified_at);

const Assignment = ({ assignment, told }) => {
  const { known } = told;
  const state = stateOf(assignment, told);
  return html`<li class="card">
    <h3><a href=${`#/assignment/${assignment.id}`}>${assignment.location.name || assignment.location.id}</a></h3>
    <p>${windowWords(assignment.window)}</p>
    <p class="soft">${questionnaireName(known, assignment.questionnaire)}
      ${assignment.fee && html` · ${feeWords(assignment.fee)}`}</p>
    <p class="badges">
      ${state && html`<span class=${`badge ${state}`}>${say(`today.${state}`)}</span>`}
      ${!isCertified(known, assignment.questionnaire) && html`<span class="badge">${say("today.briefing")}</span>`}
    </p>
  </li>`;
};

const byUntil = (one, other) => Date.parse(one.window.until) - Date.parse(other.window.until);

const GROUPS = {
  now: (each, at) => Date.parse(each.window.from) <= at && Date.parse(each.window.until) > at,
  next: (each, at) => Date.parse(each.window.from) > at,
  over: (each, at) => Date.parse(each.window.until) <= at,
};

const Group = ({ name, told }) => {
  const found = told.known.assignments
    .filter((each) => each.state === "open" && GROUPS[name](each, Date.now()))
    .sort(byUntil);
  if (!found.length) return null;
  return html`<section aria-labelledby=${`group-${name}`}>
    <h2 id=${`group-${name}`}>${say(`today.group_${name}`)}</h2>
    <ul class="cards">${found.map((each) => html`<${Assignment} key=${each.id} assignment=${each} told=${told} />`)}</ul>
  </section>`;
};

const Done = ({ told }) => {
  const found = told.known.assignments.filter(({ state }) => state !== "open");
  if (!found.length) return null;
  return html`<details><summary>${say("today.done", { n: found.length })}</summary>
    <ul class="cards">${found.map((each) => html`<${Assignment} key=${each.id} assignment=${each} told=${told} />`)}</ul>
  </details>`;
};

const Refresh = ({ known }) => {
  const [fault, set] = useState(null);
  const act = async () => {
    try {
      await sync();
      set(null);
      announce(say("today.renewed"));
    } catch (error) {
      const isKnown = error instanceof NoAnswer ? "sync.no_answer" : error instanceof SignInNeeded ? "sync.sign_in" : null;
      set(isKnown ? say(isKnown) : say("slug.other", { detail: error.message }));
    }
  };
  return html`<div class="renewal">
    <p class="soft">${known.at ? say("today.as_of", { at: moment(known.at) }) : say("today.never")}</p>
    ${fault && html`<p class="fault" role="alert">${fault}</p>`}
    <${Doing} act=${act}>${say("today.renew")}</${Doing}>
  </div>`;
};

export const Today = () => {
  useTitle(say("today.title"));
  const told = useKept(load, ["work", "draft", "queued", "sent"]);
  if (!told) return html`<${Heading}>${say("today.title")}</${Heading}>`;
  const isQueued = ({ id }) => told.queued.some((each) => each.id === id);
  const isBegun = told.drafts.some((each) => !each.finished_at && !isQueued(each));
  const isEmpty = !told.known.refused && !isBegun && !told.known.assignments.some(({ state }) => state === "open");
  return html`
    <${Heading}>${say("today.title")}</${Heading}>
    ${told.known.refused && html`<p class="fault">${faultWords({ slug: told.known.refused === "not-allowed" ? "no-shopper" : told.known.refused })}</p>`}
    ${isBegun && html`<${Drafts} />`}
    ${Object.keys(GROUPS).map((name) => html`<${Group} key=${name} name=${name} told=${told} />`)}
    ${isEmpty && html`<p class="empty">${say(told.known.at ? "today.nothing" : "today.not_yet")}</p>`}
    <${Done} told=${told} />
    ${!isBegun && html`<${Drafts} />`}
    <${Refresh} known=${told.known} />`;
};
