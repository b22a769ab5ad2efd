"""Which version of a standard is to be known, by whom, until when, and under which terms.

    {_id, code, version, to: {kind: "person" | "team" | "role", id}, at, by,
     due: "YYYY-MM-DD", due_at, latest: "YYYY-MM-DD" | null, latest_at,
     terms: {pass_mark, tries, wait_seconds, months, questions}, ended_at, ended_by,
     granted: [{person, by, at}]}

Whom an assignment is to is settled whenever it is read: whoever joins the team or is given the role
later has it too, and whoever leaves has it no more. `due_at` is the second on which it is overdue,
the end of its day; from `latest_at` on, the beginning of its day, the version binds also those who
do not know it. An assignment is never changed: it is ended, and another made. What may be added
are tries that are granted to one person of those it names.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any
from uuid import uuid4

from pymongo import ASCENDING, IndexModel

from plugin.stores.layout import Document, Layout, Mongo
from plugin.stores.plain import fits, plain
from plugin.stores.transactions import Session, transact
from scoring.binding import Knowing

MOST = 500  # that one standard has at once
MOST_GRANTED = 10  # tries to one person

_DAY = {"bsonType": ["string", "null"], "pattern": r"^\d{4}-\d{2}-\d{2}$"}


class Kind(StrEnum):
    """To what a version is assigned; each names people less closely than the one before it."""

    PERSON = "person"
    TEAM = "team"
    ROLE = "role"


LAYOUT = Layout(
    "assignments",
    indexes=(
        IndexModel(
            [("ended_at", ASCENDING), ("code", ASCENDING), ("version", ASCENDING)], name="standing"
        ),
    ),
    schema={
        "required": ["code", "version", "to", "at", "by", "due", "due_at", "latest_at", "terms"],
        "properties": {
            "code": {"bsonType": "string"},
            "to": {
                "required": ["kind", "id"],
                "properties": {"kind": {"enum": [each.value for each in Kind]}},
            },
            "due": _DAY,
            "latest": _DAY,
            "due_at": {"bsonType": ["int", "long"]},
            "latest_at": {"bsonType": ["int", "long", "null"]},
        },
    },
)


class TooMany(Exception):
    """The standard is assigned so often already that no more is taken."""


@dataclass(frozen=True, slots=True, order=True)
class Target:
    """Whom a version is assigned to: a person or a team of the directory, or a role of users."""

    kind: Kind
    id: str


@dataclass(frozen=True, slots=True)
class Terms:
    """What it takes to pass: the least share (0..1) of right answers, out of so many questions.

    At most so many `tries`, the next one not before `wait_seconds` after the last. `months` is for
    how long it counts; 0 is for good.
    """

    pass_mark: float = 0.8
    tries: int = 3
    wait_seconds: int = 0
    months: int = 0
    questions: int = 6


USUAL_TERMS = Terms()


@dataclass(frozen=True, slots=True)
class Assignment:
    """That a version is to be known; instants are UTC seconds, days `YYYY-MM-DD`.

    `latest` and `latest_at` are None where there is no grace; `id` is empty before it is kept.
    `granted` names a person for each try that they may have beside those of the terms.
    """

    code: str
    version: int
    to: Target
    at: int
    by: str
    due: str
    due_at: int
    latest: str | None = None
    latest_at: int | None = None
    terms: Terms = USUAL_TERMS
    id: str = ""
    granted: tuple[str, ...] = ()

    def tries_of(self, person: str) -> int:
        """How many tries the person may have."""
        return self.terms.tries + self.granted.count(person)


@dataclass(frozen=True, slots=True)
class Assignments:
    """What is to be known in the house."""

    database: Mongo

    def add(self, assignment: Assignment) -> Assignment:
        """The assignment as it is kept. TooMany when the standard has very many already.

        One that stands for the same target ends with it.
        """
        kept = replace(assignment, id=uuid4().hex)
        same = {"ended_at": None, "code": kept.code}
        if self.database.assignments.count_documents(same, limit=MOST) >= MOST:
            raise TooMany(f"{kept.code} is assigned {MOST} times already; end some of them")
        to = {"version": kept.version, "to": _target(kept.to)}
        ended = {"$set": {"ended_at": kept.at, "ended_by": kept.by}}

        def work(session: Session) -> None:
            self.database.assignments.update_many({**same, **to}, ended, session=session)
            self.database.assignments.insert_one(_document(kept), session=session)

        transact(self.database, work)
        return kept

    def grant(self, seen: Assignment, person: str, by: str, now: int) -> bool:
        """Whether the person has one more try; not when anybody granted one since it was seen."""
        same = {"_id": seen.id, "ended_at": None}
        none: Document = {"granted": {"$in": [None, []]}}
        as_seen = {"granted": {"$size": len(seen.granted)}} if seen.granted else none
        told = {"$push": {"granted": {"person": person, "by": by, "at": now}}}
        changed = self.database.assignments.update_one({**same, **as_seen}, told)
        return changed.modified_count == 1

    def end(self, assignment: str, by: str, now: int) -> Assignment | None:
        """The assignment that was ended; None when none of that id stands."""
        told = {"$set": {"ended_at": now, "ended_by": by}}
        standing = {"_id": assignment, "ended_at": None}
        found = self.database.assignments.find_one_and_update(standing, told)
        return None if found is None else _assignment(found)

    def standing(
        self, code: str | None = None, version: int | None = None
    ) -> tuple[Assignment, ...]:
        """What stands, of the code and the version if they are given, in the order it was made."""
        if version is not None and not fits(version):
            return ()
        wanted: Document = {"ended_at": None}
        wanted |= {} if code is None else {"code": code}
        wanted |= {} if version is None else {"version": version}
        found = self.database.assignments.find(wanted).sort([("at", 1), ("_id", 1)])
        return tuple(map(_assignment, found))

    def holding(
        self,
        code: str | None = None,
        version: int | None = None,
        people: Collection[str] | None = None,
    ) -> Mapping[str, Mapping[tuple[str, int], Assignment]]:
        """Of each person the one assignment that holds for each version, by code and version.

        Of several the one that names them most closely; of equally close ones the last made.
        `people` None: of everybody.
        """
        standing = self.standing(code, version)
        members = self._members({each.to for each in standing}, people)
        found: dict[str, dict[tuple[str, int], Assignment]] = {}
        for each in sorted(standing, key=_looser_first):
            for person in members[each.to]:
                found.setdefault(person, {})[each.code, each.version] = each
        return found

    def knowing(self, code: str) -> Mapping[str, tuple[Knowing, ...]]:
        """What each person of the directory was assigned of the code, and when they passed it.

        By id. Who was given no grace is left out: the version binds them as it binds anybody.
        `passed_at` is when they first signed it, for good: what expires is to be learnt again, but
        binds nobody less.
        """
        holding = self.holding(code)
        graced = {
            person: [each for each in held.values() if each.latest_at is not None]
            for person, held in holding.items()
        }
        wanted = {person for person, held in graced.items() if held}
        passed = self._passed(code, wanted)
        return {
            person: tuple(
                Knowing(each.version, each.at, passed.get((person, each.version)), each.latest_at)
                for each in sorted(graced[person], key=lambda each: each.version)
                if each.latest_at is not None
            )
            for person in sorted(wanted)
        }

    def _passed(self, code: str, people: Iterable[str]) -> Mapping[tuple[str, int], int]:
        """When each of them first signed each version."""
        asked = {"code": code, "signed_at": {"$ne": None}, "person": {"$in": sorted(people)}}
        told = {"person": 1, "version": 1, "signed_at": 1}
        found: dict[tuple[str, int], int] = {}
        for each in self.database.learning.find(asked, told):
            key, at = (each["person"], int(each["version"])), int(each["signed_at"])
            found[key] = min(at, found.get(key, at))
        return found

    def _members(
        self, targets: frozenset[Target] | set[Target], of: Collection[str] | None
    ) -> Mapping[Target, frozenset[str]]:
        """The ids of the people, of these alone, whom each target names today."""
        if not targets:
            return {}
        these: Document = {} if of is None else {"$in": sorted(of)}
        found = self.database.people.find({"_id": these} if these else {}, {"team": 1})
        people = {each["_id"]: each.get("team") for each in found}
        roles = tuple(self._roles(targets, these))
        return {each: frozenset(_named(each, people, roles)) for each in targets}

    def _roles(self, targets: Iterable[Target], people: Document) -> Iterator[tuple[str, str]]:
        """Each active user's person and role, of the roles that are asked for."""
        wanted = sorted({each.id for each in targets if each.kind is Kind.ROLE})
        if not wanted:
            return
        person = people or {"$ne": None}
        asked = {"roles": {"$in": wanted}, "active": True, "person": person}
        for each in self.database.users.find(asked, {"person": 1, "roles": 1}):
            yield from ((each["person"], role) for role in each["roles"] if role in wanted)


