// Which questions are asked, given the answers so far; the same rules as scoring/answers.py.

import { cleanId, cleanText } from "../texts.js";

/** The answer as `show_if` writes it. */
export function word(answer) {
  if (typeof answer === "boolean") return answer ? "yes" : "no";
  return isNa(answer) ? "na" : String(answer);
}

/** Whether the answer says that the question did not arise. */
export const isNa = (answer) => answer !== null && typeof answer === "object" && answer.na === true;

/** Whether every fact that is named has one of its values; no condition always fits. */
export function fits(applies, facts) {
  return Object.entries(applies ?? {}).every(([name, values]) => values.includes(facts[name] ?? null));
}

/** Whether the answers given before make the question be asked. */
export function isShown(question, given) {
  return Object.entries(question.show_if ?? {}).every(
    ([code, wanted]) => code in given && wanted.includes(word(given[code])),
  );
}

/**
 * The questions that are asked now, in their order, with what was read of their answers.
 *
 * A question hangs only on earlier ones, so one pass is enough. An answer to a question that is no
 * longer asked is kept in the draft, and counts for nothing until the question comes back.
 */
export function asked(draft, now) {
  const facts = { location: cleanId(draft.location) || null };
  const given = {};
  const found = [];
  for (const question of draft.questionnaire.questions) {
    if (!fits(question.applies, facts) || !isShown(question, given)) continue;
    const read = reading(question, draft, now);
    if (read.answer !== undefined) given[question.code] = read.answer;
    found.push({ question, ...read });
  }
  return found;
}

/**
 * What the draft says to the question: `{answer}` as it is sent, `{fault, values}` where nothing
 * could be sent, or nothing at all where it was left out and may be.
 */
export function reading(question, draft, now) {
  const kept = draft.answers[question.code];
  if (isNa(kept)) return question.na ? { answer: { na: true } } : { fault: "not_na" };
  const read = READ[question.kind](kept, question, draft, now);
  if (read.answer === undefined && !read.fault && question.required) return { fault: "missing" };
  return read;
}

const READ = {
  yes_no: (kept) => oneOf(kept, ["yes", "no"]),
  choice: (kept, question) => oneOf(kept, question.answers.map((each) => each.value)),
  scale: readScale,
  number: readNumber,
  duration: (kept, question, draft, now) => readTimer(kept, now),
  text: readText,
  photo: readPhoto,
};

function oneOf(kept, words) {
  if (kept === undefined || kept === null) return {};
  return words.includes(kept) ? { answer: kept } : { fault: "impossible" };
}

function readScale(kept, question) {
  if (kept === undefined || kept === null) return {};
  const isWithin = Number.isInteger(kept) && kept >= question.least && kept <= question.most;
  return isWithin ? { answer: kept } : { fault: "range", values: { least: question.least, most: question.most } };
}

const NUMBER = /^[+-]?(\d+([.,]\d*)?|[.,]\d+)$/;

/** A number as people type it: a comma is a point, spaces part the thousands. */
function readNumber(kept) {
  const typed = String(kept ?? "").replace(/\s/gu, "").replace("−", "-");
  if (typed === "") return {};
  const number = Number(typed.replace(",", "."));
  if (!NUMBER.test(typed) || Math.abs(number) > Number.MAX_SAFE_INTEGER) return { fault: "number" };
  return { answer: number || 0 };
}

export const LONGEST_TEXT = 4000; // characters

function readText(kept) {
  const text = cleanText(kept);
  if (text === "") return {};
  return text.length > LONGEST_TEXT ? { fault: "long", values: { most: LONGEST_TEXT } } : { answer: text };
}

/** The first of the question's pictures; further ones go with it as files. */
function readPhoto(kept, question, draft) {
  const file = draft.files.find((each) => each.question === question.code && isPicture(each));
  return file ? { answer: file.name } : {};
}

export const isPicture = (file) => file.type.startsWith("image/");

/**
 * A timer is `{runs: [[from, until]], typed: {minutes, seconds} | null}`, instants in milliseconds;
 * `until` is null while it runs, so that it runs on while nobody looks and after the app was killed.
 */
function readTimer(kept, now) {
  if (!kept) return {};
  if (kept.typed) return typedSeconds(kept.typed);
  if (!kept.runs.length) return {};
  if (isRunning(kept)) return { fault: "running" };
  return { answer: duration(elapsed(kept, now)) };
}

/** Whether the timer runs. */
export const isRunning = (timer) => Boolean(timer?.runs?.length) && timer.runs.at(-1)[1] === null;

/** Whole seconds that the timer has run. */
export function elapsed(timer, now) {
  const spans = (timer?.runs ?? []).map(([from, until]) => Math.max(0, (until ?? now) - from));
  return Math.round(spans.reduce((sum, each) => sum + each, 0) / 1000);
}

const MOST_MINUTES = 24 * 60;

function typedSeconds(typed) {
  const [minutes, seconds] = [typed.minutes, typed.seconds].map((each) => String(each ?? "").trim());
  if (minutes === "" && seconds === "") return {};
  const isWhole = [minutes, seconds].every((each) => /^\d{0,6}$/.test(each));
  const isPossible = isWhole && Number(minutes) <= MOST_MINUTES && Number(seconds) < 60;
  return isPossible ? { answer: duration(Number(minutes) * 60 + Number(seconds)) } : { fault: "duration" };
}

/** So many seconds as ISO 8601 writes them: `PT2M30S`. */
export function duration(seconds) {
  const parts = [["H", 3600], ["M", 60], ["S", 1]];
  let [said, rest] = ["", seconds];
  for (const [letter, size] of parts) {
    const count = Math.floor(rest / size);
    if (count) said += `${count}${letter}`;
    rest -= count * size;
  }
  return `PT${said || "0S"}`;
}

/** So many seconds as a clock shows them: `2:30`, `1:02:30`. */
export function face(seconds) {
  const two = (number) => String(number).padStart(2, "0");
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60)];
  return hours ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}
