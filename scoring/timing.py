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
from standards.durations import Span
from standards.hours import Hours
from standards.kinds import Clock, ScheduleChange
from standards.model import AT_ONCE, Amount, Criterion, Limit


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
    return tuple([_timing(criterion, terms, wait, line) for wait in waits])


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
    rules = rules_between(terms.limits, start, end)
    schedules = schedules_between(terms.calendars, start, end)
    if len(schedules) == 1 or terms.on_change is ScheduleChange.OWN_STRETCH:
        return tuple(_under(rules, wait, end, schedules))
    # Each rule sees the whole wait under the calendar of its own moment, as Zendesk does.
    return tuple(
        [
            found
            for held in schedules
            for found in _under(_while(held, rules), wait, end, (Schedule(start, end, held.hours),))
        ]
    )


def _under(
    rules: Sequence[Rule], wait: Wait, end: int, schedules: tuple[Schedule, ...]
) -> list[Counted]:
    """The wait under these rules, counted by these calendars."""
    running = reckoning_of(stretches_of(wait, end), schedules)
    whole = reckoning_of([(wait.started_at, end)], schedules) if wait.pauses else running
    return [_counted(rule, wait, running, whole, schedules) for rule in rules]


def _while(schedule: Schedule, rules: Sequence[Rule]) -> list[Rule]:
    """The rules as long as the calendar held too."""
    since, until, _ = schedule
    return [
        Rule(max(rule.since, since), min(rule.until, until), rule.limit)
        for rule in rules
        if rule.since < until and rule.until > since
    ]


def _counted(
    rule: Rule,
    wait: Wait,
    running: Reckoning,
    whole: Reckoning,
    schedules: tuple[Schedule, ...],
) -> Counted:
    elapsed = running.elapsed(rule.until)
    paused = whole.elapsed(rule.until) - elapsed if wait.pauses else 0
    limit = rule.limit
    if limit is None:
        return Counted(rule, running, elapsed, paused, None)
    hours = _hours_at(schedules, rule.until)
    full = seconds_of(_span(limit.full), wait, hours)
    same = limit.none is limit.full
    none = full if same else seconds_of(_span(limit.none), wait, hours)
    return Counted(rule, running, elapsed, paused, Held(elapsed, full, none))


def _timing(criterion: Criterion, terms: Terms, wait: Wait, line: Timeline) -> Timing:
    under = counted(terms, wait, line)
    shown, verdict = _decided(under, ended=wait.ended_at is not None, answered=wait.answered)
    return _occurrence(criterion, wait, line, shown, verdict)


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


def _occurrence(
    criterion: Criterion, wait: Wait, line: Timeline, shown: Counted, verdict: Verdict | None
) -> Timing:
    held, reckoning = shown.held, shown.reckoning
    state = _state(wait, line, held, verdict)
    if held is None:
        full = none = full_at = none_at = None
    else:
        full, none = int(held.full), int(held.none)
        full_at = reckoning.reached(full)
        none_at = full_at if none == full else reckoning.reached(none)
    end = line.end if wait.ended_at is None else wait.ended_at
    passed_at = none_at if verdict is Verdict.MISSED and none_at is not None else end
    whose = charge(criterion.accountable, line, verdict, wait.actor, passed_at)
    is_dated = state is State.RUNNING or state is State.STOPPED
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


def _state(wait: Wait, line: Timeline, held: Held | None, verdict: Verdict | None) -> State:
    if verdict is None:
        return State.CLEARED
    if wait.ended_at is not None:
        return State.STOPPED
    if held is None:
        return State.CLEARED
    return State.PAUSED if wait.pauses and wait.pauses[-1][1] > line.end else State.RUNNING


def _changes_at(shown: Counted, marks: tuple[int | None, int | None], now: int) -> int | None:
    """When silence alone may next change what is shown of a pending wait."""
    for mark in marks:
        if mark is not None and mark > now:
            return mark
    # Used up to the second at closing time: it passes once the hours go on.
    return shown.reckoning.goes_on(now)


def _span(amount: Amount) -> Span:
    if isinstance(amount, int | float):
        raise TypeError(f"a clock's limit is a span of time, not {amount!r}")
    return amount


def _hours_at(schedules: tuple[Schedule, ...], until: int) -> Hours:
    """The calendar in force just before the instant."""
    for held in reversed(schedules):
        if held.since < until:
            return held.hours
    return schedules[0].hours
