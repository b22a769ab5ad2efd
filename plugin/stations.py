"""What a worker does: a line a station. Each thread of a worker makes its own of each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol, TypeAlias

from plugin.backtests.station import backtest_station
from plugin.house import House
from plugin.tickets.due import due_station, published_station
from plugin.tickets.graces import graces_station
from plugin.tickets.outbox import outbox_station
from plugin.tickets.reconciling import reconciling_station
from plugin.tickets.rereading import rereads_station
from plugin.tickets.rolling import rollups_station
from plugin.tickets.station import deliveries_station
from plugin.training.reminding import reminding_station
from plugin.visits.file_station import FileStation
from plugin.visits.station import VisitsStation


class Station(Protocol):
    """One kind of work: takes what is due, a piece at a time."""

    @property
    def name(self) -> str:
        """How logs and counters call it."""

    def work_once(self, now: int) -> bool:
        """Whether there was something to do at that instant (UTC seconds); it is done then.

        An exception is logged by the loop and the station rests for a while.
        """

    def stop(self, now: int) -> None:
        """Gives the leases back that this station still holds."""


# A station of the house, for the worker of that name (the one that leases bear).
MakeStation: TypeAlias = "Callable[[House, str], Station]"

# For how many seconds a station rests that had nothing to do; who is not named rests least, for a
# webhook waits for it.
IDLE_SECONDS: Mapping[str, float] = {
    "visits": 0.2,
    "outbox": 0.25,
    "rereads": 0.25,
    "files": 0.25,
    "due": 0.5,
    "published": 1.0,
    "backtests": 1.0,
    "graces": 2.0,
    "rollups": 5.0,
    "reminders": 5.0,
    "reconciling": 5.0,
}

STATIONS: tuple[MakeStation, ...] = (
    deliveries_station,
    due_station,
    published_station,
    graces_station,
    outbox_station,
    rereads_station,
    reconciling_station,
    VisitsStation.of,
    FileStation.of,
    backtest_station,
    rollups_station,
    reminding_station,
)
