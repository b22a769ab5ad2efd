"""JSON bodies, read strictly: what two readers could take in two ways is taken by neither.

So no BOM, NaN, half of a surrogate pair or member that stands twice (RFC 7493, I-JSON): one of two
equal names would be lost without a word.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import orjson

from mobile_api.refusals import NoJson


class _Twice(ValueError):
    """A name stands twice in one object."""


def object_in(raw: bytes) -> dict[str, Any]:
    """The JSON object that the bytes are. NoJson when they are none, or none that is plain."""
    try:
        given = orjson.loads(raw)
        if isinstance(given, dict):
            json.loads(raw, object_pairs_hook=_once)
    except orjson.JSONDecodeError as error:
        raise NoJson(f"this is no JSON: {error}") from None
    except _Twice as error:
        raise NoJson(f"{error} stands twice in one object; send it once") from None
    except RecursionError:
        raise NoJson("its objects and lists lie too deep within one another") from None
    if not isinstance(given, dict):
        raise NoJson("the body must be one JSON object")
    return given


def _once(pairs: Sequence[tuple[str, Any]]) -> None:
    """Nothing; only the names of the object are looked at. _Twice when one stands twice."""
    seen: set[str] = set()
    for name, _ in pairs:
        if name in seen:
            raise _Twice(repr(name[:40]))
        seen.add(name)
