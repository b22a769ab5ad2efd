// The body of a visit as the service reads it; its bytes are made once, for they are its identity.

import { asked } from "./asking/questions.js";
import { cleanId, cleanText } from "./texts.js";

export const LONGEST_NOTE = 2000; // characters
// How sure the shopper is of the employee, 0 to 1, by the step that they chose.
export const CONFIDENCE = { sure: 0.95, fairly: 0.75, unsure: 0.4 };

/** The submission; `device` is what the phone tells of itself, `now` the instant it ends if none is kept. */
export function body(draft, device, now) {
  const found = asked(draft, now);
  return withoutNothing({
    questionnaire: { standard: draft.questionnaire.standard, version: draft.questionnaire.version },
    assignment: draft.assignment,
    location: cleanId(draft.location) || null,
    started_at: instant(draft.begun_at),
    ended_at: instant(Math.max(draft.begun_at, draft.ended_at ?? now)),
    answers: Object.fromEntries(
      found.filter((each) => each.answer !== undefined).map((each) => [each.question.code, each.answer]),
    ),
    notes: texts(draft.notes, new Set(found.map((each) => each.question.code))),
    employee: employee(draft.employee),
    replaces: draft.replaces,
    files: files(draft, new Set(found.map((each) => each.question.code))),
    positions: filled(draft.positions),
    words: texts(draft.words),
    device: filled(device),
  });
}

/** The bytes that are sent, and sent again until they have arrived. */
export const bytesOf = (given) => new TextEncoder().encode(JSON.stringify(given));

/**
 * The files that go with the visit: those of a question that is no longer asked stay behind, as its
 * answer does.
 */
export const filesSent = (draft, now) => {
  const codes = new Set(asked(draft, now).map((each) => each.question.code));
  return draft.files.filter((each) => isSent(each, codes));
};

const isSent = (file, codes) => file.question === null || codes.has(file.question);

function files(draft, codes) {
  const sent = draft.files
    .filter((each) => isSent(each, codes))
    .map(({ name, sha256, bytes, question }) => ({ name, sha256, bytes, question }));
  return sent.length ? sent : null;
}

function employee({ means, identity, other, confidence }) {
  if (!means || means === "none") return null;
  return { identity: cleanId(identity || other), means, confidence: CONFIDENCE[confidence] };
}

/** Texts that say something, by their keys; null where there is none. */
function texts(given, known) {
  const kept = Object.entries(given)
    .map(([key, text]) => [key, cleanText(text)])
    .filter(([key, text]) => text && (!known || known.has(key)));
  return kept.length ? Object.fromEntries(kept) : null;
}

const filled = (given) => (given && Object.keys(given).length ? given : null);

const withoutNothing = (given) =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null && value !== undefined));

/** The instant as ISO 8601 with the phone's own offset: `2026-09-20T10:00:00+02:00`. */
export function instant(at) {
  const offset = -new Date(at).getTimezoneOffset(); // minutes
  const local = new Date(at + offset * 60_000).toISOString().slice(0, 19);
  const two = (number) => String(Math.floor(number)).padStart(2, "0");
  const [size, sign] = [Math.abs(offset), offset < 0 ? "-" : "+"];
  return `${local}${sign}${two(size / 60)}:${two(size % 60)}`;
}
