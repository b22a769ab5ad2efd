"""What stands in the database: every collection with its indexes and what its documents must be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from pymongo import IndexModel
from pymongo.database import Database
from pymongo.errors import CollectionInvalid

Document: TypeAlias = "dict[str, Any]"
Mongo: TypeAlias = "Database[Document]"

_LEVEL = "moderate"  # documents that were unfit before may be mended bit by bit


@dataclass(frozen=True, slots=True)
class Layout:
    """A collection: its name, its indexes, and the JSON Schema that mongod holds documents to."""

    name: str
    indexes: tuple[IndexModel, ...] = ()
    schema: Mapping[str, Any] = field(default_factory=dict)


def lay_out(database: Mongo, layouts: tuple[Layout, ...]) -> None:
    """Makes what is missing and brings validators to what is declared; may be run again.

    OperationFailure when an index of the same name was declared otherwise before: that takes a
    migration.
    """
    standing = {each["name"]: each.get("options", {}) for each in database.list_collections()}
    for each in layouts:
        _make(database, each, standing.get(each.name))
        if each.indexes:
            database[each.name].create_indexes(list(each.indexes))


def _make(database: Mongo, layout: Layout, standing: Mapping[str, Any] | None) -> None:
    """The collection with its validator; `standing` is what it was made with, None if it is not."""
    validator = {"$jsonSchema": dict(layout.schema)} if layout.schema else {}
    if standing is None:
        try:
            database.create_collection(layout.name, validator=validator, validationLevel=_LEVEL)
            return
        except CollectionInvalid:  # another process was quicker
            standing = {}
    if (standing.get("validator", {}), standing.get("validationLevel")) != (validator, _LEVEL):
        database.command("collMod", layout.name, validator=validator, validationLevel=_LEVEL)
