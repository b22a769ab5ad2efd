"""Bad photos: what is sent, what is answered, and what the shopper is told of it afterwards.

Whether bytes are those that were named is said at once; whether they are a picture, once they have
been looked at. Whatever they are, no more than the picture itself is kept.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Mapping
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4
from zipfile import ZipFile

import pytest
from PIL import ExifTags, Image

from tests.doors.refused import assert_problem
from tests.mobile_api.service import Service, file_of, visit
from tests.plugin.visits.pictures import bomb, by_a_camera, noise, written
from tests.plugin.visits.recordings import mp4, ogg, wav, webm
from tests.tables import rows

PHOTO = by_a_camera()
OCTETS = "application/octet-stream"


def begun(service: Service, content: bytes, **named: Any) -> UUID:
    """A visit of anna's that names one file."""
    uuid = uuid4()
    file = {**file_of(content, "a.jpg"), **named}
    answer = service.put(visit(files=[file]), uuid)
    assert answer.status_code == 201, answer.text
    return uuid


def send(service: Service, uuid: UUID, content: bytes, method: str = "PUT", **more: Any) -> Any:
    """The answer to the file, or to a piece of it."""
    told = {"content_type": OCTETS, **more}
    return service.ask(method, f"/visits/{uuid}/files/a.jpg", data=content, **told)


def photo(service: Service, uuid: UUID) -> Mapping[str, Any]:
    """What is told of the file now."""
    [told] = service.ask("GET", f"/visits/{uuid}").get_json()["files"]
    return dict(told)


def zipped() -> bytes:
    """A ZIP archive."""
    file = BytesIO()
    with ZipFile(file, "w") as archive:
        archive.writestr("a.html", "<script>alert(1)</script>")
    return file.getvalue()


def with_exif(raw: bytes) -> bytes:
    """A JPEG whose EXIF is just these bytes."""
    plain = written(noise())
    segment = b"Exif\0\0" + raw
    return plain[:2] + b"\xff\xe1" + struct.pack(">H", len(segment) + 2) + segment + plain[2:]


