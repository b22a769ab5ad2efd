"""Counts a wait under its calendars: what passed, and when a limit is reached."""

from __future__ import annotations

from dataclasses import dataclass

from scoring.clocks.wait import Wait
from scoring.rules import Schedule
from standards.durations import CalendarDays, Seconds, Span, WorkingDays
from standards.hours import Hours


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch in which the clock ran, and the hours it ran under."""

    start: int
    end: int
    hours: Hours


@dataclass(frozen=True, slots=True)
class Reckoning:
    """The pieces of a wait that count, in order; never empty."""

    pieces: tuple[Piece, ...]

    def elapsed(self, until: int) -> int:
        """Open seconds counted up to the instant."""
        return sum(
            piece.hours.elapsed(piece.start, min(piece.end, until))
            for piece in self.pieces
            if piece.start < until
        )

    def reached(self, seconds: int) -> int | None:
        """The first instant with so many seconds counted, the last piece going on for ever.

        None when it never comes.
        """
        left = seconds
        for piece in self.pieces[:-1]:
            counted = piece.hours.elapsed(piece.start, piece.end)
            if counted >= left:
                return piece.hours.deadline(piece.start, left)
            left -= counted
        last = self.pieces[-1]
        return last.hours.deadline(last.start, left)

    def goes_on(self, after: int) -> int | None:
        """The first open instant after this one, the last piece going on for ever."""
        return self.pieces[-1].hours.next_opening(after + 1)


def reckoning_of(wait: Wait, end: int, schedules: tuple[Schedule, ...]) -> Reckoning:
    """The wait up to `end` under its calendars, its pauses taken out."""
    if not wait.pauses and len(schedules) == 1:
        return Reckoning((Piece(wait.started_at, end, schedules[0].hours),))
    pieces = tuple(
        Piece(max(start, schedule.since), min(stop, schedule.until), schedule.hours)
        for start, stop in _running(wait, end)
        for schedule in schedules
        if start < schedule.until and stop > schedule.since
    )
    nothing = Piece(wait.started_at, wait.started_at, schedules[0].hours)
    return Reckoning(pieces or (nothing,))


def _running(wait: Wait, end: int) -> list[tuple[int, int]]:
    """`[start, end)` of the wait without its pauses, in order."""
    running, since = [], wait.started_at
    for start, stop in wait.pauses:
        if start > since:
            running.append((since, min(start, end)))
        since = stop
    if since < end:
        running.append((since, end))
    return running


def seconds_of(span: Span, wait: Wait, hours: Hours) -> int:
    """The seconds a limit allows this wait; a promise allows the time until the instant promised.

    Negative when the promise lay in the past as it was made.
    """
    if wait.due_at is None:
        return _seconds(span, wait.started_at, hours)
    promised = hours.elapsed(wait.started_at, wait.due_at)
    late = hours.elapsed(wait.due_at, wait.started_at)
    return promised - late + _seconds(span, max(wait.due_at, wait.started_at), hours)


def _seconds(span: Span, start: int, hours: Hours) -> int:
    match span:
        case Seconds():
            return span.seconds
        case WorkingDays():
            return hours.elapsed(start, _known(hours.working_days(start, span.days)))
        case CalendarDays():
            return hours.elapsed(start, _known(hours.calendar_days(start, span.days)))


def _known(instant: int | None) -> int:
    if instant is None:
        raise ValueError("the calendar holds no such day")
    return instant
