"""Takes a JSON object's fields apart, each checked for its sort; what it says is for the sender.

`where` is the path of the object itself, with its dot, so that a message names the whole path.
"""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any, TypeVar

from scoring.evidence import EvidenceInvalid
from standards.instants import parse_instant

T = TypeVar("T")
_SORTS = {
    str: "text",
    int: "a whole number",
    bool: "true or false",
    dict: "an object",
    list: "a list",
}


def known_only(given: Mapping[str, Any], known: frozenset[str], where: str = "") -> None:
    """Refuses a field that is none of the known ones, naming the nearest."""
    if given.keys() <= known:
        return
    unknown = next(key for key in given if key not in known)
    near = get_close_matches(unknown, known, n=1)
    text = f"no such field; did you mean {near[0]}?" if near else f"known are {_listed(known)}"
    raise EvidenceInvalid(f"{where}{unknown}", text)


def text(given: Mapping[str, Any], name: str, where: str = "") -> str:
    """A text that must be there and say something."""
    value = given.get(name)
    if type(value) is not str or not value:
        raise EvidenceInvalid(where + name, f"must be text that is not empty, not {shown(value)}")
    return value


def optional(given: Mapping[str, Any], name: str, sort: type[T], where: str = "") -> T | None:
    """A value of that sort, or None when it is absent or null."""
    value = given.get(name)
    if value is not None and type(value) is not sort:
        raise EvidenceInvalid(where + name, f"must be {_SORTS[sort]}, not {shown(value)}")
    return value


def word(given: Mapping[str, Any], name: str, words: Mapping[str, T], where: str = "") -> T:
    """One of the words, as what it stands for."""
    value = given.get(name)
    found = words.get(value) if type(value) is str else None
    if found is None:
        raise EvidenceInvalid(where + name, f"must be one of {_listed(words)}, not {shown(value)}")
    return found


def instant(given: Mapping[str, Any], name: str, where: str = "") -> int:
    """An instant as UTC seconds."""
    value = given.get(name)
    if type(value) is not str:
        text = f"must be an instant with an offset, not {shown(value)}"
        raise EvidenceInvalid(where + name, text)
    try:
        return parse_instant(value)
    except ValueError as error:
        raise EvidenceInvalid(where + name, str(error)) from None


def shown(value: object) -> str:
    """The value, short enough to stand in a message."""
    if value is None:
        return "nothing"
    seen = repr(value)
    return seen if len(seen) <= 40 else f"{seen[:37]}..."


def _listed(words: Mapping[str, object] | frozenset[str]) -> str:
    return ", ".join(sorted(words))
