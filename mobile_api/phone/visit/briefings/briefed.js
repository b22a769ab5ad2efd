// Whether the shopper is briefed for a questionnaire, as far as the phone knows.

import { graded, standing } from "./grading.js";
import { useAll } from "../view.js";

/** The briefing of the questionnaire with the attempts at its quizzes; null: there is none. */
export function useBriefings(work, questionnaire) {
  const attempts = useAll("attempt");
  const kept = useAll("quiz");
  if (!work || !questionnaire || !attempts || !kept) return null;
  const briefing = work.briefings.find(
    (each) => each.standard === questionnaire.standard && each.version === questionnaire.version,
  );
  return briefing ? { ...briefing, attempts: attempts.map((each) => withPassed(each, kept)) } : null;
}

/** The attempt with the phone's own grading of it: the quiz is kept as it was asked. */
const withPassed = (attempt, kept) => {
  const { quiz } = kept.find((each) => each.quiz.attempt === attempt.attempt) ?? {};
  return { ...attempt, passed: quiz ? graded(quiz, attempt.answers).passed : false };
};

/** How the shopper stands with it. */
export const standingOf = (briefing) => standing(briefing, briefing.attempts);
