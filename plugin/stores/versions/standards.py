"""The published standards: every version with its text and the holidays it was published with."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from itertools import groupby
from typing import Any, TypeAlias

from pymongo import ASCENDING, IndexModel
from pymongo.client_session import ClientSession

from plugin.stores.layout import Document, Layout, Mongo
from plugin.stores.plain import plain
from plugin.stores.queue import FRESH, LEASED, READY, due_index
from plugin.stores.transactions import transact
from scoring.proof import ContradictsItself, admit
from standards.holidays import HolidayLists
from standards.lifecycle import judging
from standards.loader import read
from standards.model import Standard

LIST_SECONDS = 1.0  # how long a process goes by the list that it last read
_MOST_PARSED = 64
Also: TypeAlias = "Callable[[ClientSession], object]"
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

    It judges contacts opened from `effective_from` on, until the next version's begins or it is
    withdrawn, whichever is first. `why` is the note of what changed; `tzdata` is the release of
    the zones it was proven with. What a withdrawal says is None while there was none.
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
    why: str = ""
    withdrawn_at: int | None = None
    withdrawn_by: str | None = None
    withdrawn_why: str | None = None

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
        return tuple(each.standard() for each in self.published_in_force(at))

    def published_in_force(self, at: int) -> tuple[Published, ...]:
        """Of each code the version in force at the UTC second, as it was published."""
        codes = groupby(self.known(), key=lambda each: each.code)
        found = (judging(tuple(versions), at) for _, versions in codes)
        return tuple(each for each in found if each is not None)

    def version(self, code: str, number: int) -> Standard | None:
        """That version; None when it was never published."""
        found = (each for each in self.known() if (each.code, each.version) == (code, number))
        return next((each.standard() for each in found), None)

    def versions(self, code: str) -> tuple[Published, ...]:
        """The code's versions as they stand now, the oldest first."""
        self._listed_at = None
        return tuple(each for each in self.known() if each.code == code)

    def keep(self, published: Published, after: int, also: Also | None = None) -> bool:
        """Whether the version is now kept: not so when `after` is no longer the code's latest.

        `after` is 0 for a code that has no version yet. Contacts opened since it began are due to
        be judged anew: the document is also that work. `also` is written together with it.
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
            if also is not None:
                also(session)
            return True

        kept = transact(self.database, work)
        self._listed_at = None
        return kept

    def withdraw(self, published: Published, at: int, by: str, why: str) -> bool:
        """Whether the version is withdrawn by that: not so when somebody was quicker.

        Contacts opened since are due to be judged anew.
        """
        told = {"withdrawn_at": at, "withdrawn_by": by, "withdrawn_why": why}
        literal = {name: {"$literal": each} for name, each in told.items()}
        mine = {"_id": published.id, "withdrawn_at": None}
        change = [{"$set": {**literal, **_due(at, at)}}]
        done = self.database.standards.update_one(mine, change).modified_count == 1
        self._listed_at = None
        return done

    def make_due(self, code: str, version: int, now: int, since: int | None = None) -> bool:
        """Whether contacts opened since the UTC second are due to be judged anew.

        None: since the version's effective date. Not so when there is no such version.
        """
        change = [{"$set": _due(now, "$effective_from" if since is None else since)}]
        found = self.database.standards.update_one({"_id": f"{code}/{version}"}, change)
        return found.matched_count == 1

    def _read(self) -> tuple[Published, ...]:
        kept = {each.id: each for each in self._listed}
        order = [("code", ASCENDING), ("version", ASCENDING)]
        found = self.database.standards.find({}, {"hash": 1, "withdrawn_at": 1}).sort(order)
        ids = [(each["_id"], (each["hash"], each.get("withdrawn_at"))) for each in found]
        known = {name: (each.hash, each.withdrawn_at) for name, each in kept.items()}
        new = [name for name, marks in ids if known.get(name) != marks]
        if new:
            wanted = self.database.standards.find({"_id": {"$in": new}})
            kept |= {each["_id"]: _published(each) for each in wanted}
        return tuple(kept[name] for name, _ in ids)


def _due(now: int, since: int | str) -> Document:
    """The document as work again, for contacts opened since; what is yet to be done stays so."""
    begun = {"$ifNull": ["$due_from", "$effective_from"]}
    is_waiting = {"$in": ["$state", [READY, LEASED]]}
    earliest = {"$cond": [is_waiting, {"$min": [begun, since]}, since]}
    return {**FRESH, "run_at": now, "swept": False, "due_from": earliest}


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
        "why": published.why,
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
    document = plain(dict(document))
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
        why=document.get("why", ""),
        withdrawn_at=document.get("withdrawn_at"),
        withdrawn_by=document.get("withdrawn_by"),
        withdrawn_why=document.get("withdrawn_why"),
    )
