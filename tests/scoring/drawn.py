"""Tickets, calendars and criteria drawn at random, on a grid of five minutes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from scoring.evidence import Event, EventKind, Role, Ticket
from standards.calendar import Calendar, Window, Windows
from standards.conditions import Condition, Facts
from standards.durations import CalendarDays, Seconds, WorkingDays
from standards.hours import Hours
from standards.kinds import (
    AgentWork,
    CalendarChoice,
    Count,
    Counted,
    FirstReply,
    KeptPromise,
    Kind,
    NextReply,
    PeriodicUpdate,
    Rating,
    RatingScale,
    Reopen,
    RequesterWait,
    Resolution,
    ScheduleChange,
    Status,
    Timed,
)
from standards.localtime import instant
from standards.model import Accountable, Combine, Criterion, Limit, Severity, Standard
from standards.zones import load_zone
from tests.scoring.criteria import criterion, standard

STEP = 300
CONTACT = "zd-acme/ticket/1"

# Where the clock changes within days of the date; Apia lost one of them.
PLACES: Sequence[tuple[str, date]] = (
    ("Europe/Warsaw", date(2026, 3, 26)),
    ("Europe/Warsaw", date(2026, 10, 22)),
    ("America/New_York", date(2026, 3, 5)),
    ("Australia/Lord_Howe", date(2026, 4, 2)),
    ("Pacific/Apia", date(2011, 12, 28)),
    ("UTC", date(2026, 12, 30)),
)

# What may happen, and how often beside the others: kind, role, public, facts.
_Told = tuple[EventKind, Role, bool, Facts]
_AGENT, _CUSTOMER = Role.AGENT, Role.CUSTOMER
_TALK: tuple[_Told, ...] = (
    (EventKind.MESSAGE, _AGENT, True, {}),
    (EventKind.MESSAGE, _AGENT, True, {}),
    (EventKind.MESSAGE, _AGENT, True, {"status": Status.PENDING}),
    (EventKind.MESSAGE, _AGENT, True, {"status": Status.SOLVED}),
    (EventKind.MESSAGE, _CUSTOMER, True, {}),
    (EventKind.MESSAGE, _CUSTOMER, True, {}),
    (EventKind.MESSAGE, _CUSTOMER, True, {"status": Status.OPEN}),
)
_QUIET: tuple[_Told, ...] = (
    (EventKind.MESSAGE, _AGENT, False, {}),
    (EventKind.MESSAGE, Role.BOT, True, {}),
    (EventKind.MESSAGE, Role.SYSTEM, True, {}),
)
_STATUSES: tuple[_Told, ...] = tuple(
    (EventKind.CHANGED, _AGENT, True, {"status": status}) for status in Status
)
_CHANGES: tuple[_Told, ...] = tuple(
    (EventKind.CHANGED, _AGENT, True, {name: value})
    for name, values in {
        "priority": ("low", "urgent"),
        "group": ("day", "night"),
        "assignee": ("anna", "ben", None),
    }.items()
    for value in values
)
_RARE: tuple[_Told, ...] = (
    (EventKind.RATED, _CUSTOMER, True, {"scale": "csat", "value": 4}),
    (EventKind.RATED, _CUSTOMER, True, {"scale": "csat", "value": 2}),
    (EventKind.MERGED, _AGENT, True, {}),
    (EventKind.OPENED, _CUSTOMER, True, {}),
)
_SCENES: tuple[tuple[_Told, ...], ...] = (
    (_TALK[3], _TALK[6]),  # solved and reopened by the customer
    (_STATUSES[4], _STATUSES[1]),  # or by an agent
    (_TALK[2], _TALK[6]),  # pending until the customer writes
    (_TALK[4], _TALK[0]),  # asked and answered
)
_PROMISES = st.one_of(st.none(), st.integers(-20, 100), st.integers(0, 400))
_HAPPENINGS = st.one_of(
    st.sampled_from(_SCENES),
    *(
        st.sampled_from(each).map(lambda told: (told,))
        for each in (_TALK, _TALK, _STATUSES, _CHANGES, _QUIET, _RARE)
    ),
    st.just((None,)),  # a promise
)
_GAPS = st.one_of(st.just(0), st.integers(0, 6), st.integers(0, 100), st.integers(0, 500))


@dataclass(frozen=True)
class Drawn:
    """A ticket, a standard of one or more criteria to judge it by, and an instant of judging."""

    standard: Standard
    events: tuple[Event, ...]
    as_of: int

    def __repr__(self) -> str:
        """As short as it can be said, for what fails."""
        told = (
            f"{each.at - self.events[0].at:+} {each.role} {each.kind}"
            f"{'' if each.public else ' note'} {dict(each.facts) or ''}"
            for each in self.events
        )
        asked = (f"{each.ask} {each.limits} {each.combine}" for each in self.standard.criteria)
        firms = (f"{each.calendar}" for each in self.standard.hours.values())
        since = f"since {self.events[0].at}, as of {self.as_of - self.events[0].at:+}"
        return "\n".join(("Drawn", *firms, *asked, *told, since))

    @property
    def ticket(self) -> Ticket:
        """The ticket of all events."""
        return Ticket(CONTACT, self.events)

    @property
    def known(self) -> Ticket:
        """The ticket of the events that had happened by the instant."""
        return Ticket(CONTACT, tuple(each for each in self.events if each.at <= self.as_of))


@st.composite
def drawn(draw: st.DrawFn, *, only: st.SearchStrategy[Criterion] | None = None) -> Drawn:
    """Any ticket under any criteria, or under those of one sort, at any instant of its life."""
    zone, day = draw(st.sampled_from(PLACES))
    hours = {name: Hours(draw(calendars(zone, day))) for name in ("one", "two")}
    hours["always"] = Hours(Calendar("always", load_zone(zone), None))
    told = draw(events(instant(day, 9 * 3_600, load_zone(zone))))
    asked = draw(st.lists(criteria() if only is None else only, min_size=1, max_size=4))
    named = [replace(each, code=f"C-{place}") for place, each in enumerate(asked)]
    at = draw(st.sampled_from(told)).at + STEP * draw(_GAPS)
    return Drawn(standard(*named, hours=hours), told, at)


@st.composite
def calendars(draw: st.DrawFn, zone: str, day: date) -> Calendar:
    """A calendar with a window at least, and dates that differ around the day."""
    week = {weekday: draw(windows()) for weekday in range(7)}
    if not any(week.values()):
        week[0] = (Window(9 * 3_600, 17 * 3_600),)
    days = st.integers(0, 9).map(lambda n: day + timedelta(n))
    return Calendar(
        name="drawn",
        zone=load_zone(zone),
        week=week,
        holidays=draw(st.frozensets(days, max_size=2)),
        overrides=draw(st.dictionaries(days, windows(), max_size=2)),
        breaks=draw(st.dictionaries(days, windows(), max_size=1)),
    )


def windows() -> st.SearchStrategy[Windows]:
    """The windows of a day: office hours, the whole day, none, or any two."""
    usual: Sequence[Windows] = (
        (),
        (Window(9 * 3_600, 17 * 3_600),),
        (Window(8 * 3_600, 12 * 3_600), Window(13 * 3_600, 17 * 3_600)),
        (Window(0, 86_400),),
        (Window(0, 4 * 3_600), Window(22 * 3_600, 86_400)),
    )
    edges = st.lists(st.integers(0, 288), min_size=4, max_size=4, unique=True).map(sorted)
    drawn = edges.map(
        lambda e: (Window(e[0] * STEP, e[1] * STEP), Window(e[2] * STEP, e[3] * STEP))
    )
    return st.one_of(st.sampled_from(usual), drawn)


@st.composite
def events(draw: st.DrawFn, start: int) -> tuple[Event, ...]:
    """The events of a ticket in the order of their arrival; some share an instant."""
    role = draw(st.sampled_from((_CUSTOMER, _CUSTOMER, _AGENT)))
    opening: _Told = (EventKind.OPENED, role, True, draw(facts()))
    words: list[_Told] = draw(st.sampled_from(([], [(EventKind.MESSAGE, role, True, {})])))
    scenes: list[tuple[_Told | None, ...]] = draw(st.lists(_HAPPENINGS, max_size=12))
    found: list[Event] = []
    at = start
    for place, each in enumerate([opening, *words, *(told for scene in scenes for told in scene)]):
        at += STEP * draw(_GAPS) if place > len(words) else 0
        kind, by, public, known = each if each is not None else _promise(draw(_PROMISES), at)
        who = draw(st.sampled_from(("anna", "ben"))) if by is _AGENT else None
        found.append(Event(CONTACT, f"e{place}", kind, at, by, who, public, known, place))
    return tuple(found)


def _promise(steps: int | None, at: int) -> _Told:
    due = None if steps is None else at + steps * STEP
    return EventKind.CHANGED, _AGENT, True, {"promised_at": due}


def facts() -> st.SearchStrategy[Facts]:
    """What is known with the opening."""
    return st.fixed_dictionaries(
        {},
        optional={
            "priority": st.sampled_from(("low", "urgent")),
            "group": st.sampled_from(("day", "night")),
            "assignee": st.sampled_from(("anna", "ben")),
            "status": st.sampled_from((Status.NEW, Status.OPEN, Status.PENDING)),
        },
    )


def criteria() -> st.SearchStrategy[Criterion]:
    """A clock most of the time, else a count or the rating."""
    counts = st.builds(Count, st.sampled_from(Counted))
    rating = st.just(Rating(RatingScale.CSAT))
    measures = st.one_of(st.tuples(counts, _limits(_SMALL)), st.tuples(rating, _falling()))
    measured = measures.flatmap(lambda pair: _criterion(pair[0], pair[1]))
    return st.one_of(clocked(), clocked(), clocked(), measured)


def clocked(
    asks: st.SearchStrategy[Timed] | None = None,
) -> st.SearchStrategy[Criterion]:
    """A criterion of a clock, with limits of any sort."""
    return st.tuples(clocks() if asks is None else asks, _limits(_SPANS)).flatmap(
        lambda pair: _criterion(pair[0], pair[1])
    )


def _criterion(ask: Kind, limits: tuple[Limit, ...]) -> st.SearchStrategy[Criterion]:
    return st.builds(
        criterion,
        st.just(ask),
        limits=st.just(limits),
        combine=st.sampled_from(Combine),
        accountable=st.sampled_from(Accountable),
        severity=st.sampled_from(Severity),
        weight=st.sampled_from((0, 1, 3)),
    )


CLOCKS: Sequence[type[Timed]] = (
    FirstReply,
    NextReply,
    PeriodicUpdate,
    RequesterWait,
    AgentWork,
    Resolution,
    KeptPromise,
)


@st.composite
def clocks(
    draw: st.DrawFn, *, kinds: Sequence[type[Timed]] = CLOCKS, one_calendar: bool = False
) -> Timed:
    """Any clock with any options."""
    kind = draw(st.sampled_from(kinds))
    more: dict[str, Any] = {"calendar": draw(_choices(one_calendar=one_calendar))}
    if draw(st.booleans()):
        paused = (Status.PENDING, Status.ON_HOLD, Status.OPEN)
        more["pause_on"] = draw(st.frozensets(st.sampled_from(paused), max_size=2))
    if kind is not NextReply and draw(st.booleans()):
        more["reopen"] = draw(st.sampled_from(Reopen))
    if kind is PeriodicUpdate:
        more["from_creation"] = draw(st.booleans())
    return kind(**more)


def _choices(*, one_calendar: bool) -> st.SearchStrategy[CalendarChoice]:
    alone = st.sampled_from(("one", "two", "always")).map(CalendarChoice.only)
    night = (Condition.of({"group": ("night",)}), "two")
    both = st.builds(
        CalendarChoice,
        st.just((night, (Condition(), "one"))),
        st.sampled_from(ScheduleChange),
    )
    return alone if one_calendar else st.one_of(alone, both)


_SMALL = st.tuples(st.integers(0, 3), st.integers(0, 3)).map(lambda two: (two[0], sum(two)))
_TIME = st.integers(0, 300).map(lambda steps: Seconds(steps * STEP))
_SPANS = st.one_of(
    st.tuples(_TIME, _TIME).map(lambda two: (two[0], Seconds(two[0].seconds + two[1].seconds))),
    _TIME.map(lambda span: (span, span)),
    st.integers(1, 3).map(lambda days: (WorkingDays(days), WorkingDays(days + 1))),
    st.integers(1, 3).map(lambda days: (CalendarDays(days), CalendarDays(days))),
)
_WHENS: Mapping[str, Condition] = {
    name: Condition.of({"priority": (name,)}) for name in ("low", "urgent")
}


@st.composite
def _limits(draw: st.DrawFn, amounts: st.SearchStrategy[tuple[Any, Any]]) -> tuple[Limit, ...]:
    """One limit for all, one beside others, or some for some alone."""
    rows = [Limit(*draw(amounts), when) for when in draw(_SOME)]
    if not rows or draw(st.booleans()):
        rows.append(Limit(*draw(amounts)))
    return tuple(rows)


_SOME = st.lists(st.sampled_from(list(_WHENS.values())), max_size=2, unique_by=id)


def _falling() -> st.SearchStrategy[tuple[Limit, ...]]:
    return st.sampled_from(((Limit(5, 1),), (Limit(3, 3),)))
