// All of a visit once more, before it is finished: what is missing, what is odd, and the sending.

import { html, useEffect, useState } from "../vendor/preact.js";
import { figure, inTongue, say } from "../words.js";
import { clockAhead } from "../sending/clock.js";
import { enqueue } from "../sending/queue.js";
import { Along } from "./recordings/along.js";
import { body, bytesOf, filesSent, instant } from "./body.js";
import { finished, placed } from "./draft.js";
import { Growing } from "./asking/inputs.js";
import { odd } from "./marks.js";
import { whereAmI } from "./places.js";
import { sections } from "./asking/sections.js";
import { Makings } from "./recordings/shots.js";
import { Fault, Heading, faultSaid, sectionSaid, toldSaid } from "./view.js";

const STALE = 5 * 60_000; // milliseconds: a position older than that is asked for again
const APP = "plumbline-phone 1";

/** The last screen. */
export function Review({ keeping, limits, found, shown, go }) {
  const draft = keeping.draft();
  const [ahead, setAhead] = useState(null);
  const [wants, setWants] = useState(false); // a word was asked for, and the shopper may do without
  const [trouble, setTrouble] = useState(null);
  useEffect(() => void clockAhead().then(setAhead, () => {}), []);
  useLookedOver(keeping);
  useEnd(keeping);
  const oddities = odd(draft, limits, ahead, Date.now());
  const wordless = oddities.filter(([about]) => !(draft.words[about] ?? "").trim());
  const finish = async (isSure) => {
    if (found.length) return focusOn("faults");
    if (wordless.length && !isSure) {
      setWants(true);
      return focusOn(`words-${wordless[0][0]}`);
    }
    try {
      await send(keeping, ahead);
      go("#/queue");
    } catch (error) {
      setTrouble(error?.name === "Full" ? "full_draft" : "draft_not_kept");
    }
  };
  return html`<${Heading} of="review">${say("visit.review.heading")}<//>
    <${Faults} ...${{ draft, found }} />
    ${[...new Set(draft.making.map((each) => each.question))].map((question) => html`
      <${Makings} ...${{ keeping, question }} kind="picture" /><${Makings} ...${{ keeping, question }} kind="sound" />`)}
    <${Sections} ...${{ draft, shown, found }} />
    <${Along} draft=${draft} />
    <${Positions} draft=${draft} />
    ${oddities.map(([about, size]) => html`<${Word} key=${about} ...${{ keeping, about, size, ahead, found }} isWanted=${wants} />`)}
    ${trouble && html`<div class="notice bad" role="alert"><p>${say(`visit.fault.${trouble}`)}</p></div>`}
    <div class="finish">
      <p class="hint">${say("visit.review.finish_hint")}</p>
      <button type="button" class="button main big" onClick=${() => finish(false)}>${say("visit.review.finish")}</button>
      ${wants && wordless.length > 0 && html`<button type="button" class="button" onClick=${() => finish(true)}>${say("visit.review.without_words")}</button>`}
    </div>`;
}

/** From now on what is missing is shown on every screen. */
function useLookedOver(keeping) {
  useEffect(() => {
    if (!keeping.draft().looked_over) keeping.change((draft) => ({ ...draft, looked_over: true })).catch(() => {});
  }, [keeping]);
}

/** Asks the phone where the visit ends; one that is corrected later has ended already. */
function useEnd(keeping) {
  useEffect(() => {
    const { positions, located, replaces, ended_at } = keeping.draft();
    const isFresh = positions.end && Date.now() - Date.parse(positions.end.at) < STALE;
    if (isFresh || replaces || ended_at || located?.end === "denied") return;
    whereAmI(instant).then((told) => keeping.change((draft) => placed(draft, "end", told))).catch(() => {});
  }, [keeping]);
}

/** The bytes of the body are made once, and kept as they are until they have arrived. */
async function send(keeping, ahead) {
  const now = Date.now();
  const device = { app: APP, ...(ahead !== null && { clock_ahead: ahead }) };
  const done = finished(keeping.draft(), now);
  const bytes = bytesOf(body(done, device, now));
  const files = filesSent(done, now).map(({ name, blobId, sha256, bytes: size }) => ({ name, blobId, sha256, bytes: size }));
  await keeping.change(() => done);
  await enqueue(done.id, bytes, files).catch(async (error) => {
    await keeping.change((draft) => ({ ...draft, finished_at: null }));
    throw error;
  });
}

const focusOn = (id) => {
  const target = document.getElementById(id);
  target?.focus();
  target?.scrollIntoView({ block: "center" });
};

