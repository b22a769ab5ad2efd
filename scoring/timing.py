"""Waits into occurrences: counted under their calendars, held against the limits of each moment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from scoring.accountable import charge
from scoring.clocks.wait import Wait
from scoring.judge import DECIDED, Held, Verdict, deciding, standing
from scoring.occurrence import State, Timing
from scoring.reckoning import Reckoning, reckoning_of, seconds_of
from scoring.rules import Rule, Schedule, rules_between, schedules_between
from scoring.timeline import Timeline
from standards.durations import Span
from standards.hours import Hours
from standards.kinds import Clock, ScheduleChange
from standards.model import AT_ONCE, Amount, Criterion


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


def timings(
    criterion: Criterion,
    clock: Clock,
    waits: Iterator[Wait],
    line: Timeline,
    hours: Mapping[str, Hours],
) -> tuple[Timing, ...]:
    """An occurrence for each wait."""
    return tuple(_timing(criterion, clock, wait, line, hours) for wait in waits)


def counted(
    criterion: Criterion, clock: Clock, wait: Wait, line: Timeline, hours: Mapping[str, Hours]
) -> tuple[Counted, ...]:
    """The wait under each rule that held, in order; the last is the one in force."""
    end = line.end if wait.ended_at is None else wait.ended_at
    rules = rules_between(line, wait.started_at, end, criterion.limits or (AT_ONCE,))
    schedules = schedules_between(line, wait.started_at, end, clock.calendar, hours)
    if len(rules) == 1 and len(schedules) == 1:
        return (_counted(rules[0], wait, end, schedules, schedules[0]),)
    if clock.calendar.on_change is ScheduleChange.OWN_STRETCH:
        return tuple(
            _counted(rule, wait, end, schedules, _at(schedules, rule.until)) for rule in rules
        )
    # Each rule sees the whole wait under the calendar of its own moment, as Zendesk does.
    both = [(rule, schedule) for rule in rules for schedule in schedules if _meet(rule, schedule)]
    return tuple(
        _counted(
            Rule(max(rule.since, held.since), min(rule.until, held.until), rule.limit),
            wait,
            end,
            (Schedule(wait.started_at, end, held.hours),),
            held,
        )
        for rule, held in both
    )


def _counted(
    rule: Rule, wait: Wait, end: int, schedules: tuple[Schedule, ...], last: Schedule
) -> Counted:
    reckoning = reckoning_of(wait, end, schedules)
    elapsed = reckoning.elapsed(rule.until)
    paused = _whole(wait, end, schedules).elapsed(rule.until) - elapsed if wait.pauses else 0
    if rule.limit is None:
        return Counted(rule, reckoning, elapsed, paused, None)
    full = seconds_of(_span(rule.limit.full), wait, last.hours)
    same = rule.limit.none is rule.limit.full
    none = full if same else seconds_of(_span(rule.limit.none), wait, last.hours)
    return Counted(rule, reckoning, elapsed, paused, Held(elapsed, full, none))


def _whole(wait: Wait, end: int, schedules: tuple[Schedule, ...]) -> Reckoning:
    """The reckoning of the wait with nothing taken out."""
    return reckoning_of(wait._replace(pauses=()), end, schedules)


def _timing(
    criterion: Criterion, clock: Clock, wait: Wait, line: Timeline, hours: Mapping[str, Hours]
) -> Timing:
    under = counted(criterion, clock, wait, line, hours)
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
    return Timing(
        started=wait.started_at,
        stopped=wait.ended_at,
        state=state,
        elapsed_seconds=shown.elapsed,
        paused_seconds=shown.paused,
        full_seconds=full,
        none_seconds=none,
        deadline=full_at if is_dated else None,
        none_deadline=none_at if is_dated else None,
        verdict=verdict,
        share=held.share if held is not None and verdict in DECIDED else None,
        employee=whose.employee,
        team=whose.team,
        rule=whose.rule,
        events=wait.events,
        changes_at=_changes_at(shown, (full_at, none_at), line.end) if is_pending else None,
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


def _at(schedules: tuple[Schedule, ...], until: int) -> Schedule:
    """The calendar in force just before the instant."""
    return next((held for held in reversed(schedules) if held.since < until), schedules[0])


def _meet(rule: Rule, schedule: Schedule) -> bool:
    start, end = max(rule.since, schedule.since), min(rule.until, schedule.until)
    return start < end or rule.since == rule.until
