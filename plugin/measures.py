"""What one process has done since it started, counted by its threads and told in its heartbeat."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

# Upper ends of the classes of the judge's time, seconds; what is slower falls into one more.
JUDGE_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5)


@dataclass(slots=True)
class Measures:
    """Counters of one process; any thread may add to them."""

    _lock: Lock = field(default_factory=Lock)
    _counted: Counter[tuple[str, str]] = field(default_factory=Counter)
    _classes: list[int] = field(default_factory=lambda: [0] * (len(JUDGE_SECONDS) + 1))
    _seconds: float = 0.0

    def count(self, what: str, of: str, by: int = 1) -> None:
        """Adds to what happened of something: `count("done", "deliveries")`."""
        with self._lock:
            self._counted[what, of] += by

    def judged(self, seconds: float) -> None:
        """Adds a contact judged, and how long that took."""
        with self._lock:
            self._classes[bisect_left(JUDGE_SECONDS, seconds)] += 1
            self._seconds += seconds

    def told(self) -> dict[str, Any]:
        """What was counted, as a heartbeat says it; the classes of time are not cumulative."""
        with self._lock:
            told: dict[str, Any] = {"done": {}, "failures": {}}
            for (what, of), number in sorted(self._counted.items()):
                told.setdefault(what, {})[of] = number
            times = {"bounds": list(JUDGE_SECONDS), "counts": list(self._classes)}
            judged = sum(self._classes)
            return {**told, "judged": judged, "judge_seconds": {**times, "sum": self._seconds}}
