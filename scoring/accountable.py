"""Whose an occurrence is.

Met or partly belongs to who acted, a miss to who held the contact when `none` passed: not to whom
it was handed afterwards, and not to whoever closed it. Unassigned, it is the group's and nobody's.
"""

from __future__ import annotations

from typing import NamedTuple

from scoring.evidence import Event, Role
from scoring.judge import Verdict
from scoring.timeline import Timeline
from standards.conditions import Fact, Facts
from standards.model import Accountable

_ACTED = frozenset({Verdict.MET, Verdict.PARTLY})


class Charge(NamedTuple):
    """The employee and the team an occurrence counts for (None: nobody), and by which rule."""

    employee: str | None
    team: str | None
    rule: Accountable


def charge(
    wanted: Accountable, line: Timeline, verdict: Verdict | None, actor: Event | None, at: int
) -> Charge:
    """The employee and team; `at` is when `none` passed, or the end where it did not."""
    if wanted is Accountable.DEFAULT:
        wanted = Accountable.ACTOR if verdict in _ACTED else Accountable.HOLDER
    if wanted is Accountable.ACTOR and actor is not None:
        facts = line.facts_at(actor.at)
        if actor.role is Role.AGENT and actor.by is not None:
            return Charge(actor.by, _name(facts.get("group")), wanted)
        return _holding(facts, Accountable.HOLDER)
    if wanted is Accountable.NOBODY:
        return Charge(None, _name(line.facts_at(at).get("group")), wanted)
    if wanted is Accountable.FIRST_HOLDER:
        return _holding(_first_held(line), wanted)
    if wanted is Accountable.LAST_HOLDER:
        return _holding(line.facts, wanted)
    return _holding(line.facts_at(at), Accountable.HOLDER)


def _holding(facts: Facts, rule: Accountable) -> Charge:
    return Charge(_name(facts.get("assignee")), _name(facts.get("group")), rule)


def _first_held(line: Timeline) -> Facts:
    held = (facts for facts in line.snapshots if facts.get("assignee") is not None)
    return next(held, line.facts)


def _name(fact: Fact) -> str | None:
    return fact if isinstance(fact, str) else None
