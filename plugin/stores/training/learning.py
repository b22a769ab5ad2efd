"""Tries to show that one knows a version of a standard, and what was signed.

    {_id, person, code, version, hash, assignment, number, user, begun_at, seed, since, asked: [id],
     pass_mark, open, answers: {id: answer} | null, answered_at, right, score, passed, place,
     signed: {name, user, statement, language} | null, signed_at, ends_at}

Of one person and version at most one try is open. What was asked follows from the version of that
hash, the `seed` and `since`, so it can be drawn again and proven. `score` is a share 0..1, None
where nothing was asked. `place` numbers the answered tries of the house in the order in which they
were answered, without holes in what a reader has seen: whoever reads on from one misses none.
`ends_at` is when what was signed no longer counts; None: never.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pymongo import ASCENDING, IndexModel, ReturnDocument
from pymongo.errors import DuplicateKeyError

from plugin.stores.layout import Document, Layout, Mongo
from plugin.stores.plain import plain
from plugin.stores.transactions import Session, transact

_COUNTERS = "learning_counters"  # {_id: "answered", number}
_OF = (("person", ASCENDING), ("code", ASCENDING), ("version", ASCENDING))

LAYOUTS = (
    Layout(
        "learning",
        indexes=(
            IndexModel([*_OF, ("number", ASCENDING)], name="number", unique=True),
            IndexModel(
                [*_OF], name="open", unique=True, partialFilterExpression={"open": True}
            ),
            IndexModel(
                [("place", ASCENDING)],
                name="place",
                unique=True,
                partialFilterExpression={"place": {"$gt": 0}},
            ),
            IndexModel(
                [("code", ASCENDING), ("version", ASCENDING), ("signed_at", ASCENDING)],
                name="signed",
            ),
        ),
        schema={
            "required": [
                "person", "code", "version", "hash", "number", "begun_at", "seed", "asked",
                "pass_mark", "open", "signed_at",
            ],
            "properties": {
                "number": {"bsonType": ["int", "long"], "minimum": 1},
                "seed": {"bsonType": "string", "minLength": 16},
                "asked": {"bsonType": "array", "items": {"bsonType": "string"}},
                "open": {"bsonType": "bool"},
                "signed_at": {"bsonType": ["int", "long", "null"]},
            },
        },
    ),
    Layout(_COUNTERS),
)  # fmt: skip


class BegunMeanwhile(Exception):
    """Another try of the person at the version was begun at the same time."""


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed: the name as they wrote it, their user, and the statement in their language."""

    name: str
    user: str
    statement: str
    language: str


@dataclass(frozen=True, slots=True)
class Result:
    """What a try came to: the answers by what was asked, how many were right, the share (0..1).

    `score` is None where nothing was asked.
    """

    answers: Mapping[str, str]
    right: int
    score: float | None
    passed: bool


@dataclass(frozen=True, slots=True)
class Try:
    """One try of a person at a version; instants are UTC seconds.

    `since` is the version that they knew before, None where all was asked. `result` is None while
    it is open, `signed_at` until it is signed.
    """

    id: str
    person: str
    code: str
    version: int
    hash: str
    assignment: str
    number: int
    user: str
    begun_at: int
    seed: str
    since: int | None
    asked: tuple[str, ...]
    pass_mark: float
    result: Result | None = None
    answered_at: int | None = None
    place: int = 0
    signature: Signature | None = None
    signed_at: int | None = None
    ends_at: int | None = None

    def counts(self, now: int) -> bool:
        """Whether it is signed and has not run out at the UTC second."""
        return self.signed_at is not None and (self.ends_at is None or now < self.ends_at)


