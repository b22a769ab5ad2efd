"""A number that says which documents a collection holds, whatever their order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256

_ROOM = 1 << 256


@dataclass(slots=True)
class Fold:
    """How many documents have gone by, their bytes, and the sum of their SHA-256 mod 2**256.

    Two collections with one sum hold the same documents: a sum, unlike an exclusive or, also
    tells a document that stands twice.
    """

    documents: int = 0
    size: int = 0
    sum: int = 0

    def over(self, documents: Iterable[bytes]) -> Iterator[bytes]:
        """The documents as they are, each counted as it goes by."""
        for each in documents:
            self.documents += 1
            self.size += len(each)
            self.sum = (self.sum + int.from_bytes(sha256(each).digest())) % _ROOM
            yield each

    def written(self) -> str:
        """The sum in hexadecimal digits."""
        return f"{self.sum:064x}"


def fold(documents: Iterable[bytes]) -> Fold:
    """The fold of all the documents."""
    found = Fold()
    for _ in found.over(documents):
        pass
    return found
