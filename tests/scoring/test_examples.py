"""The words in which examples tell what happened: those there are, and what is said of others."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from math import inf

import pytest

from scoring.examples.happenings import events_of
from scoring.examples.numbers import events_of_number
from scoring.examples.week import Week, ordinary_week
from scoring.occurrence import Measure
from scoring.timeline import timeline_of
from standards.instants import parse_instant, show_instant
from standards.kinds import Count, Counted, Kind, Rating, RatingScale
from standards.zones import load_zone
from tests.scoring.criteria import clock, criterion, found
from tests.standards.firms import FIRMS
from tests.tables import rows

WEEK = Week(date(2026, 3, 2), load_zone("Europe/Warsaw"))

# words, after `Mon 09:00 opened` | kind role public facts | why it is here
HAPPENINGS = """
Mon 10:00 opened by agent | opened agent public {} | an agent may open
Mon 10:00 customer wrote | message customer public {} | the customer's words
Mon 10:00 replied | message agent public {} | an agent's
Mon 10:00 noted | message agent private {} | a note
Mon 10:00 bot replied | message bot public {} | a bot's
Mon 10:00 replied and solved | message agent public {'status': 'solved'} | both in one step
Mon 10:00 solved | changed agent public {'status': 'solved'} | a status
Mon 10:00 closed | changed agent public {'status': 'closed'} | another
Mon 10:00 pending | changed agent public {'status': 'pending'} | another
Mon 10:00 on hold | changed agent public {'status': 'on_hold'} | another
Mon 10:00 open | changed agent public {'status': 'open'} | another
Mon 10:00 status new | changed agent public {'status': 'new'} | a status by its name
Mon 10:00 assigned Anna Nowak | changed agent public {'assignee': 'Anna Nowak'} |
    a name of two words
Mon 10:00 unassigned | changed agent public {'assignee': None} | taken from everybody
Mon 10:00 group second line | changed agent public {'group': 'second line'} | a team
Mon 10:00 priority urgent | changed agent public {'priority': 'urgent'} | any fact and its value
Mon 10:00 fields.order 58 | changed agent public {'fields.order': '58'} | the firm's own too
Mon 10:00 promised Tue 12:00 | changed agent public {'promised_at': 1772535600} | a promise
Mon 10:00 promised Mon 09:00 | changed agent public {'promised_at': 1773043200} |
    for a day that comes, and so the next week's
Mon 10:00 rated 4 | rated customer public {'scale': 'csat', 'value': 4.0} | a rating
Mon 10:00 rated -1.5 | rated customer public {'scale': 'csat', 'value': -1.5} | any number
Mon 10:00 merged | merged agent public {} | a merge
"""


@pytest.mark.parametrize(("words", "told"), rows(HAPPENINGS))
def test_happenings_are_understood(words: str, told: str) -> None:
    _, event = events_of(("Mon 09:00 opened", words), {}, WEEK, "csat")
    public = "public" if event.public else "private"
    facts = {name: str(fact) if name == "status" else fact for name, fact in event.facts.items()}
    assert f"{event.kind} {event.role} {public} {facts}" == told
    assert event.by == ("somebody" if event.role == "agent" else None)
    assert event.at == parse_instant("2026-03-02T10:00:00+01:00")


# words, after `Mon 09:00 opened` | what is said | why it is here
MISUNDERSTOOD = """
Mon 10:00 | 'Mon 10:00' is no happening; write Mon 09:00 opened | nothing happens
replied | 'replied' is no happening; write Mon 09:00 opened | at no time
| '' is no happening; write Mon 09:00 opened | nothing at all
Monday 10:00 replied | 'Monday 10:00' is no time; write Mon 09:00 or 2026-12-24 09:00 | a long day
Mon 10 replied | 'Mon 10' is no time; write Mon 09:00 or 2026-12-24 09:00 | an hour alone
Mon 25:00 replied | 'Mon 25:00' is no time; write Mon 09:00 or 2026-12-24 09:00 | no such hour
Mon 24:01 replied | 'Mon 24:01' is no time; write Mon 09:00 or 2026-12-24 09:00 | past midnight
Mon 10:60 replied | 'Mon 10:60' is no time; write Mon 09:00 or 2026-12-24 09:00 | no such minute
2026-02-30 10:00 replied | '2026-02-30 10:00' is no time; write Mon 09:00 or 2026-12-24 09:00 |
    no such date
