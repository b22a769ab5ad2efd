// What is tapped and typed: tiles, numbers, words.

import { html, useState } from "../../vendor/preact.js";
import { figure, inTongue, say } from "../../words.js";
import { isNa } from "./questions.js";

const MOST_TILES = 15;

/** One of several, a large tile each; `na` adds that the question did not arise. */
export function Tiles({ name, options, kept, onChoose, isRow, described, isWrong, first = 0 }) {
  return html`<div class=${isRow ? "tiles row" : "tiles"}>
    ${options.map(
      ({ value, label, hint }, place) => html`<label class="tile" key=${String(value)}>
        <input type="radio" name=${name} id=${`${name}-${first + place}`} checked=${kept === value}
          aria-describedby=${described} aria-invalid=${isWrong ? "true" : undefined}
          onChange=${() => onChoose(value)} />
        <span>${label}${hint && html`<small>${hint}</small>`}</span>
      </label>`,
    )}
  </div>`;
}

const optionsOf = {
  yes_no: () => ["yes", "no"].map((value) => ({ value, label: say(`visit.yes_no.${value}`) })),
  choice: ({ answers }) => answers.map(({ value, label }) => ({ value, label: label ? inTongue(label) : value })),
  scale: ({ least, most }) =>
    Array.from({ length: most - least + 1 }, (_, step) => ({ value: least + step, label: figure(least + step) })),
};

/** Yes or no, a choice, or a scale. */
export function Chosen({ question, kept, set, described, isWrong }) {
  const { code, kind, na, least, most } = question;
  if (kind === "scale" && most - least >= MOST_TILES) return html`<${Stepped} ...${{ question, kept, set, described, isWrong }} />`;
  const options = optionsOf[kind](question);
  const not = na ? [{ value: "na", label: say("visit.na") }] : [];
  const choose = (value) => set(value === "na" ? { na: true } : value);
  return html`
    ${kind === "scale" && html`<p class="hint">${say("visit.scale", { least, most })}</p>`}
    <${Tiles} name=${code} options=${options} isRow=${kind !== "choice"} kept=${isNa(kept) ? "na" : kept} onChoose=${choose}
      described=${described} isWrong=${isWrong} />
    ${na && html`<${Tiles} name=${code} options=${not} first=${options.length} kept=${isNa(kept) ? "na" : null} onChoose=${choose} />`}`;
}

/** A scale of too many steps for tiles. */
function Stepped({ question, kept, set, described, isWrong }) {
  const { code, least, most } = question;
  const typed = ({ target }) => set(target.value === "" ? undefined : Number(target.value));
  return html`<p class="hint" id=${`${code}-range`}>${say("visit.scale", { least, most })}</p>
    <input type="number" inputmode="numeric" min=${least} max=${most} step="1" id=${`${code}-0`}
      value=${typeof kept === "number" ? kept : ""} aria-labelledby=${`${code}-ask`}
      aria-describedby=${[`${code}-range`, described].filter(Boolean).join(" ")}
      aria-invalid=${isWrong ? "true" : undefined} onInput=${typed} />
    <${NotApplicable} ...${{ question, kept, set }} />`;
}

/** A number, typed as people write it. */
export function Typed({ question, kept, set, described, isWrong, onLeave }) {
  const { code, unit } = question;
  return html`<div class="typed">
      <input type="text" inputmode="decimal" autocomplete="off" id=${`${code}-0`} value=${isNa(kept) ? "" : (kept ?? "")}
        aria-labelledby=${unit ? `${code}-ask ${code}-unit` : `${code}-ask`} aria-describedby=${described}
        aria-invalid=${isWrong ? "true" : undefined} onBlur=${onLeave}
        onInput=${({ target }) => set(target.value === "" ? undefined : target.value)} />
      ${unit && html`<span id=${`${code}-unit`}>${unit}</span>`}
    </div>
    <${NotApplicable} ...${{ question, kept, set }} />`;
}

/** Words. */
export function Worded({ question, kept, set, described, isWrong }) {
  const { code } = question;
  return html`<${Growing} id=${`${code}-0`} labelledby=${`${code}-ask`} described=${described} isWrong=${isWrong}
      value=${isNa(kept) ? "" : (kept ?? "")} onText=${(text) => set(text || undefined)} />
    <${NotApplicable} ...${{ question, kept, set }} />`;
}

/** A field for words that grows with them. */
export function Growing({ id, labelledby, described, isWrong, value, onText }) {
  const rows = Math.min(12, Math.max(3, Math.ceil(value.length / 32), value.split("\n").length));
  return html`<textarea id=${id} rows=${rows} aria-labelledby=${labelledby} aria-describedby=${described}
    aria-invalid=${isWrong ? "true" : undefined} value=${value} onInput=${({ target }) => onText(target.value)}></textarea>`;
}

/** That the question did not arise, where its kind has no tiles of its own. */
export function NotApplicable({ question, kept, set }) {
  if (!question.na) return null;
  return html`<label class="tile quiet">
    <input type="checkbox" checked=${isNa(kept)} aria-describedby=${`${question.code}-ask`}
      onChange=${({ target }) => set(target.checked ? { na: true } : undefined)} />
    <span>${say("visit.na")}</span>
  </label>`;
}

/** What is shown only once it is asked for, and stays open from then on. */
export function Unfolded({ isOpen, says, children }) {
  const [opened, open] = useState(false);
  if (isOpen || opened) return children;
  return html`<button type="button" class="link" onClick=${() => open(true)}>${says}</button>`;
}
