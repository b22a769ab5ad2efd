"""Which ticket a trigger's or an automation's body is about: an admin has typed it.

Zendesk, "Using placeholders": every value is a text, and nothing promises that quotes and line
breaks in it are escaped. So the body is read as JSON, then as JSON that somebody got nearly right,
then as a form, then by what looks like a ticket's number. Nothing else of it is believed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any, TypeAlias
from urllib.parse import parse_qsl

import orjson

from webhooks.contract import PayloadInvalid

# The name of what a value stands in, its own name, itself.
Value: TypeAlias = "tuple[str, str, Any]"

TEMPLATE = '{"ticket_id": "{{ticket.id}}", "status": "{{ticket.status}}"}'

_MEND = f"write the trigger's body as {TEMPLATE}, or connect the webhook to Zendesk events"
_MISSING = f"the body names no ticket; {_MEND}"
_UNFILLED = f"the body holds the placeholder itself and no number: send it from a trigger; {_MEND}"

_NUMBER = re.compile(r"#?([1-9][0-9]{0,19})")
_URL = re.compile(r"/tickets/([1-9][0-9]{0,19})(?![0-9])")
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")
_NAME = re.compile(r"[^a-z0-9]")  # what is no part of a name, once that is in small letters
_NAMES = frozenset({"ticketid", "ticketnumber"})
# Records of comments carry numbers that Zendesk uses inside: their ticket_id is none.
_INSIDE = re.compile(r"comments?$|^current_?user|requester|assignee|organization|submitter", re.I)
_DUMP, _BRACED = re.compile(r"#<[^<>]*>"), re.compile(r"\{[^{}]*\}")
_TAG = re.compile(r"<(/?)([A-Za-z_][\w.:-]{0,60})([^<>]{0,200})>([^<]{0,200})")
_ID = re.compile(r"""\bid\s{0,9}=\s{0,9}["']([^"']{1,30})["']""")
_DEEPEST = 8

# In text that is none of these, the surest first.
_PATTERNS = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        r"\bticket[ ._-]?(?:id|number)\b[\"'\]]{0,4}\s{0,9}(?::|=(?!>))\s{0,9}[\"']?#?"
        r"([1-9][0-9]{0,19})(?![0-9])",
        _URL.pattern,
        r"[\"']id[\"']\s{0,9}:\s{0,9}[\"']?#?([1-9][0-9]{0,19})(?![0-9])",
    )
)


def ticket_in(body: bytes) -> str:
    """The ticket's number. PayloadInvalid when there is none; it says what to put in."""
    text = body.decode("utf-8-sig", "replace")
    told = _json(text)
    if isinstance(told, dict | list):
        found = _chosen(_outermost_first(told))
    else:
        found = _in_form(text) or _in_xml(text) or _in_text(text)
    if found is None:
        raise PayloadInvalid(_UNFILLED if "{{" in text and "}}" in text else _MISSING)
    return found


def _json(text: str) -> Any:
    """What the text says as JSON, also with a comma too many and line breaks in its texts."""
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        pass
    try:
        return json.loads(_TRAILING_COMMA.sub(r"\1", text), strict=False)
    except (ValueError, RecursionError):
        return None


def _chosen(values: Iterable[Value]) -> str | None:
    """Of names that say it, the outermost; then an address; then the outermost plain id."""
    flat = list(values)
    named = (_number(value) for _, name, value in flat if _plain(name) in _NAMES)
    under = (_number(v) for path, name, v in flat if path == "ticket" and _plain(name) == "id")
    linked = (_linked(value) for _, _, value in flat)
    plain = (_number(value) for path, name, value in flat if path == "" and _plain(name) == "id")
    return next((each for some in (named, under, linked, plain) for each in some if each), None)


def _outermost_first(told: Any) -> Iterator[Value]:
    """Every value that is no object, the outermost first."""
    level: list[tuple[str, Any]] = [("", told)]
    for _ in range(_DEEPEST):
        deeper: list[tuple[str, Any]] = []
        for path, each in level:
            inside = each.items() if isinstance(each, dict) else ((path, one) for one in each)
            for name, value in inside:
                if isinstance(value, dict | list):
                    if not _INSIDE.search(name):
                        deeper.append((_plain(name), value))
                else:
                    yield path, name, value
        level = deeper


def _in_form(text: str) -> str | None:
    """The number in a form's fields; a field may hold the whole as JSON."""
    if "=" not in text[:200] or text.lstrip()[:1] in ("{", "[", "<"):
        return None
    try:
        fields = dict(parse_qsl(text, max_num_fields=200))
    except ValueError:
        return None
    whole = (_json(value) for value in fields.values() if value.lstrip().startswith("{"))
    inside = (_chosen(_outermost_first(each)) for each in whole if isinstance(each, dict))
    return next((each for each in inside if each), None) or _chosen(
        (*_parent_of(name), value) for name, value in fields.items()
    )


def _parent_of(name: str) -> tuple[str, str]:
    """`ticket[id]` and `ticket.id`: what it stands in, and its own name."""
    if _plain(name) in _NAMES:
        return "", name
    parent, _, own = name.replace("[", ".").replace("]", "").rpartition(".")
    return _plain(parent), own


def _in_xml(text: str) -> str | None:
    """The number in XML, whole or broken; nothing of it is expanded or fetched."""
    if not text.lstrip().startswith("<"):
        return None
    told = sorted(_elements(text), key=lambda each: each[0])
    return _chosen(value for _, value in told)


def _elements(text: str) -> Iterator[tuple[int, Value]]:
    """How deep each element lies that has words, and what they are; attributes of ids too."""
    within: list[str] = []
    for closing, name, attributes, words in _TAG.findall(text):
        if closing:
            if within and within[-1] == name:
                within.pop()
            continue
        if not any(_INSIDE.search(each) for each in (*within, name)):
            path = _plain(within[-1]) if len(within) > 1 or within[-1:] == ["ticket"] else ""
            yield len(within), (path, name, words.strip())
            for own in _ID.findall(attributes):
                yield len(within), (_plain(name), "id", own)
        if not attributes.endswith("/") and len(within) < _DEEPEST:
            within.append(name)


def _in_text(text: str) -> str | None:
    plain = _BRACED.sub(lambda found: _if_no_dump(found.group()), _DUMP.sub(" ", text))
    found = (pattern.search(plain) for pattern in _PATTERNS)
    return next((each.group(1) for each in found if each), None)


def _if_no_dump(text: str) -> str:
    return " " if "=>" in text else text


def _plain(name: str) -> str:
    return _NAME.sub("", name.lower())


def _number(value: Any) -> str | None:
    found = _NUMBER.fullmatch(str(value).strip()) if isinstance(value, str | int) else None
    return found.group(1) if found and not isinstance(value, bool) else None


def _linked(value: Any) -> str | None:
    """The ticket of an address, where the value is one and no more than that."""
    whole = isinstance(value, str) and " " not in value.strip() and "\n" not in value.strip()
    found = _URL.search(value) if whole else None
    return found.group(1) if found else None
