"""Tells whether the keys of this process open what others have sealed in the database."""

from __future__ import annotations

from collections.abc import Callable

from pymongo.errors import DuplicateKeyError

from plugin.stores.layout import Layout, Mongo

PROBES = Layout("probes")
_SEALED = b"Plumbline"


def probe(database: Mongo, seal: Callable[[bytes], bytes], open_: Callable[[bytes], bytes]) -> None:
    """Returns when what was sealed first can be opened; raises what `open_` raises when not.

    At the first start there is nothing yet: then something is sealed for those to come.
    """
    probes = database[PROBES.name]
    stands = probes.find_one({"_id": "seal"})
    if stands is None:
        try:
            probes.insert_one({"_id": "seal", "sealed": seal(_SEALED)})
        except DuplicateKeyError:  # another process was quicker
            stands = probes.find_one({"_id": "seal"})
    if stands is not None:
        open_(stands["sealed"])
