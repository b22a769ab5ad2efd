"""The published standards: every version with its text and the holidays it was published with."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from pymongo import ASCENDING, IndexModel
from pymongo.client_session import ClientSession

from plugin.stores.layout import Document, Layout, Mongo
from plugin.stores.queue import FRESH, due_index
from plugin.stores.transactions import transact
from scoring.proof import ContradictsItself, admit
from standards.holidays import HolidayLists
from standards.loader import read
from standards.model import Standard

LIST_SECONDS = 1.0  # how long a process goes by the list that it last read
_MOST_PARSED = 64
_HEADS = "standard_heads"  # {_id: code, version}: of two that publish at once, one waits

LAYOUTS = (
    Layout(
        "standards",
        (
            IndexModel([("code", ASCENDING), ("version", ASCENDING)], name="code", unique=True),
            due_index(),
        ),
        {
            "required": ["code", "version", "hash", "text", "effective_from", "published_at"],
            "properties": {
                "code": {"bsonType": "string"},
                "hash": {"bsonType": "string", "minLength": 64, "maxLength": 64},
                "text": {"bsonType": "string"},
            },
        },
    ),
    Layout(_HEADS),
)


class Unreadable(Exception):
    """A published version says today something other than when it was published."""


@dataclass(frozen=True, slots=True)
class Published:
    """A version as it was published; instants are UTC seconds.

    It judges contacts opened from `effective_from` on, until the next version's begins. `tzdata`
    is the release of the zones it was proven with.
    """

    code: str
    version: int
    hash: str
    text: str
    effective_from: int
    published_at: int
    published_by: str
    holidays: HolidayLists
    tzdata: str

    @property
    def id(self) -> str:
        """`contact/3`, as it is kept."""
        return f"{self.code}/{self.version}"

    def standard(self) -> Standard:
        """What contacts are judged by. Unreadable when it is not any more what was published."""
        return _parsed(self)

    def __hash__(self) -> int:
        return hash((self.code, self.version, self.hash))


@lru_cache(maxsize=_MOST_PARSED)
def _parsed(published: Published) -> Standard:
    reading = read(published.text.encode(), published.holidays)
    if reading.draft is None:
        said = "; ".join(fault.text for fault in reading.faults[:3])
        raise Unreadable(f"{published.id} was published, but is refused by this release: {said}")
    if reading.draft.hash != published.hash:
        raise Unreadable(f"{published.id} has no longer the hash that it was published with")
    try:
        return admit(reading.draft, published.published_at)
    except ContradictsItself as error:
        said = f"{published.id} was published, but breaks its own examples now"
        raise Unreadable(f"{said}: {error}") from error


@dataclass(slots=True)
class Standards:
    """The standards of the house; the list of them is read anew when it is a second old.

    `ticking` is a monotonic clock in seconds.
    """

    database: Mongo
    ticking: Callable[[], float] = time.monotonic
    _listed: tuple[Published, ...] = field(default=(), init=False)
    _listed_at: float | None = field(default=None, init=False)

    def known(self) -> tuple[Published, ...]:
        """Every published version, by code and number."""
        now, listed_at = self.ticking(), self._listed_at  # other threads may ask as well
        if listed_at is None or now - listed_at >= LIST_SECONDS:
            self._listed, self._listed_at = self._read(), now
        return self._listed

    def in_force(self, at: int) -> tuple[Standard, ...]:
        """Of each code the version that judges a contact opened at the UTC second, if any."""
        begun = {each.code: each for each in self.known() if each.effective_from <= at}
        return tuple(each.standard() for each in begun.values())

    def version(self, code: str, number: int) -> Standard | None:
        """That version; None when it was never published."""
        found = (each for each in self.known() if (each.code, each.version) == (code, number))
        return next((each.standard() for each in found), None)

    def versions(self, code: str) -> tuple[Published, ...]:
        """The code's versions as they stand now, the oldest first."""
        self._listed_at = None
        return tuple(each for each in self.known() if each.code == code)

    def keep(self, published: Published, after: int) -> bool:
        """Whether the version is now kept: not so when `after` is no longer the code's latest.

        `after` is 0 for a code that has no version yet. Contacts opened since it began are due to
        be judged anew: the document is also that work.
        """
        document, head = _document(published), {"_id": published.code}
        heads = self.database[_HEADS]

        def work(session: ClientSession) -> bool:
            latest = heads.find_one(head, session=session)
            if (latest["version"] if latest else 0) != after:
                return False
            moved = {"$set": {"version": published.version}}
            heads.update_one(head, moved, upsert=True, session=session)
            self.database.standards.insert_one(document, session=session)
            return True

        kept = transact(self.database, work)
        self._listed_at = None
        return kept

    def _read(self) -> tuple[Published, ...]:
        kept = {each.id: each for each in self._listed}
        order = [("code", ASCENDING), ("version", ASCENDING)]
        found = self.database.standards.find({}, {"hash": 1}).sort(order)
        ids = [(each["_id"], each["hash"]) for each in found]
        new = [name for name, hash_ in ids if name not in kept or kept[name].hash != hash_]
        if new:
            wanted = self.database.standards.find({"_id": {"$in": new}})
            kept |= {each["_id"]: _published(each) for each in wanted}
        return tuple(kept[name] for name, _ in ids)


def _document(published: Published) -> Document:
    return {
        "_id": published.id,
        "code": published.code,
        "version": published.version,
        "hash": published.hash,
        "text": published.text,
        "effective_from": published.effective_from,
        "published_at": published.published_at,
        "published_by": published.published_by,
        "tzdata": published.tzdata,
        "holidays": write_holidays(published.holidays),
        **FRESH,
        "run_at": published.published_at,
    }


def write_holidays(holidays: HolidayLists) -> list[Document]:
    """The lists that a standard was read with, as they are kept beside its text."""
    return [
        {
            "country": country,
            "subdivision": subdivision,
            "dates": [day.isoformat() for day in sorted(dates)],
        }
        for (country, subdivision), dates in sorted(holidays.items(), key=str)
    ]


def read_holidays(kept: Iterable[Mapping[str, Any]]) -> HolidayLists:
    """The lists that were kept."""
    return {
        (each["country"], each["subdivision"]): frozenset(map(date.fromisoformat, each["dates"]))
        for each in kept
    }


def _published(document: Mapping[str, Any]) -> Published:
    return Published(
        code=document["code"],
        version=document["version"],
        hash=document["hash"],
        text=document["text"],
        effective_from=document["effective_from"],
        published_at=document["published_at"],
        published_by=document["published_by"],
        tzdata=document["tzdata"],
        holidays=read_holidays(document["holidays"]),
    )
