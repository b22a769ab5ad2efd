"""Files: their bytes as they arrive, and what is kept of them in GridFS.

    arriving ──last bytes, right hash──> ready ──station──> done (kept, or why it is refused)
       ^  └── until has passed, or given up: gone ──begin──┐
       └───────────────────────────────────────────────────┘

A piece is durable before its file says that it is held, and the file moves on only from the byte
at which the piece begins: so two senders never tangle, and whoever lost leaves a part to expire.
With the piece that is its last a file is made work for the station in the same write, once all of
it has the SHA-256 that was named.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from bson.binary import Binary
from gridfs import GridFSBucket

from mobile_api.refusals import (
    FileComplete,
    FileDiffers,
    FileNotNamed,
    OffsetDiffers,
    TooLarge,
    UploadGone,
)
from mobile_api.visits.submissions import HeldFile, KeptFile, Submitted, Upload
from plugin.stores.group_commit import GroupCommit
from plugin.stores.layout import Document, Mongo
from plugin.stores.queue import DONE, FRESH
from plugin.stores.submissions.file_documents import (
    ARRIVING,
    BUCKET,
    WAITED_SECONDS,
    complete,
    held_of,
    id_of,
    new_document,
    taken_over,
)
from scoring.evidence import Attachment

_PARTS_LONGER = timedelta(days=2)  # than their file is waited for: so none is missed
_SENDING_SECONDS, _LOOK_SECONDS = 2.0, 0.02  # that one waits for what is still coming in
_WITHOUT_BYTES = {"content": 0}
_NOTHING: Document = {"held": 0, "pieces": []}


class Files:
    """The files of the house; made once a process. `clock` gives UTC seconds."""

    def __init__(self, database: Mongo, clock: Callable[[], int]) -> None:
        self._files = database["files"]
        self._parts = database["parts"]
        self._bucket = GridFSBucket(database, BUCKET)
        self._together = GroupCommit(self._files, most=16, patience_seconds=30)
        self._clock = clock

    def of(self, submitted: Submitted) -> tuple[HeldFile, ...]:
        """How far each named file has come, in the order in which they are named."""
        if not submitted.files:
            return ()
        found = self._files.find({"_id": _within(submitted.contact)}, _WITHOUT_BYTES)
        here, now = {each["name"]: each for each in found}, self._clock()
        return tuple(held_of(each, here.get(each.name), now) for each in submitted.files)

    def of_all(self, sent: Iterable[Submitted]) -> Mapping[str, tuple[HeldFile, ...]]:
        """The same of many submissions at once, by their contacts."""
        sent = tuple(sent)
        ids = [id_of(each.contact, file.name) for each in sent for file in each.files]
        found = self._files.find({"_id": {"$in": ids}}, _WITHOUT_BYTES) if ids else ()
        here, now = {each["_id"]: each for each in found}, self._clock()
        return {
            each.contact: tuple(
                held_of(file, here.get(id_of(each.contact, file.name)), now) for file in each.files
            )
            for each in sent
        }

    def one(self, submitted: Submitted, name: str) -> HeldFile:
        """How far the file has come. FileNotNamed when the submission names none such.

        Of a connection that broke the house may still be keeping what came by it, so whoever asks
        waits for that a while: else they would send it again.
        """
        file = named(submitted, name)
        key = {"_id": id_of(submitted.contact, name)}
        found = self._files.find_one(key, _WITHOUT_BYTES)
        until = time.monotonic() + _SENDING_SECONDS
        while found is not None and found.get("sending") and time.monotonic() < until:
            time.sleep(_LOOK_SECONDS)
            found = self._files.find_one(key, _WITHOUT_BYTES)
        return held_of(file, found, self._clock())

    def whole(self, upload: Upload) -> bool:
        """Keeps a file that came in one piece; whether it was new. FileDiffers."""
        _check(upload.file, [upload.content])
        whole = {**new_document(upload), "held": upload.file.bytes, **complete(upload)}
        if self._together.insert({**whole, "content": Binary(upload.content)}):
            return True
        begun = {"_id": id_of(upload.contact, upload.file.name), "state": ARRIVING}
        change = {**complete(upload), "content": Binary(upload.content), "pieces": []}
        change["held"] = upload.file.bytes
        return self._files.update_one(begun, {"$set": change}).modified_count == 1

    def begin(self, submitted: Submitted, name: str) -> HeldFile:
        """The file, waited for from now on; one that has expired begins anew. FileNotNamed."""
        now = self._clock()
        upload = Upload(submitted.contact, named(submitted, name), 0, b"", now)
        if not self._together.insert(new_document(upload)):
            key = {"_id": id_of(submitted.contact, name)}
            gone = {**key, "state": ARRIVING, "until": {"$lte": now}}
            anew = {**_NOTHING, "until": now + WAITED_SECONDS}
            old = self._files.find_one_and_update(gone, {"$set": anew}, projection=_WITHOUT_BYTES)
            self._forget((old or {}).get("pieces", ()))
        return self.one(submitted, name)

    def append(self, upload: Upload) -> HeldFile:
        """How far the file is with these bytes.

        OffsetDiffers when they begin elsewhere; UploadGone; FileDiffers when the file is complete
        and is not the one that was named: then nothing of it is held any more. TooLarge beyond
        its end. No bytes but a word of the request say that some are about to come.
        """
        if upload.offset + len(upload.content) > upload.file.bytes:
            raise TooLarge(f"{upload.file.name} has {upload.file.bytes} bytes")
        standing = self._begun(upload)
        held = held_of(upload.file, standing, upload.received_at)
        if held.is_gone(upload.received_at):
            raise UploadGone(f"{upload.file.name} is no longer waited for; begin it anew")
        if held.held != upload.offset:
            raise _elsewhere(held.held)
        if standing["state"] == ARRIVING and upload.content:
            standing = self._move_on(upload, standing)
        elif upload.sending is not None:
            self._files.update_one(_as_it_stood(standing), {"$set": {"sending": upload.sending}})
        return held_of(upload.file, standing, upload.received_at)

    def settle(self, upload: Upload) -> None:
        """Notes that no more bytes come by the request of the upload, however it ended."""
        key = {"_id": id_of(upload.contact, upload.file.name), "sending": upload.sending}
        self._files.update_one(key, {"$set": {"sending": None}})

    def take_over(self, submitted: Submitted, older: Submitted) -> None:
        """Keeps for its files, without their bytes, what is kept of the older one's of the same.

        What has begun to come, or was taken over before, stands as it is: it may be done again.
        """
        within = {"_id": _within(older.contact), "kept": {"$ne": None}}
        kept = {(e["sha256"], e["bytes"]): e for e in self._files.find(within, _WITHOUT_BYTES)}
        for file in submitted.files:
            if found := kept.get((file.sha256, file.bytes)):
                upload = Upload(submitted.contact, file, 0, b"", self._clock())
                self._together.insert(taken_over(found, upload))

    def give_up(self, submitted: Submitted, name: str) -> None:
        """Forgets the bytes of a file that has not arrived; also of one that was refused.

        FileNotNamed; FileComplete when all of it is here and it is kept, or about to be.
        """
        now = self._clock()
        upload = Upload(submitted.contact, named(submitted, name), 0, b"", now)
        if self._together.insert({**new_document(upload), "until": now}):
            return
        key = {"_id": id_of(submitted.contact, name)}
        unkept = {**key, "$or": [{"state": ARRIVING}, {"state": DONE, "kept": None}]}
        change = {**_NOTHING, **FRESH, "state": ARRIVING, "until": now, "fault": None, "why": None}
        old = self._files.find_one_and_update(unkept, {"$set": change}, projection=_WITHOUT_BYTES)
        if old is None:
            raise FileComplete(f"all of {name} is here")
        self._forget(old["pieces"])

    def kept(self, contact: str, name: str) -> KeptFile | None:
        """What is kept of the file; None when nothing is."""
        found = self._files.find_one({"_id": id_of(contact, name)}, {"kept": 1, "type": 1})
        if found is None or found["kept"] is None:
            return None
        with self._bucket.open_download_stream(found["kept"]) as stream:
            return KeptFile(stream.read(), found["type"])

    def _begun(self, upload: Upload) -> Document:
        """The file that the bytes belong to, there from now on."""
        key = {"_id": id_of(upload.contact, upload.file.name)}
        standing = self._files.find_one(key, _WITHOUT_BYTES)
        if standing is None:
            self._together.insert(new_document(upload))
            standing = self._files.find_one(key, _WITHOUT_BYTES)
        return standing or {}

    def _move_on(self, upload: Upload, standing: Document) -> Document:
        """The file with the bytes at its end. OffsetDiffers when another sender was quicker."""
        is_last = upload.offset + len(upload.content) == upload.file.bytes
        if is_last:
            self._check_all(upload, standing)
        piece = self._kept_piece(upload, standing)
        moved = self._files.find_one_and_update(
            _as_it_stood(standing),
            {
                "$inc": {"held": len(upload.content)},
                "$push": {"pieces": piece},
                "$set": {"sending": upload.sending, **(complete(upload) if is_last else {})},
            },
            projection=_WITHOUT_BYTES,
            return_document=True,
        )
        if moved is None:
            self._forget([piece])
            now = self._files.find_one({"_id": standing["_id"]}, {"held": 1})
            raise _elsewhere(now["held"] if now is not None else 0)
        return moved

    def _kept_piece(self, upload: Upload, standing: Document) -> str:
        """The id of the part that holds the bytes."""
        piece = uuid4().hex
        until = datetime.fromtimestamp(standing["until"], UTC) + _PARTS_LONGER
        content = Binary(upload.content)
        self._parts.insert_one(
            {"_id": piece, "file": standing["_id"], "content": content, "expires_at": until}
        )
        return piece

    def _check_all(self, upload: Upload, standing: Document) -> None:
        """Holds the complete file to its hash; forgets bytes that are not the file. FileDiffers."""
        here = pieces_of(self._parts.database, standing)
        try:
            _check(upload.file, [*here, upload.content])
        except FileDiffers:
            self._files.update_one(_as_it_stood(standing), {"$set": _NOTHING})
            self._forget(standing["pieces"])
            raise

    def _forget(self, pieces: Iterable[str]) -> None:
        if wanted := list(pieces):
            self._parts.delete_many({"_id": {"$in": wanted}})


def named(submitted: Submitted, name: str) -> Attachment:
    """The file of that name. FileNotNamed when the submission names none such."""
    file = submitted.file(name)
    if file is None:
        raise FileNotNamed(f"{submitted.contact} names no file {name}")
    return file


def _within(contact: str) -> Document:
    """The ids of the submission's files, by their beginning: "!" follows the space."""
    return {"$gt": f"{contact} ", "$lt": f"{contact}!"}


def pieces_of(database: Mongo, file: Mapping[str, Any]) -> list[bytes]:
    """The pieces of the file in order; those that have expired are missing."""
    wanted = file["pieces"]
    found = database["parts"].find({"_id": {"$in": wanted}})
    here = {each["_id"]: bytes(each["content"]) for each in found}
    return [here[each] for each in wanted if each in here]


def _as_it_stood(standing: Document) -> Document:
    """Finds the file if nothing has come to it, or been taken from it, since."""
    return {"_id": standing["_id"], "state": ARRIVING} | {
        name: standing[name] for name in ("held", "pieces", "until")
    }


def _check(file: Attachment, pieces: list[bytes]) -> None:
    digest = hashlib.sha256()
    for each in pieces:
        digest.update(each)
    if digest.hexdigest() != file.sha256:
        said = f"{file.name} is to have {file.bytes} bytes with the SHA-256 {file.sha256}"
        raise FileDiffers(f"{said}; it came with {digest.hexdigest()}")


def _elsewhere(held: int) -> OffsetDiffers:
    return OffsetDiffers(f"go on from byte {held}", headers={"Upload-Offset": str(held)})
