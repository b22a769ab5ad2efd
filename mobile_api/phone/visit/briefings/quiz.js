// The quiz of a briefing: a question a screen, told at once whether it was right, and why.

import { html, useState } from "../../vendor/preact.js";
import { useWords } from "../../hooks.js";
import { figure, inTongue, say } from "../../words.js";
import * as box from "../../store/box.js";
import { enqueueAttempt } from "../../sending/queue.js";
import { instant } from "../body.js";
import { standingOf, useBriefings } from "./briefed.js";
import { graded } from "./grading.js";
import { Tiles } from "../asking/inputs.js";
import { Fault, Heading, useAll, useWork } from "../view.js";

const EXAMPLE = "example:"; // what the service calls items that are taken from a standard's own examples

/** `#/briefing/STANDARD/VERSION/quiz`. */
export function Quiz({ params }) {
  useWords();
  const [standard, version] = [decodeURIComponent(params[0]), Number(params[1])];
  const back = `#/briefing/${params[0]}/${params[1]}`;
  const work = useWork();
  const briefing = useBriefings(work, { standard, version });
  const kept = useAll("quiz");
  if (!briefing || !kept) return html`<p class="busy">${say("visit.reading")}</p>`;
  const { passed, answered } = standingOf(briefing);
  if (passed || answered || !briefing.quiz) return html`<${Result} ...${{ briefing, kept, passed, answered, back }} />`;
  const going = kept.find((each) => each.quiz.attempt === briefing.quiz.attempt);
  return html`<${Asking} key=${briefing.quiz.attempt} ...${{ briefing }} going=${going ?? { quiz: briefing.quiz, answers: {} }} />`;
}

/** The first question that is not answered; what is answered stays answered. */
function Asking({ briefing, going }) {
  const { quiz, answers } = going;
  const [chosen, choose] = useState(null);
  const [seen, setSeen] = useState(() => Object.keys(answers).length);
  const [wrong, setWrong] = useState(null);
  const item = quiz.items[Math.min(seen, quiz.items.length - 1)];
  const given = answers[item.id];
  const answer = async () => {
    if (chosen === null) {
      setWrong("missing");
      return document.getElementById(`${item.id}-0`)?.focus();
    }
    setWrong(null);
    const now = { quiz, answers: { ...answers, [item.id]: chosen } };
    try {
      await box.put("quiz", quiz.attempt, now);
    } catch (error) {
      setWrong(error?.name === "Full" ? "full" : "not_kept");
    }
    document.getElementById("told")?.focus();
  };
  const next = async () => {
    if (seen + 1 < quiz.items.length) {
      choose(null);
      return setSeen(seen + 1);
    }
    const { standard, version } = briefing;
    await enqueueAttempt(standard, version, { attempt: quiz.attempt, answers, answered_at: instant(Date.now()) });
  };
  const described = wrong ? "quiz-wrong" : undefined;
  return html`<${Heading} of=${item.id}>${say("visit.quiz.question", { at: figure(seen + 1), of: figure(quiz.items.length) })}<//>
    <progress value=${seen + (given ? 1 : 0)} max=${quiz.items.length} aria-label=${say("visit.quiz.heading")}></progress>
    <fieldset class="question" aria-describedby=${described} disabled=${given !== undefined}>
      <legend>${inTongue(item.says)}</legend>
      ${item.id.startsWith(EXAMPLE) && html`<p class="hint" id="case">${say("visit.quiz.case")}</p>`}
      ${wrong && html`<${Fault} id="quiz-wrong">${say(`visit.fault.${wrong}`)}<//>`}
      <${Tiles} name=${item.id} kept=${given ?? chosen} onChoose=${choose} described=${described} isWrong=${Boolean(wrong)}
        options=${item.answers.map(({ mark, label }) => ({ value: mark, label: inTongue(label) }))} />
    </fieldset>
    <div id="told" tabindex="-1" aria-live="polite">${given !== undefined && html`<${Told} ...${{ item, given, briefing }} />`}</div>
    <div class="finish">
      ${given === undefined
        ? html`<button type="button" class="button main big" onClick=${answer}>${say("visit.quiz.answer")}</button>`
        : html`<button type="button" class="button main big" onClick=${next}>${say(seen + 1 < quiz.items.length ? "visit.quiz.next" : "visit.quiz.end")}</button>`}
    </div>`;
}

function Told({ item, given, briefing }) {
  const isRight = given === item.right;
  const right = item.answers.find(({ mark }) => mark === item.right);
  const point = briefing.points.find(({ code }) => code === item.code);
  return html`<div class=${isRight ? "notice good" : "notice bad"}>
    <p><strong>${say(isRight ? "visit.quiz.right" : "visit.quiz.wrong")}</strong>
      ${!isRight && html` ${say("visit.quiz.would_be", { answer: inTongue(right?.label) })}`}</p>
    ${point && html`<p>${inTongue(point.title)}. ${inTongue(point.why)}</p>`}
  </div>`;
}

/** What the quiz came to: told by the phone, and once it was sent by the service. */
function Result({ briefing, kept, passed, answered, back }) {
  const attempt = answered ?? briefing.attempts.findLast(({ standard, version }) => standard === briefing.standard && version === briefing.version);
  const { quiz } = kept.find((each) => each.quiz.attempt === attempt?.attempt) ?? {};
  const { right } = quiz ? graded(quiz, attempt.answers) : {};
  return html`<${Heading} of="result">${say(passed ? "visit.quiz.passed" : attempt ? "visit.quiz.failed" : "visit.quiz.heading")}<//>
    ${quiz && html`<p>${say("visit.quiz.score", { right: figure(right), of: figure(quiz.items.length) })}</p>`}
    <p>${say(passed ? "visit.quiz.passed_hint" : attempt ? "visit.quiz.failed_hint" : "visit.quiz.none_hint")}</p>
    ${attempt && !attempt.told && !attempt.fault && html`<p class="hint">${say("visit.quiz.waits")}</p>`}
    <p><a class="button" href=${back}>${say("visit.briefed.again")}</a> <a class="button main" href="#/">${say("visit.to_day")}</a></p>`;
}
