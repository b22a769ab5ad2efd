"""What counts are asked for: a version of a standard, days, and whose occurrences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from scoring.scorecard import Standing
from standards.kinds import Instrument


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose occurrences a reader may see: those of these identities, or in these teams."""

    employees: frozenset[str] = frozenset()
    teams: frozenset[str] = frozenset()

    def holds(self, employee: object, team: object) -> bool:
        """Whether an occurrence of that employee and team is among them."""
        return employee in self.employees or team in self.teams


@dataclass(frozen=True, slots=True)
class Stretch:
    """What a report is about: a version of a standard, contacts opened from day to day.

    Days are `YYYY-MM-DD` in the firm's zone, both counted. `whose` None: everybody's.
    """

    code: str
    version: int
    first: str
    last: str
    whose: Whose | None = None


class Cell(NamedTuple):
    """What is counted together."""

    criterion: str
    instrument: Instrument
    standing: Standing
