"""How much text a user may have checked at once, and how soon there is room for more.

To read a standard costs processor time by its length, so characters are counted and not requests.
Each process counts for itself.
"""

from __future__ import annotations

from collections.abc import MutableMapping
from dataclasses import dataclass, field

MOST = 4_000_000  # characters at once: the largest standard we ship, sixty times
EACH_SECOND = 100_000  # characters that come back; about what one processor reads of them
AT_LEAST = 2_000  # characters that any check counts for
_MOST_USERS = 10_000


class TooMuchToCheck(Exception):
    """The user has had so much checked that the next has to wait; `headers` say how long."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"that was much at once; wait {seconds} seconds")
        self.headers = {"Retry-After": str(seconds)}


@dataclass(slots=True)
class Allowance:
    """What each user has left to have checked, by their sign-in name, and as of when."""

    _left: MutableMapping[str, tuple[int, int]] = field(default_factory=dict)

    def take(self, user: str, characters: int, now: int) -> None:
        """Counts so much to the user at `now` (UTC seconds). TooMuchToCheck when none is left."""
        left, since = self._left.get(user, (MOST, now))
        left = min(MOST, left + max(0, now - since) * EACH_SECOND)
        wanted = max(AT_LEAST, characters)
        if wanted > left and left < MOST:
            self._left[user] = (left, now)
            raise TooMuchToCheck(max(1, -(-(min(wanted, MOST) - left) // EACH_SECOND)))
        if len(self._left) > _MOST_USERS:
            self._left.clear()
        self._left[user] = (left - wanted, now)