def with_times(stated: str) -> bytes:
    """A JPEG whose camera stated that time."""
    exif = Image.Exif()
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = stated
    return written(noise(), "JPEG", exif=exif)


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
LOOPED = b"MM\0*\0\0\0\x08\0\x01\x87\x69\0\x04\0\0\0\x01\0\0\0\x08\0\0\0\x08"  # points at itself
# What is sent; how far it comes, and the fault that it has then.
LOOKED_AT = {
    "no picture but words": (b"just words", "refused other-type"),
    "a picture of lines with a script": (SVG, "refused other-type"),
    "a page": (b"<!doctype html><script>alert(1)</script>", "refused other-type"),
    "a program": (b"\x7fELF" + b"\0" * 100, "refused other-type"),
    "an archive": (zipped(), "refused other-type"),
    "a moving picture": (written(noise(), "GIF"), "refused other-type"),
    "a picture of another sort": (written(noise(), "BMP"), "refused other-type"),
    "zeros": (b"\0" * 5_000, "refused other-type"),
    "the first bytes of a JPEG": (PHOTO[:20], "refused broken"),
    "half of a JPEG": (PHOTO[: len(PHOTO) // 2], "refused broken"),
    "half of a PNG": (written(noise(), "PNG")[:2_000], "refused broken"),
    "a JPEG's head before noise": (PHOTO[:300] + bytes(range(256)) * 20, "refused broken"),
    "a PNG of no pixels": (b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "refused broken"),
    "a bomb": (bomb(), "refused too-large"),
    "a film": (mp4(b"soun", b"vide"), "refused other-type"),
    "a film as WebM": (webm(1, 2), "refused other-type"),
    "half of a sound": (mp4()[:90], "refused broken"),
    "a sound's head before noise": (webm()[:50] + bytes(range(256)) * 9, "refused broken"),
    "a sound that is called a picture": (ogg(), "arrived"),
    "a page behind a sound": (wav() + b"<script>alert(1)</script>", "arrived"),
    "EXIF without end": (with_exif(b"II*\0" + b"\xff" * 60_000), "arrived"),
    "EXIF that points at itself": (with_exif(LOOPED), "arrived"),
    "EXIF of noise": (with_exif(bytes(range(256)) * 4), "arrived"),
    "a time of no calendar": (with_times("2026:02:31 25:61:61"), "arrived"),
    "words for a time": (with_times("<script>alert(1)</script>"), "arrived"),
}


@pytest.mark.filterwarnings("ignore:Corrupt EXIF data")  # Pillow tells it so
@pytest.mark.parametrize(("content", "became"), LOOKED_AT.values(), ids=LOOKED_AT.keys())
def test_a_file_is_what_its_bytes_say(service: Service, content: bytes, became: str) -> None:
    uuid = begun(service, content)
    assert send(service, uuid, content, content_type="image/jpeg").status_code == 201
    service.work()
    told = photo(service, uuid)
    state, _, fault = became.partition(" ")
    assert (told["state"], told["fault"]) == (state, fault or None)
    assert (told["taken_at"], told["latitude"]) == (None, None)
    kept = service.ask("GET", f"/visits/{uuid}/files/a.jpg")
    assert kept.status_code == (200 if state == "arrived" else 404)
    assert "script" not in str(told)


POLYGLOTS = {
    "a page behind it": PHOTO + b"<script>alert(1)</script>",
    "an archive behind it": PHOTO + zipped(),
    "a script in its comment": written(noise(), comment=b"<?php alert(1); ?>"),
    "a script in its profile": written(noise(), icc_profile=b"<script>alert(1)</script>" * 20),
}


@pytest.mark.parametrize("content", POLYGLOTS.values(), ids=POLYGLOTS.keys())
def test_what_travels_with_a_picture_does_not_arrive(service: Service, content: bytes) -> None:
    uuid = begun(service, content)
    send(service, uuid, content)
    service.work()
    kept = service.ask("GET", f"/visits/{uuid}/files/a.jpg")
    assert (kept.status_code, kept.content_type) == (200, "image/jpeg")
    assert kept.headers["X-Content-Type-Options"] == "nosniff"
    assert not [part for part in (b"alert", b"PK\x03\x04", b"<?php") if part in kept.data]
    with Image.open(BytesIO(kept.data)) as image:
        assert image.format == "JPEG"


# how | status and slug | what is said | why it is here
SENT = """
PUT other bytes | 422 file-differs | with the SHA-256 | other bytes of the same number
PUT fewer bytes | 422 file-differs | with the SHA-256 | cut off
PUT more bytes | 422 file-differs | with the SHA-256 | something behind it
PUT no bytes | 422 file-differs | with the SHA-256 | nothing
PUT as text/html | 415 wrong-content-type | image/* | a page by its own word
PUT as a form | 415 wrong-content-type | image/* | a form of parts
PUT another name | 404 file-not-named | names no file | a file that nobody named
PUT 9 MiB | 413 too-large | - | more than one piece may have
PATCH without an offset | 400 bad-request | Upload-Offset | not said from where
PATCH from -1 | 400 bad-request | Upload-Offset | before the beginning
PATCH from 1e3 | 400 bad-request | Upload-Offset | no plain number
PATCH from ٣ | 400 bad-request | Upload-Offset | digits of another script
PATCH from 99999999999999999999 | 400 bad-request | Upload-Offset | past every end
PATCH from 7 | 409 offset-differs | go on from byte 0 | the second piece first
PATCH past the end | 413 too-large | has | more than was named
PATCH damaged | 460 checksum-differs | send it again | a bit that fell over on its way
PATCH with a sum of its own | 400 bad-request | sha256 or sha1 | a checksum that nobody knows
PATCH with a sum in hexadecimal | 400 bad-request | base64 | a digest as others write it
PATCH in another tus | 412 tus-version | tus 1.0.0 | a phone of years to come
PATCH as a piece of tus | 415 wrong-content-type | offset | a piece that is not called one
"""
HOW: Mapping[str, Any] = {
    "other bytes": lambda: {"content": PHOTO[:-1] + b"?"},
    "fewer bytes": lambda: {"content": PHOTO[:-1]},
    "more bytes": lambda: {"content": PHOTO + b"?"},
    "no bytes": lambda: {"content": b""},
    "as text/html": lambda: {"content_type": "text/html"},
    "as a form": lambda: {"content_type": "multipart/form-data; boundary=x"},
    "9 MiB": lambda: {"content": b"x" * (9 * 1024 * 1024)},
    "damaged": lambda: with_headers({"Upload-Checksum": f"sha256 {'A' * 43}="}),
    "with a sum of its own": lambda: with_headers({"Upload-Checksum": "md5 AAAA"}),
    "with a sum in hexadecimal": lambda: with_headers(
        {"Upload-Checksum": "sha1 " + "g" * 40 + "!"}
    ),
    "in another tus": lambda: with_headers({"Tus-Resumable": "2.0.0"}),
    "as a piece of tus": lambda: with_headers({"Tus-Resumable": "1.0.0"}),
    "past the end": lambda: {"content": PHOTO + b"?", "headers": {"Upload-Offset": "0"}},
}


def with_headers(headers: Mapping[str, str]) -> Mapping[str, Any]:
    """A first piece, with that said besides."""
    return {"content": PHOTO[:7], "headers": {"Upload-Offset": "0", **headers}}


@pytest.mark.parametrize(("how", "problem", "said"), rows(SENT))
def test_what_does_not_fit_is_refused_and_the_photo_can_still_come(
    service: Service, how: str, problem: str, said: str
) -> None:
    uuid = begun(service, PHOTO)
    method, _, way = how.partition(" ")
    told = dict(HOW.get(way, dict)())
    if way.startswith("from "):
        told = {"content": PHOTO[:7], "headers": {"Upload-Offset": way.removeprefix("from ")}}
    if way == "another name":
        path = f"/visits/{uuid}/files/b.jpg"
        answer = service.ask(method, path, data=PHOTO, content_type="image/jpeg")
    else:
        answer = send(service, uuid, told.pop("content", PHOTO), method, **told)
    status, _, slug = problem.partition(" ")
    assert_problem(answer, int(status), slug, "" if said == "-" else said)
    assert photo(service, uuid)["held"] == 0
    assert send(service, uuid, PHOTO).status_code == 201
    service.work()
    assert photo(service, uuid)["state"] == "arrived"


def test_pieces_that_make_another_file_are_all_sent_anew(service: Service) -> None:
    uuid, middle = begun(service, PHOTO), len(PHOTO) // 2
    for offset, piece in ((0, b"?" * middle), (middle, PHOTO[middle:])):
        headers = {"Upload-Offset": str(offset)}
        answer = send(service, uuid, piece, "PATCH", headers=headers)
    assert_problem(answer, 422, "file-differs")
    assert photo(service, uuid)["state"] == "expected"
    assert service.database.parts.count_documents({}) == 0


# the field of the file | its value | why it is here
NAMED = """
name | .. | the folder above
name | a/b.jpg | a folder
name | LONG | a name without end
sha256 | UPPER | a hash in large letters
bytes | 31457281 | a byte more than is taken
bytes | 0 | no bytes
bytes | 1.5 | half a byte
"""


@pytest.mark.parametrize(("name", "value"), rows(NAMED))
def test_a_file_that_cannot_be_is_refused_when_it_is_named(
    service: Service, name: str, value: str
) -> None:
    written_as = {"LONG": "a" * 201, "UPPER": hashlib.sha256(b"x").hexdigest().upper()}
    given: Any = written_as.get(value, value)
    file = {**file_of(b"x"), name: float(given) if name == "bytes" else given}
    if name == "bytes" and float(given).is_integer():
        file[name] = int(given)
    answer = service.put(visit(files=[file]))
    assert_problem(answer, 422, "submission-invalid", f"/files/0/{name}")
