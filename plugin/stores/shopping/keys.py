"""App keys: by which ODK Collect or KoboCollect signs in as a shopper; their hashes alone.

odk_keys {_id: id, user, name, key: SHA-256 of the key in hex, made_at, made_by, used_at,
          revoked_at, revoked_by}
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pymongo import ASCENDING, DESCENDING, IndexModel

from plugin.stores.layout import Document, Layout, Mongo
from plugin.stores.plain import plain

_USED_SECONDS = 300  # how exactly it is noted when a key was used last

LAYOUT = Layout(
    "odk_keys",
    indexes=(
        IndexModel([("key", ASCENDING)], name="key", unique=True),
        IndexModel([("user", ASCENDING), ("made_at", DESCENDING)], name="user"),
        IndexModel([("made_at", DESCENDING), ("_id", ASCENDING)], name="newest"),
    ),
    schema={
        "required": ["user", "name", "key", "made_at", "made_by"],
        "properties": {"key": {"bsonType": "string", "minLength": 64, "maxLength": 64}},
    },
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OdkKey:
    """A key as it is kept; instants are UTC seconds, None where it has not happened.

    `user` is whose it is, `name` what its maker calls it, `key` the SHA-256 of it in hex.
    """

    id: str
    user: str
    name: str
    key: str
    made_at: int
    made_by: str
    used_at: int | None = None
    revoked_at: int | None = None
    revoked_by: str | None = None


@dataclass(frozen=True, slots=True)
class OdkKeys:
    """The keys of the house."""

    database: Mongo

    def add(self, key: OdkKey) -> None:
        """Keeps a new key."""
        self.database.odk_keys.insert_one(_document(key))

    def find(self, name: str) -> OdkKey | None:
        """The key of that id, whether or not it is still good."""
        found = self.database.odk_keys.find_one({"_id": name})
        return None if found is None else _key(found)

    def good(self, hashed: str, now: int) -> OdkKey | None:
        """The key of that hash, noted as used; None where there is none or it was revoked."""
        found = self.database.odk_keys.find_one({"key": hashed, "revoked_at": None})
        if found is None:
            return None
        if (found["used_at"] or 0) + _USED_SECONDS <= now:
            self.database.odk_keys.update_one({"_id": found["_id"]}, {"$set": {"used_at": now}})
        return _key(found)

    def of(self, user: str | None, most: int = 500) -> tuple[OdkKey, ...]:
        """The user's keys, the newest first; None: everybody's."""
        asked = {} if user is None else {"user": user}
        found = self.database.odk_keys.find(asked).sort(
            [("made_at", DESCENDING), ("_id", ASCENDING)]
        )
        return tuple(map(_key, found.limit(most)))

    def revoke(self, name: str, by: str, at: int) -> None:
        """The key is good for nothing from now on; who did that first is kept."""
        self.database.odk_keys.update_one(
            {"_id": name, "revoked_at": None}, {"$set": {"revoked_at": at, "revoked_by": by}}
        )


def _document(key: OdkKey) -> Document:
    return {
        "_id": key.id,
        "user": key.user,
        "name": key.name,
        "key": key.key,
        "made_at": key.made_at,
        "made_by": key.made_by,
        "used_at": key.used_at,
        "revoked_at": key.revoked_at,
        "revoked_by": key.revoked_by,
    }


def _key(document: Mapping[str, Any]) -> OdkKey:
    told = plain(dict(document))
    return OdkKey(id=told.pop("_id"), **told)
