"""What goes wrong at a fake helpdesk, by order or by seeded chance."""

from __future__ import annotations

import random
from collections import deque
from dataclasses import dataclass, field
from enum import StrEnum
from threading import Lock


class Fault(StrEnum):
    """One thing that goes wrong with one request."""

    NONE = "none"
    ERROR_500 = "500"
    BAD_GATEWAY = "502, as a page"
    UNAVAILABLE = "503"
    UNAVAILABLE_FOR_A_SECOND = "503 with Retry-After"
    TOO_MANY = "429 with Retry-After, as JSON"
    TOO_MANY_AS_TEXT = "429 with Retry-After, as text"
    CONFLICT = "409"
    FORBIDDEN = "403"
    UNAUTHORIZED = "401"
    GARBLED = "200, and no JSON"
    SENSELESS = "200, and JSON of something else"
    PAGE = "404, as a page of somebody else"
    MOVED = "302 to somewhere else"
    HUNG_UP = "no answer, and nothing done"
    HUNG_UP_AFTER = "no answer, but it was done"
    SLOW = "an answer, after a while"
    LATE = "an answer, after a second"
    CUT = "half an answer"
    HUGE = "an answer without end"


# What comes and goes by itself; an owner need do nothing.
PASSING = (
    Fault.ERROR_500,
    Fault.BAD_GATEWAY,
    Fault.UNAVAILABLE_FOR_A_SECOND,
    Fault.TOO_MANY,
    Fault.TOO_MANY_AS_TEXT,
    Fault.CONFLICT,
    Fault.HUNG_UP,
    Fault.HUNG_UP_AFTER,
)

# A helpdesk on a bad day, by what its clients see.
STORMY = (
    Fault.TOO_MANY,
    Fault.TOO_MANY_AS_TEXT,
    Fault.ERROR_500,
    Fault.BAD_GATEWAY,
    Fault.UNAVAILABLE_FOR_A_SECOND,
    Fault.LATE,
    Fault.CUT,
    Fault.HUNG_UP_AFTER,
)
KINDS = {"passing": PASSING, "stormy": STORMY}


@dataclass(slots=True)
class Faults:
    """Those ordered come first, one a request; then each of `kinds` at `rate` (0..1) by chance."""

    seed: int = 0
    rate: float = 0.0
    kinds: tuple[Fault, ...] = PASSING
    ordered: deque[Fault] = field(default_factory=deque)
    always: Fault | None = None
    _chance: random.Random = field(init=False)
    _lock: Lock = field(default_factory=Lock)

    def __post_init__(self) -> None:
        self._chance = random.Random(self.seed)

    def order(self, *faults: Fault) -> None:
        """What the next requests meet, one after the other."""
        with self._lock:
            self.ordered.extend(faults)

    def next(self) -> Fault:
        """What this request meets."""
        with self._lock:
            if self.always is not None:
                return self.always
            if self.ordered:
                return self.ordered.popleft()
            if self._chance.random() < self.rate:
                return self._chance.choice(self.kinds)
            return Fault.NONE
