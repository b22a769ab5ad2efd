// Which files of the visit before go with its correction: they are neither taken nor sent again.

import { html } from "../../vendor/preact.js";
import { inTongue, say } from "../../words.js";
import { filesSent } from "../body.js";
import { isPicture } from "../asking/questions.js";

/** The list, by what each file was asked for; nothing where none goes along. */
export function Along({ draft }) {
  const files = filesSent(draft, Date.now()).filter(({ along }) => along);
  if (!files.length) return null;
  return html`<section class="along" aria-labelledby="along">
    <h2 id="along">${say("visit.along.heading")}</h2>
    <p class="hint">${say("visit.along.how")}</p>
    <ul>${files.map((file) => html`<li key=${file.name}>
      ${say(isPicture(file) ? "visit.along.picture" : "visit.along.sound", { named: named(draft, file) })}
    </li>`)}</ul>
  </section>`;
}

const named = ({ questionnaire }, { question }) => {
  if (question === null) return say("visit.receipt.heading");
  return inTongue(questionnaire.questions.find(({ code }) => code === question)?.question ?? question);
};
