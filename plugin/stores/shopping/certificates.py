"""Tries at the quiz of a briefing; one that was passed is the shopper's certificate.

    {_id, user, code, version, hash, number, seed, since, asked: [id], pass_mark, drawn_at, open,
     answers: [{asked, said: mark}] | null, judged: [{asked, said: what the mark stood for}] | null,
     answered_at, received_at, right, score, passed, certified_at, forgiven}

Of one user and version at most one try is open. What was asked follows from the version of that
hash, the `seed` and `since` (the version they were certified for before; null: none), so it can be
drawn again and proven. `answered_at` is what the phone says, `received_at` is ours. A try that is
`forgiven` no longer counts against how many there may be.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pymongo import ASCENDING, IndexModel, ReturnDocument
from pymongo.errors import DuplicateKeyError

from plugin.stores.layout import Document, Layout, Mongo
from plugin.stores.plain import plain
from plugin.stores.training.learning import Result

_OF = (("user", ASCENDING), ("code", ASCENDING), ("version", ASCENDING))

LAYOUT = Layout(
    "certificates",
    indexes=(
        IndexModel([*_OF, ("number", ASCENDING)], name="number", unique=True),
        IndexModel([*_OF], name="open", unique=True, partialFilterExpression={"open": True}),
        IndexModel(
            [("code", ASCENDING), ("version", ASCENDING), ("user", ASCENDING)],
            name="certified",
            unique=True,
            partialFilterExpression={"passed": True},
        ),
    ),
    schema={
        "required": [
            "user", "code", "version", "hash", "number", "seed", "asked", "pass_mark", "drawn_at",
            "open", "passed", "certified_at",
        ],
        "properties": {
            "number": {"bsonType": ["int", "long"], "minimum": 1},
            "seed": {"bsonType": "string", "minLength": 16},
            "asked": {"bsonType": "array", "items": {"bsonType": "string"}},
            "open": {"bsonType": "bool"},
            "passed": {"bsonType": "bool"},
            "certified_at": {"bsonType": ["int", "long", "null"]},
        },
    },
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One try of a shopper at the quiz of a version; instants are UTC seconds.

    `since` is the version they were certified for before, None where all was asked. `result` is
    None while it is open; `certified_at` is None unless it was passed.
    """

    id: str
    user: str
    code: str
    version: int
    hash: str
    number: int
    seed: str
    since: int | None
    asked: tuple[str, ...]
    pass_mark: float
    drawn_at: int
    answers: Mapping[str, str] | None = None
    result: Result | None = None
    answered_at: int | None = None
    received_at: int | None = None
    certified_at: int | None = None
    is_forgiven: bool = False


@dataclass(frozen=True, slots=True)
class Answered:
    """What closes a try: the marks that were sent, what they come to, and when."""

    answers: Mapping[str, str]
    result: Result
    answered_at: int
    received_at: int
    certified_at: int | None


@dataclass(frozen=True, slots=True)
class Certificates:
    """Every try of the house's shoppers."""

    database: Mongo

    def of(self, user: str) -> tuple[Attempt, ...]:
        """The user's tries, in the order in which they were drawn."""
        found = self.database.certificates.find({"user": user})
        return tuple(map(_attempt, found.sort([("code", 1), ("version", 1), ("number", 1)])))

    def find(self, attempt: str) -> Attempt | None:
        """The try of that id."""
        found = self.database.certificates.find_one({"_id": attempt})
        return None if found is None else _attempt(found)

    def draw(self, attempt: Attempt) -> bool:
        """Whether the try is now open; not so when another of the kind was drawn meanwhile."""
        try:
            self.database.certificates.insert_one(_document(attempt))
        except DuplicateKeyError:
            return False
        return True

    def answer(self, attempt: str, answered: Answered) -> Attempt | None:
        """The try as it is answered by that; None when it was answered before, or is none."""
        result = answered.result
        told = {
            "open": False,
            "answers": [{"asked": name, "said": said} for name, said in answered.answers.items()],
            "judged": [{"asked": name, "said": said} for name, said in result.answers.items()],
            "answered_at": answered.answered_at,
            "received_at": answered.received_at,
            "right": result.right,
            "score": result.score,
            "passed": result.passed,
            "certified_at": answered.certified_at,
        }
        found = self.database.certificates.find_one_and_update(
            {"_id": attempt, "open": True},
            {"$set": told},
            return_document=ReturnDocument.AFTER,
        )
        return None if found is None else _attempt(found)

    def certified_at(self, user: str, code: str, version: int) -> int | None:
        """Since when the user is certified for the version; None: is not."""
        passed = {"user": user, "code": code, "version": version, "passed": True}
        found = self.database.certificates.find_one(passed, {"certified_at": 1})
        return None if found is None else int(found["certified_at"])

    def certified(self, code: str, version: int) -> Mapping[str, int]:
        """Who is certified for the version -> since when."""
        passed = {"code": code, "version": version, "passed": True}
        found = self.database.certificates.find(passed, {"user": 1, "certified_at": 1})
        return {each["user"]: int(each["certified_at"]) for each in found.sort("user", 1)}

    def forgive(self, user: str, code: str, version: int) -> int:
        """How many failed tries of the user at the version count no longer."""
        failed = {"user": user, "code": code, "version": version, "open": False, "passed": False}
        forgiven = {"$set": {"forgiven": True}}
        changed = self.database.certificates.update_many({**failed, "forgiven": False}, forgiven)
        return changed.modified_count

    def forget(self, user: str) -> int:
        """How many tries of the user were erased."""
        return self.database.certificates.delete_many({"user": user}).deleted_count


def _document(attempt: Attempt) -> Document:
    return {
        "_id": attempt.id,
        "user": attempt.user,
        "code": attempt.code,
        "version": attempt.version,
        "hash": attempt.hash,
        "number": attempt.number,
        "seed": attempt.seed,
        "since": attempt.since,
        "asked": list(attempt.asked),
        "pass_mark": attempt.pass_mark,
        "drawn_at": attempt.drawn_at,
        "open": True,
        "answers": None,
        "judged": None,
        "answered_at": None,
        "received_at": None,
        "right": None,
        "score": None,
        "passed": False,
        "certified_at": None,
        "forgiven": False,
    }


def _attempt(found: Mapping[str, Any]) -> Attempt:
    told = plain(dict(found))
    return Attempt(
        id=told["_id"],
        user=told["user"],
        code=told["code"],
        version=told["version"],
        hash=told["hash"],
        number=told["number"],
        seed=told["seed"],
        since=told["since"],
        asked=tuple(told["asked"]),
        pass_mark=told["pass_mark"],
        drawn_at=told["drawn_at"],
        answers=None if told["answers"] is None else _pairs(told["answers"]),
        result=None if told["answers"] is None else _result(told),
        answered_at=told["answered_at"],
        received_at=told["received_at"],
        certified_at=told["certified_at"],
        is_forgiven=told["forgiven"],
    )


def _result(told: Mapping[str, Any]) -> Result:
    return Result(_pairs(told["judged"]), told["right"], told["score"], told["passed"])


def _pairs(kept: list[dict[str, str]]) -> Mapping[str, str]:
    return {each["asked"]: each["said"] for each in kept}
