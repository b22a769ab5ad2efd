"""Counts a wait under its calendars: what passed, and when a limit is reached."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from scoring.clocks.wait import Stretch, Wait
from scoring.rules import Schedule
from standards.durations import CalendarDays, Seconds, Span, WorkingDays
from standards.hours import Hours
from standards.instants import LATEST


class Piece(NamedTuple):
    """A stretch in which the clock ran, the hours it ran under, and the open seconds in it."""

    start: int
    end: int
    hours: Hours
    counted: int


class Reckoning(NamedTuple):
    """The pieces of a wait that count, in order; never empty."""

    pieces: Sequence[Piece]

    def elapsed(self, until: int) -> int:
        """Open seconds counted up to the instant."""
        total = 0
        for start, end, hours, counted in self.pieces:
            total += counted if end <= until else hours.elapsed(start, until)
        return total

    def reached(self, seconds: int) -> int | None:
        """The first instant with so many seconds counted, the last piece going on for ever.

        None when it never comes.
        """
        left = seconds
        last = self.pieces[-1]
        for piece in self.pieces:
            if piece is last or piece.counted >= left:
                break
            left -= piece.counted
        return piece.hours.deadline(piece.start, left)

    def goes_on(self, after: int) -> int | None:
        """The first open instant after this one, the last piece going on for ever."""
        return self.pieces[-1].hours.next_opening(min(after + 1, LATEST))


def reckoning_of(stretches: Sequence[Stretch], schedules: tuple[Schedule, ...]) -> Reckoning:
    """The stretches, of which there is one at least, counted under the calendars that held."""
    if len(schedules) == 1:
        hours = schedules[0].hours
        return Reckoning([_piece(start, stop, hours) for start, stop in stretches])
    pieces = [
        _piece(max(start, schedule.since), min(stop, schedule.until), schedule.hours)
        for start, stop in stretches
        for schedule in schedules
        if start < schedule.until and stop > schedule.since
    ]
    return Reckoning(pieces or [_piece(*stretches[0], schedules[0].hours)])


def stretches_of(wait: Wait, end: int) -> list[Stretch]:
    """The wait up to `end` without its pauses, in order; an empty stretch when nothing is left."""
    if not wait.pauses:
        return [(wait.started_at, end)]
    running, since = [], wait.started_at
    for start, stop in wait.pauses:
        if start > since:
            running.append((since, min(start, end)))
        since = stop
    if since < end:
        running.append((since, end))
    return running or [(wait.started_at, wait.started_at)]


def _piece(start: int, end: int, hours: Hours) -> Piece:
    return Piece(start, end, hours, hours.elapsed(start, end))


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
            return hours.elapsed(start, _ever(hours.working_days(start, span.days)))
        case CalendarDays():
            return hours.elapsed(start, _ever(hours.calendar_days(start, span.days)))


def _ever(instant: int | None) -> int:
    """The instant, or the end of all calendars where it never comes."""
    return LATEST if instant is None else instant
