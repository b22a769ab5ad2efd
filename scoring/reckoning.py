"""Counts a wait under its calendars: what passed, and when a limit is reached."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from scoring.clocks.wait import Stretch, Wait
from scoring.rules import Schedule
from standards.durations import CalendarDays, Seconds, WorkingDays
from standards.hours import Hours
from standards.instants import LATEST
from standards.model import Amount


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

    def ahead(self, until: int) -> int:
        """Open seconds up to the instant, the last piece going on for ever."""
        last = self.pieces[-1]
        return self.elapsed(until) + last.hours.elapsed(last.end, until)

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


def reckoning_of(stretches: Sequence[Stretch], schedules: tuple[Schedule, ...]) -> Reckoning:
    """The stretches, of which there is one at least, counted under the calendars that held."""
    hours = schedules[-1].hours
    if len(schedules) == 1:
        return Reckoning([_piece(start, stop, hours) for start, stop in stretches])
    pieces = [
        _piece(max(start, schedule.since), min(stop, schedule.until), schedule.hours)
        for start, stop in stretches
        for schedule in schedules
        if start < schedule.until and stop > schedule.since
    ]
    end = stretches[-1][1]
    return Reckoning([*pieces, _piece(end, end, hours)])


def stretches_of(wait: Wait, end: int) -> list[Stretch]:
    """The wait up to `end` without its pauses, in order; the last goes on from the last pause."""
    running, since = [], wait.started_at
    for start, stop in wait.pauses:
        if start > since:
            running.append((since, start))
        since = stop
    return [*running, (since, end)]


def _piece(start: int, end: int, hours: Hours) -> Piece:
    return Piece(start, end, hours, hours.elapsed(start, end))


def seconds_of(amount: Amount, wait: Wait, whole: Reckoning, hours: Hours) -> int:
    """The seconds a limit allows this wait; a promise allows the time until the instant promised.

    `whole` is the wait with nothing taken out, and `hours` are those that days are counted by.
    Negative when the promise lay in the past as it was made.
    """
    since = wait.started_at if wait.due_at is None else wait.due_at
    match amount:
        case Seconds():
            promised = 0 if wait.due_at is None else _until(since, wait, whole, hours)
            return promised + amount.seconds
        case WorkingDays():
            end = hours.working_days(since, amount.days)
        case CalendarDays():
            end = hours.calendar_days(since, amount.days)
        case _:
            raise TypeError(f"a clock's limit is a span of time, not {amount!r}")
    return _until(LATEST if end is None else end, wait, whole, hours)


def _until(instant: int, wait: Wait, whole: Reckoning, hours: Hours) -> int:
    """Open seconds from the wait's start to the instant; negative when it lies before."""
    return whole.ahead(instant) - hours.elapsed(instant, wait.started_at)
