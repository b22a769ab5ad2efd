"""Which content types a view takes; a body of another type is refused before it is read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import TypeVar

from flask import Flask, abort, request
from werkzeug.exceptions import ClientDisconnected

from mobile_api.refusals import BrokenOff

F = TypeVar("F", bound=Callable[..., object])

JSON = frozenset({"application/json"})
_READ = frozenset({"utf-8", "utf8", "us-ascii"})  # charsets: the last is part of the first


def takes(*types: str) -> Callable[[F], F]:
    """Declares what a view takes in place of JSON; `image/*` is every type of image."""

    def declared(view: F) -> F:
        view.takes = frozenset(types)  # type: ignore[attr-defined]  # read before each request
        return view

    return declared


def body_of(largest: int) -> bytes:
    """The body, of at most so many bytes; aborts with 413 when there are more.

    What comes in pieces is cut by the library where it grows too long: one byte more tells.
    """
    request.max_content_length = largest + 1
    body = request.get_data(cache=False)
    if len(body) > largest:
        abort(413)
    return body


def pieces_of(largest: int, size: int) -> Iterator[bytes]:
    """The body as it comes, in pieces of that size, the last perhaps smaller; one at least.

    Aborts with 413 where more than `largest` bytes come. What came of a body that breaks off is a
    piece as well; BrokenOff is raised after it.
    """
    request.max_content_length = largest + 1
    came = 0
    while piece := _filled(size):
        yield piece
        came += len(piece)
    if came < (request.content_length or 0):
        raise BrokenOff("the body ended before its end")
    if not came:
        yield b""


def _filled(size: int) -> bytes:
    """The next bytes of the body: so many, or fewer where it ends."""
    filled = bytearray()
    with suppress(ClientDisconnected):
        while len(filled) < size and (came := request.stream.read(size - len(filled))):
            filled += came
    return bytes(filled)


def taken_by(app: Flask, endpoint: str | None, method: str) -> frozenset[str]:
    """The content types that the view takes: JSON unless it says otherwise."""
    view = app.view_functions.get(endpoint or "")
    of_class = getattr(view, "view_class", None)
    asked = getattr(of_class, method.lower(), None) if of_class is not None else view
    taken = getattr(asked, "takes", JSON)
    return taken if isinstance(taken, frozenset) else JSON


def refuse_other_types(app: Flask) -> None:
    """Aborts with 415 when the body is of a type or charset that its view does not take."""
    if not (request.content_length or "Transfer-Encoding" in request.headers):
        return
    taken = taken_by(app, request.endpoint, request.method)
    given = request.mimetype
    if given not in taken and f"{given.partition('/')[0]}/*" not in taken:
        abort(415, f"this address takes {', '.join(sorted(taken))}")
    if request.mimetype_params.get("charset", "utf-8").lower() not in _READ:
        abort(415, "this address takes text in UTF-8")
