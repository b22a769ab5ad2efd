"""Erases whoever signs in: what is theirs goes, what others rest on is nobody's any more.

Visits and reviews stay, with their files and cards, and so do the assignments that they were made
for and the submissions of ODK Collect that became them. The name in them becomes a pseudonym, the
same in all: they are still one person's, and nobody's who can be named. Who decided something
(accepted, assigned, approved, published, granted, answered for a task) stays named; where, is
listed in docs/operations.md.

Each step may be done again, and the account goes last: what was cut off is finished by the next.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from uuid import uuid4

from pymongo import ReturnDocument

from plugin.stores.layout import Document, Mongo
from plugin.stores.people.users import id_of
from plugin.stores.shopping.assignments import Assignments
from plugin.stores.shopping.instances import Instances
from plugin.stores.submissions.file_documents import ARRIVING

_PSEUDONYM = "erased_as"  # beside a user who is being erased

# What is deleted: the collection, and its field that names the user.
_DELETED = (
    ("sessions", "user"),
    ("odk_keys", "user"),
    ("cursors", "user"),
    ("certificates", "user"),
)


@dataclass(frozen=True, slots=True)
class ErasedUser:
    """What became of a user: how many were deleted, and how many are the pseudonym's now.

    `uploads` are files that had not come in full; `submissions` visits and reviews.
    """

    pseudonym: str
    sign_ins: int = 0
    app_keys: int = 0
    certificates: int = 0
    uploads: int = 0
    submissions: int = 0
    assignments: int = 0

    @property
    def is_nobody(self) -> bool:
        """Whether nothing of such a user was found."""
        return not any(getattr(self, name) for name in self.__slots__ if name != "pseudonym")


class UserErasure:
    """The erasing of users of a database."""

    def __init__(self, database: Mongo) -> None:
        self._database = database
        self._assignments = Assignments(database)
        self._instances = Instances(database)

    def of(self, name: str) -> ErasedUser:
        """Erases whoever signs in, or signed in, by the name."""
        name = id_of(name)
        pseudonym = self._pseudonym(name)
        uploads = self._drop_uploads(name)
        submissions = self._hand_on(name, pseudonym)
        assignments = self._assignments.hand_on(name, pseudonym)
        self._instances.hand_on(name, pseudonym)
        self._database.tries.delete_many({"_id": _tries_of(name)})
        gone = {where: self._delete(where, {field: name}) for where, field in _DELETED}
        self._delete("users", {"_id": name})
        return ErasedUser(
            pseudonym,
            gone["sessions"],
            gone["odk_keys"],
            gone["certificates"],
            uploads,
            submissions,
            assignments,
        )

    def _pseudonym(self, name: str) -> str:
        """What the user is called from now on: the same when it is begun again."""
        told = [{"$set": {_PSEUDONYM: {"$ifNull": [f"${_PSEUDONYM}", f"erased-{uuid4().hex}"]}}}]
        found = self._database.users.find_one_and_update(
            {"_id": name}, told, return_document=ReturnDocument.AFTER
        )
        return str(found[_PSEUDONYM]) if found else f"erased-{uuid4().hex}"

    def _drop_uploads(self, name: str) -> int:
        """How many files of the user's visits were dropped, of which not all had come."""
        sent = self._database.visits.find({"submitted_by": name}, {"_id": 1})
        dropped = 0
        for contact in (each["_id"] for each in sent):
            begun = {"_id": {"$gt": f"{contact} ", "$lt": f"{contact}!"}, "state": ARRIVING}
            for file in list(self._database.files.find(begun, {"_id": 1})):
                self._delete("parts", {"file": file["_id"]})
                dropped += self._delete("files", {"_id": file["_id"], "state": ARRIVING})
        return dropped

    def _hand_on(self, name: str, pseudonym: str) -> int:
        change = {"$set": {"submitted_by": pseudonym}}
        return self._database.visits.update_many({"submitted_by": name}, change).modified_count

    def _delete(self, where: str, which: Document) -> int:
        return self._database[where].delete_many(which).deleted_count


def _tries_of(name: str) -> Document:
    """The keys under which tries to sign in by the name are counted."""
    return {"$regex": f"^as {re.escape(name)}( from |$)"}
