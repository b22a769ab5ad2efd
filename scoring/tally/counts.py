"""What a tally counts under one key, and the shares that follow from it."""

from __future__ import annotations

from dataclasses import dataclass

from scoring.judge import Verdict
from scoring.statistics.interval import SMALL, Interval, wilson
from scoring.tally.brief import MILLION


@dataclass(frozen=True, slots=True)
class Counts:
    """Occurrences by verdict.

    `contacts` are those in which something was decided, `millionths` the sum of the shares earned
    in millionths of one.
    """

    contacts: int = 0
    met: int = 0
    partly: int = 0
    missed: int = 0
    pending: int = 0
    unknown: int = 0
    not_applicable: int = 0
    millionths: int = 0

    def __add__(self, other: Counts) -> Counts:
        """Both together; a contact that is in both counts twice."""
        return Counts(
            self.contacts + other.contacts,
            self.met + other.met,
            self.partly + other.partly,
            self.missed + other.missed,
            self.pending + other.pending,
            self.unknown + other.unknown,
            self.not_applicable + other.not_applicable,
            self.millionths + other.millionths,
        )

    @property
    def decided(self) -> int:
        """Occurrences with a verdict that will stay: met, partly or missed."""
        return self.met + self.partly + self.missed

    @property
    def share(self) -> float | None:
        """Met of decided, 0..1; None when nothing is decided."""
        return self.met / self.decided if self.decided else None

    @property
    def interval(self) -> Interval | None:
        """The 95 % Wilson interval of the share; None when nothing is decided."""
        return wilson(self.met, self.decided)

    @property
    def mean_share(self) -> float | None:
        """What the decided occurrences earned on average, 0..1: partly met counts in part."""
        return self.millionths / (self.decided * MILLION) if self.decided else None

    @property
    def coverage(self) -> float | None:
        """Decided of all that applied (decided, pending, unknown), 0..1; None when none did."""
        applied = self.decided + self.pending + self.unknown
        return self.decided / applied if applied else None

    @property
    def is_small(self) -> bool:
        """Whether so few are decided that the share alone says little."""
        return self.decided <= SMALL


# Where each number stands in a row that is being counted: the order of the fields of Counts.
CONTACTS, MILLIONTHS = 0, 7
PLACES = {
    Verdict.MET: 1,
    Verdict.PARTLY: 2,
    Verdict.MISSED: 3,
    Verdict.PENDING: 4,
    Verdict.UNKNOWN: 5,
    Verdict.NOT_APPLICABLE: 6,
}
LAST_DECIDED = PLACES[Verdict.MISSED]
EMPTY = (0,) * 8
