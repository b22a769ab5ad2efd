"""What phones were told of a working day: the parts that each shopper's last cursors stand for.

    {_id: "<cursor> <user>", user, issued_at, marks: "<name> <mark>" a line, expires_at}

Nothing is lost with them but time: whoever asks with a cursor that is no longer here is answered
whole. So few are kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from pymongo import ASCENDING, DESCENDING, IndexModel

from plugin.stores.layout import Layout, Mongo

MOST = 8  # that a shopper has: two phones, and answers that were lost on their way
_KEPT_SECONDS = 40 * 86_400

LAYOUT = Layout(
    "cursors",
    indexes=(
        IndexModel([("user", ASCENDING), ("issued_at", DESCENDING)], name="user"),
        IndexModel([("expires_at", ASCENDING)], name="expiry", expireAfterSeconds=0),
    ),
    schema={"required": ["user", "issued_at", "marks", "expires_at"]},
)


class Cursors:
    """The cursors of the house; made once a process."""

    def __init__(self, database: Mongo) -> None:
        self._cursors = database[LAYOUT.name]

    def held(self, user: str, cursor: str) -> Mapping[str, str] | None:
        """The marks by the parts' names; None: the user was given no such cursor lately."""
        found = self._cursors.find_one({"_id": f"{cursor} {user}"}, {"marks": 1})
        if found is None:
            return None
        lines = str(found["marks"]).splitlines()
        return {name: mark for name, _, mark in (line.rpartition(" ") for line in lines)}

    def issue(self, user: str, cursor: str, marks: Mapping[str, str], now: int) -> None:
        """Keeps what the cursor stands for, and forgets the user's oldest."""
        told = {
            "user": user,
            "issued_at": now,
            "marks": "\n".join(f"{name} {mark}" for name, mark in marks.items()),
            "expires_at": datetime.fromtimestamp(now + _KEPT_SECONDS, UTC),
        }
        key = {"_id": f"{cursor} {user}"}
        if self._cursors.update_one(key, {"$setOnInsert": told}, upsert=True).upserted_id:
            self._forget_older(user, key["_id"])

    def _forget_older(self, user: str, newest: str) -> None:
        others = self._cursors.find({"user": user, "_id": {"$ne": newest}}, {"_id": 1})
        older = others.sort("issued_at", DESCENDING).skip(MOST - 1)
        if ids := [each["_id"] for each in older]:
            self._cursors.delete_many({"_id": {"$in": ids}})
