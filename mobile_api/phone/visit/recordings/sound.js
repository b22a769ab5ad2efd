// A spoken note to a question.

import { html, useState } from "../../vendor/preact.js";
import { say } from "../../words.js";
import { addSound, room } from "./files.js";
import { face, isPicture } from "../asking/questions.js";
import { Files, Makings, troubleOf } from "./shots.js";
import { canRecord, recording } from "./sounds.js";
import { Fault, useNow } from "../view.js";

/** Record, stop, listen, remove. */
export function Sounds({ keeping, question, limits, named }) {
  const [going, setGoing] = useState(null);
  const [trouble, setTrouble] = useState(null);
  const now = useNow(going ? 500 : 0);
  const draft = keeping.draft();
  const begin = async () => {
    setTrouble(null);
    try {
      const begun = await recording();
      setGoing(begun);
      begun.done.then(() => setGoing(null), () => setGoing(null));
      await addSound(keeping, begun.done, question, limits);
    } catch (error) {
      setGoing(null);
      setTrouble(troubleOf(error));
    }
  };
  const seconds = going ? Math.max(0, Math.floor((now - going.begun_at) / 1000)) : 0;
  return html`
    <${Files} ...${{ keeping, named }} files=${draft.files.filter((each) => each.question === question && !isPicture(each))} />
    ${!going && html`<${Makings} ...${{ keeping, question }} kind="sound" />`}
    ${trouble && html`<${Fault} id=${`${question}-sound-trouble`}>${say(`visit.fault.${trouble.fault}`)}<//>`}
    ${going
      ? html`<button type="button" class="button stop" onClick=${going.stop}>
          ${say("visit.sound.stop")} <span role="timer" aria-live="off">${face(seconds)}</span>
        </button><p class="hint">${say("visit.sound.going")}</p>`
      : canRecord() && room(draft, limits) > 0 && html`<button type="button" class="button small" onClick=${begin}>
          ${say("visit.sound.record")}<span class="unseen">: ${named}</span>
        </button>`}`;
}
