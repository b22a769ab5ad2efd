// What is missing or impossible before a visit can be sent, in the order of the screens.

import { LONGEST_NOTE, body, bytesOf } from "./body.js";
import { PEOPLE, REVIEW } from "./draft.js";
import { asked } from "./asking/questions.js";
import { sectionsAsked } from "./asking/sections.js";
import { cleanId } from "./texts.js";

const LARGEST_BODY = 512 * 1024; // bytes
const LONGEST_ID = 200; // characters
export const LONGEST_WORDS = 500; // characters

/**
 * Every fault as `{screen, field, question, fault, values}`: `screen` is where it can be mended,
 * `field` the id of what is mended there, `fault` the word for it.
 */
export function faults(draft, limits, now) {
  const found = [...ofAnswers(draft, now), ...ofPeople(draft), ...ofFiles(draft, limits), ...ofWords(draft)];
  const isLarge = !found.length && bytesOf(body(draft, {}, now)).length > LARGEST_BODY;
  return isLarge ? [{ screen: REVIEW, field: "whole", fault: "large" }] : found;
}

function ofAnswers(draft, now) {
  return sectionsAsked(draft.questionnaire, asked(draft, now)).flatMap(({ place, asked: here }) =>
    here.flatMap(({ question, fault, values }) => [
      ...(fault ? [{ screen: String(place), field: question.code, question, fault, values }] : []),
      ...(isLong(draft.notes[question.code], LONGEST_NOTE)
        ? [{ screen: String(place), field: `${question.code}-note`, question, fault: "note_long", values: { most: LONGEST_NOTE } }]
        : []),
    ]),
  );
}

function ofPeople(draft) {
  const { means, identity, other, confidence } = draft.employee;
  const found = [];
  const say = (field, fault, values) => found.push({ screen: PEOPLE, field, fault, values });
  if (isLong(cleanId(draft.location), LONGEST_ID)) say("location", "id_long", { most: LONGEST_ID });
  if (!means || means === "none") return found;
  const named = cleanId(identity || other);
  if (!named) say("identity", "identity");
  if (isLong(named, LONGEST_ID)) say("identity", "id_long", { most: LONGEST_ID });
  if (confidence === null) say("confidence", "confidence");
  return found;
}

function ofFiles(draft, limits) {
  const most = limits?.files ?? 50;
  const found = draft.making.map(({ blobId, kind, question }) => ({
    screen: REVIEW, field: `making-${blobId}`, fault: `unfinished_${kind}`, code: question,
  }));
  if (draft.files.length > most) found.push({ screen: REVIEW, field: "files", fault: "many_files", values: { most } });
  return found;
}

function ofWords(draft) {
  return Object.entries(draft.words)
    .filter(([, text]) => isLong(text, LONGEST_WORDS))
    .map(([about]) => ({ screen: REVIEW, field: `words-${about}`, fault: "note_long", values: { most: LONGEST_WORDS } }));
}

const isLong = (text, most) => (text ?? "").trim().length > most;
