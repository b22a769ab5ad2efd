"""What a reader asks a report for: which standard, which days, which contacts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from plugin.pages.periods import Period
from plugin.stores.filed.counting import DIMENSIONS
from plugin.stores.filed.reports import Stretch, Whose
from scoring.scorecard import Standing

# Parts of an address, all texts; Any because of what else `url_for` takes by name.
Query: TypeAlias = "Mapping[str, Any]"

FINAL, ALL = "final", "all"
OF_CRITERION = ("journey", "satisfaction")  # what the standard itself says of each criterion
FILTERS = (*DIMENSIONS, *OF_CRITERION)
STANDINGS: Mapping[str, frozenset[Standing]] = {
    FINAL: frozenset({Standing.FINAL}),
    ALL: frozenset({Standing.FINAL, Standing.PROVISIONAL}),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A version of a standard, a period, and `final` contacts alone or `all`.

    `only` narrows it (FILTERS), as an address says it; an empty text is what nobody knows.
    """

    code: str
    version: int
    period: Period
    standing: str = FINAL
    only: Mapping[str, str] = field(default_factory=dict)

    @property
    def standings(self) -> frozenset[Standing]:
        """The standings of the cards that are counted."""
        return STANDINGS[self.standing]

    @property
    def tallied(self) -> Mapping[str, str | None]:
        """Of what narrows it that by which counts are kept."""
        return {name: value or None for name, value in self.only.items() if name in DIMENSIONS}

    def stretch(self, whose: Whose | None) -> Stretch:
        """The same for the store, for those that the reader may see."""
        first, last = self.period.first.isoformat(), self.period.last.isoformat()
        return Stretch(self.code, self.version, first, last, whose)

    @property
    def query(self) -> Query:
        """The period and the standing as an address says them."""
        standing = {} if self.standing == FINAL else {"standing": self.standing}
        return {**self.days, **standing, **self.only}

    @property
    def days(self) -> Query:
        """The period as an address says it: by its name, or by its days."""
        if self.period.name:
            return {"period": self.period.name}
        return {"from": self.period.first.isoformat(), "until": self.period.last.isoformat()}


def only_asked(query: Mapping[str, str]) -> Mapping[str, str]:
    """What the query narrows the report to."""
    return {name: query[name] for name in FILTERS if name in query}


def standing_asked(query: Mapping[str, str]) -> str:
    """`all` where that is asked for, otherwise `final`."""
    return ALL if query.get("standing") == ALL else FINAL
