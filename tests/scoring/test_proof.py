"""A draft becomes a standard when it keeps its own examples, and not otherwise."""

from __future__ import annotations

from ast import literal_eval
from dataclasses import fields
from typing import Any

import pytest

from scoring.proof import ContradictsItself, admit, contradictions, tried
from standards.instants import parse_instant
from standards.kinds import Count, Counted, Instrument, Kind, Number, Rating, RatingScale, YesNo
from standards.model import Criterion, Draft, Example, Form, Standard
from tests.scoring.criteria import clock, condition, criterion, standard
from tests.tables import rows

NOW = parse_instant("2026-06-02T12:00:00Z")
_ASKED: dict[str, Any] = {"question": {"en": "Any?"}, "of": frozenset({Instrument.VISIT})}


def draft(*criteria: Criterion) -> Draft:
    """A draft of these criteria."""
    form = standard(*criteria)
    return Draft(**{each.name: getattr(form, each.name) for each in fields(Form)})


def example(given: str, then: str, as_of: str = "", **facts: Any) -> Example:
    """An example of what happened."""
    return Example({}, tuple(given.split("; ")), then, facts, as_of or None)


# limits | given | as of | verdict | why it is here
TRIED = """
PT4H | Mon 11:00 opened; Mon 15:00 replied | - | met | in time
PT4H | Mon 11:00 opened; Mon 15:01 replied | - | missed | too late
PT2H..PT6H | Mon 11:00 opened; Mon 15:00 replied | - | partly | half way
PT4H | Mon 11:00 opened | - | missed | looked at four weeks later
PT4H | Mon 11:00 opened | Mon 14:00 | pending | looked at when it says
PT4H | Fri 16:00 opened | Mon 09:30 | pending | which may be the next week
PT4H | Mon 11:00 opened; Tue 09:00 noted | Mon 14:00 | missed | as seen from the last event
PT4H | Mon 11:00 opened; Mon 12:00 solved | - | not_applicable | nothing to judge
priority=urgent: PT1H, PT4H | Mon 09:00 opened; Mon 09:30 priority urgent; Mon 10:30 replied | - |
    missed | facts that change under way
"""


@pytest.mark.parametrize(("said", "given", "as_of", "verdict"), rows(TRIED))
def test_an_example_of_happenings_is_tried(said: str, given: str, as_of: str, verdict: str) -> None:
    asked = criterion(clock("first_reply"), said)
    case = example(given, verdict, as_of.replace("-", ""))
    assert tried(draft(asked), asked, case, NOW) == verdict


def test_an_example_need_not_repeat_what_the_criterion_applies_to() -> None:
    applies = condition("channel=chat/email segment=key")
    asked = criterion(clock("first_reply"), "PT4H", applies=applies)
    case = example("Mon 11:00 opened; Mon 12:00 replied", "met")
    assert tried(draft(asked), asked, case, NOW) == "met"
    other = example("Mon 11:00 opened; Mon 12:00 replied", "met", channel="phone")
    assert tried(draft(asked), asked, other, NOW) == "not_applicable"


def test_the_facts_of_an_example_choose_its_limit() -> None:
    asked = criterion(clock("first_reply"), "priority=urgent: PT1H, PT4H")
    told = "Mon 09:00 opened; Mon 11:00 replied"
    assert tried(draft(asked), asked, example(told, "met"), NOW) == "met"
    assert tried(draft(asked), asked, example(told, "", priority="urgent"), NOW) == "missed"


# kind | limits | given | verdict | why it is here
VALUES = """
count | 1..3 | {'count': 1} | met | a count alone
count | 1..3 | {'count': 4} | missed | too many
rating | 4..2 | {'rating': 3} | partly | a rating alone
yes_no | | {'answer': True} | met | yes
yes_no | | {'answer': 'no'} | missed | no
yes_no | | {'answer': 'na'} | not_applicable | not asked for
yes_no | | {'answer': None} | unknown | not answered
number | 2..6 | {'answer': 4} | partly | a number
hanging | | {'answer': True} | met | asked because of what it hangs on
"""
KINDS: dict[str, Kind] = {
    "count": Count(Counted.REASSIGNMENTS),
    "rating": Rating(RatingScale.STARS),
    "yes_no": YesNo(**_ASKED),
    "number": Number(**_ASKED),
    "hanging": YesNo(**_ASKED, shown_if={"C-0": frozenset({"yes", "na"})}),
}


