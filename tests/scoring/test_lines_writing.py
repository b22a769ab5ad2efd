"""Scorecards, written: the JSON object that `judge` prints, every key and value of it."""

from __future__ import annotations

import json
from dataclasses import replace

from scoring.evidence import Event, Ticket, Visit
from scoring.lines.reading import read_evidence
from scoring.lines.writing import write_scorecard
from scoring.scorecard import assess
from standards.instants import parse_instant
from standards.kinds import Count, Counted, Instrument, YesNo
from standards.model import Severity
from tests.scoring.criteria import clock, criterion, standard

CONTACT = "zd-acme/ticket/35436"
LINES = (
    {
        "type": "event",
        "contact": CONTACT,
        "id": "opened",
        "kind": "opened",
        "at": "2026-03-02T09:00:00+01:00",
        "by": {"role": "customer"},
        "facts": {
            "status": "new",
            "group": "zd-acme/group/2",
            "promised_at": "2026-03-03T12:00:00+01:00",
            "tags": ["vip"],
            "fields": {"order": 58_000, "gift": True},
            "channel": "email",
        },
    },
    {
        "type": "event",
        "contact": CONTACT,
        "id": "comment/991",
        "kind": "message",
        "at": "2026-03-02T09:51:40+01:00",
        "by": {"role": "agent", "id": "zd-acme/user/7"},
    },
)
BY = standard(
    criterion(clock("first_reply"), "PT1H..PT4H", code="RSP-01", weight=3),
    criterion(clock("resolution"), "PT20M..PT24H", code="RES-01", severity=Severity.CRITICAL),
    criterion(Count(Counted.REPLIES), "2", code="CNT-01"),
    hash="ab12",
)


def ticket() -> Ticket:
    """The ticket of the lines."""
    read = [read_evidence(line, place) for place, line in enumerate(LINES)]
    return Ticket(CONTACT, tuple(each for each in read if isinstance(each, Event)))


def test_the_card_of_a_ticket_is_written() -> None:
    card = assess(BY, ticket(), as_of=parse_instant("2026-03-02T10:00:00+01:00"))
    written = json.loads(json.dumps(write_scorecard(card)))
    assert written == {
        "contact": CONTACT,
        "standard": {"code": "contact-mail", "version": 3, "hash": "ab12"},
        "as_of": "2026-03-02T09:00:00Z",
        "evidence_hash": card.evidence_hash,
        "tzdata": "2026a",
        "instrument": "ticket",
        "standing": "provisional",
        "verdict": "undecided",
        "score": 1.0,
        "coverage": 0.6,
        "next_deadline": "2026-03-04T16:00:00Z",
        "opened_at": "2026-03-02T08:00:00Z",
        "facts": {
            "channel": "email",
            "group": "zd-acme/group/2",
            "promised_at": "2026-03-03T11:00:00Z",
            "status": "new",
            "tags": ["vip"],
            "fields": {"gift": True, "order": 58_000},
        },
        "flags": [],
        "findings": [
            {
                "criterion": "RSP-01",
                "severity": "major",
                "verdict": "met",
                "share": 1.0,
                "weight": 3,
                "occurrences": [
                    {
                        "started": "2026-03-02T08:00:00Z",
                        "stopped": "2026-03-02T08:51:40Z",
                        "state": "stopped",
                        "elapsed_seconds": 3_100,
                        "paused_seconds": 0,
                        "full_seconds": 3_600,
                        "none_seconds": 14_400,
                        "deadline": "2026-03-02T09:00:00Z",
                        "none_deadline": "2026-03-02T12:00:00Z",
                        "remaining_seconds": 500,
                        "verdict": "met",
                        "share": 1.0,
                        "employee": "zd-acme/user/7",
                        "team": "zd-acme/group/2",
                        "events": ["opened", "comment/991"],
                    }
                ],
            },
            {
                "criterion": "RES-01",
                "severity": "critical",
                "verdict": "pending",
                "share": None,
                "weight": 1,
                "occurrences": [
                    {
                        "started": "2026-03-02T08:00:00Z",
                        "stopped": None,
                        "state": "running",
                        "elapsed_seconds": 3_600,
                        "paused_seconds": 0,
                        "full_seconds": 1_200,
                        "none_seconds": 86_400,
                        "deadline": "2026-03-02T08:20:00Z",
                        "none_deadline": "2026-03-04T16:00:00Z",
                        "remaining_seconds": -2_400,
                        "verdict": "pending",
                        "share": None,
                        "employee": None,
                        "team": "zd-acme/group/2",
                        "events": ["opened"],
                    }
                ],
            },
            {
                "criterion": "CNT-01",
                "severity": "major",
                "verdict": "pending",
                "share": None,
                "weight": 1,
                "occurrences": [
                    {
                        "value": 1,
                        "full": 2.0,
                        "none": 2.0,
                        "verdict": "pending",
                        "share": None,
                        "employee": None,
                        "team": "zd-acme/group/2",
                        "events": ["comment/991"],
                    }
                ],
            },
        ],
    }


def test_the_card_of_a_visit_is_written() -> None:
    asked = YesNo(question={"en": "Greeted?"}, of=frozenset({Instrument.VISIT}))
    visit = Visit("visit/1", Instrument.VISIT, "shop", 1, {"Q-1": True}, location="shop-1")
    by = standard(criterion(asked, code="Q-1"), code="shop", version=1)
    written = write_scorecard(assess(by, visit, as_of=0))
    assert (written["instrument"], written["opened_at"], written["next_deadline"]) == (
        "visit",
        None,
        None,
    )
    assert written["facts"] == {"location": "shop-1"}
    assert written["flags"] == ("undated",)
    assert written["findings"][0]["occurrences"] == [
        {
            "value": True,
            "full": None,
            "none": None,
            "verdict": "met",
            "share": 1.0,
            "employee": None,
            "team": None,
            "events": (),
        }
    ]


def test_shares_are_written_to_six_places() -> None:
    asked = criterion(clock("first_reply"), "PT0S..PT3H", weight=3)
    by = standard(asked, criterion(clock("first_reply"), "PT4H", code="C-2"))
    written = write_scorecard(assess(by, ticket(), as_of=parse_instant("2026-04-01T00:00:00Z")))
    assert written["findings"][0]["share"] == round(1 - 3_100 / 10_800, 6) == 0.712963
    assert written["score"] == 0.784722


def test_the_order_in_which_facts_were_told_changes_nothing() -> None:
    told = ticket()
    other = tuple(replace(event, facts=dict([*event.facts.items()][::-1])) for event in told.events)
    as_of = parse_instant("2026-04-01T00:00:00Z")
    one, two = (
        write_scorecard(assess(BY, Ticket(CONTACT, events), as_of=as_of))
        for events in (told.events, other)
    )
    assert json.dumps(one) == json.dumps(two)
