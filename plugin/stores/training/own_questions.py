"""The questions that trainers add to a version of a standard.

    {_id, code, version, criterion: code | null, text: {language: words},
     answers: [{language: words}], right, at, by, ended_at}

A question is never changed, so that a try can be shown as it was asked: it is ended, and another
made. `right` is the place of the right answer, from 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import uuid4

from pymongo import ASCENDING, IndexModel

from plugin.stores.layout import Document, Layout, Mongo
from plugin.stores.plain import plain
from standards.kinds import Words

MOST = 20  # that a version has at once

LAYOUT = Layout(
    "own_questions",
    indexes=(
        IndexModel(
            [("code", ASCENDING), ("version", ASCENDING), ("at", ASCENDING)], name="version"
        ),
    ),
    schema={
        "required": ["code", "version", "text", "answers", "right", "at", "by"],
        "properties": {
            "answers": {"bsonType": "array", "minItems": 2},
            "right": {"bsonType": ["int", "long"], "minimum": 0},
        },
    },
)


class TooManyQuestions(Exception):
    """The version has so many questions already that no more is taken."""


@dataclass(frozen=True, slots=True)
class OwnQuestion:
    """A question about a version, perhaps about one criterion of it (None: about the whole).

    `id` is empty before it is kept.
    """

    code: str
    version: int
    criterion: str | None
    text: Words
    answers: tuple[Words, ...]
    right: int
    at: int
    by: str
    id: str = ""


@dataclass(frozen=True, slots=True)
class OwnQuestions:
    """The questions of the house's trainers."""

    database: Mongo

    def of(self, code: str, version: int) -> tuple[OwnQuestion, ...]:
        """Those that stand, in the order in which they were made."""
        wanted = {"code": code, "version": version, "ended_at": None}
        found = self.database.own_questions.find(wanted).sort([("at", 1), ("_id", 1)])
        return tuple(map(_question, found))

    def those(self, ids: Iterable[str]) -> Mapping[str, OwnQuestion]:
        """The questions of those ids, whether they stand or not."""
        found = self.database.own_questions.find({"_id": {"$in": sorted(set(ids))}})
        return {each.id: each for each in map(_question, found)}

    def add(self, question: OwnQuestion) -> OwnQuestion:
        """The question as it is kept. TooManyQuestions when there are very many."""
        standing = {"code": question.code, "version": question.version, "ended_at": None}
        if self.database.own_questions.count_documents(standing, limit=MOST) >= MOST:
            raise TooManyQuestions(f"there are {MOST} questions already; end some of them")
        kept = replace(question, id=uuid4().hex)
        self.database.own_questions.insert_one(_document(kept))
        return kept

    def end(self, question: str, code: str, version: int, now: int) -> bool:
        """Whether such a question of the version stood, and is asked no more."""
        standing = {"_id": question, "code": code, "version": version, "ended_at": None}
        ended = {"$set": {"ended_at": now}}
        return self.database.own_questions.update_one(standing, ended).modified_count == 1


def _document(question: OwnQuestion) -> Document:
    return {
        "_id": question.id,
        "code": question.code,
        "version": question.version,
        "criterion": question.criterion,
        "text": dict(question.text),
        "answers": [dict(each) for each in question.answers],
        "right": question.right,
        "at": question.at,
        "by": question.by,
        "ended_at": None,
    }


def _question(found: Mapping[str, Any]) -> OwnQuestion:
    told = plain(dict(found))
    return OwnQuestion(
        code=told["code"],
        version=told["version"],
        criterion=told["criterion"],
        text=told["text"],
        answers=tuple(told["answers"]),
        right=told["right"],
        at=told["at"],
        by=told["by"],
        id=told["_id"],
    )
