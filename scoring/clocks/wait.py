"""A wait: from what began it to what ended it, and the stretches that are taken out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from scoring.evidence import Event
from scoring.timeline import Timeline
from standards.kinds import SOLVED, Clock, Reopen

Stretch = tuple[int, int]


class Wait(NamedTuple):
    """One run of a clock; a tuple, like all that is made anew for each wait, for speed.

    `ended_at` None: still running at the timeline's end. `answered` says whether it ended with what
    it waited for; a wait that ended otherwise has no verdict unless it was over its limit already.
    `due_at` is the instant promised, for promises only. `pauses` are in order and do not overlap.
    """

    started_at: int
    ended_at: int | None
    answered: bool
    actor: Event | None
    events: tuple[str, ...]
    pauses: tuple[Stretch, ...] = ()
    due_at: int | None = None


def waits_until(
    line: Timeline, clock: Clock, since: Event, stop: Event | None, *, solve_answers: bool
) -> Iterator[Wait]:
    """The waits from `since` to `stop` (None: to the end), as the clock's reopen rule cuts them.

    `solve_answers` says whether a solve is what the clock waits for, or merely ends it.
    """
    cut = _resumed if clock.reopen is Reopen.RESUME else _cut_at_solves
    return cut(line, clock, since, stop, solve_answers)


def wait_of(
    line: Timeline, clock: Clock, since: Event, end: Event | None, *, answered: bool
) -> Wait:
    """The wait from one event to another; `end` None: ended by a merge, or still running."""
    at = end.at if end is not None else line.end if line.merged is not None else None
    events = (since.id,) if end is None else (since.id, end.id)
    return Wait(since.at, at, answered, end, events, pauses_of(line, clock, since.at, at))


def pauses_of(line: Timeline, clock: Clock, start: int, end: int | None) -> tuple[Stretch, ...]:
    """What is taken out of `[start, end)`: paused statuses and, unless `ignore`, solved ones."""
    among = clock.pause_on if clock.reopen is Reopen.IGNORE else clock.pause_on | SOLVED
    stretches = line.stretches(among)
    if not stretches:
        return ()
    last = line.end + 1 if end is None else end
    return tuple([(max(a, start), min(b, last)) for a, b in stretches if a < last and b > start])


def _resumed(
    line: Timeline, clock: Clock, since: Event, stop: Event | None, solve_answers: bool
) -> Iterator[Wait]:
    """One wait whatever happens between; it ends at the last solve if nothing else ends it."""
    if stop is not None:
        yield wait_of(line, clock, since, stop, answered=True)
    elif not line.is_solved:
        yield wait_of(line, clock, since, None, answered=False)
    elif line.solves[-1].at >= since.at:
        yield wait_of(line, clock, since, line.solves[-1], answered=solve_answers)


def _cut_at_solves(
    line: Timeline, clock: Clock, since: Event, stop: Event | None, solve_answers: bool
) -> Iterator[Wait]:
    """A wait up to the first solve; with `restart`, another from each reopening."""
    until = line.end + 1 if stop is None else stop.at
    solves = [each for each in line.solves if since.at <= each.at < until]
    if stop is None and line.is_solved and not solves:
        return  # begun while it stood solved: nothing waits
    # Solves and reopenings alternate: as many of these as of those lie before the wait.
    before = sum(each.at < since.at for each in line.solves)
    reopenings = [each for each in line.reopenings[before:] if each.at < until]
    for begun, end in zip((since, *reopenings), (*solves, stop), strict=False):
        answered = solve_answers if end is not stop else stop is not None
        yield wait_of(line, clock, begun, end, answered=answered)
        if clock.reopen is Reopen.IGNORE:
            return
