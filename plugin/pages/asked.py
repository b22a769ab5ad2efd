"""What a reader asks a report for: which standard, which days, which contacts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from plugin.pages.periods import Period
from plugin.stores.reports import Stretch, Whose
from scoring.scorecard import Standing

# Parts of an address, all texts; Any because of what else `url_for` takes by name.
Query: TypeAlias = "Mapping[str, Any]"

FINAL, ALL = "final", "all"
STANDINGS: Mapping[str, frozenset[Standing]] = {
    FINAL: frozenset({Standing.FINAL}),
    ALL: frozenset({Standing.FINAL, Standing.PROVISIONAL}),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A version of a standard, a period, and `final` contacts alone or `all`."""

    code: str
    version: int
    period: Period
    standing: str = FINAL

    @property
    def standings(self) -> frozenset[Standing]:
        """The standings of the cards that are counted."""
        return STANDINGS[self.standing]

    def stretch(self, whose: Whose | None) -> Stretch:
        """The same for the store, for those that the reader may see."""
        first, last = self.period.first.isoformat(), self.period.last.isoformat()
        return Stretch(self.code, self.version, first, last, whose)

    @property
    def query(self) -> Query:
        """The period and the standing as an address says them."""
        return {**self.days, **({} if self.standing == FINAL else {"standing": self.standing})}

    @property
    def days(self) -> Query:
        """The period as an address says it: by its name, or by its days."""
        if self.period.name:
            return {"period": self.period.name}
        return {"from": self.period.first.isoformat(), "until": self.period.last.isoformat()}


def standing_asked(query: Mapping[str, str]) -> str:
    """`all` where that is asked for, otherwise `final`."""
    return ALL if query.get("standing") == ALL else FINAL