def _named(
    target: Target, people: Mapping[str, str | None], roles: Iterable[tuple[str, str]]
) -> Iterator[str]:
    match target.kind:
        case Kind.PERSON:
            yield from {target.id} & people.keys()
        case Kind.TEAM:
            yield from (person for person, team in people.items() if team == target.id)
        case Kind.ROLE:
            yield from (person for person, role in roles if role == target.id and person in people)


_CLOSENESS = {Kind.ROLE: 0, Kind.TEAM: 1, Kind.PERSON: 2}


def _looser_first(assignment: Assignment) -> tuple[int, int, str]:
    return _CLOSENESS[assignment.to.kind], assignment.at, assignment.id


def _target(target: Target) -> Document:
    return {"kind": target.kind.value, "id": target.id}


def _document(assignment: Assignment) -> Document:
    terms = assignment.terms
    return {
        "_id": assignment.id,
        "code": assignment.code,
        "version": assignment.version,
        "to": _target(assignment.to),
        "at": assignment.at,
        "by": assignment.by,
        "due": assignment.due,
        "due_at": assignment.due_at,
        "latest": assignment.latest,
        "latest_at": assignment.latest_at,
        "terms": {name: getattr(terms, name) for name in terms.__slots__},
        "ended_at": None,
        "ended_by": None,
    }


def _assignment(found: Mapping[str, Any]) -> Assignment:
    told = plain(dict(found))
    return Assignment(
        code=told["code"],
        version=told["version"],
        to=Target(Kind(told["to"]["kind"]), told["to"]["id"]),
        at=told["at"],
        by=told["by"],
        due=told["due"],
        due_at=told["due_at"],
        latest=told["latest"],
        latest_at=told["latest_at"],
        terms=Terms(**told["terms"]),
        id=told["_id"],
        granted=tuple(each["person"] for each in told.get("granted", ())),
    )
