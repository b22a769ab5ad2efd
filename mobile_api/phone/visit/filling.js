// A visit being filled in: a section a screen, then who served, then all of it once more.

import { html, useEffect } from "../vendor/preact.js";
import { useWords } from "../hooks.js";
import { figure, inTongue, say } from "../words.js";
import { instant } from "./body.js";
import { PEOPLE, REVIEW, placed } from "./draft.js";
import { faults } from "./faults.js";
import { People } from "./people.js";
import { whereAmI } from "./places.js";
import { Question } from "./asking/question.js";
import { asked } from "./asking/questions.js";
import { Review } from "./review.js";
import { sectionsAsked } from "./asking/sections.js";
import { Heading, sectionSaid, useAll, useKeeping, useNow, useWork } from "./view.js";

const FRESH = 30 * 60_000; // milliseconds: later the phone is asked no more where the visit began

/** `#/visit/ID`, `#/visit/ID/SCREEN`, `#/visit/ID/SCREEN/FIELD`. */
export function Filling({ params, go }) {
  useWords();
  const [id, screen, field] = params;
  const keeping = useKeeping(id);
  const work = useWork();
  const draft = keeping?.draft();
  if (keeping === undefined || work === null) return html`<p class="busy">${say("visit.reading")}</p>`;
  if (!draft) return html`<${Gone} says="visit.gone" />`;
  if (draft.finished_at) return html`<${Finished} keeping=${keeping} />`;
  return html`<${Screens} ...${{ keeping, work, go, field }} screen=${screen ?? draft.screen} />`;
}

/** A finished visit is in the queue; where the app was killed in between, it is open again. */
function Finished({ keeping }) {
  const queued = useAll("queued");
  const { id } = keeping.draft();
  const isLost = queued !== null && !queued.some((each) => each.id === id);
  useEffect(() => {
    if (isLost) keeping.change((draft) => ({ ...draft, finished_at: null })).catch(() => {});
  }, [isLost]);
  return html`<${Gone} says="visit.finished" />`;
}

const Gone = ({ says }) => html`<${Heading} of=${says}>${say(`${says}.heading`)}<//>
  <p>${say(says)}</p>
  <p><a class="button" href="#/queue">${say("visit.to_queue")}</a> <a class="button" href="#/">${say("visit.to_day")}</a></p>`;

function Screens({ keeping, work, go, screen, field }) {
  const now = useNow(30_000);
  const draft = keeping.draft();
  const { limits } = work;
  const shown = sectionsAsked(draft.questionnaire, asked(draft, now));
  const screens = [...shown.map((each) => String(each.place)), PEOPLE, REVIEW];
  const at = Math.max(0, screens.indexOf(screen));
  const here = screens[at];
  const found = faults(draft, limits, now);
  const link = (to) => `#/visit/${draft.id}/${to}`;
  useScreenKept(keeping, here);
  useStart(keeping);
  useField(field, here);
  return html`<div class="filling">
    <${Progress} ...${{ draft, shown, at }} of=${screens.length} />
    <${Notices} ...${{ keeping, work }} />
    ${here === PEOPLE && html`<${People} ...${{ keeping, limits, found }} />`}
    ${here === REVIEW && html`<${Review} ...${{ keeping, limits, found, shown, go, work }} />`}
    ${shown[at] && html`
      <${Heading} of=${here}>${sectionSaid(shown[at])}<//>
      ${shown[at].asked.map((each) => html`<${Question} key=${each.question.code} ...${{ keeping, limits }} asked=${each} />`)}`}
    <nav class="steps" aria-label=${say("visit.steps")}>
      ${at > 0 ? html`<a class="button" href=${link(screens[at - 1])}>${say("visit.back")}</a>` : html`<a class="button" href="#/">${say("visit.to_day")}</a>`}
      <span class="kept" role="status">${say(keeping.isKept() ? "visit.kept" : keeping.trouble() ? "visit.not_kept" : "visit.keeping")}</span>
      ${here !== REVIEW && html`<a class="button main" href=${link(screens[at + 1])}>${say(screens[at + 1] === REVIEW ? "visit.to_review" : "visit.next")}</a>`}
    </nav>
  </div>`;
}

/** The screen where somebody stopped is where they go on. */
function useScreenKept(keeping, here) {
  useEffect(() => {
    if (keeping.draft().screen !== here) keeping.change((draft) => ({ ...draft, screen: here })).catch(() => {});
  }, [keeping, here]);
}

const asking = new Set(); // drafts whose start is being asked for

/** Asks the phone once where the visit begins. */
function useStart(keeping) {
  useEffect(() => {
    const { id, positions, located, begun_at } = keeping.draft();
    if (positions.start || located?.start || asking.has(id) || Date.now() - begun_at > FRESH) return;
    asking.add(id);
    whereAmI(instant).then((told) => keeping.change((draft) => placed(draft, "start", told))).catch(() => {});
  }, [keeping]);
}

/** The focus goes to the field that is to be mended, and the page with it. */
function useField(field, here) {
  useEffect(() => {
    if (!field) return undefined;
    const soon = setTimeout(lead, 0, field); // after the page's own heading had the focus
    return () => clearTimeout(soon);
  }, [field, here]);
}

function lead(field) {
  const box = document.getElementById(`q-${field}`) ?? document.getElementById(field);
  const first = box?.matches("input, textarea, button") ? box : box?.querySelector("input, textarea, button");
  first?.focus({ preventScroll: true });
  (box ?? first)?.scrollIntoView({ block: "start" });
}

function Progress({ draft, shown, at, of }) {
  const all = shown.flatMap((section) => section.asked);
  const done = all.filter((each) => each.answer !== undefined).length;
  const place = say("visit.progress", { at: figure(at + 1), of: figure(of), done: figure(done), all: figure(all.length) });
  return html`<div class="progress">
    <p><strong>${draft.place?.name ?? (draft.location || say("visit.where.none"))}</strong> · ${inTongue(draft.questionnaire.title)}</p>
    <progress value=${at + 1} max=${of} aria-label=${place}></progress>
    <p class="hint">${place}</p>
  </div>`;
}

/** What happened to the phone, the questionnaire or the assignment meanwhile. */
function Notices({ keeping, work }) {
  const draft = keeping.draft();
  const { standard, version } = draft.questionnaire;
  const newest = Math.max(0, ...work.questionnaires.filter((each) => each.standard === standard).map((each) => each.version));
  const assignment = work.assignments.find((each) => each.id === draft.assignment);
  const isGone = draft.assignment && (!assignment || !["open", "done"].includes(assignment.state));
  const trouble = keeping.trouble();
  return html`
    ${trouble && html`<div class="notice bad" role="alert">
      <p>${say(trouble.name === "Full" ? "visit.fault.full_draft" : "visit.fault.draft_not_kept")}</p>
      <button type="button" class="button" onClick=${() => keeping.retry().catch(() => {})}>${say("visit.retry")}</button>
    </div>`}
    ${draft.replaces && html`<p class="notice">${say("visit.notice.corrects")}</p>`}
    ${newest > version && html`<p class="notice">${say("visit.notice.newer", { version, newest })}</p>`}
    ${isGone && html`<p class="notice">${say("visit.notice.closed")}</p>`}`;
}
