// Where the visit was, who served, and the receipt.

import { html } from "../vendor/preact.js";
import { say } from "../words.js";
import { Tiles } from "./asking/inputs.js";
import { Pictures } from "./recordings/shots.js";
import { Fault, Heading, faultSaid } from "./view.js";

const MEANS = ["badge", "receipt", "roster", "description", "none"];
const STEPS = ["sure", "fairly", "unsure"];

/** The screen after the questions. */
export function People({ keeping, limits, found }) {
  const draft = keeping.draft();
  const change = (part) => keeping.change((before) => ({ ...before, ...part })).catch(() => {});
  const wrong = (field) => draft.looked_over && found.find((each) => each.field === field);
  return html`<${Heading} of="people">${say("visit.people.heading")}<//>
    ${!draft.assignment && html`<${Where} ...${{ draft, change, wrong: wrong("location") }} />`}
    <${Employee} ...${{ draft, change, wrong }} />
    <fieldset class="question" id="q-receipt">
      <legend>${say("visit.receipt.heading")}</legend>
      <p class="hint">${say("visit.receipt.hint")}</p>
      <${Pictures} ...${{ keeping, limits }} question=${null} named=${say("visit.receipt.heading")} />
    </fieldset>`;
}

function Where({ draft, change, wrong }) {
  return html`<div class="question" id="q-location">
    <label class="asks" for="location-0">${say("visit.where.label")}</label>
    ${wrong && html`<${Fault} id="location-wrong">${faultSaid(wrong)}<//>`}
    <input type="text" id="location-0" autocomplete="off" value=${draft.location} aria-describedby=${wrong ? "location-wrong" : undefined}
      aria-invalid=${wrong ? "true" : undefined} onInput=${({ target }) => change({ location: target.value })} />
  </div>`;
}

function Employee({ draft, change, wrong }) {
  const { means } = draft.employee;
  const roster = draft.place?.roster ?? [];
  const set = (part) => change({ employee: { ...draft.employee, ...part } });
  const ways = MEANS.filter((each) => each !== "roster" || roster.length);
  return html`<fieldset class="question" id="q-means">
      <legend>${say("visit.means.heading")}</legend>
      <p class="hint">${say("visit.means.hint")}</p>
      <${Tiles} name="means" kept=${means} onChoose=${(value) => set({ means: value })}
        options=${ways.map((value) => ({ value, label: say(`visit.means.${value}`) }))} />
    </fieldset>
    ${means && means !== "none" && html`
      <${Identity} ...${{ draft, roster, set, wrong: wrong("identity") }} />
      <${Confidence} ...${{ draft, set, wrong: wrong("confidence") }} />`}`;
}

function Identity({ draft, roster, set, wrong }) {
  const { identity, other, means } = draft.employee;
  const described = wrong ? "identity-wrong" : "identity-hint";
  const options = [
    ...roster.map((each) => ({ value: each.identity, label: each.name })),
    { value: "", label: say("visit.identity.other") },
  ];
  const isOther = !identity;
  return html`<fieldset class=${wrong ? "question faulty" : "question"} id="q-identity" aria-describedby=${described}>
    <legend>${say("visit.identity.heading")}</legend>
    ${wrong && html`<${Fault} id="identity-wrong">${faultSaid(wrong)}<//>`}
    ${roster.length > 0 && html`<${Tiles} name="identity" options=${options} kept=${identity} described=${described}
      isWrong=${Boolean(wrong)} onChoose=${(value) => set({ identity: value })} />`}
    ${isOther && html`<label class="asks" for="identity-other">${say(`visit.identity.${means}`)}</label>
      <input type="text" id="identity-other" autocomplete="off" value=${other} aria-describedby=${described}
        aria-invalid=${wrong ? "true" : undefined} onInput=${({ target }) => set({ other: target.value })} />`}
    <p class="hint" id="identity-hint">${say("visit.identity.hint")}</p>
  </fieldset>`;
}

function Confidence({ draft, set, wrong }) {
  const described = wrong ? "confidence-wrong" : undefined;
  return html`<fieldset class=${wrong ? "question faulty" : "question"} id="q-confidence" aria-describedby=${described}>
    <legend>${say("visit.confidence.heading")}</legend>
    ${wrong && html`<${Fault} id="confidence-wrong">${faultSaid(wrong)}<//>`}
    <${Tiles} name="confidence" kept=${draft.employee.confidence} described=${described} isWrong=${Boolean(wrong)}
      onChoose=${(value) => set({ confidence: value })}
      options=${STEPS.map((value) => ({ value, label: say(`visit.confidence.${value}`), hint: say(`visit.confidence.${value}_hint`) }))} />
  </fieldset>`;
}
