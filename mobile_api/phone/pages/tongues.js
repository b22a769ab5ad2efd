// The choice of the language.

import { html } from "../vendor/preact.js";
import { say, speak, tongue, tongues } from "../words.js";

const NAMES = { en: "English", pl: "Polski", ru: "Русский" };

export const Tongues = () => html`<div class="tongues" role="group" aria-label=${say("settings.language")}>
  ${tongues().map((each) => html`<button type="button" lang=${each} key=${each}
    aria-pressed=${each === tongue() ? "true" : "false"}
    onClick=${() => speak(each, { chosen: true })}>${NAMES[each]}</button>`)}
</div>`;
