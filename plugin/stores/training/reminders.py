"""Reminders of what people are to know: the outbox of mails, each step of each due day once.

    {_id: "<person> <code>/<version> <due_at> <step>", person, code, version, due_at, step, maybe,
     state, run_at, tries, token, worker, reason, sent_at, expires_at}

`maybe` counts the mails that were handed over and of which nobody knows what became: it grows,
durably, before a mail is sent, and shrinks when the mail host says that it was not taken. So a
crash at any moment sends one mail too many at most. What has ended is forgotten after a while.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from pymongo import ASCENDING, IndexModel, UpdateOne
from pymongo.errors import DuplicateKeyError

from plugin.stores.layout import Document, Layout, Mongo
from plugin.stores.plain import plain
from plugin.stores.queue import FAILED, FRESH, Queue, due_index, failed_index

LEASE_SECONDS = 180  # longer than a mail host may take over one mail
MOST_TRIES = 12
PLANNED_EVERY = 300  # seconds between two looks at who is to be reminded
_KEPT_SECONDS = 500 * 86_400
_SCHEDULE = "reminder_schedule"  # {_id: "plan", run_at}

LAYOUTS = (
    Layout(
        "reminders",
        indexes=(
            due_index(),
            failed_index(),
            IndexModel([("person", ASCENDING)], name="person"),
            IndexModel([("expires_at", ASCENDING)], name="expiry", expireAfterSeconds=0),
        ),
        schema={
            "required": ["person", "code", "version", "due_at", "step", "maybe", "state", "run_at"],
            "properties": {
                "maybe": {"bsonType": ["int", "long"], "minimum": 0},
                "expires_at": {"bsonType": ["date", "null"]},
            },
        },
    ),
    Layout(_SCHEDULE),
)


@dataclass(frozen=True, slots=True)
class Step:
    """A step of somebody's due day (its end, UTC seconds) at which they are reminded."""

    person: str
    code: str
    version: int
    due_at: int
    step: str

    @property
    def id(self) -> str:
        """What it is kept under."""
        return f"{self.person} {self.code}/{self.version} {self.due_at} {self.step}"


@dataclass(frozen=True, slots=True)
class Reminder:
    """A step that is being worked on; `maybe` mails may be on their way, and `tries` counts it."""

    step: Step
    maybe: int
    tries: int
    taken: Document


class Reminders:
    """The reminders of the house; `worker` is whose leases they are."""

    def __init__(self, database: Mongo, worker: str = "nobody") -> None:
        self._reminders = database["reminders"]
        self._schedule = database[_SCHEDULE]
        self._queue = Queue(self._reminders, worker, LEASE_SECONDS, MOST_TRIES)

    def is_to_be_planned(self, now: int) -> bool:
        """Whether it is time to look who is to be reminded; of all who ask, one is told so."""
        waiting = {"_id": "plan", "run_at": {"$lte": now}}
        later = {"$set": {"run_at": now + PLANNED_EVERY}}
        if self._schedule.find_one({"_id": "plan", "run_at": {"$gt": now}}, {"_id": 1}):
            return False
        try:
            self._schedule.update_one(waiting, later, upsert=True)
        except DuplicateKeyError:  # another was quicker
            return False
        return True

    def plan(self, steps: Iterable[Step], now: int) -> None:
        """Makes each step due that was not planned before."""
        writes = [
            UpdateOne({"_id": each.id}, {"$setOnInsert": _new(each, now)}, upsert=True)
            for each in steps
        ]
        if writes:
            self._reminders.bulk_write(writes, ordered=False)

    def take(self, now: int) -> Reminder | None:
        """The step that has been due longest, leased; None when none is due."""
        taken = self._queue.take(now)
        return None if taken is None else _reminder(taken)

    def expect(self, reminder: Reminder) -> bool:
        """Notes, durably, that a mail may be on its way; False: not ours any more."""
        return self._count(reminder, 1)

    def was_not_taken(self, reminder: Reminder) -> bool:
        """Notes that the mail host did not take the mail; False: not ours any more."""
        return self._count(reminder, -1)

    def end(self, reminder: Reminder, reason: str | None, now: int, *, sent: bool = False) -> bool:
        """Whether the step was still ours to end; `reason` says why nothing was sent."""
        sent_at, expires_at = now if sent else None, _expiry(now)
        return self._queue.finish(
            reminder.taken, reason=reason, sent_at=sent_at, expires_at=expires_at
        )

    def later(self, reminder: Reminder, run_at: int, reason: str, *, counts: bool = True) -> bool:
        """Puts the step back; sets it aside when it was tried too often. `counts` False: no try."""
        taken = reminder.taken
        told = {} if counts else {"tries": reminder.tries - 1}
        return self._queue.again({**taken, **told}, run_at, reason, **told)

    def set_aside(self, reminder: Reminder, reason: str, now: int) -> bool:
        """Gives the step up; the next one is tried again."""
        return self._queue.bury(reminder.taken, reason, expires_at=_expiry(now))

    def given_up(self, code: str, version: int) -> Mapping[str, str]:
        """Who could not be reminded, and why, by their ids; of several steps the last says."""
        wanted = {"state": FAILED, "code": code, "version": version}
        found = self._reminders.find(wanted, {"person": 1, "reason": 1}).sort("run_at", ASCENDING)
        return {each["person"]: each["reason"] for each in found}

    def give_back(self, now: int) -> int:
        """How many leases the worker has given back because it stops."""
        return self._queue.give_back(now)

    def forget(self, person: str) -> int:
        """How many reminders of the person were erased."""
        return self._reminders.delete_many({"person": person}).deleted_count

    def _count(self, reminder: Reminder, by: int) -> bool:
        ours = {"_id": reminder.taken["_id"], "token": reminder.taken["token"]}
        counted = {"$inc": {"maybe": by}}
        return self._reminders.update_one(ours, counted).matched_count == 1


def _new(step: Step, now: int) -> Document:
    return {
        "person": step.person,
        "code": step.code,
        "version": step.version,
        "due_at": step.due_at,
        "step": step.step,
        "maybe": 0,
        "sent_at": None,
        "expires_at": None,
        **FRESH,
        "run_at": now,
    }


def _expiry(now: int) -> datetime:
    return datetime.fromtimestamp(now + _KEPT_SECONDS, UTC)


def _reminder(taken: Mapping[str, Any]) -> Reminder:
    told = plain(dict(taken))
    step = Step(told["person"], told["code"], told["version"], told["due_at"], told["step"])
    return Reminder(step, told["maybe"], told["tries"], dict(taken))
