"""Do people who look at the same contact see the same? Krippendorff's alpha, and the plain share.

Krippendorff, K. (2004), Content Analysis: An Introduction to Its Methods, 2nd edition, chapter 11:
alpha = 1 - observed disagreement / disagreement to be expected by chance, for categories without an
order, any number of people a contact, and people who left it out. 1 is full agreement, 0 is chance.
He takes 0.667 for the lowest at which tentative conclusions are acceptable (page 241).

Its interval is that of the jackknife over contacts: Quenouille, M. H. (1956), "Notes on bias in
estimation", Biometrika 43, 353-360; Tukey, J. W. (1958), "Bias and confidence in not quite large
samples", Annals of Mathematical Statistics 29, 614. Contacts, not answers, are what is sampled.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

from scoring.statistics.interval import CONFIDENCE, Interval, wilson

ACCEPTABLE = 0.667


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far people agree about so many contacts that two or more have answered.

    `share`, 0..1, is that of contacts on which all who answered say the same, with its interval.
    `alpha` is None where all answers are the same: chance would then agree as well. `range` is its
    interval, None where it is not known.
    """

    contacts: int
    share: float
    interval: Interval
    alpha: float | None
    range: Interval | None


def agreement(
    contacts: Iterable[Sequence[str]], confidence: float = CONFIDENCE
) -> Agreement | None:
    """The agreement of the answers to each contact; None where no two people answered any."""
    units = [Counter(each) for each in contacts if len(each) >= 2]
    if not units:
        return None
    same = sum(len(each) == 1 for each in units)
    interval = wilson(same, len(units), confidence)
    assert interval is not None, "there are contacts"
    alpha = _Sums.of(units).alpha
    reach = None if alpha is None else _interval(units, alpha, confidence)
    return Agreement(len(units), same / len(units), interval, alpha, reach)


@dataclass(frozen=True, slots=True)
class _Sums:
    """What alpha is made of: observed disagreement, answers by category, and all answers."""

    disagreed: float
    answers: Mapping[str, int]
    number: int

    @classmethod
    def of(cls, units: Iterable[Counter[str]]) -> _Sums:
        answers = Counter[str]()
        disagreed = 0.0
        for each in units:
            answers.update(each)
            disagreed += _disagreed(each)
        return cls(disagreed, answers, answers.total())

    def without(self, unit: Counter[str]) -> _Sums:
        answers = {name: number - unit[name] for name, number in self.answers.items()}
        return _Sums(self.disagreed - _disagreed(unit), answers, self.number - unit.total())

    @property
    def alpha(self) -> float | None:
        """None where chance could disagree about nothing."""
        squares = sum(number * number for number in self.answers.values())
        expected = self.number * self.number - squares
        if not expected:
            return None
        return 1 - (self.number - 1) * self.disagreed / expected


def _disagreed(unit: Counter[str]) -> float:
    """Pairs of unlike answers, each weighed by the answers that there are to the contact."""
    total = unit.total()
    alike = sum(number * number for number in unit.values())
    return (total * total - alike) / (total - 1)


def _interval(units: Sequence[Counter[str]], alpha: float, confidence: float) -> Interval | None:
    """The jackknife's interval, within -1..1; None for a single contact or an alpha that ends."""
    sums, number = _Sums.of(units), len(units)
    # Contacts with the same answers weigh the same, so each pattern is left out but once.
    patterns = Counter(tuple(sorted(each.items())) for each in units)
    left = [
        (sums.without(Counter(dict(pattern))).alpha, times) for pattern, times in patterns.items()
    ]
    known = [(each, times) for each, times in left if each is not None]
    if number < 2 or len(known) < len(left):
        return None
    mean = sum(each * times for each, times in known) / number
    variance = (number - 1) / number * sum(times * (each - mean) ** 2 for each, times in known)
    reach = NormalDist().inv_cdf((1 + confidence) / 2) * sqrt(variance)
    return Interval(max(-1.0, alpha - reach), min(1.0, alpha + reach))
