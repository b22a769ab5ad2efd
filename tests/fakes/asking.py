"""What a fake helpdesk is asked, and what it answers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Asked:
    """A request: the path without its query, header names in lower case."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes
    query: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answer:
    """What is answered: JSON, or text as it is; None is no body. `cut`: half of it, no more."""

    status: int
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)
    cut: bool = False

    def encoded(self) -> bytes:
        """The body's bytes."""
        if self.body is None:
            return b""
        return (self.body if isinstance(self.body, str) else json.dumps(self.body)).encode()


class Wrong(Exception):
    """The call is not one that the helpdesk documents; the message says why."""


def object_in(asked: Asked) -> dict[str, Any]:
    """The object in the body. Wrong when there is none."""
    if not asked.headers.get("content-type", "").startswith("application/json"):
        raise Wrong("the body is not said to be JSON")
    try:
        body = json.loads(asked.body)
    except ValueError:
        raise Wrong("the body is no JSON") from None
    if not isinstance(body, dict):
        raise Wrong("the body is no object")
    return body
