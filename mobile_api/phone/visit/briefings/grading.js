// A quiz graded on the phone, by the same rule as the service's.

/** `{score, passed}` of the answers, marks by items' ids; what is not answered is not right. */
export function graded(quiz, answers) {
  const right = quiz.items.filter((each) => answers[each.id] === each.right).length;
  const score = quiz.items.length ? right / quiz.items.length : null;
  // A share such as 0.8 has no exact binary form: 4 of 5 is to pass a mark of 0.8.
  return { score, right, passed: score === null || score >= quiz.pass_mark - 1e-9 };
}

/**
 * How the shopper stands with a briefing, from what the service said and what the phone holds of
 * `attempts` (as the queue keeps them, with the `passed` of the phone's own grading).
 */
export function standing(briefing, attempts) {
  if (briefing.certified_at) return { says: "certified", passed: true };
  const mine = attempts.filter((each) => each.standard === briefing.standard && each.version === briefing.version);
  const open = mine.find((each) => each.attempt === briefing.quiz?.attempt);
  const isPassed = (each) => (each.told ? each.told.passed : !each.fault && each.passed);
  if (mine.some(isPassed)) return { says: "passed", passed: true };
  if (open) return { says: "failed", passed: false, answered: open };
  return briefing.quiz ? { says: "open", passed: false } : { says: "none", passed: false };
}
