// The briefing of a questionnaire: what matters and why, with good and poor examples.

import { html } from "../../vendor/preact.js";
import { useWords } from "../../hooks.js";
import { inTongue, say } from "../../words.js";
import { standingOf, useBriefings } from "./briefed.js";
import { Heading, useWork } from "../view.js";

/** `#/briefing/STANDARD/VERSION`. */
export function Briefing({ params }) {
  useWords();
  const [standard, version] = [decodeURIComponent(params[0]), Number(params[1])];
  const work = useWork();
  const briefing = useBriefings(work, { standard, version });
  if (!work) return html`<p class="busy">${say("visit.reading")}</p>`;
  if (!briefing) return html`<${Heading} of="none">${say("visit.briefing.heading")}<//><p>${say("visit.briefing.none")}</p>`;
  const { says, passed } = standingOf(briefing);
  return html`<${Heading} of="briefing">${say("visit.briefing.heading")}<//>
    <p><strong>${inTongue(briefing.title)}</strong> · ${say("visit.version", { version })}</p>
    <p class=${passed ? "notice good" : "notice"}>${say(`visit.briefed.${says}`)}</p>
    ${briefing.points.map((point) => html`<${Point} key=${point.code} point=${point} />`)}
    ${briefing.quiz && !passed && html`<div class="finish">
      <p class="hint">${say("visit.quiz.hint", { n: briefing.quiz.items.length })}</p>
      <a class="button main big" href=${`#/briefing/${params[0]}/${params[1]}/quiz`}>${say("visit.quiz.begin")}</a>
    </div>`}`;
}

function Point({ point }) {
  return html`<article class="point">
    <h2>${inTongue(point.title)}</h2>
    <p>${inTongue(point.why)}</p>
    <${Examples} says="good" examples=${point.good} />
    <${Examples} says="poor" examples=${point.poor} />
  </article>`;
}

function Examples({ says, examples }) {
  if (!examples.length) return null;
  return html`<h3 class=${says}>${say(`visit.briefing.${says}`)}</h3>
    <ul class="examples">${examples.map((each) => html`<li>${inTongue(each)}</li>`)}</ul>`;
}
