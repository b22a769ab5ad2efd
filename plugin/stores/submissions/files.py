"""Files: their bytes as they arrive, and the pictures that are kept of them in GridFS.

    files {_id: "<contact> <name>", contact, name, sha256, bytes, held, pieces: [ids of parts],
            content: the bytes of one that came whole, received_at, picture: id in GridFS or None,
            fault, why: the reason of a refusal, taken_at, latitude, longitude,
            + the fields of a queue}
    parts  {_id, file, content, expires_at}

    arriving ──all bytes, right hash──> ready ──station──> done (picture, or why it is refused)

A piece is durable before its file says that it is held, and the file moves on only from the byte
at which the piece begins: so two senders never tangle, and whoever lost leaves a part to expire.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from bson.binary import Binary
from gridfs import GridFSBucket, NoFile
from pymongo import ASCENDING, IndexModel

from mobile_api.refusals import FileDiffers, FileNotNamed, OffsetDiffers, TooLarge
from mobile_api.submissions import FileState, HeldFile, Submitted, Upload
from plugin.stores.group_commit import GroupCommit
from plugin.stores.layout import Document, Layout, Mongo
from plugin.stores.plain import plain
from plugin.stores.queue import FRESH, LEASED, READY, Queue, due_index
from scoring.evidence import Attachment

ARRIVING = "arriving"
_PARTS_DAYS = 30  # until pieces expire whose file was never finished
_BUCKET = "kept"
_STATES = {READY: FileState.ARRIVING, LEASED: FileState.ARRIVING, ARRIVING: FileState.ARRIVING}
_WITHOUT_BYTES = {"content": 0}

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
    Layout("kept.files", (IndexModel([("filename", ASCENDING), ("uploadDate", ASCENDING)]),)),
    Layout("kept.chunks", (IndexModel([("files_id", ASCENDING), ("n", ASCENDING)], unique=True),)),
)


class Files:
    """The files of the house; made once a process."""

    def __init__(self, database: Mongo) -> None:
        self._files = database["files"]
        self._parts = database["parts"]
        self._bucket = GridFSBucket(database, _BUCKET)
        self._together = GroupCommit(self._files, most=16, patience_seconds=30)

    def of(self, submitted: Submitted) -> tuple[HeldFile, ...]:
        """How far each named file has come, in the order in which they are named."""
        if not submitted.files:
            return ()
        # By the beginning of the id, which costs no further index: "!" follows the space.
        within = {"$gt": f"{submitted.contact} ", "$lt": f"{submitted.contact}!"}
        found = self._files.find({"_id": within}, _WITHOUT_BYTES)
        here = {each["name"]: each for each in found}
        return tuple(_file(each, here.get(each.name)) for each in submitted.files)

    def one(self, submitted: Submitted, name: str) -> HeldFile:
        """How far the file has come. FileNotNamed when the submission names none such."""
        file = submitted.file(name)
        if file is None:
            raise FileNotNamed(f"{submitted.contact} names no file {name}")
        key = id_of(submitted.contact, name)
        return _file(file, self._files.find_one({"_id": key}, _WITHOUT_BYTES))

    def whole(self, upload: Upload) -> bool:
        """Keeps a file that came in one piece; whether it was new. FileDiffers."""
        _check(upload.file, [upload.content])
        whole = {**_document(upload), "held": upload.file.bytes, **_complete(upload)}
        if self._together.insert({**whole, "content": Binary(upload.content)}):
            return True
        begun = {"_id": id_of(upload.contact, upload.file.name), "state": ARRIVING}
        change = {**_complete(upload), "content": Binary(upload.content), "pieces": []}
        change["held"] = upload.file.bytes
        return self._files.update_one(begun, {"$set": change}).modified_count == 1

    def append(self, upload: Upload) -> int:
        """How many bytes are held with these.

        OffsetDiffers when they begin elsewhere; FileDiffers when the file is complete and is not
        the one that was named: then nothing of it is held any more. TooLarge beyond its end.
        """
        if upload.offset + len(upload.content) > upload.file.bytes:
            raise TooLarge(f"{upload.file.name} has {upload.file.bytes} bytes")
        standing = self._begun(upload)
        if standing["held"] != upload.offset:
            raise _elsewhere(standing["held"])
        if standing["state"] == ARRIVING and upload.content:
            standing = self._move_on(upload)
        if standing["state"] == ARRIVING and standing["held"] == upload.file.bytes:
            self._finish(upload, standing)
        return int(standing["held"])

    def picture(self, contact: str, name: str) -> bytes | None:
        """The kept picture as JPEG; None when there is none."""
        found = self._files.find_one({"_id": id_of(contact, name)}, {"picture": 1})
        if found is None or found["picture"] is None:
            return None
        with self._bucket.open_download_stream(found["picture"]) as stream:
            kept: bytes = stream.read()
        return kept

    def _begun(self, upload: Upload) -> Document:
        """The file that the bytes belong to, there from now on."""
        key = {"_id": id_of(upload.contact, upload.file.name)}
        standing = self._files.find_one(key, _WITHOUT_BYTES)
        if standing is None:
            self._together.insert(_document(upload))
            standing = self._files.find_one(key, _WITHOUT_BYTES)
        return standing or {}

    def _move_on(self, upload: Upload) -> Document:
        piece = uuid4().hex
        file = id_of(upload.contact, upload.file.name)
        until = datetime.fromtimestamp(upload.received_at, UTC) + timedelta(days=_PARTS_DAYS)
        self._parts.insert_one(
            {
                "_id": piece,
                "file": file,
                "content": Binary(upload.content),
                "expires_at": until,
            }
        )
        standing = {"_id": file, "state": ARRIVING, "held": upload.offset}
        change = {"$inc": {"held": len(upload.content)}, "$push": {"pieces": piece}}
        moved = self._files.find_one_and_update(
            standing, change, projection=_WITHOUT_BYTES, return_document=True
        )
        if moved is None:
            self._parts.delete_one({"_id": piece})
            now = self._files.find_one({"_id": file}, {"held": 1})
            raise _elsewhere(now["held"] if now is not None else 0)
        return moved

    def _finish(self, upload: Upload, standing: Document) -> None:
        """Makes the complete file work for the station, or forgets bytes that are not the file."""
        same = {"_id": standing["_id"], "state": ARRIVING, "pieces": standing["pieces"]}
        try:
            _check(upload.file, pieces_of(self._parts.database, standing))
        except FileDiffers:
            self._files.update_one(same, {"$set": {"held": 0, "pieces": []}})
            self._parts.delete_many({"_id": {"$in": standing["pieces"]}})
            raise
        self._files.update_one(same, {"$set": _complete(upload)})


@dataclass(frozen=True, slots=True)
class TakenFile:
    """A complete file that a worker has the lease of."""

    content: bytes
    tries: int
    lease: Document


@dataclass(frozen=True, slots=True)
class Looking:
    """The complete files that one worker looks at."""

    database: Mongo
    queue: Queue

    @classmethod
    def over(cls, database: Mongo, worker: str) -> Looking:
        """The looking of the database, for the worker of that name."""
        return cls(database, Queue(database["files"], worker))

    def take(self, now: int) -> TakenFile | None:
        """The file that has been due longest; None when none is."""
        found = self.queue.take(now)
        if found is None:
            return None
        whole = found["content"]
        content = bytes(whole) if whole is not None else b"".join(pieces_of(self.database, found))
        return TakenFile(content, found["tries"], found)

    def keep(self, taken: TakenFile, picture: bytes, **told: object) -> None:
        """Keeps the picture, with what is told of it, in place of the file as it came."""
        bucket = GridFSBucket(self.database, _BUCKET)
        key = taken.lease["_id"]
        kept = f"{key} {taken.tries}"
        bucket.upload_from_stream_with_id(kept, key, picture)
        if not self._end(taken, picture=kept, why=None, **told):
            bucket.delete(kept)
        for other in range(1, taken.tries):
            with suppress(NoFile):  # of workers that died over it, something may be left
                bucket.delete(f"{key} {other}")

    def refuse(self, taken: TakenFile, fault: str, why: str) -> None:
        """Says why nothing of the file is kept, in a word and in a sentence."""
        self._end(taken, picture=None, fault=fault, why=why)

    def give_back(self, now: int) -> int:
        """How many leases the worker has given back."""
        return self.queue.give_back(now)

    def _end(self, taken: TakenFile, **told: Any) -> bool:
        """Whether the lease was still held; the bytes as they came go then."""
        ended = self.queue.finish(taken.lease, None, content=None, pieces=[], **told)
        if ended:
            self.database["parts"].delete_many({"file": taken.lease["_id"]})
        return ended


def id_of(contact: str, name: str) -> str:
    """The file's own id."""
    return f"{contact} {name}"


