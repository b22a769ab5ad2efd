"""Watches that no contact is counted twice."""

from __future__ import annotations

from array import array

from scoring.tally.brief import BriefCard

_HASH = (1 << 64) - 1
_SHELVES = 256  # so that looking through them takes little memory besides


class Once:
    """Remembers the cards that went by, each in some twenty bytes, and in the end which came twice.

    One card stands for a contact under a version of a standard. Contacts are known by a hash of
    64 bits: among a million, two different ones look alike once in thirty million runs.
    """

    def __init__(self) -> None:
        self._hashes = [array("Q") for _ in range(_SHELVES)]
        self._lines = [array("I") for _ in range(_SHELVES)]

    def saw(self, card: BriefCard, line: int) -> None:
        """The card stood in that line."""
        known = hash((card.contact, card.standard.code, card.standard.version)) & _HASH
        shelf = known % _SHELVES
        self._hashes[shelf].append(known)
        self._lines[shelf].append(line)

    def repeated(self) -> tuple[int, int] | None:
        """The first line whose contact had a card before, and the line of that; None: none."""
        found = (
            pair
            for hashes, lines in zip(self._hashes, self._lines, strict=True)
            if len(set(hashes)) < len(hashes)
            for pair in _pairs(hashes, lines)
        )
        return min(found, default=None)


def _pairs(hashes: array[int], lines: array[int]) -> list[tuple[int, int]]:
    first: dict[int, int] = {}
    pairs = []
    for known, line in zip(hashes, lines, strict=True):
        if first.setdefault(known, line) != line:
            pairs.append((line, first[known]))
    return pairs
