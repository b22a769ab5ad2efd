// Beginning a visit: of an assignment, or of a place nobody assigned.

import { html, useState } from "../vendor/preact.js";
import { useWords } from "../hooks.js";
import { inTongue, say } from "../words.js";
import { begun } from "./draft.js";
import { Tiles } from "./asking/inputs.js";
import { keepNew } from "./keeping.js";
import { cleanId } from "./texts.js";
import { Fault, Heading, useWork } from "./view.js";

/** The questionnaire that an assignment asks for: its own version, or the newest; undefined: none is here. */
export function questionnaireFor({ standard, version }, questionnaires) {
  const all = questionnaires.filter((each) => each.standard === standard && (version === null || each.version === version));
  return all.sort((one, other) => other.version - one.version)[0];
}

/** Keeps a new draft and gives its id. Full. */
export async function begin(of) {
  const id = crypto.randomUUID();
  await keepNew(begun({ ...of, id }, Date.now()));
  return id;
}

/** The draft of a visit to what is assigned. */
export const beginAssigned = (assignment, questionnaire) =>
  begin({
    assignment: assignment.id,
    location: assignment.location.id,
    place: assignment.location,
    window: assignment.window,
    questionnaire,
  });

/** `#/begin`: a visit without an assignment. */
export function Begin({ go }) {
  useWords();
  const work = useWork();
  const [location, setLocation] = useState("");
  const [chosen, setChosen] = useState(null);
  const [wrong, setWrong] = useState(null);
  if (!work) return null;
  const newest = newestOf(work.questionnaires);
  if (!newest.length) return html`<${Heading} of="begin">${say("visit.begin.heading")}<//><p>${say("visit.begin.none")}</p>`;
  const questionnaire = newest.length === 1 ? newest[0] : newest.find((each) => each.standard === chosen);
  const places = [...new Map(work.assignments.map((each) => [each.location.id, each.location])).values()];
  const start = async () => {
    if (!questionnaire) return fail("questionnaire");
    if (!cleanId(location)) return fail("location");
    const place = places.find((each) => each.id === cleanId(location)) ?? null;
    try {
      go(`#/visit/${await begin({ location: cleanId(location), place, questionnaire })}`);
    } catch (error) {
      setWrong(error?.name === "Full" ? "full" : "not_kept");
    }
  };
  const fail = (what) => {
    setWrong(what);
    document.getElementById(what === "location" ? "location-0" : "questionnaire-0")?.focus();
  };
  return html`<${Heading} of="begin">${say("visit.begin.heading")}<//>
    <p>${say("visit.begin.hint")}</p>
    ${newest.length > 1 && html`<fieldset class="question" aria-describedby=${wrong === "questionnaire" ? "questionnaire-wrong" : undefined}>
      <legend>${say("visit.begin.questionnaire")}</legend>
      ${wrong === "questionnaire" && html`<${Fault} id="questionnaire-wrong">${say("visit.fault.missing")}<//>`}
      <${Tiles} name="questionnaire" kept=${chosen} onChoose=${setChosen}
        options=${newest.map((each) => ({ value: each.standard, label: inTongue(each.title) }))} />
    </fieldset>`}
    <div class="question">
      <label class="asks" for="location-0">${say("visit.where.label")}</label>
      ${wrong === "location" && html`<${Fault} id="location-wrong">${say("visit.fault.location")}<//>`}
      <input type="text" id="location-0" autocomplete="off" list="locations" maxlength="200" value=${location}
        aria-describedby=${wrong === "location" ? "location-wrong" : undefined} aria-invalid=${wrong === "location" ? "true" : undefined}
        onInput=${({ target }) => setLocation(target.value)} />
      <datalist id="locations">${places.map((each) => html`<option value=${each.id}>${each.name}</option>`)}</datalist>
    </div>
    ${["full", "not_kept"].includes(wrong) && html`<p class="notice bad" role="alert">${say(`visit.fault.${wrong}`)}</p>`}
    <button type="button" class="button main big" onClick=${start}>${say("visit.begin")}</button>`;
}

const newestOf = (questionnaires) => {
  const found = new Map();
  for (const each of questionnaires) {
    if (each.version > (found.get(each.standard)?.version ?? 0)) found.set(each.standard, each);
  }
  return [...found.values()];
};
