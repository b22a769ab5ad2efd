"""A ticket's events in order, each once, and the card's standing, facts and flags that follow."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest

from scoring.evidence import Event, EventKind, Ticket
from scoring.scorecard import assess
from scoring.timeline import timeline_of
from standards.instants import EARLIEST, LATEST
from tests.scoring.criteria import clock, condition, criterion, standard
from tests.scoring.telling import CONTACT, events, instant, life, moment, ticket
from tests.tables import rows

BY = standard(criterion(clock("first_reply"), "PT4H"))

# happened | as of | standing | findings | flags | why it is here
STANDINGS = """
Mon 09:00 opened; 10:00 replied | - | provisional | met | - | open
Mon 09:00 opened; 10:00 replied and solved | - | provisional | met | - | solved may be reopened
Mon 09:00 opened; 10:00 replied; 11:00 closed | - | final | met | - | closed
Mon 09:00 opened; 10:00 replied; 11:00 closed; 12:00 open | - | provisional | met | - |
    closed and reopened
Mon 09:00 opened; 10:00 replied; 11:00 closed | Mon 10:30 | provisional | met | future e2 |
    not yet closed
Mon 09:00 opened; 10:00 replied; 11:00 merged | - | final | met | - | merged
Mon 09:00 opened; 10:00 replied; 11:00 merged; 12:00 open | - | final | met | - |
    nothing counts after a merge
Mon 09:00 opened; 10:00 replied; 11:00 deleted | - | withdrawn | | - | deleted: out of judgment
Mon 09:00 opened; 10:00 replied; 11:00 deleted; 12:00 restored | - | provisional | met | - |
    restored: in again
Mon 09:00 opened; 10:00 replied; 11:00 spam | - | withdrawn | | - | spam
Mon 09:00 opened; 10:00 spam; 11:00 restored | Mon 14:00 | provisional | missed | - |
    what was waiting waits on
Mon 09:00 opened; 10:00 merged; 11:00 deleted | - | withdrawn | | - | merged and deleted
Mon 09:00 opened; 10:00 merged; 11:00 deleted; 12:00 restored | - | final | not_applicable | - |
    merged, deleted and restored
Mon 09:00 replied | - | provisional | unknown | opening unknown | the opening is not known
Mon 08:59 replied; 09:00 opened; 10:00 replied | - | provisional | met | before opening e0 |
    a stamp before the opening
Mon 09:00 opened; 10:00 replied; Tue 10:00 wrote; 11:00 wrote | Mon 12:00 | provisional | met |
    future e2, future e3 | stamps in the future
Mon 09:00 opened; 10:00 replied | Mon 08:00 | provisional |  | future e0, future e1 |
    judged before anything happened
"""


@pytest.mark.parametrize(("happened", "as_of", "standing", "findings", "flags"), rows(STANDINGS))
def test_a_card_says_how_the_contact_stands(
    happened: str, as_of: str, standing: str, findings: str, flags: str
) -> None:
    card = assess(BY, ticket(happened), as_of=moment(as_of, events(happened)))
    assert card.standing == standing
    assert ", ".join(each.verdict for each in card.findings) == findings
    assert ", ".join(card.flags) == flags.replace("-", "")


# happened | as of | facts | why it is here
FACTS = """
Mon 09:00 opened | - | status=new | a contact is new
Mon 09:00 opened and open and priority high | - | priority=high status=open | as it was opened
Mon 09:00 opened; 10:00 priority high; 11:00 priority low | Mon 10:30 | priority=high status=new |
    as they were then
Mon 09:00 opened; 10:00 priority high; 11:00 priority low | Mon 11:00 | priority=low status=new |
    what is told in the second of judging
Mon 09:00 opened; 10:00 replied and pending and assigned anna | - | assignee=anna status=pending |
    with a message
Mon 09:00 opened and group mail; 10:00 ungrouped | - | group=None status=new | taken away
Mon 09:00 opened; 10:00 merged; 11:00 priority high | - | status=new | nothing after a merge
Mon 09:00 opened; 10:00 deleted; 11:00 priority high; 12:00 restored | - |
    priority=high status=new | also while it was deleted
Mon 09:00 opened; 10:00 solved; 10:00 open | - | status=open | in one second: order of arrival
Mon 09:00 pending; 09:00 opened and new | - | status=pending |
    in one second: nothing comes before the opening
