"""Findings of several occurrences, and what a card makes of its findings."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from scoring.finding import Finding, finding_of
from scoring.judge import Verdict
from scoring.measure import Measured
from scoring.occurrence import Measure
from scoring.scorecard import coverage_of, outcome_of, score_of
from standards.kinds import Count, Counted
from standards.model import Accountable, Combine, Severity
from tests.scoring.criteria import criterion
from tests.tables import rows

# occurrences | mean | worst | first | last | why it is here
COMBINED = """
met 1 | met 1 | met 1 | met 1 | met 1 | one alone
partly 0.4 | partly 0.4 | partly 0.4 | partly 0.4 | partly 0.4 | one alone, in part
met 1, met 1 | met 1 | met 1 | met 1 | met 1 | all met
missed 0, missed 0 | missed 0 | missed 0 | missed 0 | missed 0 | all missed
met 1, missed 0 | partly 0.5 | missed 0 | met 1 | missed 0 | one of two
missed 0, met 1, met 1, met 1 | partly 0.75 | missed 0 | missed 0 | met 1 | one of four
met 1, partly 0.5 | partly 0.75 | partly 0.5 | met 1 | partly 0.5 | one in part
met 1, met 1, missed 0, missed 0 | partly 0.5 | missed 0 | met 1 | missed 0 | two of four
partly 0, missed 0 | partly 0 | missed 0 | partly 0 | missed 0 | a miss is worse than nothing earned
met 1, pending | met 1 | met 1 | met 1 | pending | what is pending waits
pending, met 1 | met 1 | met 1 | pending | met 1 | and may be the first
pending | pending | pending | pending | pending | nothing but pending
pending, pending | pending | pending | pending | pending | all pending
nothing, met 1 | met 1 | met 1 | met 1 | met 1 | what is not judged leaves the mean
met 1, nothing | met 1 | met 1 | met 1 | met 1 | and is not the last
nothing | unknown | unknown | unknown | unknown | nothing judged: what the kind says
- | unknown | unknown | unknown | unknown | nothing at all
"""


@pytest.mark.parametrize(("occurrences", "mean", "worst", "first", "last"), rows(COMBINED))
def test_occurrences_are_combined(
    occurrences: str, mean: str, worst: str, first: str, last: str
) -> None:
    measured = Measured(tuple(measures(occurrences)), Verdict.UNKNOWN)
    asked = criterion(Count(Counted.REPLIES), "2")
    for combine, expected in zip(Combine, (mean, worst, first, last), strict=True):
        finding = finding_of(criterion(asked.ask, "2", combine=combine), measured)
        share = "" if finding.share is None else f" {finding.share:g}"
        assert f"{finding.verdict}{share}" == expected, combine


# findings as severity verdict share of weight | verdict of the card | score | coverage |
#     why it is here
CARDS = """
major met 1 of 3 | passed | 1 | 1 | one criterion
major met 1 of 3, minor missed 0 of 1 | passed | 0.75 | 1 | weighed
major missed 0 of 3 | passed | 0 | 1 | only a critical miss fails
critical missed 0 of 1, major met 1 of 3 | failed | 0.75 | 1 | the score stands beside the verdict
critical partly 0.2 of 1 | passed | 0.2 | 1 | in part is no miss
critical missed 0 of 1, critical pending - of 1 | failed | 0 | 0.5 | failed is failed
critical pending - of 1, major met 1 of 3 | undecided | 1 | 0.75 | a critical one is pending
critical unknown - of 1, major met 1 of 3 | undecided | 1 | 0.75 | a critical one is not known
critical not_applicable - of 1, major met 1 of 3 | passed | 1 | 1 |
    what does not apply leaves the sum
major pending - of 1, major met 1 of 3 | passed | 1 | 0.75 | others may be pending
major unknown - of 1, major missed 0 of 1 | passed | 0 | 0.5 | unknown leaves the score
major pending - of 1 | undecided | None | 0 | nothing is decided
major not_applicable - of 1 | undecided | None | None | nothing applies
major met 1 of 0 | passed | None | None | without weight there is no score
- | undecided | None | None | nothing was asked
"""


@pytest.mark.parametrize(("findings", "verdict", "score", "coverage"), rows(CARDS))
def test_a_card_weighs_its_findings(findings: str, verdict: str, score: str, coverage: str) -> None:
    found = [] if findings == "-" else list(map(finding, findings.split(", ")))
    assert outcome_of(found) == verdict
    assert score_of(found) == (None if score == "None" else float(score))
    assert coverage_of(found) == (None if coverage == "None" else float(coverage))


def measures(words: str) -> Iterator[Measure]:
    """Occurrences with these verdicts and shares."""
    for each in words.split(", ") if words != "-" else ():
        verdict, _, share = each.partition(" ")
        yield Measure(
            value=1,
            full=None,
            none=None,
            verdict=None if verdict == "nothing" else Verdict(verdict),
            share=float(share) if share else None,
            employee=None,
            team=None,
            rule=Accountable.HOLDER,
            events=(),
        )


def finding(words: str) -> Finding:
    """The finding that `critical missed 0 of 3` tells."""
    severity, verdict, share, _, weight = words.split()
    earned = None if share == "-" else float(share)
    return Finding("C-1", Severity(severity), Verdict(verdict), earned, float(weight), ())
