"""Seals everything that is sealed with the first key, so that older keys can be taken away."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from pymongo import UpdateOne
from pymongo.collection import Collection

from plugin.sealing import SealBroken, Sealer
from plugin.stores.layout import Document, Mongo
from plugin.stores.tickets.connections import Connections

# Collection -> its field that is sealed. Connections, which have several, see to theirs.
SEALED: Mapping[str, str] = {
    "acknowledgements": "sealed",
    "deliveries": "body",
    "demonstrations": "sealed",
    "probes": "sealed",
    "receipt_keys": "sealed",
    "texts": "sealed",
}
_AT_ONCE = 500


@dataclass(slots=True)
class Resealed:
    """How many documents are now sealed with the first key, were so before, and open with none."""

    anew: int = 0
    already: int = 0
    lost: int = 0


def reseal(
    database: Mongo, keys: tuple[str, ...], watch: Callable[[str, int, int], None]
) -> Mapping[str, Resealed]:
    """What became of each collection. May be broken off and run again; others may work meanwhile.

    SealBroken when the secrets of a connection open with none of the keys.
    """
    found = {"connections": Resealed(anew=Connections(database, Sealer(keys)).seal_anew())}
    for name, sealed in SEALED.items():
        found[name] = _reseal(database[name], sealed, keys, watch)
    return found


def _reseal(
    collection: Collection[Document],
    sealed: str,
    keys: tuple[str, ...],
    watch: Callable[[str, int, int], None],
) -> Resealed:
    told, first, every = Resealed(), Sealer(keys[:1]), Sealer(keys)
    about = collection.estimated_document_count()
    documents = collection.find({sealed: {"$type": "binData"}}, {sealed: 1})
    for place, some in enumerate(_handfuls(documents)):
        writes = [*_changes(some, sealed, first, every, told)]
        if writes:
            told.anew += collection.bulk_write(writes, ordered=False).modified_count
        watch(collection.name, place * _AT_ONCE + len(some), about)
    return told


def _changes(
    some: Iterable[Document], sealed: str, first: Sealer, every: Sealer, told: Resealed
) -> Iterator[UpdateOne]:
    """A change a document; one that was changed or erased meanwhile is left alone."""
    for each in some:
        old = bytes(each[sealed])
        if opens(first, old):
            told.already += 1
        elif opens(every, old):
            same = {"_id": each["_id"], sealed: each[sealed]}
            yield UpdateOne(same, {"$set": {sealed: every.seal_anew(old)}})
        else:
            told.lost += 1


def opens(sealer: Sealer, sealed: bytes) -> bool:
    """Whether one of the sealer's keys opens it."""
    try:
        sealer.open(sealed)
    except SealBroken:
        return False
    return True


def _handfuls(documents: Iterable[Document]) -> Iterator[list[Document]]:
    left = iter(documents)
    while some := list(islice(left, _AT_ONCE)):
        yield some
