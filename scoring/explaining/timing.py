"""The arithmetic of a wait: day by day what counted, what was taken out, and the limit it met."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import tzinfo
from itertools import groupby

from scoring.clocks.wait import Wait
from scoring.explaining.steps import (
    N_,
    At,
    Clock,
    Day,
    Lasting,
    Said,
    Share,
    Shown,
    Step,
    said,
    step,
)
from scoring.explaining.words import (
    STATUSES,
    amount_said,
    condition_said,
    event_said,
    rule_said,
    verdict_said,
)
from scoring.judge import Held, Verdict
from scoring.occurrence import State, Timing
from scoring.timeline import Timeline
from scoring.timing import Counted
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
    yield from _counted_days(under[-1], found, zone)
    yield from _taken_out(wait, under[-1], line, zone)
    yield step(
        2,
        N_("Counted {elapsed}; taken out {paused}"),
        elapsed=Lasting(under[-1].elapsed),
        paused=Lasting(under[-1].paused),
    )
    for each in under:
        yield from _rule(each, zone, is_last=each is under[-1])
    yield from _verdict(found, next((each for each in under if _is(each, found)), under[-1]))
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


def _counted_days(counted: Counted, found: Timing, zone: tzinfo) -> Iterator[Step]:
    """A step a day with its open windows; the middle of a long wait in one."""
    windows = [
        window
        for piece in counted.reckoning.pieces
        for window in piece.hours.windows(piece.start, min(piece.end, counted.rule.until))
        if window[1] > window[0]
    ]
    days = [list(day) for _, day in groupby(windows, key=lambda window: clock(window[0], zone)[0])]
    if len(days) <= _DAYS_SHOWN:
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
        said(N_("{start} to {end}"), start=Clock(start, zone), end=Clock(stop, zone))
        for start, stop in windows
    )
    total = Lasting(sum(stop - start for start, stop in windows))
    return step(
        3, N_("{day}: {spans} = {sum}"), day=Day(windows[0][0], zone), spans=spans, sum=total
    )


def _taken_out(wait: Wait, counted: Counted, line: Timeline, zone: tzinfo) -> Iterator[Step]:
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
    yield step(
        2,
        N_(
            "Limit since {since}, {when}: full {full} = {full_counted}, none {none} = {none_counted}"
        ),
        since=At(rule.since, zone),
        when=condition_said(rule.limit.when),
        full=amount_said(rule.limit.full),
        full_counted=Lasting(int(held.full)),
        none=amount_said(rule.limit.none),
        none_counted=Lasting(int(held.none)),
    )
    if not is_last:
        text = N_("It held until {until}; counted by then {elapsed}")
        yield step(3, text, until=At(rule.until, zone), elapsed=Lasting(counted.elapsed))


def _is(counted: Counted, found: Timing) -> bool:
    held = counted.held
    return held is not None and (held.value, held.full, held.none) == (
        found.elapsed_seconds,
        found.full_seconds,
        found.none_seconds,
    )


def _verdict(found: Timing, counted: Counted) -> Iterator[Step]:
    held = counted.held
    values: dict[str, Shown] = {"verdict": verdict_said(found.verdict)}
    if held is None or found.verdict is None:
        yield step(1, N_("There is nothing to judge: {verdict}"), **values)
        return
    values |= {
        "elapsed": Lasting(int(held.value)),
        "full": Lasting(int(held.full)),
        "none": Lasting(int(held.none)),
        "share": Share(held.share),
    }
    yield step(1, _COMPARED[_place(held, found.verdict)], **values)


_COMPARED = {
    "within": N_("{elapsed} is not more than {full}: {verdict}, share {share}"),
    "beyond": N_("{elapsed} is more than {none}: {verdict}, share {share}"),
    "between": N_(
        "{elapsed} lies between {full} and {none}: {verdict}, "
        "share ({none} - {elapsed}) / ({none} - {full}) = {share}"
    ),
    "waiting": N_("{elapsed} so far, missed after {none}: {verdict}"),
}


def _place(held: Held, verdict: Verdict) -> str:
    if verdict is Verdict.PENDING:
        return "waiting"
    return {Verdict.MET: "within", Verdict.MISSED: "beyond"}.get(verdict, "between")


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
