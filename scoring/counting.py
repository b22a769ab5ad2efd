"""How often something happened to a contact, and how the customer rated it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from scoring.accountable import Charge, charge
from scoring.evidence import Event
from scoring.judge import Held, Verdict, deciding
from scoring.occurrence import Measure
from scoring.rules import Rule, limit_for, limits_over, rules_between
from scoring.timeline import Timeline
from standards.conditions import Fact
from standards.kinds import Better, Count, Counted, Rating
from standards.model import Accountable, Amount, Criterion

_HELD_BY = ("assignee", "group")


class _Of(NamedTuple):
    """Whose a measure is and the events that it rests on."""

    whose: Charge
    events: tuple[str, ...]


def count(criterion: Criterion, kind: Count, line: Timeline) -> Measure:
    """The one occurrence of a count: pending until the contact is solved, missed beyond `none`."""
    happened = happenings(kind.counted, line)
    start = line.moments[0] if line.moments else line.end
    rules = rules_between(limits_over(line, criterion.limits), start, line.end + 1)
    under = [_held(rule, happened, is_last=rule is rules[-1]) for rule in rules]
    earlier = [held for held in under[:-1] if held is not None]
    ended = line.is_solved or line.merged is not None
    held, verdict = deciding(earlier, under[-1], ended=ended, answered=line.is_solved)
    wanted = criterion.accountable
    if wanted is Accountable.DEFAULT:
        wanted = Accountable.LAST_HOLDER
    whose = charge(wanted, line, verdict, None, line.end)
    events = tuple([event.id for event in happened])
    return _measure(len(happened), held or under[-1], verdict, _Of(whose, events))


def ratings(criterion: Criterion, kind: Rating, line: Timeline) -> tuple[Measure, ...]:
    """An occurrence for each rating on this scale, under the limits of its moment."""
    return tuple(
        _rating(criterion, event, line)
        for event in line.ratings
        if event.facts.get("scale") == kind.scale
    )


def happenings(counted: Counted, line: Timeline) -> list[Event]:
    """The events that are counted, in order."""
    match counted:
        case Counted.REOPENINGS:
            return line.reopenings
        case Counted.REASSIGNMENTS:
            return list(_passed_on(line))
        case Counted.REPLIES:
            return _until_solved(line.agent_messages, line)
        case Counted.CUSTOMER_MESSAGES:
            return _until_solved(line.customer_messages, line)


def _until_solved(events: list[Event], line: Timeline) -> list[Event]:
    last = line.solves[-1].at if line.is_solved else line.end
    return [event for event in events if event.at <= last]


def _passed_on(line: Timeline) -> Iterator[Event]:
    """Each time the contact went from one employee, or from one group, to another.

    The first assignment, in a group too, passes nothing on, nor does a spell without anybody. What
    one second told, perhaps field by field, was one step.
    """
    held: dict[str, Fact] = {}
    told_of = sorted({i for name in _HELD_BY for i in line.told.get(name, ())})
    for _, step in groupby([line.tellings[i] for i in told_of], key=attrgetter("at")):
        both = [(name, event) for event in step for name in _HELD_BY]
        told = {name: event for name, event in both if event.facts.get(name) is not None}
        now = {name: event.facts[name] for name, event in told.items()}
        new = [name for name, who in now.items() if held.get(name, who) != who]
        if new:
            yield told[new[0]]
        if "group" in new:
            held.clear()
        held |= now


def _held(rule: Rule, happened: list[Event], *, is_last: bool) -> Held | None:
    if rule.limit is None:
        return None
    value = len(happened) if is_last else sum(event.at < rule.until for event in happened)
    return Held(value, number(rule.limit.full), number(rule.limit.none))


def _rating(criterion: Criterion, event: Event, line: Timeline) -> Measure:
    value = event.facts["value"]
    limit = limit_for(criterion.limits, line.facts_at(event.at))
    if limit is None or not isinstance(value, int | float):
        held, verdict = None, None
    else:
        held = Held(value, number(limit.full), number(limit.none), Better.MORE)
        verdict = held.verdict
    wanted = criterion.accountable
    if wanted is Accountable.DEFAULT:
        wanted = Accountable.HOLDER
    whose = charge(wanted, line, verdict, None, event.at)
    given = value if isinstance(value, int | float) else None
    return _measure(given, held, verdict, _Of(whose, (event.id,)))


def _measure(value: float | None, held: Held | None, verdict: Verdict | None, of: _Of) -> Measure:
    decided = held is not None and verdict not in (None, Verdict.PENDING)
    return Measure(
        value,
        held.full if held is not None else None,
        held.none if held is not None else None,
        verdict,
        held.share if held is not None and decided else None,
        of.whose.employee,
        of.whose.team,
        of.whose.rule,
        of.events,
    )


def number(amount: Amount) -> float:
    """The amount of a limit that is a number."""
    if isinstance(amount, int | float):
        return amount
    raise TypeError(f"the limit of a number is a number, not {amount!r}")