def pieces_of(database: Mongo, file: Mapping[str, Any]) -> list[bytes]:
    """The pieces of the file in order; those that have expired are missing."""
    wanted = file["pieces"]
    found = database["parts"].find({"_id": {"$in": wanted}})
    here = {each["_id"]: bytes(each["content"]) for each in found}
    return [here[each] for each in wanted if each in here]


def _document(upload: Upload) -> Document:
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
        "picture": None,
        "why": None,
        **FRESH,
        "state": ARRIVING,
        "run_at": upload.received_at,
    }


def _complete(upload: Upload) -> Document:
    return {**FRESH, "run_at": upload.received_at}


def _check(file: Attachment, pieces: list[bytes]) -> None:
    digest = hashlib.sha256()
    for each in pieces:
        digest.update(each)
    if digest.hexdigest() != file.sha256:
        said = f"{file.name} is to have {file.bytes} bytes with the SHA-256 {file.sha256}"
        raise FileDiffers(f"{said}; it came with {digest.hexdigest()}")


def _elsewhere(held: int) -> OffsetDiffers:
    return OffsetDiffers(f"go on from byte {held}", headers={"Upload-Offset": str(held)})


def _file(file: Attachment, found: Mapping[str, Any] | None) -> HeldFile:
    if found is None:
        return HeldFile(file)
    told = plain(dict(found))
    state = _STATES.get(told["state"]) or (
        FileState.ARRIVED if told["picture"] else FileState.REFUSED
    )
    if told["state"] == ARRIVING and not told["held"]:
        state = FileState.EXPECTED
    return HeldFile(
        file,
        state,
        told["held"],
        told.get("fault"),
        told["why"],
        told.get("taken_at"),
        told.get("latitude"),
        told.get("longitude"),
    )
