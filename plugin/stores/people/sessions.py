"""Who is signed in: a document a sign-in, with the hashes of its tokens and never the tokens."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
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
    ODK = "odk"  # by an app key: nobody signs in there, and nothing is kept of it


@dataclass(frozen=True, slots=True)
class Pair:
    """The tokens of one answer, as SHA-256 in hex, and their ends in UTC seconds.

    `refresh` is None where nothing is refreshed: at the pages.
    """

    access: str
    access_until: int
    refresh: str | None
    refresh_until: int


_OF_A_PAIR = tuple(each.name for each in fields(Pair))


@dataclass(frozen=True, slots=True)
class Kept:
    """A sign-in as it is kept; its instants are UTC seconds.

    `before` is the SHA-256 of the refresh token that was renewed last, as long as nobody used what
    came of it; `pairs` are the answers to it, the newest first, of which the first to be used
    stands. `agent` is the User-Agent that signed in, empty where none was told; `seen_at` is about
    when it was last used.
    """

    id: str
    user: str
    door: Door
    pairs: tuple[Pair, ...]
    begun_at: int
    before: str | None = None
    agent: str = ""
    seen_at: int = 0

    @property
    def newest(self) -> Pair:
        """The tokens that were given last."""
        return self.pairs[0]

    @property
    def until(self) -> int:
        """When it ends by itself."""
        return max(self.newest.access_until, self.newest.refresh_until)


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

    def of(self, user: str, now: int) -> tuple[Kept, ...]:
        """The user's sign-ins that are good at the UTC second, the last used first."""
        found = self.database.sessions.find({"user": user, "ended": None})
        standing = (each for each in map(_kept, found) if each.until > now)
        return tuple(sorted(standing, key=lambda each: (-each.seen_at, each.id)))

    def see(self, session: str, at: int) -> None:
        """Notes that the sign-in was used at that second."""
        self.database.sessions.update_one({"_id": session}, {"$max": {"seen_at": at}})

    def turn(self, was: Kept, now: Kept) -> bool:
        """Whether the sign-in still had the tokens that it had when it was read; it has new ones.

        Every turn changes the newest refresh token or what was before it, so that of two who have
        read the same one alone turns it.
        """
        held = {
            "_id": was.id,
            "ended": None,
            "refresh": was.newest.refresh,
            "before": was.before,
        }
        return self.database.sessions.replace_one(held, _document(now)).matched_count == 1

    def end(self, session: str, why: str) -> bool:
        """Whether the sign-in stood until now."""
        return self._end({"_id": session}, why) == 1

    def end_of(self, user: str, session: str, why: str) -> bool:
        """Whether that sign-in of the user stood until now."""
        return self._end({"_id": session, "user": user}, why) == 1

    def end_all(self, user: str, why: str, but: str = "") -> int:
        """How many sign-ins of the user stood until now; the one named by `but` stands on."""
        return self._end({"user": user, "_id": {"$ne": but}}, why)

    def _end(self, which: Document, why: str) -> int:
        change = {"$set": {"ended": why}}
        return self.database.sessions.update_many({**which, "ended": None}, change).modified_count


def _document(kept: Kept) -> Document:
    newest, *others = kept.pairs
    return {
        "_id": kept.id,
        "user": kept.user,
        "door": kept.door.value,
        **asdict(newest),
        "others": [asdict(each) for each in others],
        "before": kept.before,
        "begun_at": kept.begun_at,
        "agent": kept.agent,
        "seen_at": kept.seen_at,
        "ended": None,
        "expires_at": datetime.fromtimestamp(kept.until, UTC),
    }


def _kept(document: Mapping[str, Any]) -> Kept:
    answers = (document, *document.get("others", ()))
    return Kept(
        id=document["_id"],
        user=document["user"],
        door=Door(document["door"]),
        pairs=tuple(Pair(**{name: each[name] for name in _OF_A_PAIR}) for each in answers),
        begun_at=document["begun_at"],
        before=document.get("before"),
        agent=document.get("agent", ""),
        seen_at=document.get("seen_at", document["begun_at"]),
    )