function Faults({ draft, found }) {
  const told = (draft.told?.errors ?? []).filter((each) => !each.question);
  const slug = draft.told && !draft.told.errors?.length ? draft.told.slug : null;
  if (!found.length && !draft.told) return html`<p class="notice good" id="faults" tabindex="-1">${say("visit.review.complete")}</p>`;
  return html`<section class="faults" aria-labelledby="faults">
    <h2 id="faults" tabindex="-1">${draft.told && !found.length ? say("visit.review.told") : say("visit.review.faults", { n: found.length })}</h2>
    <ul>
      ${found.map((each) => html`<li key=${each.field}>
        <a href=${`#/visit/${draft.id}/${each.screen}/${each.field}`}>
          ${each.question && html`<span>${inTongue(each.question.question)}</span>`}<strong>${faultSaid(each)}</strong>
        </a>
      </li>`)}
      ${told.map((each) => html`<li><strong>${toldSaid(each)}</strong></li>`)}
      ${draft.told && (draft.told.errors ?? []).filter((each) => each.question).map((each) => html`<li>
        <a href=${`#/visit/${draft.id}/${screenOf(draft, each.question)}/${each.question}`}><span>${askOf(draft, each.question)}</span><strong>${toldSaid(each)}</strong></a>
      </li>`)}
      ${slug && html`<li><strong>${say("visit.told.other", { detail: draft.told.detail || slug })}</strong></li>`}
    </ul>
  </section>`;
}

const screenOf = (draft, code) => String(sections(draft.questionnaire).findIndex((each) => each.codes.includes(code)));
const askOf = (draft, code) => inTongue(draft.questionnaire.questions.find((each) => each.code === code)?.question ?? code);

function Sections({ draft, shown, found }) {
  const row = (screen, name, done, all) => {
    const wrong = found.filter((each) => each.screen === screen).length;
    return html`<li key=${screen}><a href=${`#/visit/${draft.id}/${screen}`}>
      <span>${name}</span>
      <small class=${wrong ? "wrong" : ""}>${wrong ? say("visit.review.to_mend", { n: wrong }) : all ? say("visit.review.answered", { done: figure(done), all: figure(all) }) : ""}</small>
    </a></li>`;
  };
  return html`<h2>${say("visit.review.sections")}</h2>
    <ul class="list">
      ${shown.map((each) => row(String(each.place), sectionSaid(each), each.asked.filter((one) => one.answer !== undefined).length, each.asked.length))}
      ${row("people", say("visit.people.heading"), 0, 0)}
    </ul>`;
}

function Positions({ draft }) {
  const said = ["start", "end"].map((about) => {
    const { accuracy } = draft.positions[about] ?? {};
    if (accuracy !== undefined) return say(`visit.position.${about}`, { metres: figure(accuracy) });
    const why = draft.located?.[about];
    return why ? say(`visit.position.${about}_none`) : "";
  });
  return html`<div class="positions" aria-live="polite">${said.filter(Boolean).map((each) => html`<p class="hint">${each}</p>`)}</div>`;
}

// Metres in words: beyond ten kilometres nobody counts single ones.
const awaySaid = (metres) =>
  metres < 10_000
    ? figure(Math.round(metres), { style: "unit", unit: "meter" })
    : figure(Math.round(metres / 1000), { style: "unit", unit: "kilometer" });

function Word({ keeping, about, size, ahead, isWanted, found }) {
  const text = keeping.draft().words[about] ?? "";
  const wrong = found.find((each) => each.field === `words-${about}`);
  const isBare = isWanted && !text.trim();
  const write = (said) => keeping.change((draft) => ({ ...draft, words: { ...draft.words, [about]: said } })).catch(() => {});
  const values = { away: awaySaid(size), minutes: figure(Math.round(size / 60)) };
  const key = about === "clock" ? (ahead > 0 ? "clock_fast" : "clock_slow") : about;
  return html`<div class="question">
    <label class="asks" for=${`words-${about}`}>${say(`visit.odd.${key}`, values)}</label>
    <p class="hint" id=${`words-${about}-hint`}>${say("visit.odd.hint")}</p>
    ${(wrong || isBare) && html`<${Fault} id=${`words-${about}-wrong`}>${wrong ? faultSaid(wrong) : say("visit.odd.wanted")}<//>`}
    <${Growing} id=${`words-${about}`} value=${text} onText=${write} isWrong=${Boolean(wrong || isBare)}
      described=${wrong || isBare ? `words-${about}-wrong` : `words-${about}-hint`} />
  </div>`;
}
