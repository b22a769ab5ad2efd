"""An answer counts under another version only where that asks the same."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from scoring.evidence import Visit
from scoring.proof import admit
from scoring.reasking import asks_the_same, reasked
from standards.kinds import Choice, FirstReply, Instrument, Scale, YesNo
from standards.loader import read
from standards.model import Criterion, Standard

VISITS = frozenset({Instrument.VISIT})


def standard() -> Standard:
    draft = read(Path("standards/library/shop_visit.yaml").read_bytes()).draft
    assert draft is not None
    return admit(draft, 1_772_438_400)


STANDARD = standard()
SOME = next(each for each in STANDARD.criteria if isinstance(each.ask, YesNo))
YES = YesNo(question={"en": "Clean?"}, of=VISITS)
PICK = Choice(question={"en": "How?"}, of=VISITS, answers={"well": 1, "badly": 0})
FIVE = Scale(question={"en": "How well?"}, of=VISITS, least=1, most=5)

# what was asked | what is asked now | whether that is the same | why it is here
CASES = [
    (YES, YES, True, "word for word"),
    (YES, replace(YES, good=False), True, "the other answer is good"),
    (YES, replace(YES, question={"en": "Is it clean?"}), False, "in other words"),
    (YES, replace(YES, question={"en": "Clean?", "pl": "Czysto?"}), True, "one language more"),
    (YES, replace(YES, question={"pl": "Czysto?"}), False, "in no common language"),
    (PICK, replace(PICK, answers={"well": 1, "badly": 0.5}), True, "an answer earns more"),
    (PICK, replace(PICK, answers={"well": 1}), False, "an answer is gone"),
    (PICK, replace(PICK, labels={"well": {"en": "Very well"}}), False, "an answer gets a label"),
    (
        replace(PICK, labels={"well": {"en": "Well"}}),
        replace(PICK, labels={"well": {"en": "Very well"}}),
        False,
        "an answer reads otherwise",
    ),
    (FIVE, replace(FIVE, most=7), False, "a longer scale"),
    (YES, PICK, False, "another kind"),
]


@pytest.mark.parametrize(("was", "now", "same", "why"), CASES, ids=[each[3] for each in CASES])
def test_the_same_is_asked(was: object, now: object, same: bool, why: str) -> None:
    older, newer = (replace(SOME, ask=each) for each in (was, now))  # type: ignore[arg-type]  # kinds
    assert asks_the_same(older, newer) is same


def test_what_is_new_and_what_no_person_answers_was_not_asked() -> None:
    clock = next(
        each
        for each in read(Path("standards/library/contact.yaml").read_bytes()).draft.criteria  # type: ignore[union-attr]  # it is shipped
        if isinstance(each.ask, FirstReply)
    )
    assert not asks_the_same(None, SOME)
    assert not asks_the_same(clock, clock)


def visit(**answers: str) -> Visit:
    return Visit(
        contact="visit/1",
        instrument=Instrument.VISIT,
        questionnaire=STANDARD.code,
        version=STANDARD.version,
        answers=answers,
    )


def with_ask(criterion: Criterion, **told: object) -> Standard:
    changed = replace(criterion, ask=replace(criterion.ask, **told))  # type: ignore[arg-type]  # of its kind
    criteria = tuple(changed if each is criterion else each for each in STANDARD.criteria)
    return replace(STANDARD, version=2, criteria=criteria)


def test_answers_to_other_words_are_left_out_and_named() -> None:
    given = visit(**{SOME.code: "yes"})
    same = reasked(given, STANDARD, replace(STANDARD, version=2))
    assert (same.visit.answers, same.visit.version, same.unasked) == (given.answers, 2, ())
    other = reasked(given, STANDARD, with_ask(SOME, question={"en": "Otherwise?"}))
    assert (other.visit.answers, other.unasked) == ({}, (SOME.code,))


def test_what_is_not_asked_of_visits_any_more_is_left_out() -> None:
    given = visit(**{SOME.code: "yes"})
    gone = reasked(given, STANDARD, with_ask(SOME, of=frozenset({Instrument.REVIEW})))
    assert (gone.visit.answers, gone.unasked) == ({}, ())
