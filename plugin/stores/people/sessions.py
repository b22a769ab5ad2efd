"""Who is signed in: a document a sign-in, with the hashes of its tokens and never the tokens."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from pymongo import ASCENDING, IndexModel

from plugin.stores.layout import Document, Layout, Mongo

LAYOUTS = (
    Layout(
        "sessions",
        (
            IndexModel([("user", ASCENDING)], name="user"),
            IndexModel([("expires_at", ASCENDING)], name="expiry", expireAfterSeconds=0),
        ),
    ),
)


class Door(StrEnum):
    """Where somebody has signed in; a token opens no other door."""

    API = "api"
    PAGES = "pages"


@dataclass(frozen=True, slots=True)
class Kept:
    """A sign-in as it is kept: SHA-256 of its tokens in hex, ends in UTC seconds.

    `refresh` is None where nothing is refreshed: at the pages.
    """

    id: str
    user: str
    door: Door
    access: str
    access_until: int
    refresh: str | None
    refresh_until: int
    begun_at: int


@dataclass(frozen=True, slots=True)
class Sessions:
    """The sign-ins of the house."""

    database: Mongo

    def begin(self, kept: Kept) -> None:
        """Keeps a new sign-in."""
        self.database.sessions.insert_one(_document(kept))

    def find(self, session: str) -> Kept | None:
        """The sign-in; None when there is none or it was ended."""
        found = self.database.sessions.find_one({"_id": session, "ended": None})
        return None if found is None else _kept(found)

    def turn(self, kept: Kept, old_refresh: str, now: int) -> bool:
        """Whether the old refresh token was still good: the sign-in has the new ones now."""
        held = {
            "_id": kept.id,
            "ended": None,
            "refresh": old_refresh,
            "refresh_until": {"$gt": now},
        }
        return self.database.sessions.replace_one(held, _document(kept)).matched_count == 1

    def end(self, session: str, why: str) -> bool:
        """Whether the sign-in stood until now."""
        return self._end({"_id": session}, why) == 1

    def end_all(self, user: str, why: str) -> int:
        """How many sign-ins of the user stood until now."""
        return self._end({"user": user}, why)

    def _end(self, which: Document, why: str) -> int:
        change = {"$set": {"ended": why}}
        return self.database.sessions.update_many({**which, "ended": None}, change).modified_count


def _document(kept: Kept) -> Document:
    last = max(kept.access_until, kept.refresh_until)
    return {
        "_id": kept.id,
        "user": kept.user,
        "door": kept.door.value,
        "access": kept.access,
        "access_until": kept.access_until,
        "refresh": kept.refresh,
        "refresh_until": kept.refresh_until,
        "begun_at": kept.begun_at,
        "ended": None,
        "expires_at": datetime.fromtimestamp(last, UTC),
    }


def _kept(document: Mapping[str, Any]) -> Kept:
    return Kept(
        id=document["_id"],
        user=document["user"],
        door=Door(document["door"]),
        access=document["access"],
        access_until=document["access_until"],
        refresh=document["refresh"],
        refresh_until=document["refresh_until"],
        begun_at=document["begun_at"],
    )
