"""Where in a database somebody is named, and where the documents say that they may be."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from plugin.stores.layout import Mongo

_OPERATIONS = Path(__file__).parents[3] / "docs" / "operations.md"
_ROW = re.compile(r"^\| `(\w+)` \| (.+?) \|", re.MULTILINE)


def named(database: Mongo, name: str) -> set[str]:
    """The places that name them: `visits.accepted_by`; lists are passed through."""
    word = re.compile(rf"(?<![\w@+-]){re.escape(name)}(?![\w@+-])")
    return {
        ".".join(place)
        for collection in database.list_collection_names()
        for document in database[collection].find()
        for place in _places(document, (collection,), word)
    }


def _places(value: object, at: tuple[str, ...], word: re.Pattern[str]) -> Iterator[tuple[str, ...]]:
    if isinstance(value, dict):
        for key, each in value.items():
            yield from _places(key, at, word)
            yield from _places(each, (*at, key), word)
    elif isinstance(value, list):
        for each in value:
            yield from _places(each, at, word)
    elif isinstance(value, bytes):
        yield from _places(value.decode(errors="replace"), at, word)
    elif isinstance(value, str) and word.search(value):
        yield at


@lru_cache(maxsize=1)
def _tables() -> tuple[frozenset[str], frozenset[str]]:
    text = _OPERATIONS.read_text("utf-8").partition("## Retention and erasure")[2]
    of_user, of_person = text.partition("Of a person of the directory")[::2]
    return _told(of_user), _told(of_person)


def _told(text: str) -> frozenset[str]:
    rows = _ROW.findall(text.partition("\n## ")[0])
    return frozenset(
        f"{where}.{one}" for where, what in rows for one in re.findall(r"`(.+?)`", what)
    )


def told_of_users() -> frozenset[str]:
    """Where a user who was erased may still be named."""
    return _tables()[0]


def told_of_people() -> frozenset[str]:
    """Where a person who was erased may still be named."""
    return _tables()[1]
