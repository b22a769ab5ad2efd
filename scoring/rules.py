"""Which limit and which calendar held while something ran, stretch by stretch.

Facts change under way: the priority is raised, another team with other hours takes over. Each
stretch is judged by the rule of its own moment, so a breach stays with the target that it broke.
What held is found once over the ticket's whole life; each wait takes its part of it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple, TypeAlias, TypeVar

from scoring.timeline import Timeline
from standards.conditions import Condition, Facts
from standards.hours import Hours
from standards.kinds import CalendarChoice
from standards.model import Limit

T = TypeVar("T")

# What held from each instant on, in order; neighbours differ, and the first has held ever since.
Spells: TypeAlias = Sequence[tuple[int, T]]

_EVER = -1
_SINCE = itemgetter(0)


class Rule(NamedTuple):
    """What held in `[since, until)`; `limit` None: no row of the criterion fitted."""

    since: int
    until: int
    limit: Limit | None


class Schedule(NamedTuple):
    """The calendar that held in `[since, until)`."""

    since: int
    until: int
    hours: Hours


def limit_for(limits: tuple[Limit, ...], facts: Facts) -> Limit | None:
    """The first limit whose condition fits; None when none does."""
    for limit in limits:
        if limit.when.fits(facts):
            return limit
    return None


def limits_over(line: Timeline, limits: tuple[Limit, ...]) -> Spells[Limit | None]:
    """The limits that held over the ticket's life."""
    if not limits[0].when.wanted:
        return [(_EVER, limits[0])]
    conditions = [limit.when for limit in limits]
    return _over(line, conditions, lambda facts: limit_for(limits, facts))


def calendars_over(
    line: Timeline, choice: CalendarChoice, hours: Mapping[str, Hours]
) -> Spells[Hours]:
    """The calendars that held over the ticket's life."""
    if not choice.rows[0][0].wanted:
        return [(_EVER, hours[choice.rows[0][1]])]
    conditions = [condition for condition, _ in choice.rows]
    return _over(line, conditions, lambda facts: hours[_calendar_for(choice, facts)])


def rules_between(limits: Spells[Limit | None], start: int, end: int) -> tuple[Rule, ...]:
    """The limits that held between two instants, in order; never empty."""
    if len(limits) == 1:
        return (Rule(start, end, limits[0][1]),)
    return tuple([Rule(*held) for held in _between(limits, start, end)])


def schedules_between(calendars: Spells[Hours], start: int, end: int) -> tuple[Schedule, ...]:
    """The calendars that held between two instants, in order; never empty."""
    if len(calendars) == 1:
        return (Schedule(start, end, calendars[0][1]),)
    return tuple([Schedule(*held) for held in _between(calendars, start, end)])


def _over(line: Timeline, conditions: Iterable[Condition], held: Callable[[Facts], T]) -> Spells[T]:
    """What held over the ticket's life, looked at anew wherever a fact it hangs on was told."""
    told = line.told
    anew = {i for each in conditions for name, _ in each.wanted for i in told.get(name, ()) if i}
    spells = {_EVER: held(line.snapshots[0] if line.snapshots else {})}
    for i in sorted(anew):
        spells[line.moments[i]] = held(line.snapshots[i])
    if not anew:
        return list(spells.items())
    return [next(same) for _, same in groupby(spells.items(), key=lambda spell: id(spell[1]))]


def _between(spells: Spells[T], start: int, end: int) -> Iterator[tuple[int, int, T]]:
    """What held in `[start, end)`: from when, until when, and what; one when it is empty."""
    first = bisect_right(spells, start, key=_SINCE)
    last = max(first, bisect_left(spells, end, key=_SINCE))
    cuts = [since for since, _ in spells[first:last]]
    held = [what for _, what in spells[first - 1 : last]]
    return zip([start, *cuts], [*cuts, max(start, end)], held, strict=True)


def _calendar_for(choice: CalendarChoice, facts: Facts) -> str:
    """The first calendar whose condition fits; the last row stands for everybody else."""
    for condition, name in choice.rows:
        if condition.fits(facts):
            return name
    return choice.rows[-1][1]