"""


@pytest.mark.parametrize(("happened", "as_of", "facts"), rows(FACTS))
def test_facts_are_those_as_of_the_instant(happened: str, as_of: str, facts: str) -> None:
    known = life(happened, as_of).facts
    assert " ".join(f"{name}={known[name]}" for name in sorted(known)) == facts


def test_facts_before_the_first_event_are_empty() -> None:
    line = life("Mon 09:00 opened")
    assert line.facts_at(instant("Mon 08:59")) == {}
    assert line.facts_at(instant("Mon 09:00")) == {"status": "new"}


def test_a_criterion_applies_by_the_facts_as_of_the_instant() -> None:
    by = standard(criterion(clock("first_reply"), "PT1H", applies=condition("channel=chat")))
    told = "Mon 09:00 opened and channel chat; Mon 12:00 channel email"
    then, now = (assess(by, ticket(told), as_of=instant(at)) for at in ("Mon 11:59", "Mon 12:00"))
    assert [each.verdict for each in (*then.findings, *now.findings)] == [
        "missed",
        "not_applicable",
    ]


def test_the_opening_is_on_the_card() -> None:
    opened = assess(BY, ticket("Mon 09:00 opened; Mon 09:30 opened"), as_of=instant("Mon 10:00"))
    unknown = assess(BY, ticket("Mon 09:00 replied"), as_of=instant("Mon 10:00"))
    assert opened.opened_at == instant("Mon 09:00")
    assert unknown.opened_at is None


def test_an_event_that_comes_again_has_its_first_place_and_its_last_words() -> None:
    opened, solved, open_again = events("Mon 09:00 opened; Mon 10:00 solved; Mon 10:00 open")
    second = replace(solved, facts={"status": "pending"}, seq=7)
    third = replace(solved, facts={"status": "on_hold"}, seq=8)
    for told in permutations((opened, solved, open_again, second, third)):
        line = timeline_of(told, instant("Mon 11:00"))
        assert [each.id for each in line.events] == ["e0", "e1", "e2"]
        assert [status for _, status in line.statuses] == ["new", "on_hold", "open"]


def test_a_late_arrival_is_judged_by_when_it_happened() -> None:
    told = events("Mon 09:00 opened; Mon 10:00 anna replied; Mon 12:00 ben replied")
    late = replace(told[1], seq=99)
    card = assess(BY, Ticket(CONTACT, (told[0], told[2], late)), as_of=instant("Mon 13:00"))
    [found] = card.findings
    assert found.occurrences[0].events == ("e0", "e1")
    assert found.occurrences[0].employee == "anna"


def test_a_contact_without_events_has_an_empty_card() -> None:
    card = assess(BY, Ticket(CONTACT, ()), as_of=0)
    assert (card.standing, card.verdict, card.findings) == ("provisional", "undecided", ())


def test_an_opening_told_twice_begins_once_and_tells_its_facts() -> None:
    again = Event(CONTACT, "again", EventKind.OPENED, instant("Mon 10:00"), facts={"group": "b"})
    told = (*events("Mon 09:00 opened and group a"), replace(again, seq=1))
    line = timeline_of(told, instant("Mon 12:00"))
    assert line.opened is told[0]
    assert line.facts["group"] == "b"


# The first and the last second that hours are counted in.
ENDS = [(EARLIEST, EARLIEST), (EARLIEST, LATEST), (LATEST, LATEST)]


@pytest.mark.parametrize("calendars", ["office", "always", "group=night: open, office as Zendesk"])
@pytest.mark.parametrize(("opened_at", "as_of"), ENDS)
def test_the_ends_of_time_are_judged_like_any_day(
    calendars: str, opened_at: int, as_of: int
) -> None:
    by = standard(
        criterion(clock("first_reply", calendars), "PT1H..2 working days"),
        criterion(clock("kept_promise", calendars), "3 calendar days", code="C-2"),
    )
    opened = replace(events("Mon 09:00 opened")[0], at=opened_at, facts={"promised_at": LATEST})
    later = replace(opened, id="later", kind=EventKind.CHANGED, at=as_of, facts={"group": "night"})
    card = assess(by, Ticket(CONTACT, (opened, later)), as_of=as_of)
    states = [each.occurrences[0].verdict for each in card.findings]
    assert states == ["missed" if opened_at < as_of else "pending", "pending"]
