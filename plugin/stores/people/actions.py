"""What people agreed to do after a report: who, until when, about what, and what proves it done.

    {_id, what, owner, due: "YYYY-MM-DD", about: {standard, criterion, person, team}, state,
     proof: {text, contact} | null, history: [{state, by, at, note}], revision}

It is called a task here, since an action is what a caller may do. Owners and persons are ids of the
directory. A task is never deleted: it is done, or dropped with a reason, and may be opened again.
Each change names the revision it was made from, so of two that are made at once one is refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import uuid4

from pymongo import ASCENDING, IndexModel

from plugin.stores.layout import Document, Layout, Mongo
from plugin.stores.plain import plain

MOST = 200  # that a report lists, or a page


class State(StrEnum):
    """What became of a task so far."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


_BY_DUE = (("state", ASCENDING), ("due", ASCENDING), ("_id", ASCENDING))


def _index(field: str, name: str) -> IndexModel:
    return IndexModel([("state", ASCENDING), (field, ASCENDING), ("due", ASCENDING)], name=name)


LAYOUT = Layout(
    "actions",
    indexes=(
        IndexModel(list(_BY_DUE), name="due"),
        _index("owner", "owner"),
        _index("about.person", "person"),
        _index("about.team", "team"),
        _index("about.standard", "standard"),
    ),
    schema={
        "required": ["what", "owner", "due", "about", "state", "history", "revision"],
        "properties": {
            "what": {"bsonType": "string", "minLength": 1},
            "owner": {"bsonType": "string", "minLength": 1},
            "due": {"bsonType": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"},
            "state": {"enum": [each.value for each in State]},
            "history": {"bsonType": "array", "minItems": 1},
        },
    },
)


class UnknownTask(Exception):
    """There is no such task, or not for whoever asks."""


class ChangedMeanwhile(Exception):
    """Somebody else was quicker to change the task; `task` is as it stands now."""

    def __init__(self, task: Task) -> None:
        last = task.history[-1]
        super().__init__(f"{last.by} was quicker: it is {last.state} now; look at it again")
        self.task = task


@dataclass(frozen=True, slots=True)
class Concern:
    """What a task is about; None where it is about no such thing in particular."""

    standard: str | None = None
    criterion: str | None = None
    person: str | None = None
    team: str | None = None


@dataclass(frozen=True, slots=True)
class Proof:
    """What shows that it was done: words, a contact, or both."""

    text: str = ""
    contact: str | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """Something that happened to a task: by which user, at a UTC second, with their words."""

    state: State
    by: str
    at: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    """Something to be done: by the owner, until the end of the day `due` (`YYYY-MM-DD`)."""

    id: str
    what: str
    owner: str
    due: str
    about: Concern
    history: tuple[Turn, ...]
    state: State = State.OPEN
    proof: Proof | None = None
    revision: int = 1

    def is_overdue(self, today: str) -> bool:
        """Whether it is open although its day has passed; `today` as `YYYY-MM-DD`."""
        return self.state is State.OPEN and self.due < today


@dataclass(frozen=True, slots=True)
class Seeing:
    """Whose tasks a reader sees: owned by these, about these people, or about these teams."""

    owners: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()
    teams: frozenset[str] = frozenset()

    def holds(self, task: Task) -> bool:
        """Whether the task is among them."""
        about = task.about
        return task.owner in self.owners or about.person in self.people or about.team in self.teams


@dataclass(frozen=True, slots=True)
class Scope:
    """Which tasks are asked for: about a standard, and about a person or theirs to do.

    None: whichever. `seeing` None: everybody's.
    """

    standard: str | None = None
    person: str | None = None
    seeing: Seeing | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """What is to become of a task, by which user, at which UTC second, and in which words."""

    state: State
    by: str
    at: int
    note: str = ""
    proof: Proof | None = None


@dataclass(frozen=True, slots=True)
class Actions:
    """The tasks of the house."""

    database: Mongo

    def open_of(self, scope: Scope) -> tuple[Task, ...]:
        """The open ones, those due first coming first; at most MOST."""
        return self.listed(scope, State.OPEN)[:MOST]

    def listed(self, scope: Scope, state: State, after: str | None = None) -> tuple[Task, ...]:
        """Those in the state by their due day, from behind the cursor; MOST and one, if so many."""
        asked: Document = {"$and": [{"state": state.value}, *_parts(scope), *_behind(after)]}
        found = self.database.actions.find(asked).sort(list(_BY_DUE[1:])).limit(MOST + 1)
        return tuple(map(_task, found))

    def find(self, task: str, seeing: Seeing | None = None) -> Task:
        """The task of that id. UnknownTask when there is none, or not for the reader."""
        found = self.database.actions.find_one({"_id": task})
        known = None if found is None else _task(found)
        if known is None or not (seeing is None or seeing.holds(known)):
            raise UnknownTask(f"there is no action {task[:40]!r}")
        return known

    def add(self, what: str, owner: str, due: str, about: Concern, change: Change) -> Task:
        """Keeps a new task; the change says who opens it, and when."""
        turn = Turn(State.OPEN, change.by, change.at, change.note)
        task = Task(uuid4().hex, what, owner, due, about, (turn,))
        self.database.actions.insert_one(_document(task))
        return task

    def change(self, task: str, revision: int, change: Change) -> Task:
        """The task as it stands now. ChangedMeanwhile when the revision is not what stands.

        UnknownTask when there is none. A task that is opened again has no proof any more; the
        history keeps what was said.
        """
        proof = _proof_document(change.proof)
        turn = _turn_document(Turn(change.state, change.by, change.at, change.note))
        changed = self.database.actions.update_one(
            {"_id": task, "revision": revision, "state": {"$ne": change.state.value}},
            {
                "$set": {"state": change.state.value, "proof": proof},
                "$push": {"history": turn},
                "$inc": {"revision": 1},
            },
        )
        standing = self.find(task)
        if changed.matched_count == 0:
            raise ChangedMeanwhile(standing)
        return standing


def cursor_of(task: Task) -> str:
    """What leads on from behind the task."""
    return f"{task.due} {task.id}"


def _behind(after: str | None) -> Iterator[Document]:
    due, _, task = (after or "").partition(" ")
    if due and task:
        yield {"$or": [{"due": {"$gt": due}}, {"due": due, "_id": {"$gt": task}}]}


def _parts(scope: Scope) -> Iterator[Document]:
    if scope.standard is not None:
        yield {"about.standard": scope.standard}
    if scope.person is not None:
        yield {"$or": [{"owner": scope.person}, {"about.person": scope.person}]}
    if (seeing := scope.seeing) is not None:
        one_of = {
            "owner": seeing.owners,
            "about.person": seeing.people,
            "about.team": seeing.teams,
        }
        yield {"$or": [{name: {"$in": sorted(ids)}} for name, ids in one_of.items()]}


def _document(task: Task) -> Document:
    about = task.about
    return {
        "_id": task.id,
        "what": task.what,
        "owner": task.owner,
        "due": task.due,
        "about": {
            "standard": about.standard,
            "criterion": about.criterion,
            "person": about.person,
            "team": about.team,
        },
        "state": task.state.value,
        "proof": _proof_document(task.proof),
        "history": [_turn_document(each) for each in task.history],
        "revision": task.revision,
    }


def _proof_document(proof: Proof | None) -> Document | None:
    return None if proof is None else {"text": proof.text, "contact": proof.contact}


def _turn_document(turn: Turn) -> Document:
    return {"state": turn.state.value, "by": turn.by, "at": turn.at, "note": turn.note}


def _task(document: Mapping[str, Any]) -> Task:
    proof = document["proof"]
    return Task(
        id=document["_id"],
        what=document["what"],
        owner=document["owner"],
        due=document["due"],
        about=Concern(**document["about"]),
        history=tuple(
            Turn(State(each["state"]), each["by"], plain(each["at"]), each["note"])
            for each in document["history"]
        ),
        state=State(document["state"]),
        proof=None if proof is None else Proof(**proof),
        revision=plain(document["revision"]),
    )
