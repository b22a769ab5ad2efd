"""The arithmetic of a wait: day by day what counted, what was taken out, and the limit it met."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import tzinfo
from itertools import groupby

from scoring.clocks.wait import Wait
from scoring.explaining.compared import compared
from scoring.explaining.steps import (
    N_,
    At,
    Clock,
    Day,
    Lasting,
    Said,
    Shown,
    Step,
    said,
    step,
)
from scoring.explaining.words import (
    STATUSES,
    condition_said,
    event_said,
    limit_said,
    rule_said,
    verdict_said,
)
from scoring.judge import Verdict
from scoring.occurrence import State, Timing
from scoring.timeline import Timeline
from scoring.timing import Counted
from standards.kinds import Better
from standards.localtime import clock
from standards.model import Accountable

_DAYS_SHOWN = 10  # a longer wait shows its first and last days and adds up those between


def timing_steps(
    wait: Wait, found: Timing, under: tuple[Counted, ...], line: Timeline
) -> Iterator[Step]:
    """The steps from the wait's beginning to whose it is."""
    zone = under[-1].reckoning.pieces[-1].hours.calendar.zone
    events = {event.id: event for event in line.events}
    began = event_said(events[wait.events[0]])
    yield step(1, N_("Began {at} with {event}"), at=At(wait.started_at, zone), event=began)
    yield _end(wait, found, line, zone)
    if wait.due_at is not None:
        yield step(2, N_("Promised for {at}"), at=At(wait.due_at, zone))
    yield from counted_days(under[-1], found, zone)
    yield from taken_out(wait, under[-1], line, zone)
    yield step(
        2,
        N_("Counted {elapsed}; taken out {paused}"),
        elapsed=Lasting(under[-1].elapsed),
        paused=Lasting(under[-1].paused),
    )
    for each in under:
        yield from _rule(each, zone, is_last=each is under[-1])
    yield timing_compared(found)
    yield from _deadlines(found, zone)
    yield _whose(found, zone)


def _end(wait: Wait, found: Timing, line: Timeline, zone: tzinfo) -> Step:
    if wait.ended_at is None:
        text = (
            N_("Paused, as of {at}") if found.state is State.PAUSED else N_("Running, as of {at}")
        )
        return step(1, text, at=At(line.end, zone))
    if wait.actor is None:
        return step(1, N_("Ended {at} by merging"), at=At(wait.ended_at, zone))
    text = N_("Ended {at} with {event}")
    if not wait.answered:
        text = N_("Ended {at} with {event}, which is no answer")
    return step(1, text, at=At(wait.ended_at, zone), event=event_said(wait.actor))


def counted_days(counted: Counted, found: Timing, zone: tzinfo) -> Iterator[Step]:
    """A step a day with its open windows; the middle of a long wait in one."""
    windows = [
        window
        for piece in counted.reckoning.pieces
        for window in piece.hours.windows(piece.start, min(piece.end, counted.rule.until))
        if window[1] > window[0]
    ]
    days = [list(day) for _, day in groupby(windows, key=lambda window: clock(window[0], zone)[0])]
    if len(days) <= _DAYS_SHOWN + 1:
        yield from (_day(day, zone) for day in days)
        return
    half = _DAYS_SHOWN // 2
    between = days[half:-half]
    yield from (_day(day, zone) for day in days[:half])
    yield step(
        3,
        N_("further days: {count} = {sum}"),
        count=str(len(between)),
        sum=Lasting(sum(stop - start for day in between for start, stop in day)),
    )
    yield from (_day(day, zone) for day in days[-half:])


def _day(windows: list[tuple[int, int]], zone: tzinfo) -> Step:
    spans = tuple(
        said(N_("{start} to {end}"), start=Clock(start, zone), end=_until(start, stop, zone))
        for start, stop in windows
    )
    total = Lasting(sum(stop - start for start, stop in windows))
    return step(
        3, N_("{day}: {spans} = {sum}"), day=Day(windows[0][0], zone), spans=spans, sum=total
    )


