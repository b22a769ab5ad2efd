"""What stands in the database of an assignment, and what mongod holds it to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pymongo import ASCENDING, IndexModel

from mobile_api.assigning import Assignment, AssignmentState, Fee
from plugin.stores.layout import Document, Layout
from plugin.stores.plain import plain

_WHOLE = {"bsonType": ["int", "long"]}
_TEXT = {"bsonType": "string", "minLength": 1}
CLOSING = [("closes_at", ASCENDING), ("_id", ASCENDING)]

LAYOUTS = (
    Layout(
        "shopping",
        indexes=(
            IndexModel(CLOSING, name="closing"),
            IndexModel([("state", ASCENDING), *CLOSING], name="state"),
            IndexModel([("shopper", ASCENDING), ("state", ASCENDING), *CLOSING], name="own"),
            IndexModel([("shopper", ASCENDING), ("changed", ASCENDING)], name="changed"),
            IndexModel([("location", ASCENDING), *CLOSING], name="location"),
            IndexModel([("standard", ASCENDING), *CLOSING], name="standard"),
            IndexModel(
                [("key", ASCENDING)],
                name="key",
                unique=True,
                partialFilterExpression={"key": {"$type": "string"}},
            ),
        ),
        schema={
            "required": [
                "shopper", "location", "opens_at", "closes_at", "standard", "version", "scenario",
                "fee", "state", "changed", "by", "at", "note", "visits",
            ],
            "properties": {
                "shopper": _TEXT,
                "location": _TEXT,
                "standard": _TEXT,
                "version": {"bsonType": ["int", "long", "null"]},
                "opens_at": _WHOLE,
                "closes_at": _WHOLE,
                "changed": _WHOLE,
                "scenario": {"bsonType": "object"},
                "fee": {
                    "bsonType": ["object", "null"],
                    "required": ["amount", "currency"],
                    "properties": {
                        "amount": {"bsonType": "string", "pattern": r"^[0-9]{1,9}(\.[0-9]{1,3})?$"},
                        "currency": {"bsonType": "string", "pattern": "^[A-Z]{3}$"},
                    },
                },
                "state": {"enum": [each.value for each in AssignmentState]},
                "visits": {"bsonType": "array", "items": {"bsonType": "string"}},
            },
        },
    ),
    Layout("shopping_numbers", schema={"required": ["last"], "properties": {"last": _WHOLE}}),
)  # fmt: skip

_KEYED = ("shopper", "location", "opens_at", "closes_at", "standard")
_APART = frozenset({"_id", "key", "state", "fee", "visits"})


def key_of(assignment: Assignment) -> str:
    """What two assignments that stand cannot both say."""
    return " ".join(str(getattr(assignment, name)) for name in _KEYED)


def document_of(assignment: Assignment) -> Document:
    """The document of the assignment; one that is withdrawn stands in nobody's way."""
    fee = assignment.fee
    is_withdrawn = assignment.state is AssignmentState.WITHDRAWN
    return {
        "_id": assignment.id,
        "shopper": assignment.shopper,
        "location": assignment.location,
        "opens_at": assignment.opens_at,
        "closes_at": assignment.closes_at,
        "standard": assignment.standard,
        "version": assignment.version,
        "scenario": dict(assignment.scenario),
        "fee": None if fee is None else {"amount": fee.amount, "currency": fee.currency},
        "state": assignment.state.value,
        "changed": assignment.changed,
        "by": assignment.by,
        "at": assignment.at,
        "note": assignment.note,
        "visits": list(assignment.visits),
        **({} if is_withdrawn else {"key": key_of(assignment)}),
    }


def assignment_of(document: Mapping[str, Any]) -> Assignment:
    """The assignment that the document holds."""
    told = plain(dict(document))
    fee = told["fee"]
    return Assignment(
        **{name: each for name, each in told.items() if name not in _APART},
        id=told["_id"],
        state=AssignmentState(told["state"]),
        fee=None if fee is None else Fee(**fee),
        visits=tuple(told["visits"]),
    )
