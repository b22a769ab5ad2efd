"""What another version would have said of contacts that the version in force has judged already.

Both versions are held against each other contact by contact: how often each criterion had which
verdict, team by team, which contacts flip, and which criteria decide nothing. What was judged is
read from the cards, and the other version judges as of an instant at which the card stands, so that
nothing but the words of the standard differs. Sums merge in any order, so that slices of contacts
may be judged anywhere.
"""

from __future__ import annotations

from bisect import insort
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple

from scoring.judge import Verdict
from scoring.scorecard import Outcome, Scorecard
from scoring.statistics.interval import Interval, wilson
from scoring.tally.brief import BriefOccurrence, brief_of

SHOWN = 20  # contacts kept of each flip, the first by name

# Of a contact's occurrences the gravest is what is seen.
GRAVITY = (
    Verdict.MISSED,
    Verdict.PARTLY,
    Verdict.MET,
    Verdict.PENDING,
    Verdict.UNKNOWN,
    Verdict.NOT_APPLICABLE,
)
_PLACES = {verdict: place for place, verdict in enumerate(GRAVITY)}
DECIDED = frozenset(GRAVITY[:3])


class Idle(StrEnum):
    """Why a criterion tells nobody anything."""

    NEVER_APPLIES = "never_applies"
    NO_EVIDENCE = "no_evidence"  # it applies, and nothing can be decided
    ALWAYS_MET = "always_met"
    ALWAYS_MISSED = "always_missed"


class Row(NamedTuple):
    """What is counted together: a criterion's occurrences of one team; None: no team's."""

    criterion: str
    team: str | None


class Flip(NamedTuple):
    """How a contact's verdict changes on a criterion that both versions ask."""

    criterion: str
    was: Verdict
    now: Verdict


class Turned(NamedTuple):
    """How one contact's verdict changes on a criterion, and whose the gravest occurrence was."""

    criterion: str
    was: Verdict
    now: Verdict
    team: str | None


class Judged(NamedTuple):
    """What a version says of a contact: the outcome of its card, and every occurrence on it."""

    outcome: Outcome
    occurrences: tuple[BriefOccurrence, ...]


@dataclass(slots=True)
class Verdicts:
    """Occurrences by verdict, in the order of `GRAVITY`."""

    counts: list[int] = field(default_factory=lambda: [0] * len(GRAVITY))

    def take(self, verdict: Verdict) -> None:
        """Counts one more."""
        self.counts[_PLACES[verdict]] += 1

    def merge(self, other: Verdicts) -> None:
        """Counts the other's in."""
        self.counts = [one + more for one, more in zip(self.counts, other.counts, strict=True)]

    def of(self, verdict: Verdict) -> int:
        """How many have the verdict."""
        return self.counts[_PLACES[verdict]]

    @property
    def decided(self) -> int:
        """How many have a verdict that will stay."""
        return sum(self.of(each) for each in DECIDED)

    @property
    def share(self) -> float | None:
        """Met of decided, 0..1; None when nothing is decided."""
        return self.of(Verdict.MET) / self.decided if self.decided else None

    @property
    def interval(self) -> Interval | None:
        """The 95 % Wilson interval of the share; None when nothing is decided."""
        return wilson(self.of(Verdict.MET), self.decided)

    @property
    def idle(self) -> Idle | None:
        """Why these verdicts tell nothing; None when they do."""
        if self.decided:
            only = {Verdict.MET: Idle.ALWAYS_MET, Verdict.MISSED: Idle.ALWAYS_MISSED}
            return next((why for each, why in only.items() if self.of(each) == self.decided), None)
        applied = self.of(Verdict.PENDING) + self.of(Verdict.UNKNOWN)
        return Idle.NO_EVIDENCE if applied else Idle.NEVER_APPLIES


@dataclass(slots=True)
class Flipped:
    """How many contacts flip in one way, and the first of them by name."""

    number: int = 0
    contacts: list[str] = field(default_factory=list)

    def take(self, contact: str) -> None:
        """Counts the contact in."""
        self.number += 1
        insort(self.contacts, contact)
        del self.contacts[SHOWN:]

    def merge(self, other: Flipped) -> None:
        """Counts the other's in."""
        self.number += other.number
        self.contacts = sorted((*self.contacts, *other.contacts))[:SHOWN]