1969-12-31 10:00 replied | '1969-12-31 10:00' is no time; write Mon 09:00 or 2026-12-24 09:00 |
    before all calendars
9999-12-31 24:00 replied | '9999-12-31 24:00' is no time; write Mon 09:00 or 2026-12-24 09:00 |
    after them
Mon 10:00 repleid | 'repleid' is nothing that happens; write replied | misspelt
Mon 10:00 assigned | 'assigned' is cut off; write assigned NAME | to whom
Mon 10:00 rated | 'rated' is cut off; write rated NUMBER | how
Mon 10:00 rated well | 'well' is no rating; write rated 4 | a word for a rating
Mon 10:00 promised | 'promised' is cut off; write promised Tue 12:00 | for when
Mon 10:00 promised soon | 'soon' is no time; write Mon 09:00 or 2026-12-24 09:00 | no instant
Mon 10:00 status waiting | 'waiting' is no status;
    write one of new, open, pending, on_hold, solved, closed | a helpdesk's own word
Mon 10:00 promised_at Tuesday | 'promised_at Tuesday' is nothing that happens; write promised |
    an instant is no word
"""


@pytest.mark.parametrize(("words", "text"), rows(MISUNDERSTOOD))
def test_what_is_not_understood_is_told_with_what_would_be(words: str, text: str) -> None:
    with pytest.raises(ValueError, match="write") as refused:
        events_of(("Mon 09:00 opened", words), {}, WEEK, "csat")
    assert str(refused.value) == text


def test_what_is_like_nothing_known_is_told_all_that_is() -> None:
    with pytest.raises(ValueError, match=r"write opened or .+ or promised or .+ or a fact and its"):
        events_of(("Mon 09:00 opened", "Mon 10:00 xyz"), {}, WEEK, "csat")


def test_something_opens_the_contact() -> None:
    with pytest.raises(ValueError, match="nothing opens the contact; begin with"):
        events_of(("Mon 09:00 replied",), {}, WEEK, "")


def test_the_facts_of_an_example_are_known_from_the_opening_on() -> None:
    opened, replied = events_of(("Mon 09:00 opened", "Mon 10:00 replied"), {"a": 1}, WEEK, "")
    assert (opened.facts, replied.facts) == ({"a": 1}, {})


# times | instants | why it is here
TIMES = """
Mon 09:00, Mon 10:00 | 2026-03-02T08:00:00Z, 2026-03-02T09:00:00Z | the same day
Fri 16:00, Mon 09:00 | 2026-03-06T15:00:00Z, 2026-03-09T08:00:00Z |
    an earlier day is the next week's
Mon 10:00, Mon 09:00 | 2026-03-02T09:00:00Z, 2026-03-09T08:00:00Z | and so is an earlier hour
Mon 09:00, Mon 09:00 | 2026-03-02T08:00:00Z, 2026-03-02T08:00:00Z | the same minute is the same
Mon 24:00, Tue 00:00 | 2026-03-02T23:00:00Z, 2026-03-02T23:00:00Z | midnight from both sides
2026-12-24 09:00, Mon 09:00 | 2026-12-24T08:00:00Z, 2026-12-28T08:00:00Z | from a date on
Mon 09:00, 2020-01-01 09:00 | 2026-03-02T08:00:00Z, 2020-01-01T08:00:00Z |
    a date is itself, earlier or not
Fri 09:00, Thu 09:00, Wed 09:00 | 2026-03-06T08:00:00Z, 2026-03-12T08:00:00Z, 2026-03-18T08:00:00Z |
    week after week
