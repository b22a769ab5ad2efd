"""What is wrong with a person's answers: every question's fault, in the order of the standard."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from scoring.answers import is_shown, measured
from scoring.evidence import EvidenceInvalid, NotApplicable, Visit
from scoring.lines.fields import shown
from standards.conditions import Facts
from standards.kinds import Asked, Photo, Question
from standards.model import Criterion, Standard
from standards.wording import listed

Place: TypeAlias = "tuple[str | int, ...]"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: where, a word for it that stays the same, and what would be right.

    `place` is the path into the JSON; `question` the code of the question, None where it is none.
    """

    place: Place
    fault: str
    text: str
    question: str | None = None

    @property
    def pointer(self) -> str:
        """The place as a JSON pointer (RFC 6901)."""
        steps = (str(step).replace("~", "~0").replace("/", "~1") for step in self.place)
        return "".join(f"/{step}" for step in steps)


def faults_of(standard: Standard, visit: Visit) -> Iterator[Fault]:
    """Every fault of the answers against the questions that the standard asks, in their order."""
    asked = {
        each.code: (each, each.ask)
        for each in standard.criteria
        if isinstance(each.ask, Question) and visit.instrument in each.ask.of
    }
    for code in visit.answers:
        if code not in asked:
            said = f"{standard.code} asks no such question of a {visit.instrument}"
            yield _of_question(code, "unknown-question", said)
    located = visit.facts if visit.location is None else {**visit.facts, "location": visit.location}
    for criterion, ask in asked.values():
        yield from _of_answer(criterion, ask, visit, located)
    for code in visit.notes:
        if code not in asked:
            said = f"{standard.code} asks no such question of a {visit.instrument}"
            yield Fault(("notes", code), "unknown-question", said, code)
    for number, file in enumerate(visit.files):
        if file.question is not None and file.question not in asked:
            said = f"there is no question {shown(file.question)}"
            yield Fault(("files", number, "question"), "unknown-question", said)


def _of_answer(criterion: Criterion, ask: Asked, visit: Visit, facts: Facts) -> Iterator[Fault]:
    """The fault of one question's answer, if it has one."""
    code, given = criterion.code, visit.answers.get(criterion.code)
    if given == "":
        given = None
    if not is_shown(ask, visit):
        if given is not None and not isinstance(given, NotApplicable):
            yield _of_question(code, "hidden", f"is asked only if {_because(ask)}")
        return
    if given is None:
        if ask.required and criterion.applies.fits(facts):
            because = f", because {_because(ask)}" if ask.shown_if else ""
            yield _of_question(code, "missing", f"must be answered{because}")
        return
    if isinstance(given, NotApplicable):
        if not ask.na:
            yield _of_question(code, "not-na", "must be answered, and cannot be not applicable")
        return
    try:
        measured(code, ask, given)
    except EvidenceInvalid as error:
        yield _of_question(code, "impossible-answer", error.text)
        return
    if isinstance(ask, Photo) and given not in {file.name for file in visit.files}:
        yield _of_question(code, "no-such-file", f"{shown(given)} is none of the files")


def _because(ask: Asked) -> str:
    """The answers that make the question be asked: `SHP-01 is open or not_posted`."""
    rows = ask.shown_if.items()
    return " and ".join(f"{code} is {listed(sorted(words))}" for code, words in rows)


def _of_question(code: str, fault: str, said: str) -> Fault:
    return Fault(("answers", code), fault, said, code)
