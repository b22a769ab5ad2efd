"""The scorecard of a visit or a review: who is judged, what is asked, how it stands."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from scoring.evidence import Attachment, EvidenceInvalid, Seen, Visit
from scoring.scorecard import Scorecard, assess
from standards.kinds import Instrument, YesNo
from standards.model import Severity
from tests.scoring.criteria import clock, condition, criterion, standard
from tests.tables import rows

_BOTH = frozenset({Instrument.VISIT, Instrument.REVIEW})


def question(code: str, of: frozenset[Instrument] = _BOTH, **more: Any) -> Any:
    """A question answered yes or no."""
    return criterion(YesNo(question={"en": "Any?"}, of=of), code=code, **more)


BY = standard(
    question("Q-1", weight=3),
    question("Q-2", severity=Severity.CRITICAL),
    question("Q-3", applies=condition("location=shop-1")),
    question("Q-4", frozenset({Instrument.REVIEW})),
    criterion(clock("first_reply"), "PT1H", code="RSP"),
    code="shop",
    version=2,
)
VISIT = Visit(
    contact="visit/1",
    instrument=Instrument.VISIT,
    questionnaire="shop",
    version=2,
    answers={"Q-1": True, "Q-2": True},
    location="shop-1",
    started_at=1_000,
    ended_at=2_000,
    employee=Seen("badge/7", "badge", 0.9),
)


def judged(**more: Any) -> Scorecard:
    """The card of the visit with some of it changed."""
    return assess(BY, replace(VISIT, **more), as_of=10_000)


def test_the_questions_of_a_visit_are_judged_and_nothing_else() -> None:
    card = judged()
    assert [(each.criterion, each.verdict) for each in card.findings] == [
        ("Q-1", "met"),
        ("Q-2", "met"),
        ("Q-3", "unknown"),
    ]
    assert (card.verdict, card.score, card.coverage) == ("passed", 1.0, 0.8)
    assert card.next_deadline is None


def test_a_review_has_questions_of_its_own() -> None:
    card = judged(instrument=Instrument.REVIEW, about="zd-acme/ticket/1", answers={"Q-4": False})
    assert [each.verdict for each in card.findings] == ["unknown", "unknown", "unknown", "missed"]
    assert card.verdict == "undecided"


def test_the_location_is_a_fact_to_apply_by() -> None:
    card = judged(location="shop-2")
    assert card.findings[2].verdict == "not_applicable"
    assert card.facts == {"location": "shop-2"}


# confidence | employee | flags | why it is here
SURE = """
0.9 | badge/7 | - | sure enough
0.7 | badge/7 | - | exactly the least confidence
0.69 | None | employee uncertain | too little: the location's, and nobody's
0 | None | employee uncertain | no idea
"""


@pytest.mark.parametrize(("confidence", "employee", "flags"), rows(SURE))
def test_an_answer_is_somebodys_only_when_the_visit_is_sure(
    confidence: str, employee: str, flags: str
) -> None:
    card = judged(employee=Seen("badge/7", "badge", float(confidence)))
    assert str(card.findings[0].occurrences[0].employee) == employee
    assert ", ".join(card.flags) == flags.replace("-", "")
    assert card.findings[0].verdict == "met"


def test_a_visit_that_saw_nobody_is_nobodys() -> None:
    card = judged(employee=None)
    assert card.findings[0].occurrences[0].employee is None
    assert card.flags == ()


# field | value | flags | opened at | why it is here
TIMES = """
1000 | 2000 | - | 1000 | dated
- | 2000 | - | 2000 | its end alone is known
- | - | undated | None | undated visits exist
10000 | 10001 | - | 10000 | begun this very second
10001 | 10002 | future visit | 10001 | a stamp in the future
"""


@pytest.mark.parametrize(("started", "ended", "flags", "opened"), rows(TIMES))
def test_times_may_be_absent(started: str, ended: str, flags: str, opened: str) -> None:
    times = {"started_at": started, "ended_at": ended}
    card = judged(**{name: None if at == "-" else int(at) for name, at in times.items()})
    assert ", ".join(card.flags) == flags.replace("-", "")
    assert str(card.opened_at) == opened


def test_an_accepted_visit_is_final() -> None:
    assert judged().standing == "provisional"
    assert judged(accepted=True).standing == "final"


# field | value | what is said | why it is here
REFUSED = """
questionnaire | mail | questionnaire.standard: answers mail, this standard is shop |
    another questionnaire
version | 3 | questionnaire.version: answers version 3, this standard is version 2 | another version
answers | Q-9 | answers.Q-9: shop asks no such question of a visit | an unknown question
answers | Q-4 | answers.Q-4: shop asks no such question of a visit | a reviewer's question
answers | RSP | answers.RSP: shop asks no such question of a visit | a clock
"""


@pytest.mark.parametrize(("field", "value", "text"), rows(REFUSED))
def test_answers_to_something_else_are_refused(field: str, value: str, text: str) -> None:
    values = {"questionnaire": value, "version": 3, "answers": {value: True}}
    with pytest.raises(EvidenceInvalid) as refused:
        judged(**{field: values[field]})
    assert str(refused.value) == text


# Whatever a visit says that could change a card changes the hash of its evidence.
CHANGES = {
    "answers": {"Q-1": False},
    "location": "shop-2",
    "started_at": 999,
    "ended_at": 1_999,
    "employee": None,
    "replaces": "visit/0",
    "files": (Attachment("shelf.jpg", "0" * 64, 12, "Q-1"),),
    "facts": {"group": "first"},
    "accepted": True,
}


@pytest.mark.parametrize("field", CHANGES)
def test_the_evidence_has_a_hash(field: str) -> None:
    assert judged().evidence_hash == judged().evidence_hash
    assert judged(**{field: CHANGES[field]}).evidence_hash != judged().evidence_hash