@dataclass(frozen=True, slots=True)
class Learning:
    """Every try of the house."""

    database: Mongo

    def of(self, person: str, code: str | None = None) -> tuple[Try, ...]:
        """The person's tries, at the standard if it is given, in the order they were begun."""
        wanted = {"person": person, **({} if code is None else {"code": code})}
        return self._read(wanted, [("begun_at", 1), ("number", 1)])

    def of_all(self, people: Iterable[str], code: str | None = None) -> tuple[Try, ...]:
        """The tries of these people, as by `of`."""
        wanted: Document = {"person": {"$in": sorted(set(people))}}
        wanted |= {} if code is None else {"code": code}
        return self._read(wanted, [("begun_at", 1), ("number", 1)])

    def answered(
        self, after: int, most: int, people: Iterable[str] | None = None
    ) -> tuple[Try, ...]:
        """At most so many answered tries behind that place, in order; `people` None: of all."""
        wanted: Document = {"place": {"$gt": after}}
        wanted |= {} if people is None else {"person": {"$in": sorted(set(people))}}
        return self._read(wanted, [("place", 1)], most)

    def begin(self, attempt: Try) -> Try:
        """The try, kept as open. BegunMeanwhile when one of that number or an open one stands."""
        try:
            self.database.learning.insert_one(_document(attempt))
        except DuplicateKeyError as error:
            raise BegunMeanwhile(attempt.person) from error
        return attempt

    def answer(self, attempt: str, result: Result, now: int) -> Try | None:
        """The try as it is answered by that; None when it was answered before, or is none."""
        told = {
            "open": False,
            "answers": [{"asked": name, "said": said} for name, said in result.answers.items()],
            "right": result.right,
            "score": result.score,
            "passed": result.passed,
            "answered_at": now,
        }

        def work(session: Session) -> Document | None:
            found = self.database.learning.find_one_and_update(
                {"_id": attempt, "open": True}, {"$set": told}, session=session
            )
            if found is None:
                return None
            placed = {"$set": {"place": self._next(session)}}
            return self.database.learning.find_one_and_update(
                {"_id": attempt}, placed, session=session, return_document=ReturnDocument.AFTER
            )

        found = transact(self.database, work)
        return None if found is None else _try(found)

    def sign(self, attempt: str, signature: Signature, now: int, ends_at: int | None) -> Try | None:
        """The passed try as it is signed by that; None when it was signed before, or not passed."""
        signed = {name: getattr(signature, name) for name in signature.__slots__}
        found = self.database.learning.find_one_and_update(
            {"_id": attempt, "passed": True, "signed_at": None},
            {"$set": {"signed": signed, "signed_at": now, "ends_at": ends_at}},
            return_document=ReturnDocument.AFTER,
        )
        return None if found is None else _try(found)

    def forget(self, person: str) -> int:
        """How many tries of the person were erased."""
        return self.database.learning.delete_many({"person": person}).deleted_count

    def _next(self, session: Session) -> int:
        """The next place; of two that answer at once the later waits, so places follow commits."""
        counted = self.database[_COUNTERS].find_one_and_update(
            {"_id": "answered"},
            {"$inc": {"number": 1}},
            upsert=True,
            return_document=ReturnDocument.AFTER,
            session=session,
        )
        return int((counted or {})["number"])

    def _read(
        self, wanted: Document, order: list[tuple[str, int]], most: int = 0
    ) -> tuple[Try, ...]:
        found = self.database.learning.find(wanted).sort(order).limit(most)
        return tuple(map(_try, found))


def _document(attempt: Try) -> Document:
    return {
        "_id": attempt.id,
        "person": attempt.person,
        "code": attempt.code,
        "version": attempt.version,
        "hash": attempt.hash,
        "assignment": attempt.assignment,
        "number": attempt.number,
        "user": attempt.user,
        "begun_at": attempt.begun_at,
        "seed": attempt.seed,
        "since": attempt.since,
        "asked": list(attempt.asked),
        "pass_mark": attempt.pass_mark,
        "open": True,
        "answers": None,
        "answered_at": None,
        "right": None,
        "score": None,
        "passed": False,
        "place": 0,
        "signed": None,
        "signed_at": None,
        "ends_at": None,
    }


def _try(found: Mapping[str, Any]) -> Try:
    told = plain(dict(found))
    signed = told["signed"]
    return Try(
        id=told["_id"],
        person=told["person"],
        code=told["code"],
        version=told["version"],
        hash=told["hash"],
        assignment=told["assignment"],
        number=told["number"],
        user=told["user"],
        begun_at=told["begun_at"],
        seed=told["seed"],
        since=told["since"],
        asked=tuple(told["asked"]),
        pass_mark=told["pass_mark"],
        result=None if told["answers"] is None else _result(told),
        answered_at=told["answered_at"],
        place=told["place"],
        signature=None if signed is None else Signature(**signed),
        signed_at=told["signed_at"],
        ends_at=told["ends_at"],
    )


def _result(told: Mapping[str, Any]) -> Result:
    answers = {each["asked"]: each["said"] for each in told["answers"]}
    return Result(answers, told["right"], told["score"], told["passed"])
