"""What was said to a report on somebody's work: that they read it, their words, the answers.

    {_id: "<report> read <hash>" | "<report> said <id>", person, code, version, first, last,
     kind: "read" | "said", hash, by, own: true | false, at, place, sealed}

A report is about a person, a version of a standard, and days; its figures may still change, so each
reading and each word names the hash of what was shown. A reading keeps what was shown as well.
Words bear an id from the form that they were written in: sent twice they are kept once. What is
shown and said is about a person, so it is sealed. `place` tells what was said in one second apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pymongo import ASCENDING, DESCENDING, IndexModel
from pymongo.errors import DuplicateKeyError

from plugin.sealing import SealBroken, Sealer
from plugin.stores.layout import Document, Layout, Mongo
from plugin.stores.plain import plain

MOST = 200  # that is said to one report
_LOOKED_AT = 500  # of what was said to all reports about a person
_READ, _SAID = "read", "said"
_OF_REPORT = ("person", "code", "version", "first", "last")

LAYOUT = Layout(
    "acknowledgements",
    indexes=(
        IndexModel([*((name, ASCENDING) for name in _OF_REPORT), ("at", ASCENDING)], name="report"),
        IndexModel([("person", ASCENDING), ("at", DESCENDING)], name="person"),
    ),
    schema={
        "required": [*_OF_REPORT, "kind", "hash", "by", "own", "at", "sealed"],
        "properties": {
            "first": {"bsonType": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"},
            "last": {"bsonType": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"},
            "kind": {"enum": [_READ, _SAID]},
            "own": {"bsonType": "bool"},
            "at": {"bsonType": ["int", "long"]},
            "sealed": {"bsonType": "binData"},
        },
    },
)


class Full(Exception):
    """So much was said to the report already that no more is taken."""


@dataclass(frozen=True, slots=True)
class About:
    """Which report: about whom, by which version of a standard, from day to day (`YYYY-MM-DD`)."""

    person: str
    code: str
    version: int
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Reading:
    """That the person read what has the hash: by which user, at which UTC second.

    `shown` is what they read; None where no key opens it any more.
    """

    hash: str
    by: str
    at: int
    shown: str | None


@dataclass(frozen=True, slots=True)
class Words:
    """What a user said to a report; `own` where it is the person whom it is about.

    `text` is None where no key opens it any more.
    """

    id: str
    hash: str
    by: str
    own: bool
    at: int
    text: str | None


@dataclass(frozen=True, slots=True)
class Said:
    """All that was said to one report, in its order."""

    about: About
    readings: tuple[Reading, ...] = ()
    words: tuple[Words, ...] = ()

    def read_at(self, hash_: str) -> int | None:
        """When the person read what has that hash; None when they did not."""
        return next((each.at for each in self.readings if each.hash == hash_), None)


@dataclass(frozen=True, slots=True)
class Acknowledgements:
    """What was said to the reports of the house; journaled by a majority before it is answered."""

    database: Mongo
    sealer: Sealer

    def of(self, about: About) -> Said:
        """All that was said to the report."""
        found = self.database.acknowledgements.find(_told(about)).sort([("at", 1), ("place", 1)])
        return self._said(about, found)

    def last_of(self, person: str, most: int) -> tuple[Said, ...]:
        """The reports about the person to which something was said last; without the words."""
        told = dict.fromkeys((*_OF_REPORT, "kind", "hash", "by", "own", "at"), 1)
        found = self.database.acknowledgements.find({"person": person}, told)
        by_report: dict[About, list[Document]] = {}
        for each in found.sort("at", DESCENDING).limit(_LOOKED_AT):
            by_report.setdefault(_about(each), []).append(each)
        first = list(by_report.items())[:most]
        return tuple(self._said(about, reversed(said)) for about, said in first)

    def read(self, about: About, reading: Reading) -> None:
        """Keeps that it was read; the first reading of a hash stands. Full when it is too much."""
        told = {"kind": _READ, "hash": reading.hash, "by": reading.by, "own": True}
        text = reading.shown or ""
        self._keep(about, f"{_READ} {reading.hash}", {**told, "at": reading.at}, text)

    def say(self, about: About, words: Words) -> None:
        """Keeps the words; those of an id that was said already change nothing. Full as above."""
        told = {"kind": _SAID, "hash": words.hash, "by": words.by, "own": words.own}
        self._keep(about, f"{_SAID} {words.id}", {**told, "at": words.at}, words.text or "")

    def _keep(self, about: About, which: str, told: Document, text: str) -> None:
        report = _told(about)
        key = " ".join((*map(str, report.values()), which))
        if self.database.acknowledgements.find_one({"_id": key}, {"_id": 1}) is not None:
            return
        place = self.database.acknowledgements.count_documents(report, limit=MOST)
        if place >= MOST:
            raise Full(f"{MOST} things were said to this report; no more is taken")
        sealed = self.sealer.seal(text.encode())
        kept = {"_id": key, **report, **told, "place": place, "sealed": sealed}
        try:
            self.database.acknowledgements.insert_one(kept)
        except DuplicateKeyError:
            return  # the same was sent twice at once

    def _said(self, about: About, found: Iterable[Document]) -> Said:
        readings: list[Reading] = []
        words: list[Words] = []
        for each in found:
            hash_, by, at = each["hash"], each["by"], plain(each["at"])
            text = self._opened(each.get("sealed"))
            if each["kind"] == _READ:
                readings.append(Reading(hash_, by, at, text))
            else:
                _, _, id_ = each["_id"].rpartition(" ")
                words.append(Words(id_, hash_, by, each["own"], at, text))
        return Said(about, tuple(readings), tuple(words))

    def _opened(self, sealed: bytes | None) -> str | None:
        try:
            return None if sealed is None else self.sealer.open(sealed).decode()
        except SealBroken:
            return None


def _told(about: About) -> Document:
    return {name: getattr(about, name) for name in _OF_REPORT}


def _about(found: Mapping[str, Any]) -> About:
    return About(**plain({name: found[name] for name in _OF_REPORT}))
