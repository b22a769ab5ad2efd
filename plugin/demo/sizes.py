"""How large a demonstration is."""

from __future__ import annotations

from dataclasses import dataclass

from plugin.demo.firm import WORKERS, Worker

_DAY = 86_400


@dataclass(frozen=True, slots=True)
class Size:
    """So many tickets, visits and reviews over so many days, answered by these people."""

    name: str
    tickets: int
    visits: int
    reviews: int
    days: int
    first_number: int  # of a ticket: so that the two sizes may stand side by side
    workers: tuple[Worker, ...]

    def begins_at(self, until: int) -> int:
        """The first instant that it tells of, when it tells until that one (UTC seconds)."""
        return until - self.days * _DAY


SMALL = Size("small", 200, 20, 12, 60, 10_001, WORKERS[0:8:2] + WORKERS[8:14:2] + WORKERS[14:20:2])
FULL = Size("full", 5_000, 300, 60, 184, 100_001, WORKERS)
SIZES = (SMALL, FULL)
