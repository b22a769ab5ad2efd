"""Kind x evidence -> occurrences: the one place that knows which clock or count is meant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple, assert_never

from scoring.answers import answered
from scoring.clocks.first_reply import first_reply
from scoring.clocks.kept_promise import kept_promise
from scoring.clocks.next_reply import next_reply
from scoring.clocks.periodic_update import periodic_update
from scoring.clocks.to_solve import to_solve
from scoring.clocks.wait import Wait
from scoring.counting import count, ratings
from scoring.evidence import Visit
from scoring.judge import Verdict
from scoring.occurrence import Occurrence
from scoring.rules import limit_for
from scoring.timeline import Timeline
from scoring.timing import timings
from standards.hours import Hours
from standards.kinds import (
    AgentWork,
    Clock,
    Count,
    FirstReply,
    KeptPromise,
    NextReply,
    PeriodicUpdate,
    Rating,
    RequesterWait,
    Resolution,
    Timed,
)
from standards.model import Criterion


class Measured(NamedTuple):
    """The occurrences of one criterion, and the verdict where none of them is to be judged."""

    occurrences: tuple[Occurrence, ...]
    otherwise: Verdict


NOT_APPLICABLE = Measured((), Verdict.NOT_APPLICABLE)
UNKNOWN = Measured((), Verdict.UNKNOWN)


def measure_ticket(criterion: Criterion, line: Timeline, hours: Mapping[str, Hours]) -> Measured:
    """What the criterion finds in a ticket; nothing where its facts do not fit."""
    applies = criterion.applies
    if applies.wanted and not applies.fits(line.facts):
        return NOT_APPLICABLE
    match criterion.ask:
        case Clock() as clock:
            waits = waits_of(clock, line)
            if waits is None:
                return UNKNOWN
            return Measured(timings(criterion, clock, waits, line, hours), Verdict.NOT_APPLICABLE)
        case Count() as kind:
            return Measured((count(criterion, kind, line),), Verdict.NOT_APPLICABLE)
        case Rating() as kind:
            return _rated(criterion, kind, line)
        case _:
            return NOT_APPLICABLE


def _rated(criterion: Criterion, kind: Rating, line: Timeline) -> Measured:
    """The ratings; unknown where there is none although a limit would fit."""
    found = ratings(criterion, kind, line)
    is_asked = not found and limit_for(criterion.limits, line.facts) is not None
    return Measured(found, Verdict.UNKNOWN if is_asked else Verdict.NOT_APPLICABLE)


def measure_visit(criterion: Criterion, visit: Visit, employee: str | None) -> Measured:
    """What the criterion finds in a visit or review about the employee (None: about nobody).

    EvidenceInvalid for an answer that the question does not allow.
    """
    ask = criterion.ask
    if isinstance(ask, Clock | Count | Rating) or not criterion.applies.fits(visit.facts):
        return NOT_APPLICABLE
    found = answered(criterion, ask, visit, employee)
    if isinstance(found, Verdict):
        return Measured((), found)
    return Measured((found,), Verdict.UNKNOWN)


def waits_of(clock: Timed, line: Timeline) -> Iterator[Wait] | None:
    """The waits of the clock in order; None when the contact's opening is not known."""
    opened = line.opened
    match clock:
        case FirstReply() as kind:
            return None if opened is None else first_reply(kind, line, opened)
        case NextReply() as kind:
            return next_reply(kind, line)
        case PeriodicUpdate() as kind:
            return periodic_update(kind, line)
        case RequesterWait() | AgentWork() | Resolution() as kind:
            return None if opened is None else to_solve(kind, line, opened)
        case KeptPromise() as kind:
            return kept_promise(kind, line)
        case kind:
            assert_never(kind)
