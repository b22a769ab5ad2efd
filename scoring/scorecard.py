"""Judges one contact against one standard: the scorecard."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from scoring.evidence import Event, Evidence, EvidenceInvalid, NotApplicable, Ticket, Visit
from scoring.finding import Finding, finding_of
from scoring.judge import Verdict
from scoring.measure import measure_ticket, measure_visit
from scoring.occurrence import Timing
from scoring.timeline import Timeline, timeline_of
from standards.conditions import Facts
from standards.kinds import Instrument, Status
from standards.model import Criterion, Severity, Standard

_OPEN = frozenset({Verdict.PENDING, Verdict.UNKNOWN})
_CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)


class Outcome(StrEnum):
    """The verdict of a card: only a miss on a critical criterion fails a contact."""

    PASSED = "passed"
    FAILED = "failed"
    UNDECIDED = "undecided"


class Standing(StrEnum):
    """Final once closed or accepted; withdrawn when the contact left judgment."""

    PROVISIONAL = "provisional"
    FINAL = "final"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class JudgedBy:
    """The standard a card rests on: its code, version and the hash of its content."""

    code: str
    version: int
    hash: str


@dataclass(frozen=True, slots=True)
class Scorecard:
    """A contact under a standard as of an instant.

    `score` is 0..1 over the decided findings (None: nothing decided), `coverage` the decided part
    of the applicable weight. `next_deadline` is when silence alone may change the card. `facts` are
    those as at `as_of`; `flags` name what is odd about the evidence.
    """

    contact: str
    standard: JudgedBy
    tzdata: str
    as_of: int
    evidence_hash: str
    instrument: Instrument
    standing: Standing
    verdict: Outcome
    score: float | None
    coverage: float | None
    next_deadline: int | None
    opened_at: int | None
    facts: Facts
    flags: tuple[str, ...]
    findings: tuple[Finding, ...]


def assess(standard: Standard, evidence: Evidence, *, as_of: int) -> Scorecard:
    """The contact's scorecard as of the instant: the same for the same standard and evidence.

    EvidenceInvalid when a visit answers another questionnaire or says what a question does not
    allow.
    """
    if isinstance(evidence, Ticket):
        return _assess_ticket(standard, evidence, as_of)
    return _assess_visit(standard, evidence, as_of)


def _assess_ticket(standard: Standard, ticket: Ticket, as_of: int) -> Scorecard:
    line = timeline_of(ticket.events, as_of)
    asked = () if line.withdrawn or not line.events else _asked_of(Instrument.TICKET, standard)
    findings = tuple(
        [finding_of(each, measure_ticket(each, line, standard.hours)) for each in asked]
    )
    return Scorecard(
        contact=ticket.contact,
        standard=JudgedBy(standard.code, standard.version, standard.hash),
        tzdata=standard.tzdata,
        as_of=as_of,
        evidence_hash=_ticket_hash(line.known),
        instrument=Instrument.TICKET,
        standing=_standing(line),
        verdict=outcome_of(findings),
        score=score_of(findings),
        coverage=coverage_of(findings),
        next_deadline=_next_deadline(findings),
        opened_at=line.opened.at if line.opened is not None else None,
        facts=line.facts,
        flags=tuple(line.flags),
        findings=findings,
    )


def _assess_visit(standard: Standard, visit: Visit, as_of: int) -> Scorecard:
    _check_questionnaire(standard, visit)
    facts = visit.facts if visit.location is None else {**visit.facts, "location": visit.location}
    placed = replace(visit, facts=facts)
    employee = seen_employee(visit, standard.least_confidence)
    asked = _asked_of(visit.instrument, standard)
    findings = tuple([finding_of(each, measure_visit(each, placed, employee)) for each in asked])
    return Scorecard(
        contact=visit.contact,
        standard=JudgedBy(standard.code, standard.version, standard.hash),
        tzdata=standard.tzdata,
        as_of=as_of,
        evidence_hash=_visit_hash(visit),
        instrument=visit.instrument,
        standing=Standing.FINAL if visit.accepted else Standing.PROVISIONAL,
        verdict=outcome_of(findings),
        score=score_of(findings),
        coverage=coverage_of(findings),
        next_deadline=None,
        opened_at=visit.started_at if visit.started_at is not None else visit.ended_at,
        facts=facts,
        flags=_visit_flags(visit, as_of, employee),
        findings=findings,
    )


def _asked_of(instrument: Instrument, standard: Standard) -> list[Criterion]:
    return [each for each in standard.criteria if instrument in each.ask.of]


def seen_employee(visit: Visit, least_confidence: float) -> str | None:
    """The employee whom the answers count for; None when the visit is not sure enough of one."""
    seen = visit.employee
    return seen.identity if seen is not None and seen.confidence >= least_confidence else None


def outcome_of(findings: Sequence[Finding]) -> Outcome:
    """Failed by a critical miss; undecided while a critical finding is open, or all are."""
    critical = {each.verdict for each in findings if each.severity is Severity.CRITICAL}
    if Verdict.MISSED in critical:
        return Outcome.FAILED
    if critical & _OPEN or all(each.share is None for each in findings):
        return Outcome.UNDECIDED
    return Outcome.PASSED


def score_of(findings: Sequence[Finding]) -> float | None:
    """Sum of weight x share over sum of weight, of the decided findings; None without weight."""
    decided = [(each.weight, each.share) for each in findings if each.share is not None]
    weight = sum(weight for weight, _ in decided)
    return sum(weight * share for weight, share in decided) / weight if weight else None


def coverage_of(findings: Sequence[Finding]) -> float | None:
    """The decided part, 0..1, of the weight of the applicable findings; None when none applies."""
    applicable = sum(each.weight for each in findings if each.verdict is not Verdict.NOT_APPLICABLE)
    decided = sum(each.weight for each in findings if each.share is not None)
    return decided / applicable if applicable else None


def _standing(line: Timeline) -> Standing:
    if line.withdrawn:
        return Standing.WITHDRAWN
    is_final = line.merged is not None or line.facts.get("status") == Status.CLOSED
    return Standing.FINAL if is_final else Standing.PROVISIONAL


def _next_deadline(findings: Sequence[Finding]) -> int | None:
    changes = (
        each.changes_at
        for finding in findings
        for each in finding.occurrences
        if isinstance(each, Timing) and each.changes_at is not None
    )
    return min(changes, default=None)


def _check_questionnaire(standard: Standard, visit: Visit) -> None:
    if visit.questionnaire != standard.code:
        text = f"answers {visit.questionnaire}, this standard is {standard.code}"
        raise EvidenceInvalid("questionnaire.standard", text)
    if visit.version != standard.version:
        text = f"answers version {visit.version}, this standard is version {standard.version}"
        raise EvidenceInvalid("questionnaire.version", text)
    asked = {each.code for each in _asked_of(visit.instrument, standard)}
    for code in visit.answers:
        if code not in asked:
            text = f"{standard.code} asks no such question of a {visit.instrument}"
            raise EvidenceInvalid(f"answers.{code}", text)


def _visit_flags(visit: Visit, as_of: int, employee: str | None) -> tuple[str, ...]:
    flags = []
    if visit.employee is not None and employee is None:
        flags.append("employee uncertain")
    if visit.started_at is not None and visit.started_at > as_of:
        flags.append("future visit")
    if visit.started_at is None and visit.ended_at is None:
        flags.append("undated")
    return tuple(flags)


def _ticket_hash(events: Sequence[Event]) -> str:
    """SHA-256 over the events in order, each once, without arrival numbers and words."""
    return _hash(
        [
            (event.id, event.kind, event.at, event.role, event.by, event.public, event.facts)
            + (("reconstructed",) if event.reconstructed else ())
            for event in events
        ]
    )


def _visit_hash(visit: Visit) -> str:
    answers = {
        code: {"na": True} if isinstance(given, NotApplicable) else given
        for code, given in visit.answers.items()
    }
    seen = visit.employee
    return _hash(
        {
            "about": visit.about,
            "questionnaire": [visit.questionnaire, visit.version],
            "location": visit.location,
            "times": [visit.started_at, visit.ended_at],
            "answers": answers,
            "employee": None if seen is None else [seen.identity, seen.means, seen.confidence],
            "replaces": visit.replaces,
            "files": [[each.name, each.sha256, each.bytes] for each in visit.files],
            "facts": dict(visit.facts),
            "accepted": visit.accepted,
        }
    )


def _hash(content: object) -> str:
    return hashlib.sha256(_CANONICAL.encode(content).encode()).hexdigest()
