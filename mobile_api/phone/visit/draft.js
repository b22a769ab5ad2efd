// A visit in the making, as it is kept on the phone: each function gives the draft after one tap.
// Instants are milliseconds of the phone's clock;
// `told` is what the service said of it when it refused it: {slug, status, detail, errors}.

export const PEOPLE = "people";
export const REVIEW = "review";

/** A new draft; `of` names what is visited and with which questionnaire. */
export function begun(of, now) {
  return {
    id: of.id,
    assignment: of.assignment ?? null,
    location: of.location ?? "",
    place: of.place ?? null,
    window: of.window ?? null,
    questionnaire: of.questionnaire,
    replaces: of.replaces ?? null,
    begun_at: now,
    changed_at: now,
    ended_at: null,
    finished_at: null,
    screen: "0",
    looked_over: false,
    answers: {},
    notes: {},
    files: [],
    making: [],
    named: 0,
    employee: { means: null, identity: "", other: "", confidence: null },
    positions: {},
    words: {},
    told: null,
  };
}

/**
 * A draft that takes the place of a visit already sent: its answers under a new id, with those of
 * its files that the phone still holds, or the service (`along`).
 */
export function corrected(sent, id, files, now) {
  return {
    ...sent,
    id,
    replaces: sent.id,
    corrected_at: now,
    changed_at: now,
    finished_at: null,
    screen: REVIEW,
    files,
    making: [],
  };
}

/** The draft of a visit that was refused, to be mended under its own id. */
export const reopened = (draft, now) => ({ ...draft, finished_at: null, changed_at: now, screen: REVIEW });

/** The draft with the answer; undefined takes it back. */
export function answered(draft, code, answer) {
  const { [code]: _, ...others } = draft.answers;
  return { ...draft, answers: answer === undefined ? others : { ...others, [code]: answer } };
}

/** The draft with the note to a question. */
export const noted = (draft, code, text) => ({ ...draft, notes: { ...draft.notes, [code]: text } });

/** The draft with a position, or with why there is none. */
export const placed = (draft, about, { position, why }) => ({
  ...draft,
  positions: position ? { ...draft.positions, [about]: position } : draft.positions,
  located: { ...draft.located, [about]: why ?? "found" },
});

/** The timer after a tap on it: one that runs is stopped, another goes on from what it shows. */
export function tapped(timer, now) {
  const runs = timer?.runs ?? [];
  const last = runs.at(-1);
  if (last && last[1] === null) return { runs: [...runs.slice(0, -1), [last[0], now]], typed: null };
  return { runs: [...runs, [now, null]], typed: null };
}

/**
 * The draft that waits for a file: whoever finds it here after the app was killed knows that the
 * file was not finished. `kind` is picture or sound.
 */
export function making(draft, blobId, kind, question) {
  return { ...draft, making: [...draft.making, { blobId, kind, question }] };
}

/** The draft without the file that was being made. */
export const unmade = (draft, blobId) => ({
  ...draft,
  making: draft.making.filter((each) => each.blobId !== blobId),
});

/** The draft with the file that is whole now, named for its question. */
export function filed(draft, file) {
  const named = draft.named + 1;
  const name = `${file.question ?? "receipt"}-${named}.${file.ending}`;
  return { ...unmade(draft, file.blobId), named, files: [...draft.files, { ...file, name }] };
}

/** The draft without the file. */
export const unfiled = (draft, name) => ({
  ...draft,
  files: draft.files.filter((each) => each.name !== name),
});

/** The draft that is finished: nothing of it changes any more. */
export const finished = (draft, now) => ({ ...draft, ended_at: draft.ended_at ?? now, finished_at: now, told: null });
