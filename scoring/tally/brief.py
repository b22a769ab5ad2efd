"""A scorecard in brief: all of it that a tally counts, the same from an object and from its line.

Goals are about occurrences, so each occurrence counts once, with its own verdict, employee and
team. One without a verdict (a wait that was cleared, a value to which no limit applies) counts as
not applicable. A finding without any occurrence (not asked, not answered) counts once with its own
verdict: nobody's, and of the group that the contact is in.

Shares are whole millionths. A card shows its shares to six places, so this is what the line still
knows; sums of integers are exact in every order, and a store can add and take away as integers.
"""

from __future__ import annotations

from typing import NamedTuple

from scoring.finding import Finding
from scoring.judge import Verdict
from scoring.scorecard import JudgedBy, Scorecard, Standing
from standards.conditions import Facts
from standards.kinds import Instrument

MILLION = 1_000_000


class BriefOccurrence(NamedTuple):
    """An occurrence of a criterion: whose, with which verdict, and the millionths it earned.

    `employee` and `team` are None where it is nobody's. `millionths` are 0 where nothing is
    decided.
    """

    criterion: str
    employee: str | None
    team: str | None
    verdict: Verdict
    millionths: int


class BriefCard(NamedTuple):
    """A contact under a standard; `opened_at` is UTC seconds, None when not known."""

    contact: str
    standard: JudgedBy
    standing: Standing
    instrument: Instrument
    opened_at: int | None
    facts: Facts
    occurrences: tuple[BriefOccurrence, ...]


def brief_of(card: Scorecard) -> BriefCard:
    """What a tally counts of the card."""
    team = team_of(card.facts)
    return BriefCard(
        contact=card.contact,
        standard=card.standard,
        standing=card.standing,
        instrument=card.instrument,
        opened_at=card.opened_at,
        facts=card.facts,
        occurrences=tuple(each for finding in card.findings for each in _briefs(finding, team)),
    )


def team_of(facts: Facts) -> str | None:
    """The team of what has no occurrence to say it: the group that the contact is in."""
    group = facts.get("group")
    return group if isinstance(group, str) else None


def millionths_of(share: float | None) -> int:
    """The share, 0..1, in whole millionths, as the card shows it to six places."""
    return round(round(share, 6) * MILLION) if share else 0


def _briefs(finding: Finding, team: str | None) -> list[BriefOccurrence]:
    if not finding.occurrences:
        return [BriefOccurrence(finding.criterion, None, team, finding.verdict, 0)]
    return [
        BriefOccurrence(
            finding.criterion,
            each.employee,
            each.team,
            each.verdict or Verdict.NOT_APPLICABLE,
            millionths_of(each.share),
        )
        for each in finding.occurrences
    ]
