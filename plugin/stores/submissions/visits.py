"""Visits and reviews as they were sent; each is also the work of filing its card.

    {_id: "visit/<uuid>" | "review/<uuid>", instrument, questionnaire: {standard, version}, about,
     location, sha256, body: the JSON text as it came, files: [{name, sha256, bytes, question}],
     submitted_by, received_at, accepted_at, accepted_by, replaces, replaced_by,
     assignment, marks: [{mark, detail, figure, words}],
     + the fields of a queue: ready where its card is to be filed}

A submission is one insert. Whatever happens to it later (accepted, replaced) makes it ready again,
and takes the token of a worker that was filing what stood before.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import tzinfo
from typing import Any, TypeAlias

from pymongo import ASCENDING, DESCENDING, IndexModel, ReturnDocument
from pymongo.client_session import ClientSession

from mobile_api.refusals import AlreadyAccepted, AlreadyReplaced, NotFound, ReplacesNothing
from mobile_api.visits.submissions import Mark, MarkKind, Page, Submitted, Wanted
from plugin.stores.filed.cards import Cards, Graced
from plugin.stores.group_commit import GroupCommit
from plugin.stores.layout import Document, Layout, Mongo
from plugin.stores.plain import plain
from plugin.stores.queue import FRESH, Queue, due_index, failed_index
from plugin.stores.transactions import transact
from scoring.evidence import Attachment
from scoring.scorecard import Scorecard
from standards.kinds import Instrument

Also: TypeAlias = "Callable[[ClientSession], object]"

_NEWEST = [("received_at", DESCENDING), ("_id", DESCENDING)]
_CURSOR = re.compile(r"(?P<at>[0-9]{1,15}) (?P<contact>[a-z]+/[0-9a-f-]{36})")
_HEADING_SECONDS = 5.0
_MOST_HEADINGS = 10_000
_MARKS = {each.value: each for each in MarkKind}
_INSTRUMENTS = {each.value: each for each in Instrument}

LAYOUT = Layout(
    "visits",
    indexes=(
        due_index(),
        failed_index(),
        IndexModel([("submitted_by", ASCENDING), *_NEWEST], name="own"),
        IndexModel(_NEWEST, name="newest"),
        IndexModel(
            [("questionnaire.standard", ASCENDING), ("received_at", DESCENDING)], name="answers"
        ),
        IndexModel(
            [("about", ASCENDING)],
            name="about",
            partialFilterExpression={"instrument": Instrument.REVIEW.value},
        ),
    ),
    schema={
        "required": ["instrument", "sha256", "body", "files", "submitted_by", "received_at"],
        "properties": {
            "sha256": {"bsonType": "string", "minLength": 64, "maxLength": 64},
            "body": {"bsonType": "string"},
            "accepted_at": {"bsonType": ["int", "long", "null"]},
            "received_at": {"bsonType": ["int", "long"]},
        },
    },
)


class Visits:
    """The submissions of the house; made once a process."""

    def __init__(self, database: Mongo) -> None:
        self._database = database
        self._visits = database[LAYOUT.name]
        self._together = GroupCommit(self._visits)
        self._headings = Headings()

    def keep(self, submitted: Submitted) -> Submitted | None:
        """The submission that stands under the id already; None when this one stands there now.

        ReplacesNothing, AlreadyReplaced or AlreadyAccepted when it cannot take the place of what
        it `replaces`.
        """
        if submitted.replaces is not None:
            standing = self._keep_instead(submitted, submitted.replaces)
        else:
            is_new = self._together.insert(document_of(submitted))
            standing = None if is_new else self.find(submitted.contact)
        if standing is None:
            self._headings.put(replace(submitted, body=b""))
        return standing

    def find(self, contact: str, session: ClientSession | None = None) -> Submitted | None:
        """The submission of that id."""
        found = self._visits.find_one({"_id": contact}, session=session)
        return None if found is None else submitted_of(found)

    def marks_of(self, contacts: Iterable[str]) -> Mapping[str, tuple[Mark, ...]]:
        """What was odd about those of the submissions of which anything was."""
        asked = {"_id": {"$in": sorted(set(contacts))}, "marks.0": {"$exists": True}}
        found = self._visits.find(asked, {"marks": 1})
        return {each["_id"]: tuple(map(_mark, plain(each)["marks"])) for each in found}

    def heading(self, contact: str) -> Submitted | None:
        """The submission without its body; as it stood within the last few seconds.

        So the files that follow a submission cost no reading of it, nor do a file's pieces.
        """
        if known := self._headings.get(contact):
            return known
        found = self._visits.find_one({"_id": contact}, {"body": 0})
        if found is None:
            return None
        return self._headings.put(submitted_of(found))

    def page(self, wanted: Wanted) -> Page:
        """Those that are wanted, the newest first. ValueError when `after` is no cursor."""
        asked: Document = {"instrument": wanted.instrument.value}
        if wanted.by is not None:
            asked["submitted_by"] = wanted.by
        if wanted.waiting:
            asked |= {"accepted_at": None, "replaced_by": None}
        if wanted.after is not None:
            asked |= _older_than(wanted.after)
        found = list(self._visits.find(asked, {"body": 0}).sort(_NEWEST).limit(wanted.most + 1))
        items = tuple(submitted_of(each) for each in found[: wanted.most])
        last = items[-1] if len(found) > wanted.most else None
        return Page(items, None if last is None else f"{last.received_at} {last.contact}")

    def accept(self, contact: str, by: str, at: int) -> Submitted:
        """The submission accepted, whoever was first. AlreadyReplaced when it is replaced."""
        standing = {"_id": contact, "accepted_at": None, "replaced_by": None}
        accepted = self._visits.find_one_and_update(
            standing,
            {"$set": {"accepted_at": at, "accepted_by": by, **_ready(at)}},
            return_document=ReturnDocument.AFTER,
        )
        found = submitted_of(accepted) if accepted is not None else self.find(contact)
        if found is None:
            raise NotFound("there is no such submission")
        if found.replaced_by is not None:
            raise AlreadyReplaced(f"{found.replaced_by} has taken its place")
        return found

    def _keep_instead(self, submitted: Submitted, replaced: str) -> Submitted | None:
        """Keeps it and marks what it replaces, both or neither."""

        def work(session: ClientSession) -> Submitted | None:
            if standing := self.find(submitted.contact, session):
                return standing
            self._mark_replaced(replaced, submitted, session)
            self._visits.insert_one(document_of(submitted), session=session)
            return None

        return transact(self._database, work)

    def _mark_replaced(self, replaced: str, by: Submitted, session: ClientSession) -> None:
        older = self.find(replaced, session)
        if older is None or older.by != by.by:
            raise ReplacesNothing(f"{replaced} was not sent by you; send it first")
        if older.accepted_at is not None:
            raise AlreadyAccepted(f"{replaced} is accepted and can no longer be replaced")
        if older.replaced_by is not None:
            raise AlreadyReplaced(f"{older.replaced_by} has replaced {replaced}; replace that one")
        self._headings.forget(replaced)
        change = {"replaced_by": by.contact, **_ready(by.received_at)}
        self._visits.update_one({"_id": replaced}, {"$set": change}, session=session)


@dataclass(slots=True)
class Headings:
    """Submissions without their bodies, remembered for some seconds; `ticking` counts them."""

    ticking: Callable[[], float] = time.monotonic
    _known: dict[str, tuple[float, Submitted]] = field(default_factory=dict)

    def get(self, contact: str) -> Submitted | None:
        """What is remembered of the submission."""
        until, submitted = self._known.get(contact, (0.0, None))
        return submitted if self.ticking() < until else None

    def put(self, submitted: Submitted) -> Submitted:
        """Remembers the submission."""
        if len(self._known) >= _MOST_HEADINGS:
            self._known.clear()
        self._known[submitted.contact] = (self.ticking() + _HEADING_SECONDS, submitted)
        return submitted

    def forget(self, contact: str) -> None:
        """Has the submission read anew."""
        self._known.pop(contact, None)


def document_of(submitted: Submitted) -> Document:
    """The document of a submission that nothing has happened to yet."""
    return {
        "_id": submitted.contact,
        "instrument": submitted.instrument.value,
        "questionnaire": {"standard": submitted.questionnaire, "version": submitted.version},
        "about": submitted.about,
        "location": submitted.location,
        "sha256": submitted.sha256,
        "body": submitted.body.decode(),
        "files": [
            {"name": f.name, "sha256": f.sha256, "bytes": f.bytes, "question": f.question}
            for f in submitted.files
        ],
        "submitted_by": submitted.by,
        "received_at": submitted.received_at,
        "accepted_at": None,
        "accepted_by": None,
        "replaces": submitted.replaces,
        "replaced_by": None,
        "assignment": submitted.assignment,
        "marks": [_mark_document(each) for each in submitted.marks],
        **FRESH,
        "run_at": submitted.received_at,
    }


def submitted_of(document: Mapping[str, Any]) -> Submitted:
    """The submission that the document holds."""
    told = plain(dict(document))
    return Submitted(
        contact=told["_id"],
        instrument=_INSTRUMENTS[told["instrument"]],
        questionnaire=told["questionnaire"]["standard"],
        version=told["questionnaire"]["version"],
        sha256=told["sha256"],
        body=told.get("body", "").encode(),
        by=told["submitted_by"],
        received_at=told["received_at"],
        about=told["about"],
        location=told["location"],
        files=tuple(Attachment(**each) for each in told["files"]),
        replaces=told["replaces"],
        replaced_by=told["replaced_by"],
        accepted_at=told["accepted_at"],
        accepted_by=told["accepted_by"],
        assignment=told.get("assignment"),
        marks=tuple(_mark(each) for each in told.get("marks", ())),
    )


def _mark_document(mark: Mark) -> Document:
    return {
        "mark": mark.mark.value,
        "detail": mark.detail,
        "figure": mark.figure,
        "words": mark.words,
    }


def _mark(told: Mapping[str, Any]) -> Mark:
    return Mark(_MARKS[told["mark"]], told["detail"], told["figure"], told["words"])


def _ready(at: int) -> Document:
    return {**FRESH, "run_at": at}


def _older_than(cursor: str) -> Document:
    found = _CURSOR.fullmatch(cursor)
    if found is None:
        raise ValueError("this is no cursor of a page")
    at = int(found["at"])
    same = {"received_at": at, "_id": {"$lt": found["contact"]}}
    return {"$or": [{"received_at": {"$lt": at}}, same]}


@dataclass(frozen=True, slots=True)
class Taken:
    """A submission that a worker has the lease of."""

    submitted: Submitted
    lease: Document


@dataclass(frozen=True, slots=True)
class Filing:
    """The submissions whose cards one worker files."""

    database: Mongo
    cards: Cards
    queue: Queue

    @classmethod
    def over(cls, database: Mongo, zone: tzinfo, worker: str) -> Filing:
        """The filing of the database, with days in the zone, for the worker of that name."""
        return cls(database, Cards(database, zone), Queue(database[LAYOUT.name], worker))

    def take(self, now: int) -> Taken | None:
        """The submission that has been due longest; None when none is."""
        found = self.queue.take(now)
        return None if found is None else Taken(submitted_of(found), found)

    def file(
        self,
        taken: Taken,
        cards: Sequence[Scorecard],
        graced: Sequence[Graced] = (),
        also: Also | None = None,
    ) -> bool:
        """Files the cards and ends the work, both or neither; False when the lease was lost.

        `also` is written together with them.
        """

        def work(session: ClientSession) -> bool:
            if not self.queue.finish(taken.lease, session):
                return False
            self.cards.file(taken.submitted.contact, cards, session, graced)
            if also is not None:
                also(session)
            return True

        return transact(self.database, work)

    def is_hopeless(self, taken: Taken) -> bool:
        """Whether every worker that had it has ended over it: then it is set aside."""
        if taken.lease["tries"] <= self.queue.most_tries:
            return False
        return self.queue.bury(taken.lease, "whoever files it ends over it; see the log")

    def again(self, taken: Taken, run_at: int, reason: str) -> None:
        """Has it tried again at `run_at`, or set aside when that was too often."""
        self.queue.again(taken.lease, run_at, reason)

    def give_back(self, now: int) -> int:
        """How many leases the worker has given back."""
        return self.queue.give_back(now)
