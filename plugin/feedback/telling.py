"""The report as JSON: for the API, and for the hash by which it is known what somebody read."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

import orjson

from plugin.feedback.owning import ToldBinding
from plugin.feedback.report import Report, Then
from plugin.stores.filed.own_cards import Example
from plugin.stores.people.acknowledgements import About
from scoring.binding import Bound
from scoring.feedback import Line, Team, Together
from scoring.statistics.change import Difference
from scoring.statistics.interval import Interval
from scoring.tally.counts import Counts
from standards.instants import show_instant


def told(report: Report) -> dict[str, Any]:
    """All that the report shows, without words of any language and without when it was made.

    Shares and intervals are 0..1, differences -1..1; null: there is none, and `silent` says why.
    """
    feedback = report.feedback
    return {
        "person": {"id": report.person.id, "name": report.person.name, "team": report.team},
        "standard": {
            "code": report.standard.code,
            "version": report.standard.version,
            "hash": report.standard.hash,
        },
        "period": {
            "from": report.period.first.isoformat(),
            "until": report.period.last.isoformat(),
        },
        "least": feedback.least,
        "provisional": report.provisional,
        "strengths": list(feedback.strengths),
        "to_work_on": list(feedback.to_work_on),
        "criteria": [_line(each) for each in feedback.lines],
        "examples": {
            code: [_example(each) for each in examples]
            for code, examples in report.examples.items()
        },
        "trend": [_then(each) for each in report.trend],
    }


def written(report: Report) -> str:
    """The same as canonical JSON: the same report gives the same text."""
    return orjson.dumps(told(report), option=orjson.OPT_SORT_KEYS).decode()


def hash_of(report: Report) -> str:
    """The SHA-256 of all figures that the report shows."""
    return hashlib.sha256(written(report).encode()).hexdigest()


def about(report: Report) -> About:
    """Which report it is, whatever its figures are."""
    return About(
        report.person.id,
        report.standard.code,
        report.standard.version,
        report.period.first.isoformat(),
        report.period.last.isoformat(),
    )


def binding_told(told: ToldBinding) -> dict[str, Any]:
    """When the version binds the person; nothing for whom nothing was assigned.

    It is told beside the report, for what somebody has read does not change with the next version.
    """
    if not told.assigned:
        return {}
    return {
        "binding": None if told.now is None else _bound(told.now),
        "bound_before": None if told.before is None else _bound(told.before),
        "bound_after": None if told.after is None else _bound(told.after),
    }


def _bound(bound: Bound) -> dict[str, Any]:
    return {
        "version": bound.version,
        "since": show_instant(bound.since),
        "until": None if bound.until is None else show_instant(bound.until),
        "why": bound.why,
        "effective_from": show_instant(bound.effective_from),
    }


def _line(line: Line) -> dict[str, Any]:
    return {
        "code": line.criterion.code,
        "weight": line.criterion.weight,
        "goal": line.criterion.goal,
        **_counts(line.counts),
        "silent": line.silent,
        "attained": line.attained,
        "team": None if line.team is None else _team(line.team),
        "team_silent": line.team_silent,
        "before": _counts(line.before),
        "change": None if line.change is None else _difference(line.change),
        "change_silent": line.change_silent,
        "loss": line.loss,
        "praise": line.praise,
    }


def _counts(counts: Counts | Together) -> dict[str, Any]:
    return {
        "met": counts.met,
        "decided": counts.decided,
        "share": counts.share,
        "interval": _interval(counts.interval),
    }


def _interval(interval: Interval | None) -> Mapping[str, float] | None:
    return None if interval is None else {"low": interval.low, "high": interval.high}


def _team(team: Team) -> dict[str, Any]:
    return {
        "members": team.members,
        "share": team.counts.share,
        "low": team.low,
        "high": team.high,
    }


def _difference(change: Difference) -> dict[str, Any]:
    return {
        "by": change.by,
        "low": change.low,
        "high": change.high,
        "direction": change.direction,
    }


def _example(example: Example) -> dict[str, Any]:
    return {
        "contact": example.contact,
        "instrument": example.instrument,
        "day": example.day,
        "verdict": example.verdict,
    }


def _then(then: Then) -> dict[str, Any]:
    return {
        "from": then.period.first.isoformat(),
        "until": then.period.last.isoformat(),
        **_counts(then.whole),
        "contacts": then.whole.contacts,
    }
