"""Serves the app's files: each under its own name, with the worker that keeps them on the phone.

The worker (`sw.js`) is told the list of files with their hashes, and a mark made of all of them:
whenever a file changes, so does the worker, and phones fetch what is new.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from flask import Blueprint, Response, abort, current_app, request

from mobile_api.permissions import Action, needs

EXTENSION = "phone"  # the key under which an app may keep other files than ours
FOLDER = Path(__file__).parent
FIRST, WORKER = "index.html", "sw.js"
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".webmanifest": "application/manifest+json",
}
_PRESSED = frozenset({".png"})  # no smaller for being compressed
_UNNEEDED = frozenset({".txt"})  # served, but of no use to a phone without a network
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; "
        "media-src blob:; connect-src 'self'; worker-src 'self'; manifest-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Permissions-Policy": "camera=(self), geolocation=(self), microphone=(self)",
    # Kept, but asked about each time: the worker is what makes the app quick.
    "Cache-Control": "no-cache",
    "Vary": "Accept-Encoding",
}


@dataclass(frozen=True, slots=True)
class Served:
    """A file as it is answered: its type, its bytes, the same compressed (None: not smaller)."""

    type: str
    content: bytes
    compressed: bytes | None
    hash: str

    @classmethod
    def of(cls, suffix: str, content: bytes) -> Served:
        """The file of that kind."""
        compressed = None if suffix in _PRESSED else gzip.compress(content, 9, mtime=0)
        return cls(TYPES[suffix], content, compressed, hashlib.sha256(content).hexdigest()[:24])


@dataclass(frozen=True, slots=True)
class PhoneFiles:
    """All files of the app by name, and the mark of this version."""

    files: Mapping[str, Served]
    mark: str

    @classmethod
    def of(cls, folder: Path = FOLDER) -> PhoneFiles:
        """The files of the folder; the worker among them, written for exactly these."""
        found = sorted(each for each in folder.rglob("*") if each.suffix in TYPES)
        files = {
            each.relative_to(folder).as_posix(): Served.of(each.suffix, each.read_bytes())
            for each in found
        }
        worker = files.pop(WORKER)
        kept = {name: file.hash for name, file in files.items() if _is_kept(name)}
        mark = hashlib.sha256(json.dumps(kept).encode() + worker.content).hexdigest()[:16]
        written = worker.content.replace(b'"MARK"', json.dumps(mark).encode())
        written = written.replace(b'"FILES"', json.dumps(kept, indent=1).encode())
        return cls({**files, WORKER: Served.of(".js", written)}, mark)


def blueprint() -> Blueprint:
    """The app's addresses, under /phone/."""
    phone = Blueprint("phone", __name__, url_prefix="/phone", static_folder=None)
    phone.add_url_rule("/", view_func=first)
    phone.add_url_rule("/<path:name>", view_func=file)
    return phone


@needs(Action.SEE_FRONT)
def first() -> Response:
    """The app itself, whoever asks: it asks for a name and a password by itself."""
    return _answer(FIRST)


@needs(Action.SEE_FRONT)
def file(name: str) -> Response:
    """One of the app's files."""
    return _answer(name)


def _answer(name: str) -> Response:
    files: PhoneFiles = current_app.extensions.get(EXTENSION) or _ours()
    served = files.files.get(name)
    if served is None:
        abort(404)
    packed = served.compressed if request.accept_encodings["gzip"] else None
    answer = Response(packed or served.content, content_type=served.type, headers=HEADERS)
    if packed:
        answer.headers["Content-Encoding"] = "gzip"
    answer.set_etag(served.hash + ("-gzip" if packed else ""))
    answer.make_conditional(request)
    return answer


@cache
def _ours() -> PhoneFiles:
    return PhoneFiles.of()


def _is_kept(name: str) -> bool:
    return Path(name).suffix not in _UNNEEDED
