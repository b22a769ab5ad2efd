"""How files stand in the database, and what is told of them.

files {_id: "<contact> <name>", contact, name, sha256, bytes, held, pieces: [ids of parts],
       content: the bytes of one that came whole, received_at, until,
       kept: id in GridFS, of another file where it was taken over from there, or None,
       type, fault, why: the reason of a refusal,
       taken_at, latitude, longitude, sending: the request by which more is coming, if any,
       + the fields of a queue}
parts {_id, file, content, expires_at}
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pymongo import ASCENDING, IndexModel

from mobile_api.visits.submissions import FileState, HeldFile, Upload
from plugin.stores.layout import Document, Layout
from plugin.stores.plain import plain
from plugin.stores.queue import FRESH, LEASED, READY, due_index
from scoring.evidence import Attachment

ARRIVING = "arriving"
BUCKET = "kept"
WAITED_SECONDS = 30 * 86_400  # for the rest of a file, from its beginning
_STATES = {READY: FileState.ARRIVING, LEASED: FileState.ARRIVING, ARRIVING: FileState.ARRIVING}

_OF_CONTENT = ("held", "kept", "type", "state")  # what one that is taken over has of the other

LAYOUTS = (
    Layout(
        "files",
        indexes=(due_index(),),
        schema={
            "required": ["contact", "name", "sha256", "bytes", "held", "pieces", "state"],
            "properties": {"held": {"bsonType": ["int", "long"]}, "pieces": {"bsonType": "array"}},
        },
    ),
    Layout(
        "parts",
        indexes=(
            IndexModel([("expires_at", ASCENDING)], name="expires", expireAfterSeconds=0),
            IndexModel([("file", ASCENDING)], name="file"),
        ),
        schema={"required": ["file", "content", "expires_at"]},
    ),
    # As GridFS itself makes them at the first file.
    Layout(f"{BUCKET}.files", (IndexModel([("filename", ASCENDING), ("uploadDate", ASCENDING)]),)),
    Layout(
        f"{BUCKET}.chunks", (IndexModel([("files_id", ASCENDING), ("n", ASCENDING)], unique=True),)
    ),
)


def id_of(contact: str, name: str) -> str:
    """The file's own id."""
    return f"{contact} {name}"


def new_document(upload: Upload) -> Document:
    """A file of which nothing is here."""
    return {
        "_id": id_of(upload.contact, upload.file.name),
        "contact": upload.contact,
        "name": upload.file.name,
        "sha256": upload.file.sha256,
        "bytes": upload.file.bytes,
        "held": 0,
        "pieces": [],
        "content": None,
        "received_at": upload.received_at,
        "until": upload.received_at + WAITED_SECONDS,
        "kept": None,
        "type": None,
        "why": None,
        **FRESH,
        "state": ARRIVING,
        "run_at": upload.received_at,
    }


def taken_over(found: Mapping[str, Any], upload: Upload) -> Document:
    """A file whose content is kept for another one already: it has arrived with that."""
    return {**found, **new_document(upload), **{name: found[name] for name in _OF_CONTENT}}


def complete(upload: Upload) -> Document:
    """What makes a file work for the station."""
    return {**FRESH, "run_at": upload.received_at}


def held_of(file: Attachment, found: Mapping[str, Any] | None, now: int) -> HeldFile:
    """How far the file has come; of one that is gone nothing is held."""
    if found is None:
        return HeldFile(file)
    told = plain(dict(found))
    if told["state"] == ARRIVING:
        held = 0 if told["until"] <= now else told["held"]
        state = FileState.ARRIVING if held else FileState.EXPECTED
        return HeldFile(file, state, held, until=told["until"])
    ended = FileState.ARRIVED if told["kept"] else FileState.REFUSED
    return HeldFile(
        file,
        _STATES.get(told["state"], ended),
        told["held"],
        told.get("fault"),
        told["why"],
        told.get("taken_at"),
        told.get("latitude"),
        told.get("longitude"),
        told["type"],
    )
