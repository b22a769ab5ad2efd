"""How often the fake Zendesk may be asked."""

from __future__ import annotations

from collections import defaultdict, deque
from dataclasses import dataclass, field
from threading import Lock

MINUTE = 60
TEN_MINUTES = 600


@dataclass(frozen=True, slots=True)
class Limits:
    """Requests a minute of the account, and changes of one ticket in ten minutes."""

    requests: int = 1_000_000
    updates_of_a_ticket: int = 1_000_000


@dataclass(slots=True)
class Budget:
    """What has been used of the limits."""

    limits: Limits
    _lock: Lock = field(default_factory=Lock)
    _minute: int = 0
    _used: int = 0
    _updates: defaultdict[int, deque[float]] = field(default_factory=lambda: defaultdict(deque))

    def spend(self, now: float) -> int | None:
        """None when the request is within the limit, else the seconds to wait."""
        with self._lock:
            minute = int(now) // MINUTE
            if minute != self._minute:
                self._minute, self._used = minute, 0
            if self._used >= self.limits.requests:
                return self._left(now)
            self._used += 1
            return None

    def update(self, ticket: int, now: float) -> int | None:
        """None when the ticket may be changed once more, else the seconds to wait."""
        with self._lock:
            made = self._updates[ticket]
            while made and made[0] <= now - TEN_MINUTES:
                made.popleft()
            if len(made) >= self.limits.updates_of_a_ticket:
                return max(1, int(made[0] + TEN_MINUTES - now))
            made.append(now)
            return None

    def headers(self, now: float) -> dict[str, str]:
        """The headers of every answer, in the two spellings that are seen."""
        with self._lock:
            limit, left = str(self.limits.requests), str(self.limits.requests - self._used)
            return {
                "X-Rate-Limit": limit,
                "X-Rate-Limit-Remaining": left,
                "ratelimit-limit": limit,
                "ratelimit-remaining": left,
                "ratelimit-reset": str(self._left(now)),
            }

    def _left(self, now: float) -> int:
        return MINUTE - int(now) % MINUTE
