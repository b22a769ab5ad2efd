"""Which limits a kind of question takes, which it has by itself, and what is wrong with some."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from standards.conditions import Condition
from standards.durations import CalendarDays, Seconds, WorkingDays
from standards.kinds import (
    KIND_WORDS,
    Better,
    Choice,
    Clock,
    Count,
    Duration,
    KeptPromise,
    Kind,
    Number,
    Photo,
    Rating,
    Scale,
    Text,
    YesNo,
)
from standards.model import AT_ONCE, Amount, Limit
from standards.said import Said, both

Told: TypeAlias = tuple[int, str, str]  # the row, its key or "", and the message

TIMED = (Clock, Duration)
COUNTED = (Count, Rating, Number, Scale)
SHARED = (YesNo, Choice, Text, Photo)  # the answer says itself which share it earns
BY_ITSELF = (KeptPromise, Scale)


def limits_or_default(ask: Kind, limits: tuple[Limit, ...]) -> tuple[Limit, ...]:
    """The limits written, or those the kind has by itself; empty when it has none."""
    match ask:
        case _ if limits:
            return limits
        case KeptPromise():
            return (AT_ONCE,)
        case Scale():
            return (Limit(full=float(ask.most), none=float(ask.least)),)
    return ()


def in_calendar_days(limits: tuple[Limit, ...]) -> bool:
    """Whether the limits are in calendar days, which count round the clock."""
    return any(isinstance(limit.full, CalendarDays) for limit in limits)


def wrong_presence(ask: Kind, limits: tuple[Limit, ...]) -> str | None:
    """What is wrong with there being limits, or none; None when all is well."""
    word = KIND_WORDS[type(ask)]
    if limits and isinstance(ask, SHARED):
        mend = Said("take them out, for its answers say what they earn")
        return both(Said("{kind} takes no limits", kind=word), mend)
    if limits or isinstance(ask, (*SHARED, *BY_ITSELF)):
        return None
    example = "{full: PT4H}" if isinstance(ask, TIMED) else "{full: 2}"
    return both(Said("limits are missing"), Said("add `limits: {example}`", example=example))


def faults(ask: Kind, limits: tuple[Limit, ...], always: frozenset[bool]) -> Iterator[Told]:
    """What is wrong with the rows; `always` says of its calendars whether they never close."""
    for row, limit in enumerate(limits):
        for key, amount in _written(limit):
            if wrong := _wrong_amount(ask, amount, always):
                yield row, key, wrong
        if wrong := _wrong_order(ask.better, limit):
            yield row, "none", wrong
    yield from _mixed(limits)
    for row, earlier in unreachable(tuple(limit.when for limit in limits)):
        yield row, "", never_reached(earlier)


def unreachable(rows: tuple[Condition, ...]) -> Iterator[tuple[int, int]]:
    """Each row that an earlier one always fits before, with that earlier one."""
    for later, row in enumerate(rows):
        earlier = next((n for n, other in enumerate(rows[:later]) if _covers(other, row)), None)
        if earlier is not None:
            yield later, earlier


def never_reached(earlier: int) -> str:
    """What is wrong with a row that the earlier one (from 0 on) always fits before."""
    mend = Said("row {row} fits whenever it does", row=earlier + 1)
    return both(Said("this row is never reached"), mend)


def _covers(one: Condition, other: Condition) -> bool:
    """Whether whatever fits the other also fits this one."""
    wanted = dict(other.wanted)
    return all(name in wanted and wanted[name] <= values for name, values in one.wanted)


def _written(limit: Limit) -> Iterator[tuple[str, Amount]]:
    yield "full", limit.full
    if limit.none is not limit.full:
        yield "none", limit.none


def _wrong_amount(ask: Kind, amount: Amount, always: frozenset[bool]) -> str | None:
    word = KIND_WORDS[type(ask)]
    match amount:
        case float() if isinstance(ask, TIMED):
            what = Said("{kind} is limited by time, not by {amount:g}", kind=word, amount=amount)
            return both(what, Said("write a span such as PT4H"))
        case float() if isinstance(ask, Scale) and not ask.least <= amount <= ask.most:
            what = Said("{amount:g} is not on the scale", amount=amount)
            return both(what, Said("write {least} to {most}", least=ask.least, most=ask.most))
        case Seconds() | WorkingDays() | CalendarDays() if isinstance(ask, COUNTED):
            what = Said("{kind} is limited by a number, not by time", kind=word)
            return both(what, Said("write one such as 2"))
        case WorkingDays() | CalendarDays() if isinstance(ask, Duration):
            return both(Said("what a person timed has no calendar"), Said("write it as PT5M"))
        case WorkingDays() if True in always:
            what = Said("hours that never close have no working days")
            return both(what, Said("write {{calendar_days: 2}}"))
        case Seconds(has_days=True) if False in always:
            what = Said("a day of opening hours has no length")
            return both(what, Said("write {{working_days: 2}}, or PT16H"))
    return None


def _wrong_order(better: Better, limit: Limit) -> str | None:
    """What is wrong where `none` is better than `full`; spans of different sorts have no order."""
    if type(limit.full) is not type(limit.none):
        return None
    full, none = _size(limit.full), _size(limit.none)
    stricter = Said("`none` is stricter than `full`")
    if better is Better.LESS and none < full:
        return both(stricter, Said("write more than there, or leave it out"))
    if better is Better.MORE and none > full:
        return both(stricter, Said("write less than there, or leave it out"))
    return None


def _mixed(limits: tuple[Limit, ...]) -> Iterator[Told]:
    written = [(row, *each) for row, limit in enumerate(limits) for each in _written(limit)]
    others = [each for each in written if not isinstance(each[2], CalendarDays)]
    if 0 < len(others) < len(written):
        row, key, _ = others[0]
        what = Said("calendar days stand beside other spans")
        yield row, key, both(what, Said("write all as {{calendar_days: 2}}"))


def _size(amount: Amount) -> float:
    match amount:
        case Seconds():
            return amount.seconds
        case WorkingDays() | CalendarDays():
            return amount.days
    return amount
