"""The words of messages: apart from the event log, sealed, and gone after their time.

    {_id: "<contact> <event id>", contact, at, sealed: bytes | None, expires_at}

`sealed` is None where the helpdesk has taken the words back, or a person has had them erased: also
a later delivery of the same message does not bring them in again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from pymongo import ASCENDING, IndexModel, UpdateOne
from pymongo.client_session import ClientSession

from plugin.sealing import Sealer
from plugin.stores.layout import Document, Layout, Mongo
from plugin.stores.tickets.events import id_of
from scoring.evidence import Event

DAY = 86_400
_TAKEN_BACK = {"$eq": [{"$type": "$sealed"}, "null"]}
LAYOUT = Layout(
    "texts",
    indexes=(
        IndexModel([("contact", ASCENDING)], name="contact"),
        IndexModel([("expires_at", ASCENDING)], name="expiry", expireAfterSeconds=0),
    ),
    schema={
        "required": ["contact", "at", "sealed", "expires_at"],
        "properties": {"expires_at": {"bsonType": "date"}},
    },
)


class Texts:
    """The words of every message, for so many days."""

    def __init__(self, database: Mongo, sealer: Sealer, days: int) -> None:
        self._texts = database[LAYOUT.name]
        self._sealer = sealer
        self._days = days

    def keep(self, events: Iterable[Event], now: int, session: ClientSession | None = None) -> None:
        """Seals the words of the events that have any, but for those taken back."""
        told = [each for each in events if each.text is not None]
        self._write({id_of(each): [{"$set": self._kept(each, now)}] for each in told}, session)

    def take_back(
        self, contact: str, ids: Iterable[str], now: int, session: ClientSession | None = None
    ) -> None:
        """Erases the words of these events of the contact, also those that are still to come."""
        gone = {"contact": contact, "at": now, "sealed": None, "expires_at": self._end(now)}
        self._write({f"{contact} {each}": {"$set": gone} for each in ids}, session)

    def of(self, contact: str) -> Mapping[str, str]:
        """The contact's words by event id, as far as they are still there."""
        return {
            each["_id"].removeprefix(f"{contact} "): self._sealer.open(each["sealed"]).decode()
            for each in self._texts.find({"contact": contact, "sealed": {"$ne": None}})
        }

    def _kept(self, event: Event, now: int) -> Document:
        sealed = self._sealer.seal((event.text or "").encode())
        told = {
            "contact": {"$literal": event.contact},
            "at": event.at,
            "expires_at": self._end(now),
        }
        return {**told, "sealed": {"$cond": [_TAKEN_BACK, None, sealed]}}

    def _end(self, now: int) -> datetime:
        return datetime.fromtimestamp(now + self._days * DAY, UTC)

    def _write(
        self, told: Mapping[str, Document | list[Document]], session: ClientSession | None
    ) -> None:
        if told:
            changes = [UpdateOne({"_id": key}, it, upsert=True) for key, it in told.items()]
            self._texts.bulk_write(changes, ordered=False, session=session)