@pytest.mark.parametrize(("kind", "said", "given", "verdict"), rows(VALUES))
def test_an_example_of_a_value_is_tried(kind: str, said: str, given: str, verdict: str) -> None:
    asked = criterion(KINDS[kind], said)
    case = Example({}, literal_eval(given), verdict)
    assert tried(draft(asked), asked, case, NOW) == verdict


# kind | given | what is said | why it is here
BROKEN = """
clock | ('Mon 09:00 opened', 'Mon 10:00 replied') | says missed, but it is met | it contradicts
clock | ('Mon 09:00 replied',) | nothing opens the contact; begin with `Mon 09:00 opened` |
    it has no beginning
clock | ('Mon 9 opened',) | 'Mon 9' is no time; write Mon 09:00 or 2026-12-24 09:00 | it has no time
clock | {'answer': True} | a clock's example tells what happened: [Mon 09:00 opened, ...] |
    an answer to a clock
count | {'rating': 3} | the example gives no count; write {count: 2} | a rating for a count
yes_no | ('Mon 09:00 opened',) | an example of an answer gives it; write {answer: yes} |
    happenings for an answer
yes_no | {'count': 3} | an example of an answer gives it; write {answer: yes} |
    a count for an answer
yes_no | {'answer': 'maybe'} | answers.C-1: 'maybe' is not one of yes, no | an answer it has not
"""


@pytest.mark.parametrize(("kind", "given", "text"), rows(BROKEN))
def test_a_contradiction_says_what_is_wrong(kind: str, given: str, text: str) -> None:
    ask = clock("first_reply") if kind == "clock" else KINDS[kind]
    said = "" if kind == "yes_no" else "PT4H" if kind == "clock" else "2"
    asked = criterion(ask, said, examples=(Example({}, literal_eval(given), "missed"),))
    [found] = contradictions(draft(asked), NOW)
    assert (found.criterion, found.example, found.text) == ("C-1", 0, text)


def test_a_draft_that_keeps_its_examples_is_a_standard() -> None:
    kept = example("Mon 11:00 opened; Mon 12:00 replied", "met")
    form = draft(criterion(clock("first_reply"), "PT4H", examples=(kept,)))
    admitted = admit(form, NOW)
    assert isinstance(admitted, Standard)
    assert admitted.criteria is form.criteria
    assert admitted.hours is form.hours


def test_every_contradiction_is_named() -> None:
    kept = example("Mon 11:00 opened; Mon 12:00 replied", "met")
    broken = example("Mon 11:00 opened; Mon 12:00 replied and solved", "missed")
    form = draft(
        criterion(clock("first_reply"), "PT4H", code="C-1", examples=(kept, broken)),
        criterion(clock("resolution"), "PT4H", code="C-2", examples=(broken,)),
    )
    with pytest.raises(ContradictsItself) as refused:
        admit(form, NOW)
    places = [(each.criterion, each.example) for each in refused.value.contradictions]
    assert places == [("C-1", 1), ("C-2", 0)]
    assert str(refused.value) == "C-1: says missed, but it is met; C-2: says missed, but it is met"


# Whatever the day, and whatever holidays and clock changes are near, an example means the same.
DAYS = ("2026-01-01", "2026-03-27", "2026-04-02", "2026-10-23", "2026-12-20", "2027-05-01")


@pytest.mark.parametrize("day", DAYS)
def test_an_example_means_the_same_on_any_day(day: str) -> None:
    kept = example("Fri 16:00 opened; Mon 10:00 replied", "met")
    asked = criterion(clock("first_reply"), "PT2H", examples=(kept,))
    assert contradictions(draft(asked), parse_instant(f"{day}T12:00:00Z")) == ()
