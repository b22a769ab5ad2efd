// An assignment: where, when, what to do, for how much, and whether the shopper is briefed.

import { html, useState } from "../vendor/preact.js";
import { useWords } from "../hooks.js";
import { figure, inTongue, locale, moment, say } from "../words.js";
import { correctSent } from "../sending/giving_back.js";
import { standingOf, useBriefings } from "./briefings/briefed.js";
import { beginAssigned, questionnaireFor } from "./beginning.js";
import { notQueued } from "./drafts.js";
import { faults } from "./faults.js";
import { Heading, tell, useAll, useNow, useWork } from "./view.js";
import { windowSaid } from "./windows.js";

/** `#/assignment/ID`. */
export function Assignment({ params, go }) {
  useWords();
  const [id] = params;
  const work = useWork();
  const now = useNow(30_000);
  const assignment = work?.assignments.find((each) => each.id === id);
  if (!work) return html`<p class="busy">${say("visit.reading")}</p>`;
  if (!assignment) return html`<${Heading} of=${id}>${say("visit.assignment.gone.heading")}<//><p>${say("visit.assignment.gone")}</p>`;
  const { location, fee, state } = assignment;
  const when = windowSaid(assignment.window, now, tell);
  return html`<${Heading} of=${id}>${location.name || location.id}<//>
    <dl class="about">
      <${Where} location=${location} />
      <div><dt>${say("visit.assignment.when")}</dt><dd class=${when.isOver ? "wrong" : when.isSoon ? "soon" : ""}>${say(when.key, when.values)}
        <small>${say("visit.window.whole", { from: moment(assignment.window.from), until: moment(assignment.window.until) })}</small></dd></div>
      ${fee && html`<div><dt>${say("visit.assignment.fee")}</dt><dd>${money(fee)}</dd></div>`}
    </dl>
    ${when.isOver && state === "open" && html`<p class="notice">${say("visit.assignment.late")}</p>`}
    ${state !== "open" && html`<p class="notice">${say(`visit.assignment.${state}`)}</p>`}
    ${inTongue(assignment.scenario) && html`<h2>${say("visit.assignment.scenario")}</h2><p class="scenario">${inTongue(assignment.scenario)}</p>`}
    <${Doing} ...${{ assignment, work, go }} />
    <${Sent} ...${{ assignment, work, go }} />`;
}

/** Where that is, for the phone's own map; nothing where only the name is known. */
function Where({ location: { latitude, longitude } }) {
  if (typeof latitude !== "number" || typeof longitude !== "number") return null;
  const shown = (number) => figure(number, { maximumFractionDigits: 5 });
  const said = say("visit.assignment.coordinates", { latitude: shown(latitude), longitude: shown(longitude) });
  return html`<div><dt>${say("visit.assignment.where")}</dt><dd><a href=${`geo:${latitude},${longitude}`}>${said}</a></dd></div>`;
}

const money = ({ amount, currency }) =>
  new Intl.NumberFormat(locale(), { style: "currency", currency }).format(Number(amount));

/** The briefing, and the visit: begun, or to be begun. */
function Doing({ assignment, work, go }) {
  const [trouble, setTrouble] = useState(null);
  const drafts = useAll("draft");
  const waiting = useAll("queued");
  const questionnaire = questionnaireFor(assignment.questionnaire, work.questionnaires);
  const briefing = useBriefings(work, questionnaire);
  const mine = (drafts ?? []).filter((each) => each.assignment === assignment.id);
  const [open] = notQueued(mine, waiting ?? []);
  const queued = (waiting ?? []).some((each) => each.about.assignment === assignment.id);
  if (!drafts || !waiting) return null;
  if (!questionnaire) return html`<p class="notice bad">${say("visit.assignment.no_questionnaire")}</p>`;
  const start = () =>
    beginAssigned(assignment, questionnaire).then((id) => go(`#/visit/${id}`), (error) =>
      setTrouble(error?.name === "Full" ? "full" : "not_kept"));
  const done = queued || assignment.state === "done";
  return html`
    <section class="doing">
      ${briefing && html`<${Briefed} ...${{ briefing, questionnaire }} />`}
      ${queued && html`<p class="notice">${say("visit.assignment.queued")} <a href="#/queue">${say("visit.to_queue")}</a></p>`}
      ${open
        ? html`<a class="button main big" href=${`#/visit/${open.id}`}>${say("visit.go_on")}</a>
            <p class="hint">${say("visit.drafts.missing", { n: faults(open, work.limits, Date.now()).length })}</p>`
        : !done && html`<button type="button" class="button main big" onClick=${start}>${say("visit.begin")}</button>
            <p class="hint">${say("visit.begin.position")}</p>`}
      ${trouble && html`<p class="notice bad" role="alert">${say(`visit.fault.${trouble}`)}</p>`}
    </section>`;
}

function Briefed({ briefing, questionnaire }) {
  const standing = standingOf(briefing);
  return html`<p class=${standing.passed ? "notice good" : "notice"}>${say(`visit.briefed.${standing.says}`)}
    ${" "}<a href=${`#/briefing/${encodeURIComponent(questionnaire.standard)}/${questionnaire.version}`}>${say(standing.passed ? "visit.briefed.again" : "visit.briefed.read")}</a></p>`;
}

/** What was sent of it: it can be corrected until somebody accepted it. */
function Sent({ assignment, work, go }) {
  const sent = useAll("sent");
  const mine = (sent ?? []).filter((each) => each.about.assignment === assignment.id);
  const known = (id) => work.submissions.find((each) => each.contact === `visit/${id}`);
  const shown = mine.filter((each) => !known(each.id)?.replaced_by);
  if (!shown.length) return null;
  return html`<h2>${say("visit.sent.heading")}</h2>
    <ul class="list">${shown.map((each) => html`<li key=${each.id}>
      <p>${say("visit.sent.at", { moment: moment(each.received_at ?? each.at) })}</p>
      ${known(each.id)?.accepted_at
        ? html`<p class="hint">${say("visit.sent.accepted")}</p>`
        : each.draft && html`<button type="button" class="button small" onClick=${() => correctSent(each).then((id) => go(`#/visit/${id}`))}>${say("visit.sent.correct")}</button>
            <p class="hint">${say("visit.sent.correct_hint")}</p>`}
    </li>`)}</ul>`;
}
