"""The key by which the house signs receipts: made once, kept sealed.

receipt_keys {_id: "house", sealed: the private key, made_at}
"""

from __future__ import annotations

from collections.abc import Callable

from bson.binary import Binary
from pymongo.errors import DuplicateKeyError

from plugin.sealing import Sealer
from plugin.stores.layout import Layout, Mongo

LAYOUT = Layout("receipt_keys", schema={"required": ["sealed", "made_at"]})
_HOUSE = {"_id": "house"}


class ReceiptKeys:
    """The key of the database. SealBroken where the sealer does not open it."""

    def __init__(self, database: Mongo, sealer: Sealer) -> None:
        self._keys = database[LAYOUT.name]
        self._sealer = sealer

    def kept(self, make: Callable[[], bytes], now: int) -> bytes:
        """The private key; what `make` makes where there is none yet. Whoever is first decides."""
        return self._standing() or self._made(make(), now)

    def _standing(self) -> bytes | None:
        found = self._keys.find_one(_HOUSE)
        return None if found is None else self._sealer.open(bytes(found["sealed"]))

    def _made(self, key: bytes, now: int) -> bytes:
        sealed = Binary(self._sealer.seal(key))
        try:
            self._keys.insert_one({**_HOUSE, "sealed": sealed, "made_at": now})
        except DuplicateKeyError:  # another process was quicker
            return self._standing() or key
        return key
