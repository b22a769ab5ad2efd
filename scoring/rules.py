"""Which limit and which calendar held while something ran, stretch by stretch.

Facts change under way: the priority is raised, another team with other hours takes over. Each
stretch is judged by the rule of its own moment, so a breach stays with the target that it broke.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from scoring.timeline import Timeline
from standards.conditions import Facts
from standards.hours import Hours
from standards.kinds import CalendarChoice
from standards.model import Limit


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


def rules_between(
    line: Timeline, start: int, end: int, limits: tuple[Limit, ...]
) -> tuple[Rule, ...]:
    """The limits that held between two instants, in order; neighbours differ."""
    if len(limits) == 1 and not limits[0].when.wanted:
        return (Rule(start, end, limits[0]),)
    rules: list[Rule] = []
    for since, until in _steps(line, start, end):
        rule = Rule(since, until, limit_for(limits, line.facts_at(since)))
        if rules and rules[-1].limit is rule.limit:
            rule = rule._replace(since=rules.pop().since)
        rules.append(rule)
    return tuple(rules)


def schedules_between(
    line: Timeline, start: int, end: int, choice: CalendarChoice, hours: Mapping[str, Hours]
) -> tuple[Schedule, ...]:
    """The calendars that held between two instants, in order; neighbours differ."""
    if len(choice.rows) == 1:
        return (Schedule(start, end, hours[choice.rows[0][1]]),)
    schedules: list[Schedule] = []
    for since, until in _steps(line, start, end):
        held = Schedule(since, until, hours[_calendar_for(choice, line.facts_at(since))])
        if schedules and schedules[-1].hours is held.hours:
            held = held._replace(since=schedules.pop().since)
        schedules.append(held)
    return tuple(schedules)


def _calendar_for(choice: CalendarChoice, facts: Facts) -> str:
    """The first calendar whose condition fits; the last row stands for everybody else."""
    for condition, name in choice.rows:
        if condition.fits(facts):
            return name
    return choice.rows[-1][1]


def _steps(line: Timeline, start: int, end: int) -> list[tuple[int, int]]:
    """`[start, end)` cut wherever facts changed; one empty step when it is empty."""
    cuts = [start, *dict.fromkeys(at for at in line.moments if start < at < end)]
    return list(zip(cuts, [*cuts[1:], max(start, end)], strict=True))
