"""Takes the bytes of a file as a request brings them."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

from flask import abort, request

from mobile_api.needs import house
from mobile_api.refusals import BrokenOff, TooLarge
from mobile_api.taking import body_of, pieces_of
from mobile_api.uploads import tus
from mobile_api.visits.submissions import HeldFile, Submitted, Upload
from scoring.evidence import Attachment

LARGEST_PIECE = 8 * 1024 * 1024  # bytes of one request that is taken as a whole


def taken_in(submitted: Submitted, file: Attachment, offset: int) -> HeldFile:
    """How far the file is with the body's bytes; they are kept as they come.

    With a checksum they are kept together, once it fits. TooLarge, BrokenOff, ChecksumDiffers, and
    whatever the store refuses.
    """
    if request.headers.get("Tus-Resumable") and request.mimetype != tus.PIECE:
        abort(415, f"a piece is {tus.PIECE}")
    if offset + (request.content_length or 0) > file.bytes:
        raise TooLarge(f"{file.name} has {file.bytes} bytes")
    checksum = tus.checksum_in(request.headers.get("Upload-Checksum"))
    if checksum is not None:
        piece = body_of(LARGEST_PIECE)
        checksum.check(piece)
        return house().files.append(_upload(submitted, file, offset, piece))
    return _streamed(_upload(submitted, file, offset, b""))


def _streamed(upload: Upload) -> HeldFile:
    """How far the file is with the body's bytes, each chunk durable before the next is read."""
    sending, length = uuid4().hex, request.content_length
    ends = upload.file.bytes if length is None else upload.offset + length
    try:
        if ends - upload.offset > tus.CHUNK:
            upload = replace(upload, sending=sending)
            house().files.append(upload)
        for piece in pieces_of(max(upload.file.bytes - upload.offset, 0), tus.CHUNK):
            goes_on = sending if upload.offset + len(piece) < ends else None
            upload = replace(upload, content=piece, sending=goes_on)
            held = house().files.append(upload)
            upload = replace(upload, offset=held.held)
    except BrokenOff as error:
        error.headers["Upload-Offset"] = str(upload.offset)
        raise
    finally:
        if upload.sending is not None:
            house().files.settle(upload)
    return held


def _upload(submitted: Submitted, file: Attachment, offset: int, content: bytes) -> Upload:
    return Upload(submitted.contact, file, offset, content, house().clock())
