// The questionnaire in screens: neighbours of one stage of the customer's journey stand together.

/**
 * Every section as `{stage, part, parts, codes}`: a stage that comes back later is a further part
 * of it, for a question may hang only on those before it and so none changes its place.
 */
export function sections(questionnaire) {
  const runs = [];
  for (const { code, journey } of questionnaire.questions) {
    const stage = journey ?? null;
    if (runs.at(-1)?.stage === stage) runs.at(-1).codes.push(code);
    else runs.push({ stage, codes: [code] });
  }
  return runs.map((run, place) => {
    const alike = runs.filter((each) => each.stage === run.stage);
    const part = runs.slice(0, place + 1).filter((each) => each.stage === run.stage).length;
    return { ...run, part, parts: alike.length };
  });
}

/** The sections with what is asked in them now, `place` being that among all; empty ones left out. */
export function sectionsAsked(questionnaire, asked) {
  return sections(questionnaire)
    .map((section, place) => ({
      ...section,
      place,
      asked: asked.filter((each) => section.codes.includes(each.question.code)),
    }))
    .filter((section) => section.asked.length);
}
