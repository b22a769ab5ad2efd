// One question: what is asked, its answer, what is wrong with it, and notes beside it.

import { html, useState } from "../../vendor/preact.js";
import { inTongue, say } from "../../words.js";
import { answered, noted } from "../draft.js";
import { Chosen, Growing, NotApplicable, Typed, Unfolded, Worded } from "./inputs.js";
import { isNa, isPicture } from "./questions.js";
import { Pictures } from "../recordings/shots.js";
import { Sounds } from "../recordings/sound.js";
import { Timer } from "./timer.js";
import { Fault, faultSaid, toldSaid } from "../view.js";

const INPUTS = { yes_no: Chosen, choice: Chosen, scale: Chosen, number: Typed, duration: Timer, text: Worded, photo: Photo };
const A_TAP = 300; // milliseconds: words that come sooner would push away what is being tapped
const QUIET = ["missing", "running"]; // not yet a fault while somebody is at it

/** The question with all that belongs to it. */
export function Question({ keeping, asked, limits }) {
  const { question } = asked;
  const { code, required } = question;
  const draft = keeping.draft();
  const kept = draft.answers[code];
  const [left, setLeft] = useState(false);
  const set = (answer) => keeping.change((before) => answered(before, code, answer)).catch(() => {});
  const isSaid = asked.fault && (draft.looked_over || (left && !QUIET.includes(asked.fault)));
  const told = (draft.told?.errors ?? []).filter((each) => each.question === code);
  const isWrong = Boolean(isSaid || told.length);
  const described = isWrong ? `${code}-wrong` : undefined;
  const Input = INPUTS[question.kind];
  return html`<fieldset class=${isWrong ? "question faulty" : "question"} id=${`q-${code}`} aria-describedby=${described}>
    <legend>
      <span id=${`${code}-ask`}>${inTongue(question.question)}</span>
      ${required && html` <small class="must">${say("visit.required")}</small>`}
    </legend>
    ${isWrong && html`<${Fault} id=${`${code}-wrong`}>
      ${isSaid ? faultSaid(asked) : told.map((each) => toldSaid(each)).join(" ")}
    <//>`}
    <${Input} ...${{ keeping, question, kept, set, described, isWrong, limits }} onLeave=${() => setTimeout(setLeft, A_TAP, true)} />
    <${Beside} ...${{ keeping, question, limits, set }} isAnswered=${kept !== undefined && question.kind !== "photo"} />
  </fieldset>`;
}

function Photo({ keeping, question, kept, set, described, isWrong, limits }) {
  return html`
    ${!isNa(kept) && html`<${Pictures} ...${{ keeping, limits, described, isWrong }} question=${question.code} named=${inTongue(question.question)} />`}
    <${NotApplicable} ...${{ question, kept, set }} />`;
}

/** A note, further pictures and spoken words to a question, and the answer taken back. */
function Beside({ keeping, question, limits, set, isAnswered }) {
  const { code, kind } = question;
  const draft = keeping.draft();
  const note = draft.notes[code] ?? "";
  const mine = [...draft.files, ...draft.making].filter((each) => each.question === code);
  const isOpen = Boolean(note) || mine.some((each) => kind !== "photo" || !(each.kind === "picture" || (each.type && isPicture(each))));
  const named = inTongue(question.question);
  const write = (text) => keeping.change((before) => noted(before, code, text)).catch(() => {});
  const undo = isAnswered && html`<button type="button" class="link" onClick=${() => set(undefined)}>
    ${say("visit.undo")}<span class="unseen">: ${named}</span></button>`;
  return html`<div class="beside">
    <${Unfolded} isOpen=${isOpen} says=${html`${say("visit.note.add")}<span class="unseen">: ${named}</span>`}>
      <div class="note">
        <label for=${`${code}-note`} id=${`${code}-note-says`}>${say("visit.note.label")}<span class="unseen">: ${named}</span></label>
        <${Growing} id=${`${code}-note`} value=${note} onText=${write} />
        ${kind !== "photo" && html`<${Pictures} ...${{ keeping, limits, named }} question=${code} quiet />`}
        <${Sounds} ...${{ keeping, limits, named }} question=${code} />
      </div>
    <//>
    ${undo}
  </div>`;
}
