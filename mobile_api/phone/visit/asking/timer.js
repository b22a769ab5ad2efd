// A timer for a queue or a service: it keeps instants, so it runs on whatever becomes of the app.

import { html, useState } from "../../vendor/preact.js";
import { say } from "../../words.js";
import { tapped } from "../draft.js";
import { NotApplicable } from "./inputs.js";
import { elapsed, face, isNa, isRunning } from "./questions.js";
import { useNow } from "../view.js";

/** Start, stop, go on, begin anew, or type the minutes by hand. */
export function Timer({ question, kept, set, described, isWrong, onLeave }) {
  const timer = isNa(kept) ? undefined : kept;
  const [byHand, setByHand] = useState(false);
  const isOn = isRunning(timer);
  const now = useNow(isOn ? 500 : 0);
  const { code } = question;
  if (timer?.typed || byHand) {
    return html`<${ByHand} ...${{ question, timer, set, described, isWrong, onLeave, leave: () => setByHand(false) }} />
      <${NotApplicable} ...${{ question, kept, set }} />`;
  }
  const says = isOn ? "stop" : timer?.runs?.length ? "resume" : "start";
  return html`
    <div class=${isOn ? "timer on" : "timer"}>
      <output class="face" role="timer" aria-live="off" aria-label=${say("visit.timer.face")}>${face(elapsed(timer, now))}</output>
      <button type="button" id=${`${code}-0`} class=${isOn ? "big stop" : "big"} aria-describedby=${described}
        onClick=${() => set(tapped(timer, Date.now()))}>
        ${say(`visit.timer.${says}`)}
      </button>
    </div>
    ${isOn && html`<p class="hint">${say("visit.timer.runs_on")}</p>`}
    <p class="aside">
      ${timer?.runs?.length && !isOn && html`<button type="button" class="link" onClick=${() => set(undefined)}>${say("visit.timer.anew")}</button>`}
      ${!isOn && html`<button type="button" class="link" onClick=${() => begin(timer, set, setByHand)}>${say("visit.timer.by_hand")}</button>`}
    </p>
    <${NotApplicable} ...${{ question, kept, set }} />`;
}

/** What was timed stands in the fields, to be mended. */
function begin(timer, set, setByHand) {
  setByHand(true);
  if (!timer?.runs?.length) return;
  const seconds = elapsed(timer, Date.now());
  set({ ...timer, typed: { minutes: String(Math.floor(seconds / 60)), seconds: String(seconds % 60) } });
}

function ByHand({ question, timer, set, described, isWrong, onLeave, leave }) {
  const { code } = question;
  const typed = timer?.typed ?? { minutes: "", seconds: "" };
  const field = (unit, place) => html`<label class="part">
    <input type="text" inputmode="numeric" autocomplete="off" maxlength="6" id=${`${code}-${place}`} value=${typed[unit]}
      aria-describedby=${described} aria-invalid=${isWrong ? "true" : undefined} onBlur=${onLeave}
      onInput=${({ target }) => set({ runs: timer?.runs ?? [], typed: { ...typed, [unit]: target.value } })} />
    <span>${say(`visit.timer.${unit}`)}</span>
  </label>`;
  const back = () => {
    leave();
    set(timer?.runs?.length ? { ...timer, typed: null } : undefined);
  };
  return html`<div class="typed">${field("minutes", 0)}${field("seconds", 1)}</div>
    <p class="aside"><button type="button" class="link" onClick=${back}>${say("visit.timer.with_timer")}</button></p>`;
}
