"""Erases the words of messages: those kept beside the log, and those in deliveries as they came.

Of a person it erases what they learnt: tries, signatures, certificates, reminders, and what was
assigned to them by name; and what was said to reports about them. Contacts that were judged by it
stay as they were judged.

Events and cards stay: they hold no words. A delivery that is still to be read keeps its body until
it has been.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from bson import Binary

from plugin.stores.layout import Document, Mongo
from plugin.stores.people import acknowledgements
from plugin.stores.queue import DONE, DUE, FAILED
from plugin.stores.shopping.certificates import Certificates
from plugin.stores.tickets import contacts, deliveries, texts
from plugin.stores.training import assignments
from plugin.stores.training.assignments import Kind
from plugin.stores.training.learning import Learning
from plugin.stores.training.reminders import Reminders

_NOTHING = Binary(b"")
_REASON = "its words were erased"


@dataclass(frozen=True, slots=True)
class Erased:
    """How many messages and deliveries lost their words, and how many are still to be read."""

    messages: int
    deliveries: int
    unread: int


@dataclass(frozen=True, slots=True)
class Unlearnt:
    """How many tries, assignments, reminders and certificates of a person were erased.

    `words` are readings of reports about them, and what was said to those; `users` is who signs in
    as the person.
    """

    tries: int
    assignments: int
    reminders: int
    certificates: int = 0
    words: int = 0
    users: tuple[str, ...] = ()


class Erasure:
    """What can be erased; `delivery_days` is how long an erased delivery is still known by key."""

    def __init__(self, database: Mongo, delivery_days: int) -> None:
        self._database = database
        self._contacts = database[contacts.LAYOUT.name]
        self._texts = database[texts.LAYOUT.name]
        self._deliveries = database[deliveries.LAYOUT.name]
        self._days = delivery_days

    def knows(self, contact: str) -> bool:
        """Whether anything was ever told of the contact."""
        told = ({"contact": contact, **state} for state in (DUE, deliveries.ENDED))
        which = ((self._contacts, {"_id": contact}), *((self._deliveries, each) for each in told))
        return any(where.find_one(asked, {"_id": 1}) is not None for where, asked in which)

    def of_contact(self, contact: str, now: int) -> Erased:
        """Erases all words of the contact."""
        return self._erase({"contact": contact}, {"contact": contact}, now)

    def before(self, instant: int, now: int) -> Erased:
        """Erases all words of messages from before the UTC second, whosever they are."""
        return self._erase({"at": {"$lt": instant}}, {"received_at": {"$lt": instant}}, now)

    def of_person(self, person: str) -> Unlearnt:
        """Erases what the person was to learn, tried and signed, and words to reports on them."""
        wanted = {"to.kind": Kind.PERSON.value, "to.id": person}
        kept = self._database[assignments.LAYOUT.name]
        assigned = kept.delete_many(wanted).deleted_count
        granted = {"granted.person": person}
        kept.update_many(granted, {"$pull": {"granted": {"person": person}}})
        reminded = Reminders(self._database).forget(person)
        users = tuple(each["_id"] for each in self._database.users.find({"person": person}))
        certified = sum(map(Certificates(self._database).forget, users))
        said = self._database[acknowledgements.LAYOUT.name].delete_many({"person": person})
        learnt = Learning(self._database).forget(person)
        return Unlearnt(learnt, assigned, reminded, certified, said.deleted_count, users)

    def _erase(self, which_texts: Document, which_deliveries: Document, now: int) -> Erased:
        wordy = {**which_texts, "sealed": {"$ne": None}}
        messages = self._texts.update_many(wordy, {"$set": {"sealed": None}}).modified_count
        full = {**which_deliveries, "body": {"$ne": _NOTHING}}
        expires_at = datetime.fromtimestamp(now + self._days * texts.DAY, UTC)
        bodies = self._deliveries.update_many(
            {**full, "state": DONE}, {"$set": {"body": _NOTHING}}
        ).modified_count
        unreadable = {"body": _NOTHING, "state": DONE, "reason": _REASON, "expires_at": expires_at}
        bodies += self._deliveries.update_many(
            {**full, "state": FAILED}, {"$set": unreadable}
        ).modified_count
        unread = self._deliveries.count_documents({**which_deliveries, **DUE})
        return Erased(messages, bodies, unread)
