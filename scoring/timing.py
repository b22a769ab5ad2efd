"""Waits into occurrences: counted under their calendars, held against the limits of each moment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from scoring.accountable import charge
from scoring.clocks.wait import Wait
from scoring.judge import DECIDED, Held, Verdict, deciding, standing
from scoring.occurrence import State, Timing
from scoring.reckoning import Reckoning, reckoning_of, seconds_of, stretches_of
from scoring.rules import (
    Rule,
    Schedule,
    Spells,
    calendars_over,
    limits_over,
    rules_between,
    schedules_between,
)
from scoring.timeline import Timeline
from standards.durations import Seconds
from standards.hours import Hours
from standards.instants import LATEST
from standards.kinds import Clock, ScheduleChange
from standards.model import AT_ONCE, Criterion, Limit

_DATED = frozenset({State.RUNNING, State.STOPPED})
_Counts = tuple[Reckoning, Reckoning]  # a wait without its pauses, and the whole of it


class Counted(NamedTuple):
    """A wait under one of the rules that held: the rule, its reckoning, and what they gave.

    `elapsed` and `paused` are open seconds up to the rule's end; `held` is None where no limit
    fitted.
    """

    rule: Rule
    reckoning: Reckoning
    elapsed: int
    paused: int
    held: Held | None


class Terms(NamedTuple):
    """What a criterion holds a ticket's waits against: the limits and calendars of its life."""

    limits: Spells[Limit | None]
    calendars: Spells[Hours]
    on_change: ScheduleChange


def timings(
    criterion: Criterion,
    clock: Clock,
    waits: Iterator[Wait],
    line: Timeline,
    hours: Mapping[str, Hours],
) -> tuple[Timing, ...]:
    """An occurrence for each wait."""
    terms = terms_of(criterion, clock, line, hours)
    return tuple([_timing(criterion, wait, line, counted(terms, wait, line)) for wait in waits])


def terms_of(
    criterion: Criterion, clock: Clock, line: Timeline, hours: Mapping[str, Hours]
) -> Terms:
    """What the criterion holds this ticket's waits against."""
    return Terms(
        limits_over(line, criterion.limits or (AT_ONCE,)),
        calendars_over(line, clock.calendar, hours),
        clock.calendar.on_change,
    )


def counted(terms: Terms, wait: Wait, line: Timeline) -> tuple[Counted, ...]:
    """The wait under each rule that held, in order; the last is the one in force."""
    start, end = wait.started_at, line.end if wait.ended_at is None else wait.ended_at
    # What changes in the second of judging holds already; what changes as the wait ends, no more.
    last = end if wait.ended_at is not None else min(end + 1, LATEST)
    rules = rules_between(terms.limits, start, last)
    schedules = schedules_between(terms.calendars, start, last)
    counts = _counts(wait, last, schedules)
    if len(schedules) == 1:
        return tuple([_counted(rule, wait, end, counts, schedules[0].hours) for rule in rules])
    own = terms.on_change is ScheduleChange.OWN_STRETCH
    found = []
    for rule, hours in _parts(rules, schedules, own=own):
        if not own:  # the whole wait under the calendar of the moment, as Zendesk does
            counts = _counts(wait, last, (Schedule(start, last, hours),))
        found.append(_counted(rule, wait, end, counts, hours))
    return tuple(found)


def _counts(wait: Wait, last: int, schedules: tuple[Schedule, ...]) -> _Counts:
    whole = reckoning_of([(wait.started_at, last)], schedules)
    if not wait.pauses:
        return whole, whole
    return reckoning_of(stretches_of(wait, last), schedules), whole


def _parts(
    rules: Sequence[Rule], schedules: Sequence[Schedule], *, own: bool
) -> Iterator[tuple[Rule, Hours]]:
    """Each rule as long as each calendar held too, wherever a calendar makes a difference to it."""
    for rule in rules:
        if own and not _in_days(rule.limit):
            yield rule, schedules[-1].hours
            continue
        for since, until, hours in schedules:
            if rule.since < until and rule.until > since:
                yield Rule(max(rule.since, since), min(rule.until, until), rule.limit), hours


def _in_days(limit: Limit | None) -> bool:
    """Whether the limit counts days, whose length only a calendar knows."""
    spans = (limit.full, limit.none) if limit is not None else ()
    return any(not isinstance(span, Seconds) for span in spans)


def _counted(rule: Rule, wait: Wait, end: int, counts: _Counts, hours: Hours) -> Counted:
    running, whole = counts
    if rule.until > end:
        rule = rule._replace(until=end)
    elapsed = running.elapsed(rule.until)
    paused = whole.elapsed(rule.until) - elapsed if wait.pauses else 0
    limit = rule.limit
    if limit is None:
        return Counted(rule, running, elapsed, paused, None)
    full = seconds_of(limit.full, wait, whole, hours)
    same = limit.none is limit.full
    none = full if same else seconds_of(limit.none, wait, whole, hours)
    return Counted(rule, running, elapsed, paused, Held(elapsed, full, none))


def _decided(
    under: tuple[Counted, ...], *, ended: bool, answered: bool
) -> tuple[Counted, Verdict | None]:
    """The rule that decides, or else the one in force, and the verdict."""
    last = under[-1]
    if len(under) == 1:
        return last, standing(last.held, ended=ended, answered=answered)
    earlier = [each.held for each in under[:-1] if each.held is not None]
    held, verdict = deciding(earlier, last.held, ended=ended, answered=answered)
    return next((each for each in under if each.held is held is not None), last), verdict


def _timing(criterion: Criterion, wait: Wait, line: Timeline, under: tuple[Counted, ...]) -> Timing:
    shown, verdict = _decided(under, ended=wait.ended_at is not None, answered=wait.answered)
    state = _state(wait, line, under[-1].held, verdict)
    held, reckoning = shown.held, shown.reckoning
    if held is None:
        full = none = full_at = none_at = None
    else:
        full, none = int(held.full), int(held.none)
        full_at = reckoning.reached(full)
        none_at = full_at if none == full else reckoning.reached(none)
    end = line.end if wait.ended_at is None else wait.ended_at
    passed_at = none_at if verdict is Verdict.MISSED and none_at is not None else end
    whose = charge(criterion.accountable, line, verdict, wait.actor, passed_at)
    is_dated = state in _DATED
    is_pending = state is State.RUNNING and verdict is Verdict.PENDING
    # In the order of its fields: named one by one they would take four times as long.
    return Timing(
        wait.started_at,
        wait.ended_at,
        state,
        shown.elapsed,
        shown.paused,
        full,
        none,
        full_at if is_dated else None,
        none_at if is_dated else None,
        verdict,
        held.share if held is not None and verdict in DECIDED else None,
        whose.employee,
        whose.team,
        whose.rule,
        wait.events,
        _changes_at(shown, (full_at, none_at), line.end) if is_pending else None,
    )


def _state(wait: Wait, line: Timeline, in_force: Held | None, verdict: Verdict | None) -> State:
    if verdict is None:
        return State.CLEARED
    if wait.ended_at is not None:
        return State.STOPPED
    if in_force is None:
        return State.CLEARED
    return State.PAUSED if wait.pauses and wait.pauses[-1][1] > line.end else State.RUNNING


def _changes_at(shown: Counted, marks: tuple[int | None, int | None], now: int) -> int | None:
    """When silence alone may next change what is shown of a pending wait."""
    for mark in marks:
        if mark is not None and mark > now:
            return mark
    # Used up to the second, perhaps at closing time: the next open second is over.
    return shown.reckoning.reached(int(shown.held.none) + 1) if shown.held is not None else None