"""


@pytest.mark.parametrize(("times", "instants"), rows(TIMES))
def test_days_follow_each_other(times: str, instants: str) -> None:
    told = tuple(f"{time} opened" for time in times.split(", "))
    at = [show_instant(event.at) for event in events_of(told, {}, WEEK, "")]
    assert ", ".join(at) == instants


# firms | since | Monday | why it is here
WEEKS = """
office | 2026-03-03T00:00:00+01:00 | 2026-03-30 | the clock changes at the end of March
office | 2026-06-01T00:00:00+02:00 | 2026-06-01 | a Monday is itself
office | 2026-06-02T00:00:00+02:00 | 2026-06-08 | or else the next one
warsaw | 2026-06-01T00:00:00+02:00 | 2026-06-08 | no holiday in three weeks
warsaw | 2026-10-05T00:00:00+02:00 | 2026-11-16 | nor an override, nor a change of the clock
always | 2026-06-01T00:00:00+02:00 | 2026-06-01 | hours that never close
office warsaw | 2026-06-01T00:00:00+02:00 | 2026-06-08 | for all calendars that may hold
"""


@pytest.mark.parametrize(("firms", "since", "monday"), rows(WEEKS))
def test_examples_are_told_in_an_ordinary_week(firms: str, since: str, monday: str) -> None:
    week = ordinary_week([FIRMS[name] for name in firms.split()], parse_instant(since))
    assert week.monday.isoformat() == monday


def test_without_a_calendar_the_week_is_utc() -> None:
    week = ordinary_week([], parse_instant("2026-06-01T00:00:00Z"))
    assert show_instant(week.instant("Mon 09:00", None)) == "2026-06-01T09:00:00Z"


def test_a_calendar_without_an_ordinary_week_has_any() -> None:
    holidays = frozenset(date(2026, 1, 1) + timedelta(n) for n in range(12 * 366))
    closed = replace(FIRMS["office"], holidays=holidays)
    assert ordinary_week([closed], parse_instant("2026-06-01T00:00:00Z")).monday == date(2026, 6, 1)


@pytest.mark.parametrize("counted", Counted)
@pytest.mark.parametrize("times", [0, 1, 3])
def test_a_count_alone_is_what_must_have_happened(counted: Counted, times: int) -> None:
    asked = criterion(Count(counted), "9")
    told = events_of_number(asked.ask, {"count": times}, {}, 1_772_438_400)
    [each] = found(asked, timeline_of(told, told[-1].at + 60)).occurrences
    assert isinstance(each, Measure)
    assert (each.value, each.verdict) == (times, "met")


def test_a_rating_alone_is_a_contact_so_rated() -> None:
    asked = criterion(Rating(RatingScale.NPS), "9..6")
    told = events_of_number(asked.ask, {"rating": 9}, {"channel": "chat"}, 1_772_438_400)
    [each] = found(asked, timeline_of(told, told[-1].at)).occurrences
    assert isinstance(each, Measure)
    assert (each.value, each.verdict, told[0].facts) == (9, "met", {"channel": "chat"})


# kind | given | what is said | why it is here
NO_NUMBERS = """
count | rating: 2 | the example gives no count; write {count: 2} | a rating for a count
count | count: many | the example gives no count; write {count: 2} | a word
count | count: 2.5 | the example gives no count; write {count: 2} | no whole number
count | count: inf | the example gives no count; write {count: 2} | without end
count | count: -1 | the example gives no count; write {count: 2} | less than none
count | count: yes | the example gives no count; write {count: 2} | yes
rating | count: 2 | the example gives no rating; write {rating: 2} | a count for a rating
rating | rating: yes | the example gives no rating; write {rating: 2} | yes
clock | count: 2 | a clock's example tells what happened: [Mon 09:00 opened, ...] | no events
"""
ASKED: dict[str, Kind] = {
    "count": Count(Counted.REPLIES),
    "rating": Rating(RatingScale.CSAT),
    "clock": clock("first_reply"),
}
VALUES = {"many": "many", "2.5": 2.5, "-1": -1, "inf": inf, "yes": True, "2": 2}


@pytest.mark.parametrize(("kind", "given", "text"), rows(NO_NUMBERS))
def test_a_number_is_that_of_the_kind(kind: str, given: str, text: str) -> None:
    name, value = given.split(": ")
    with pytest.raises(ValueError, match="example") as refused:
        events_of_number(ASKED[kind], {name: VALUES[value]}, {}, 0)
    assert str(refused.value) == text
