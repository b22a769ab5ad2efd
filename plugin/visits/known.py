"""What marking looks up, remembered for a while by each process."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from mobile_api.visits.marking import Place
from plugin.stores.people.directory import Directory
from plugin.stores.shopping.certificates import Certificates

_SECONDS = 60.0
_MOST = 10_000


@dataclass(slots=True)
class KnownPlaces:
    """Where locations lie, as it was known within the last minute; `ticking` counts seconds."""

    directory: Directory
    ticking: Callable[[], float] = time.monotonic
    _known: dict[str, tuple[float, Place | None]] = field(default_factory=dict)

    def place(self, identity: str) -> Place | None:
        """The location that visits call so; None when there is none."""
        now = self.ticking()
        until, place = self._known.get(identity, (0.0, None))
        if now < until:
            return place
        found = self.directory.location_of(identity)
        place = None if found is None else Place(found.id, found.latitude, found.longitude)
        if len(self._known) >= _MOST:
            self._known.clear()
        self._known[identity] = (now + _SECONDS, place)
        return place


@dataclass(slots=True)
class KnownCertificates:
    """Who is certified. Who is not is looked up each time, for they may pass at any moment."""

    certificates: Certificates
    ticking: Callable[[], float] = time.monotonic
    _known: dict[tuple[str, str, int], float] = field(default_factory=dict)

    def is_certified(self, user: str, standard: str, version: int) -> bool:
        """Whether the user is certified for the version, or was within the last minute."""
        asked, now = (user, standard, version), self.ticking()
        if now < self._known.get(asked, 0.0):
            return True
        if self.certificates.certified_at(*asked) is None:
            return False
        if len(self._known) >= _MOST:
            self._known.clear()
        self._known[asked] = now + _SECONDS
        return True
