"""Versions of standards on their way to being published: one open draft of a standard at a time.

    {_id: "contact/4", code, version, text, hash, state, open, revision,
     history: [{step, by, at, hash, why, area}, ...]}

`hash` is SHA-256 of the text as it was written. `revision` counts the changes, on through all the
drafts of a standard; each names the one that it was made from, so of two made at once one is
refused and nothing is lost. Every text that was ever written is kept beside the drafts:

    {_id: "contact/4/HASH", code, version, hash, text}
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

from pymongo import ASCENDING, DESCENDING, IndexModel, ReturnDocument
from pymongo.client_session import ClientSession
from pymongo.errors import DuplicateKeyError

from plugin.stores.layout import Document, Layout, Mongo
from plugin.stores.plain import plain
from standards.lifecycle import NO_GOVERNANCE, OPEN, Controlled, State, Step, Taken, after
from standards.model import Area

_TEXTS = "draft_texts"

LAYOUT = Layout(
    "drafts",
    indexes=(
        IndexModel(
            [("code", ASCENDING)],
            name="open",
            unique=True,
            partialFilterExpression={"open": True},
        ),
        IndexModel([("code", ASCENDING), ("version", DESCENDING)], name="versions"),
    ),
    schema={
        "required": ["code", "version", "text", "hash", "state", "history", "revision"],
        "properties": {
            "state": {"enum": [each.value for each in State]},
            "history": {"bsonType": "array", "minItems": 1},
        },
    },
)

TEXTS = Layout(
    _TEXTS,
    indexes=(IndexModel([("code", ASCENDING)], name="code"),),
    schema={
        "required": ["code", "version", "hash", "text"],
        "properties": {"text": {"bsonType": "string"}},
    },
)


class UnknownDraft(Exception):
    """Nobody is writing a version of the standard of that code."""


class DraftStands(Exception):
    """There is an open draft of the standard already."""


class DraftChanged(Exception):
    """Somebody else was quicker; `standing` is the draft as it is now."""

    def __init__(self, standing: DraftVersion) -> None:
        last = standing.control.history[-1]
        said = f"{last.by} was quicker: {last.step.value} ({last.why or 'no words'})"
        super().__init__(f"{said}; look at what changed and do yours anew")
        self.standing = standing


@dataclass(frozen=True, slots=True)
class DraftVersion:
    """A version under control: its text as it was written last, and where it stands."""

    code: str
    version: int
    text: str
    control: Controlled
    revision: int = 1


class Drafts:
    """The drafts of all standards, and the history of those that were published."""

    def __init__(self, database: Mongo) -> None:
        self._drafts = database[LAYOUT.name]
        self._texts = database[_TEXTS]

    def open(self) -> tuple[DraftVersion, ...]:
        """Every open draft, by code."""
        found = self._drafts.find({"open": True}).sort("code", ASCENDING)
        return tuple(_draft(each) for each in found)

    def of(self, code: str) -> DraftVersion:
        """The open draft of the standard. UnknownDraft when there is none."""
        found = self._drafts.find_one({"code": code, "open": True})
        if found is None:
            raise UnknownDraft(f"nobody is writing a version of {code[:40]!r}; begin one")
        return _draft(found)

    def every(self, code: str) -> tuple[DraftVersion, ...]:
        """Every draft that the standard ever had, those published among them, oldest first."""
        found = self._drafts.find({"code": code}).sort("version", ASCENDING)
        return tuple(_draft(each) for each in found)

    def text(self, draft: DraftVersion, hash_: str) -> str | None:
        """What the draft said when it had that hash; None where nobody kept it."""
        if hash_ == draft.control.hash:
            return draft.text
        found = self._texts.find_one({"_id": f"{_id(draft)}/{hash_}"}, {"text": 1})
        return None if found is None else str(found["text"])

    def begin(self, draft: DraftVersion) -> DraftVersion:
        """The new draft as it is kept. DraftStands: there is one, or was one of that version.

        One of that version that was dropped goes on with what this one says.
        """
        dropped = self._drafts.find_one({"_id": _id(draft), "state": State.DROPPED.value})
        if dropped is not None:
            return self._go_on(_draft(dropped), draft)
        made = replace(draft, revision=self._last(draft.code) + 1)
        self._keep_text(made)
        try:
            self._drafts.insert_one(_document(made))
        except DuplicateKeyError:
            said = f"{draft.code} has an open draft, or had a version {draft.version}"
            raise DraftStands(f"{said}; go on with that, or give another number") from None
        return made

    def change(
        self, was: DraftVersion, now: DraftVersion, session: ClientSession | None = None
    ) -> DraftVersion:
        """The draft as it is kept from now on. DraftChanged when `was` is not what stands."""
        for each in {was.control.hash: was, now.control.hash: now}.values():
            self._keep_text(each)
        told = {**_document(now), "revision": was.revision + 1}
        same = {"_id": _id(was), "revision": was.revision}
        changed = {"$set": {name: each for name, each in told.items() if name != "_id"}}
        found = self._drafts.find_one_and_update(
            same, changed, return_document=ReturnDocument.AFTER, session=session
        )
        if found is None:
            raise DraftChanged(self._standing(was))
        return _draft(found)

    def _go_on(self, dropped: DraftVersion, draft: DraftVersion) -> DraftVersion:
        (first,) = draft.control.history
        control = after(dropped.control, first, NO_GOVERNANCE)
        # A revision that was seen of another draft since is none of this one.
        seen = replace(draft, control=control, revision=self._last(draft.code) + 1)
        self._keep_text(seen)
        same = {"_id": _id(dropped), "revision": dropped.revision, "state": State.DROPPED.value}
        try:
            found = self._drafts.find_one_and_replace(same, _document(seen))
        except DuplicateKeyError:
            found = None
        if found is None:
            raise DraftStands(f"{draft.code} has an open draft; go on with that")
        return seen

    def _standing(self, was: DraftVersion) -> DraftVersion:
        """The same version as it is now, also when it is published."""
        found = self._drafts.find_one({"_id": _id(was)})
        return self.of(was.code) if found is None else _draft(found)

    def _last(self, code: str) -> int:
        """The highest revision of all the standard's drafts: one seen is never another's."""
        found = self._drafts.find_one({"code": code}, {"revision": 1}, sort=[("revision", -1)])
        return 0 if found is None else int(found["revision"])

    def _keep_text(self, draft: DraftVersion) -> None:
        """Keeps what it says; the text of who comes second is kept too, and harms nobody."""
        hash_ = draft.control.hash
        told = {"code": draft.code, "version": draft.version, "hash": hash_, "text": draft.text}
        key = {"_id": f"{_id(draft)}/{hash_}"}
        self._texts.update_one(key, {"$setOnInsert": told}, upsert=True)


def hash_of(text: str) -> str:
    """What an approval is of: the text, as it was written."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _id(draft: DraftVersion) -> str:
    return f"{draft.code}/{draft.version}"


def _document(draft: DraftVersion) -> Document:
    control = draft.control
    return {
        "_id": _id(draft),
        "code": draft.code,
        "version": draft.version,
        "text": draft.text,
        "hash": control.hash,
        "state": control.state.value,
        "open": control.state in OPEN,
        "revision": draft.revision,
        "history": [_written(each) for each in control.history],
    }


def _written(taken: Taken) -> dict[str, Any]:
    area = None if taken.area is None else taken.area.value
    told = {"step": taken.step.value, "by": taken.by, "at": taken.at, "hash": taken.hash}
    return {**told, "why": taken.why, "area": area}


def _draft(found: Document) -> DraftVersion:
    told = plain(found)
    history = tuple(
        Taken(
            Step(each["step"]),
            each["by"],
            each["at"],
            each["hash"],
            each["why"],
            None if each["area"] is None else Area(each["area"]),
        )
        for each in told["history"]
    )
    control = Controlled(State(told["state"]), told["hash"], history)
    return DraftVersion(told["code"], told["version"], told["text"], control, told["revision"])