def _until(start: int, stop: int, zone: tzinfo) -> At | Clock:
    """When a window ends, with its date where that is not the day on which it began."""
    is_same_day = clock(start, zone)[0] == clock(stop - 1, zone)[0]
    return Clock(stop, zone) if is_same_day else At(stop, zone)


def taken_out(wait: Wait, counted: Counted, line: Timeline, zone: tzinfo) -> Iterator[Step]:
    """A step for each time that the clock stood."""
    for start, stop in wait.pauses:
        until = min(stop, counted.rule.until)
        if until <= start:
            continue
        hours = counted.reckoning.pieces[-1].hours
        yield step(
            2,
            N_("Taken out {start} to {end}, {sum} of open time: {statuses}"),
            start=At(start, zone),
            end=At(until, zone),
            sum=Lasting(hours.elapsed(start, until)),
            statuses=_statuses(line, start, until),
        )


def _statuses(line: Timeline, start: int, stop: int) -> tuple[Said, ...]:
    """The statuses the contact had in the stretch, each once."""
    had = [status for at, status in line.statuses if at <= start][-1:]
    had += [status for at, status in line.statuses if start < at < stop]
    return tuple(said(STATUSES[status]) for status in dict.fromkeys(had))


def _rule(counted: Counted, zone: tzinfo, *, is_last: bool) -> Iterator[Step]:
    """The limit, since when and why it held, and what had been counted when it ceased to."""
    rule, held = counted.rule, counted.held
    if rule.limit is None or held is None:
        text = N_("No limit applies since {since}")
        yield step(2, text, since=At(rule.since, zone))
        return
    text = N_("Limit since {since}: full {full}, none {none}")
    values: dict[str, Shown] = {
        "since": At(rule.since, zone),
        "full": limit_said(rule.limit.full, int(held.full)),
        "none": limit_said(rule.limit.none, int(held.none)),
    }
    if rule.limit.when.wanted:
        text = N_("Limit since {since}, because {when}: full {full}, none {none}")
        values["when"] = condition_said(rule.limit.when)
    yield step(2, text, **values)
    if not is_last:
        text = N_("It held until {until}; counted by then {elapsed}")
        yield step(3, text, until=At(rule.until, zone), elapsed=Lasting(counted.elapsed))


def timing_compared(found: Timing) -> Step:
    """The wait beside its limits."""
    if found.verdict is None or found.full_seconds is None or found.none_seconds is None:
        return step(1, N_("There is nothing to judge: {verdict}"), verdict=verdict_said(None))
    amounts = {
        "value": Lasting(found.elapsed_seconds),
        "full": Lasting(found.full_seconds),
        "none": Lasting(found.none_seconds),
    }
    return compared(found.verdict, found.share, Better.LESS, amounts)


def _deadlines(found: Timing, zone: tzinfo) -> Iterator[Step]:
    if found.deadline is not None:
        yield step(2, N_("Full until {at}"), at=At(found.deadline, zone))
    if found.none_deadline is not None and found.none_deadline != found.deadline:
        yield step(2, N_("Nothing after {at}"), at=At(found.none_deadline, zone))
    if found.state is State.PAUSED and found.remaining_seconds is not None:
        yield step(2, N_("{left} left when it goes on"), left=Lasting(found.remaining_seconds))


def _whose(found: Timing, zone: tzinfo) -> Step:
    why = rule_said(found.rule)
    if found.verdict is Verdict.MISSED and found.rule is Accountable.HOLDER:
        at = found.none_deadline if found.none_deadline is not None else found.started
        why = said(N_("who held the contact as the time ran out, {at}"), at=At(at, zone))
    return whose_step(found.employee, found.team, why)


def whose_step(employee: str | None, team: str | None, why: Said) -> Step:
    """Whom an occurrence counts for and by which rule."""
    return step(
        1,
        N_("Counts for {employee}, team {team}: {why}"),
        employee=employee if employee is not None else said(N_("nobody")),
        team=team if team is not None else said(N_("none")),
        why=why,
    )
