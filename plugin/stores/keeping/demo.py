"""What is remembered of a demonstration, so that a second run doubles nothing.

{_id: "small" | "full", until: UTC seconds, done_at: UTC seconds | None}
{_id: "sign-ins", sealed: the passwords, which are printed again}
"""

from __future__ import annotations

from dataclasses import dataclass

from plugin.stores.layout import Layout, Mongo

LAYOUT = Layout("demonstrations")
_SIGN_INS = "sign-ins"


@dataclass(frozen=True, slots=True)
class Demonstrations:
    """The demonstrations of a database, by size."""

    database: Mongo

    def begun(self, size: str, now: int) -> int:
        """The instant that the demonstration of that size tells until: that of its first run."""
        told = {"$setOnInsert": {"until": now, "done_at": None}}
        self.database[LAYOUT.name].update_one({"_id": size}, told, upsert=True)
        found = self.database[LAYOUT.name].find_one({"_id": size})
        return now if found is None else int(found["until"])

    def has_begun(self) -> bool:
        """Whether one of any size was begun here."""
        return self.database[LAYOUT.name].find_one({}) is not None

    def is_done(self, size: str) -> bool:
        """Whether it was told to its end."""
        found = self.database[LAYOUT.name].find_one({"_id": size})
        return found is not None and found["done_at"] is not None

    def done(self, size: str, now: int) -> None:
        """Notes that it was told to its end."""
        self.database[LAYOUT.name].update_one({"_id": size}, {"$set": {"done_at": now}})

    def sign_ins(self) -> bytes | None:
        """The sealed passwords; None before the first run."""
        found = self.database[LAYOUT.name].find_one({"_id": _SIGN_INS})
        return None if found is None else bytes(found["sealed"])

    def keep_sign_ins(self, sealed: bytes, instead_of: bytes | None = None) -> None:
        """Keeps the sealed passwords; those that stand already stay, unless they are named."""
        if instead_of is None:
            told = {"$setOnInsert": {"sealed": sealed}}
            self.database[LAYOUT.name].update_one({"_id": _SIGN_INS}, told, upsert=True)
        else:
            standing = {"_id": _SIGN_INS, "sealed": instead_of}
            self.database[LAYOUT.name].update_one(standing, {"$set": {"sealed": sealed}})
