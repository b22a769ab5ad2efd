"""The state of a thing that a caller says they have seen, as `If-Match` tells it."""

from __future__ import annotations

import re

from flask import request
from werkzeug.exceptions import PreconditionFailed, PreconditionRequired

SEEN = {
    "in": "header",
    "name": "If-Match",
    "required": True,
    "schema": {"type": "string", "pattern": '^"[1-9][0-9]{0,14}"$'},
    "description": "The ETag as it was seen.",
}
_ETAG = re.compile(r'(?:W/)?"([1-9][0-9]{0,14})"')


def seen() -> int:
    """The number in `If-Match`. 428 without it, 412 where it is no ETag that we gave."""
    told = request.headers.get("If-Match", "")
    found = _ETAG.fullmatch(told.strip())
    if found is not None:
        return int(found[1])
    if not told:
        raise PreconditionRequired('send the ETag that you have seen: `If-Match: "3"`')
    raise PreconditionFailed(f"{told[:40]!r} is no ETag of ours; look at it again")


def etag_of(number: int) -> dict[str, str]:
    """The header that tells the state."""
    return {"ETag": f'"{number}"'}
