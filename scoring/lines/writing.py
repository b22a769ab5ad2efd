"""Scorecards written: one JSON object a card, instants with `Z`, shares to six places."""

from __future__ import annotations

from typing import Any

from scoring.finding import Finding
from scoring.occurrence import Occurrence, Timing
from scoring.scorecard import Scorecard
from standards.conditions import FIELD, Facts
from standards.instants import show_instant


def write_scorecard(card: Scorecard) -> dict[str, Any]:
    """The card as the JSON object that `judge` prints."""
    return {
        "contact": card.contact,
        "standard": {
            "code": card.standard.code,
            "version": card.standard.version,
            "hash": card.standard.hash,
        },
        "as_of": show_instant(card.as_of),
        "evidence_hash": card.evidence_hash,
        "tzdata": card.tzdata,
        "instrument": card.instrument,
        "standing": card.standing,
        "verdict": card.verdict,
        "score": _share(card.score),
        "coverage": _share(card.coverage),
        "next_deadline": _instant(card.next_deadline),
        "opened_at": _instant(card.opened_at),
        "facts": _facts(card.facts),
        "flags": card.flags,
        "findings": [_finding(each) for each in card.findings],
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "criterion": finding.criterion,
        "severity": finding.severity,
        "verdict": finding.verdict,
        "share": _share(finding.share),
        "weight": _number(finding.weight),
        "occurrences": [_occurrence(each) for each in finding.occurrences],
    }


def _occurrence(each: Occurrence) -> dict[str, Any]:
    if isinstance(each, Timing):
        return _timing(each)
    return {
        "value": each.value,
        "full": _number(each.full),
        "none": _number(each.none),
        "verdict": each.verdict,
        "share": _share(each.share),
        "employee": each.employee,
        "team": each.team,
        "events": each.events,
    }


def _timing(each: Timing) -> dict[str, Any]:
    return {
        "started": show_instant(each.started),
        "stopped": _instant(each.stopped),
        "state": each.state,
        "elapsed_seconds": each.elapsed_seconds,
        "paused_seconds": each.paused_seconds,
        "full_seconds": each.full_seconds,
        "none_seconds": each.none_seconds,
        "deadline": _instant(each.deadline),
        "none_deadline": _instant(each.none_deadline),
        "remaining_seconds": each.remaining_seconds,
        "verdict": each.verdict,
        "share": _share(each.share),
        "employee": each.employee,
        "team": each.team,
        "events": each.events,
    }


def _facts(facts: Facts) -> dict[str, Any]:
    """The facts as on the wire: `promised_at` an instant, the firm's own under `fields`.

    By their names, so that the order in which they were told changes nothing.
    """
    shown: dict[str, Any] = {}
    known = sorted(facts.items())
    own = {name.removeprefix(FIELD): value for name, value in known if FIELD in name}
    for name, value in known:
        if FIELD not in name:
            shown[name] = value
        if name == "promised_at" and isinstance(value, int):
            shown[name] = show_instant(value)
    return {**shown, "fields": own} if own else shown


def _number(number: float | None) -> float | None:
    """A whole number without a point, as standards write it."""
    return number if number is None or number % 1 else int(number)


def _instant(at: int | None) -> str | None:
    return None if at is None else show_instant(at)


def _share(share: float | None) -> float | None:
    return None if share is None else round(share, 6)
