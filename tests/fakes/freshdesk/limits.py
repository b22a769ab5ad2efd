"""How often the fake Freshdesk may be asked: so many calls a minute, some cost more than one."""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import Lock

MINUTE = 60


@dataclass(frozen=True, slots=True)
class Limits:
    """Calls a minute of the account, and of its lists of tickets."""

    requests: int = 1_000_000
    lists: int = 1_000_000


@dataclass(slots=True)
class Budget:
    """What has been used of the limits."""

    limits: Limits
    _lock: Lock = field(default_factory=Lock)
    _minute: int = 0
    _used: int = 0
    _listed: int = 0

    def spend(self, now: float, cost: int, *, lists: bool) -> int | None:
        """None when the call is within the limits, else the seconds to wait."""
        with self._lock:
            minute = int(now) // MINUTE
            if minute != self._minute:
                self._minute, self._used, self._listed = minute, 0, 0
            over = self._used + cost > self.limits.requests
            if over or (lists and self._listed >= self.limits.lists):
                return MINUTE - int(now) % MINUTE
            self._used += cost
            self._listed += lists
            return None

    def headers(self, cost: int) -> dict[str, str]:
        """The headers of every answer."""
        with self._lock:
            return {
                "X-RateLimit-Total": str(self.limits.requests),
                "X-RateLimit-Remaining": str(self.limits.requests - self._used),
                "X-RateLimit-Used-CurrentRequest": str(cost),
            }
