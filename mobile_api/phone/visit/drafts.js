// The visits begun and not finished, for the day's page; and the way to one nobody assigned.

import { html } from "../vendor/preact.js";
import { useWords } from "../hooks.js";
import { inTongue, moment, say } from "../words.js";
import { faults } from "./faults.js";
import { dropDraft } from "./keeping.js";
import { useAll, useNow, useWork } from "./view.js";

/** The drafts that are still to be finished: also one whose finishing was cut off by a kill. */
export const notQueued = (drafts, queued) => drafts.filter(({ id }) => !queued.some((each) => each.id === id));

/** A list of drafts, each with how much is missing. */
export function Drafts() {
  useWords();
  const drafts = useAll("draft");
  const work = useWork();
  const now = useNow(60_000);
  const queued = useAll("queued");
  const open = notQueued(drafts ?? [], queued ?? []).sort((one, other) => other.changed_at - one.changed_at);
  return html`<section class="drafts">
    ${open.length > 0 && html`<h2>${say("visit.drafts.heading")}</h2>
      <ul class="list">${open.map((draft) => html`<${Draft} key=${draft.id} ...${{ draft, now }} limits=${work?.limits} />`)}</ul>`}
    <p><a class="button" href="#/begin">${say("visit.begin.heading")}</a></p>
  </section>`;
}

function Draft({ draft, limits, now }) {
  const missing = faults(draft, limits, now).length;
  const name = draft.place?.name ?? (draft.location || say("visit.where.none"));
  const drop = () => window.confirm(say("visit.drafts.drop_sure", { name })) && dropDraft(draft);
  return html`<li>
    <a href=${`#/visit/${draft.id}`}>
      <strong>${name}</strong>
      <span>${inTongue(draft.questionnaire.title)}</span>
      <small>${say("visit.drafts.begun", { moment: moment(draft.begun_at) })} · ${draft.told
        ? say("visit.drafts.told")
        : missing ? say("visit.drafts.missing", { n: missing }) : say("visit.drafts.complete")}</small>
    </a>
    <button type="button" class="link" onClick=${drop}>${say("visit.drafts.drop")}<span class="unseen">: ${name}</span></button>
  </li>`;
}
