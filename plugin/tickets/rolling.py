"""The station of counts: takes up what filing has changed, so that reports have little to read."""

from __future__ import annotations

from dataclasses import dataclass

from plugin.house import House
from plugin.stores.filed.rollups import MOST, Rollups
from plugin.stores.layout import Mongo
from plugin.stores.transactions import is_passing, transact


@dataclass(frozen=True, slots=True)
class RollupsStation:
    """Takes changes up, a handful at once; where another is just about to, it leaves them to it."""

    database: Mongo
    rollups: Rollups
    name: str = "rollups"

    def work_once(self, now: int) -> bool:
        """Whether there are more changes than a handful; one handful is taken up then."""
        try:
            return transact(self.database, self.rollups.take_up, patience_seconds=0) == MOST
        except Exception as error:
            if not is_passing(error):
                raise
            return False

    def stop(self, now: int) -> None:
        """Holds nothing that could be given back."""


def rollups_station(house: House, worker: str) -> RollupsStation:
    """The station over the house's counts."""
    return RollupsStation(house.database, Rollups(house.database))
