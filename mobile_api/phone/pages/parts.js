// What every page is made of.

import { html, useEffect, useRef, useState } from "../vendor/preact.js";
import { inTongue, moment, say } from "../words.js";

export { html };

// Gives the page its title.
export const useTitle = (text) => {
  useEffect(() => {
    document.title = text ? `${text} · Plumbline` : "Plumbline";
  }, [text]);
};

// The page's heading; a change of page puts the reader there.
export const Heading = ({ children }) => {
  const heading = useRef(null);
  useEffect(() => {
    scrollTo(0, 0);
    heading.current.focus({ preventScroll: true });
  }, []);
  return html`<h1 tabindex="-1" ref=${heading}>${children}</h1>`;
};

// Tells a screen reader what has changed.
export const announce = (text) => {
  const place = document.getElementById("said");
  if (place) place.textContent = text;
};

// A button that is busy while its deed goes on, and cannot be pressed twice.
export const Doing = ({ act, kind = "", type = "button", children, ...more }) => {
  const [isBusy, set] = useState(false);
  const press = async () => {
    set(true);
    try {
      await act();
    } finally {
      set(false);
    }
  };
  return html`<button type=${type} class=${kind} aria-disabled=${isBusy ? "true" : null}
    onClick=${() => isBusy || press()} ...${more}>${children}</button>`;
};

// The id's place by name, as the day's work tells; the id itself where it tells none.
export const placeName = (work, id, assignment = null) => {
  const found = work.assignments.find((each) => each.id === assignment)
    ?? work.assignments.find((each) => each.location.id === id);
  return found?.location.name || id || say("place.none");
};

// The questionnaire of that version; of the newest where none is named; undefined: it is not here.
const questionnaireOf = (work, { standard, version }) =>
  work.questionnaires
    .filter((each) => each.standard === standard && (version === null || each.version === version))
    .sort((one, other) => other.version - one.version)[0];

export const questionnaireName = (work, about) => inTongue(questionnaireOf(work, about)?.title) || about.standard || "";

const DAY = { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" };
export const dayAndTime = (instant) => moment(instant, DAY);

// The assignment's window in words, as it is now.
export const windowWords = ({ from, until }, now = Date.now()) => {
  if (Date.parse(from) > now) return say("window.from", { from: dayAndTime(from), until: dayAndTime(until) });
  const key = Date.parse(until) < now ? "window.over" : "window.until";
  return say(key, { until: dayAndTime(until) });
};

// A refusal of the service in words: by its slug, or with the service's own where we have none.
export const faultWords = (fault) => {
  const key = `slug.${fault.slug}`;
  const known = say(key, { name: fault.name ?? "" });
  return known === key ? say("slug.other", { detail: fault.detail || fault.slug }) : known;
};

// One fault of an answer in words, with its question where the questionnaire has it.
export const errorWords = (work, about, error) => {
  const questionnaire = questionnaireOf(work, about);
  const question = questionnaire?.questions?.find(({ code }) => code === error.question);
  const key = `error.${error.fault}`;
  const known = say(key);
  const words = known === key ? error.detail || error.fault : known;
  const what = question ? inTongue(question.question ?? question.title) : error.question || error.pointer || "";
  return what ? `${what}: ${words}` : words;
};
