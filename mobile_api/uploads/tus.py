"""What is said in the headers of tus 1.0.0 (https://tus.io/protocols/resumable-upload).

The extensions creation, creation-with-upload, expiration, checksum and termination are spoken.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.utils import formatdate
from typing import Any

from mobile_api.refusals import ChecksumDiffers, HeaderUnreadable, TusVersionUnknown
from mobile_api.visits.submissions import HeldFile
from scoring.submission import LARGEST_FILE

VERSION = "1.0.0"
CHUNK = 64 * 1024  # bytes that are durable together, and at most sent again when the network breaks
PIECE = "application/offset+octet-stream"  # the type of a piece
OVERRIDE = "X-HTTP-Method-Override"
CHECKSUM_STATUS = 460  # "Checksum Mismatch", which only tus knows

ABILITIES: Mapping[str, str] = {
    "Tus-Version": VERSION,
    "Tus-Extension": "creation,creation-with-upload,expiration,checksum,termination",
    "Tus-Max-Size": str(LARGEST_FILE),
    "Tus-Checksum-Algorithm": "sha256,sha1",
}
_ALGORITHMS: Mapping[str, Callable[[bytes], Any]] = {
    "sha256": hashlib.sha256,
    "sha1": hashlib.sha1,
}
_LONGEST_NUMBER = 12  # digits


@dataclass(frozen=True, slots=True)
class Checksum:
    """What a piece is to come to."""

    algorithm: str
    digest: bytes

    def check(self, piece: bytes) -> None:
        """Nothing. ChecksumDiffers when the piece comes to something else."""
        if _ALGORITHMS[self.algorithm](piece).digest() != self.digest:
            raise ChecksumDiffers("the piece is not what its checksum says; send it again")


def check_version(said: str | None) -> None:
    """Nothing. TusVersionUnknown for a version that is not spoken; None, which says none, is ours.

    What speaks no tus may leave the header out: its PUT, GET and PATCH are plain HTTP.
    """
    if said is not None and said != VERSION:
        raise TusVersionUnknown(f"tus {VERSION} is spoken here", headers={"Tus-Version": VERSION})


def number_in(said: str | None, name: str) -> int:
    """The number of bytes that the header of that name says. HeaderUnreadable when it says none."""
    if said is None or not (said.isascii() and said.isdigit()) or len(said) > _LONGEST_NUMBER:
        raise HeaderUnreadable(f"the header {name} says a whole number of bytes")
    return int(said)


def checksum_in(said: str | None) -> Checksum | None:
    """What `Upload-Checksum` says; None without it. HeaderUnreadable."""
    if said is None:
        return None
    algorithm, _, told = said.strip().partition(" ")
    digest = _bytes_of(told)
    if algorithm not in _ALGORITHMS or not digest:
        known = " or ".join(_ALGORITHMS)
        raise HeaderUnreadable(f"the header Upload-Checksum says {known} and a digest in base64")
    return Checksum(algorithm, digest)


def name_in(metadata: str | None) -> str:
    """The file's name in `Upload-Metadata`. HeaderUnreadable when there is none."""
    pairs = (each.strip().partition(" ") for each in (metadata or "").split(","))
    told = {key: _bytes_of(value.strip()) for key, _, value in pairs}
    try:
        name = (told.get("filename") or b"").decode()
    except UnicodeDecodeError:
        name = ""
    if not name:
        raise HeaderUnreadable("the header Upload-Metadata says `filename` and a name in base64")
    return name


def standing_of(held: HeldFile) -> dict[str, str]:
    """The headers that say how far a file has come, and until when it is waited for."""
    told = {"Upload-Offset": str(held.held), "Upload-Length": str(held.file.bytes)}
    return told | expiry_of(held)


def expiry_of(held: HeldFile) -> dict[str, str]:
    """The header that says until when an unfinished file is waited for."""
    return {} if held.until is None else {"Upload-Expires": formatdate(held.until, usegmt=True)}


def metadata_of(name: str) -> str:
    """`Upload-Metadata` of a file of that name."""
    return f"filename {base64.b64encode(name.encode()).decode()}"


def _bytes_of(told: str) -> bytes | None:
    try:
        return base64.b64decode(told, validate=True)
    except (binascii.Error, ValueError):
        return None