@dataclass(slots=True)
class Backtest:
    """What is known of the contacts taken in so far.

    `was` and `now` are the verdicts of each row under the versions that judged and under the draft;
    `outcomes` are pairs of a card's outcome before (None: there was no card) and under the draft.
    `anew` counts contacts whose card was replaced since the backtest was asked for, and who were
    judged anew by the version that had judged them; `unasked` for each criterion the visits and
    reviews that were not asked what the draft asks.
    """

    contacts: int = 0
    was: dict[Row, Verdicts] = field(default_factory=dict)
    now: dict[Row, Verdicts] = field(default_factory=dict)
    flips: dict[Flip, Flipped] = field(default_factory=dict)
    outcomes: Counter[tuple[str | None, str]] = field(default_factory=Counter)
    anew: int = 0
    unasked: Counter[str] = field(default_factory=Counter)

    def take(self, contact: str, was: Judged | None, now: Judged) -> tuple[Turned, ...]:
        """Takes a contact in: as it was judged (None: it was not), and as the draft would.

        How it flips is answered, a row a criterion.
        """
        self.contacts += 1
        self.outcomes[None if was is None else was.outcome.value, now.outcome.value] += 1
        _count(self.now, now.occurrences)
        if was is None:
            return ()
        _count(self.was, was.occurrences)
        turned = tuple(_turned(gravest(was.occurrences), gravest(now.occurrences)))
        for each in turned:
            flip = Flip(each.criterion, each.was, each.now)
            self.flips.setdefault(flip, Flipped()).take(contact)
        return turned

    def merge(self, other: Backtest) -> None:
        """Takes in all that the other has taken in."""
        self.contacts += other.contacts
        self.outcomes.update(other.outcomes)
        self.anew += other.anew
        self.unasked.update(other.unasked)
        for ours, theirs in ((self.was, other.was), (self.now, other.now)):
            for row, verdicts in theirs.items():
                ours.setdefault(row, Verdicts()).merge(verdicts)
        for flip, flipped in other.flips.items():
            self.flips.setdefault(flip, Flipped()).merge(flipped)

    @property
    def unjudged(self) -> int:
        """How many contacts had no card of the version in force."""
        return sum(number for (was, _), number in self.outcomes.items() if was is None)

    def by_criterion(self, team: str | None = None) -> Mapping[str, tuple[Verdicts, Verdicts]]:
        """Of each criterion the verdicts before and under the draft; of one team, or (None) all."""
        told: dict[str, tuple[Verdicts, Verdicts]] = {}
        for place, row, verdicts in self._all():
            if team is None or row.team == team:
                pair = told.setdefault(row.criterion, (Verdicts(), Verdicts()))
                pair[place].merge(verdicts)
        return dict(sorted(told.items()))

    def by_team(self) -> Mapping[str | None, tuple[Verdicts, Verdicts]]:
        """Of each team, all criteria together, the verdicts before and under the draft."""
        told: dict[str | None, tuple[Verdicts, Verdicts]] = {}
        for place, row, verdicts in self._all():
            told.setdefault(row.team, (Verdicts(), Verdicts()))[place].merge(verdicts)
        return dict(sorted(told.items(), key=lambda each: (each[0] is None, each[0] or "")))

    def _all(self) -> Iterator[tuple[int, Row, Verdicts]]:
        for place, rows in enumerate((self.was, self.now)):
            for row, verdicts in rows.items():
                yield place, row, verdicts


def judged(card: Scorecard) -> Judged:
    """What the card says, as it is counted."""
    return Judged(card.verdict, brief_of(card).occurrences)


def gravest(occurrences: Iterable[BriefOccurrence]) -> Mapping[str, BriefOccurrence]:
    """Of each criterion the first of its gravest occurrences."""
    found: dict[str, BriefOccurrence] = {}
    for each in occurrences:
        known = found.get(each.criterion)
        if known is None or _PLACES[each.verdict] < _PLACES[known.verdict]:
            found[each.criterion] = each
    return found


def _turned(
    was: Mapping[str, BriefOccurrence], now: Mapping[str, BriefOccurrence]
) -> Iterator[Turned]:
    for criterion, before in was.items():
        then = now.get(criterion, before).verdict
        if then is not before.verdict:
            yield Turned(criterion, before.verdict, then, before.team)


def _count(rows: dict[Row, Verdicts], occurrences: Iterable[BriefOccurrence]) -> None:
    for each in occurrences:
        rows.setdefault(Row(each.criterion, each.team), Verdicts()).take(each.verdict)


def write_backtest(found: Backtest) -> dict[str, Any]:
    """The backtest as JSON knows it, from which `read_backtest` makes it again."""
    return {
        "contacts": found.contacts,
        "was": [[*row, *verdicts.counts] for row, verdicts in found.was.items()],
        "now": [[*row, *verdicts.counts] for row, verdicts in found.now.items()],
        "flips": [
            [*flip, flipped.number, flipped.contacts] for flip, flipped in found.flips.items()
        ],
        "outcomes": [[*pair, number] for pair, number in found.outcomes.items()],
        "anew": found.anew,
        "unasked": [[criterion, number] for criterion, number in found.unasked.items()],
    }


def read_backtest(told: Mapping[str, Any]) -> Backtest:
    """The backtest that was written."""
    return Backtest(
        int(told["contacts"]),
        _rows(told["was"]),
        _rows(told["now"]),
        {
            Flip(code, Verdict(was), Verdict(now)): Flipped(int(number), [*contacts])
            for code, was, now, number, contacts in told["flips"]
        },
        Counter({(was, now): int(number) for was, now, number in told["outcomes"]}),
        int(told.get("anew", 0)),
        Counter({criterion: int(number) for criterion, number in told.get("unasked", ())}),
    )


def _rows(told: Iterable[Any]) -> dict[Row, Verdicts]:
    return {
        Row(code, team): Verdicts([int(each) for each in counts]) for code, team, *counts in told
    }
