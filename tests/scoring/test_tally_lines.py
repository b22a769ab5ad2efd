"""A card and its line, as `judge` prints it, say the same to a tally; other lines are refused."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.evidence import NA, Event, EventKind, Evidence, EvidenceInvalid, Role, Ticket, Visit
from scoring.judge import Verdict
from scoring.lines.cards import read_card
from scoring.lines.writing import write_scorecard
from scoring.scorecard import Scorecard, assess
from scoring.tally.brief import brief_of
from scoring.tally.counts import Counts
from scoring.tally.grouping import Grouping
from scoring.tally.tally import Tally
from standards.conditions import Facts
from standards.kinds import Instrument, Status
from tests.scoring.mail import AS_OF, OPENED, STANDARD

_FACTS: st.SearchStrategy[Facts] = st.fixed_dictionaries(
    {},
    optional={
        "status": st.sampled_from(list(Status)),
        "channel": st.sampled_from(["email", "chat"]),
        "assignee": st.sampled_from(["a/user/1", "a/user/2", None]),
        "group": st.sampled_from(["a/group/1", None]),
        "tags": st.lists(st.sampled_from(["vip", "late"]), unique=True).map(tuple),
        "promised_at": st.integers(OPENED, AS_OF + 3600) | st.none(),
        "fields.floor": st.integers(0, 3) | st.booleans() | st.none(),
    },
)
_RATING: st.SearchStrategy[Facts] = st.integers(1, 5).map(
    lambda stars: {"scale": "csat", "value": stars}
)


@st.composite
def tickets(draw: st.DrawFn) -> Ticket:
    """A ticket of up to a dozen happenings within a day."""
    events = [Event("a/ticket/1", "opened", EventKind.OPENED, OPENED, facts=draw(_FACTS))]
    for number in range(draw(st.integers(0, 12))):
        kind = draw(st.sampled_from(list(EventKind)))
        events.append(
            Event(
                contact="a/ticket/1",
                id=f"event/{number}",
                kind=kind,
                at=OPENED + draw(st.integers(0, 86_400)),
                role=draw(st.sampled_from([Role.AGENT, Role.CUSTOMER])),
                by=draw(st.sampled_from(["a/user/1", "a/user/2"])),
                facts=draw(_RATING if kind is EventKind.RATED else _FACTS),
                seq=number,
            )
        )
    return Ticket("a/ticket/1", tuple(events))


VISITS = st.builds(
    Visit,
    contact=st.just("visit/1"),
    instrument=st.just(Instrument.VISIT),
    questionnaire=st.just("mail"),
    version=st.just(3),
    answers=st.fixed_dictionaries({}, optional={"ASK-01": st.integers(0, 7) | st.just(NA)}),
    location=st.none() | st.just("shop/1"),
    started_at=st.none() | st.just(OPENED),
    facts=_FACTS,
    accepted=st.booleans(),
)


def line_of(card: Scorecard) -> Any:
    """The card as it is read back from the line that `judge` prints."""
    return json.loads(json.dumps(write_scorecard(card)))


@given(tickets() | VISITS)
def test_a_card_and_its_line_are_one_in_brief(evidence: Evidence) -> None:
    card = assess(STANDARD, evidence, as_of=AS_OF)
    assert read_card(line_of(card)) == brief_of(card)


@given(st.lists(tickets() | VISITS, max_size=5))
def test_a_tally_of_cards_and_of_their_lines_are_equal(evidence: list[Evidence]) -> None:
    grouping = Grouping(("criterion", "employee", "team", "tags", "promised_at", "fields.floor"))
    of_cards, of_lines = Tally(grouping), Tally(grouping)
    for each in evidence:
        card = assess(STANDARD, each, as_of=AS_OF)
        of_cards.add(brief_of(card))
        of_lines.add(read_card(line_of(card)))
    assert of_cards == of_lines


def message(at: int, role: Role, **facts: Any) -> Event:
    by = "a/user/1" if role is Role.AGENT else None
    kind, seconds = EventKind.MESSAGE, OPENED + at * 3600
    return Event("a/ticket/1", f"comment/{at}", kind, seconds, role, by, facts=facts)


def test_what_two_waits_an_unanswered_survey_and_no_promise_count() -> None:
    known = {"group": "a/group/1", "channel": "email"}
    happened = [
        Event("a/ticket/1", "opened", EventKind.OPENED, OPENED, facts=known),
        *(message(hour, Role.AGENT) for hour in (1, 4)),
        *(message(hour, Role.CUSTOMER) for hour in (2, 5)),
        message(6, Role.AGENT, status=Status.SOLVED, assignee="a/user/1"),
    ]
    card = assess(STANDARD, Ticket("a/ticket/1", tuple(happened)), as_of=AS_OF)
    tally = Tally(Grouping(("criterion", "employee", "team")), frozenset({card.standing}))
    tally.add(brief_of(card))
    assert {key.parts: counts for key, counts in tally.rows().items()} == {
        ("NXT-01", "a/user/1", "a/group/1"): Counts(
            contacts=1, met=1, partly=1, millionths=1_666_667
        ),
        ("PRM-01", None, "a/group/1"): Counts(not_applicable=1),
        ("CNT-01", "a/user/1", "a/group/1"): Counts(contacts=1, met=1, millionths=1_000_000),
        ("RAT-01", None, "a/group/1"): Counts(unknown=1),
    }


def test_what_a_later_release_adds_to_a_card_is_left_unread() -> None:
    line = line_of(assess(STANDARD, Ticket("a/ticket/1", ()), as_of=AS_OF))
    assert read_card({**line, "weather": "fine"}) == read_card(line)


def _line(**changes: Any) -> dict[str, Any]:
    return {
        "contact": "a/ticket/1",
        "standard": {"code": "mail", "version": 3, "hash": "0"},
        "standing": "final",
        "instrument": "ticket",
        "facts": {},
        "findings": [_finding()],
        **changes,
    }


def _finding(**changes: Any) -> dict[str, Any]:
    judged = {"verdict": "met", "share": 1.0, "employee": "anna", "team": None, **changes}
    return {"criterion": "RSP-01", "verdict": "met", "occurrences": [judged]}


def test_the_line_that_the_refused_ones_differ_from_is_read() -> None:
    (found,) = read_card(_line()).occurrences
    assert found == ("RSP-01", "anna", None, Verdict.MET, 1_000_000)


BAD: Mapping[str, tuple[object, str]] = {
    "a list": ([], "a card is one JSON object"),
    "evidence": ({"type": "event", "contact": "a/ticket/1"}, "no scorecard.*plumbline judge"),
    "no contact": (_line(contact=""), "contact: must be text"),
    "no standard": (_line(standard=None), "standard.version: must be a whole number"),
    "a standard without code": (_line(standard={"version": 1}), "code: must be text"),
    "a standard without hash": (_line(standard={"version": 1, "code": "m"}), "hash: must be"),
    "a version in words": (_line(standard={"code": "m", "version": "1"}), "whole number, not '1'"),
    "a standing that is none": (_line(standing="done"), "standing: must be one of final"),
    "an instrument that is none": (_line(instrument="phone"), "instrument: must be one of"),
    "an opening without offset": (_line(opened_at="2026-03-02T09:00"), "opened_at: .*offset"),
    "findings that are no list": (_line(findings={"a": 1}), "findings: must be a list"),
    "a finding that is none": (_line(findings=[3]), "findings: each is an object, not 3"),
    "a finding of nothing": (_line(findings=[{"verdict": "met"}]), "criterion: must be text"),
    "met without occurrence": (
        _line(findings=[{"criterion": "RSP-01", "verdict": "met", "occurrences": []}]),
        "RSP-01: is met, and rests on no occurrence",
    ),
    "no verdict at all": (_line(findings=[{"criterion": "RSP-01"}]), "verdict: must be one of"),
    "an occurrence that is none": (
        _line(findings=[{"criterion": "RSP-01", "verdict": "met", "occurrences": ["x"]}]),
        "RSP-01: an occurrence is an object, not 'x'",
    ),
    "a verdict that is none": (_line(findings=[_finding(verdict="late")]), "RSP-01: a verdict is"),
    "a verdict that is a list": (_line(findings=[_finding(verdict=[])]), "RSP-01: a verdict is"),
    "met without a share": (_line(findings=[_finding(share=None)]), "RSP-01: a share is a number"),
    "a share above 1": (_line(findings=[_finding(share=1.5)]), "from 0 to 1, not 1.5"),
    "a share that is true": (_line(findings=[_finding(share=True)]), "from 0 to 1, not True"),
    "an employee by number": (_line(findings=[_finding(employee=7)]), "employee and team are"),
    "a fact that is none": (_line(facts={"colour": "red"}), "facts.colour: known are assignee"),
}


@pytest.mark.parametrize(("line", "said"), BAD.values(), ids=BAD)
def test_a_line_that_is_no_card_is_refused(line: object, said: str) -> None:
    with pytest.raises(EvidenceInvalid, match=said):
        read_card(line)
