"""The facts of a line of evidence: the closed list of names, and the firm's own under `fields`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scoring.evidence import EvidenceInvalid
from scoring.lines.fields import instant, known_only, optional, shown
from standards.conditions import FACTS, FIELD, Fact, Facts
from standards.kinds import Status

_NAMES = frozenset({*FACTS, "fields"})
_STATUSES = {status.value: status for status in Status}
_PLAIN = frozenset({str, int, float, bool, type(None)})
NOTHING: Facts = {}


def read_facts(given: object) -> Facts:
    """The facts told, `fields` flattened to `fields.NAME`. EvidenceInvalid names what is wrong."""
    if given is None:
        return NOTHING
    if not isinstance(given, dict):
        raise EvidenceInvalid("facts", f"must be an object, not {shown(given)}")
    known_only(given, _NAMES, "facts.")
    facts: dict[str, Fact] = {}
    for name, value in given.items():
        if name == "fields":
            facts.update(_own(value))
        elif name in _READ:
            facts[name] = _READ[name](given)
        else:
            facts[name] = _plain(name, value)
    return facts


def _own(given: object) -> dict[str, Fact]:
    if not isinstance(given, dict):
        raise EvidenceInvalid("facts.fields", f"must be an object, not {shown(given)}")
    return {FIELD + name: _plain(FIELD + name, value) for name, value in given.items()}


def _plain(name: str, value: Any) -> Fact:
    if type(value) not in _PLAIN:
        raise EvidenceInvalid(f"facts.{name}", f"must be one plain value, not {shown(value)}")
    return value  # type: ignore[no-any-return]  # one of _PLAIN by the line above


def _status(given: Mapping[str, Any]) -> Fact:
    status = given["status"]
    if type(status) is not str or status not in _STATUSES:
        text = f"must be one of {', '.join(_STATUSES)}, not {shown(status)}"
        raise EvidenceInvalid("facts.status", f"{text}; the helpdesk's word goes to status_label")
    return _STATUSES[status]


def _tags(given: Mapping[str, Any]) -> Fact:
    tags = given["tags"]
    if tags is None:
        return ()
    if not isinstance(tags, list) or not all(isinstance(tag, str) for tag in tags):
        raise EvidenceInvalid("facts.tags", f"must be a list of words, not {shown(tags)}")
    return tuple(tags)


def _promised_at(given: Mapping[str, Any]) -> Fact:
    return None if given["promised_at"] is None else instant(given, "promised_at", "facts.")


def _assignee(given: Mapping[str, Any]) -> Fact:
    return optional(given, "assignee", str, "facts.")


def _group(given: Mapping[str, Any]) -> Fact:
    return optional(given, "group", str, "facts.")


_READ = {
    "status": _status,
    "tags": _tags,
    "promised_at": _promised_at,
    "assignee": _assignee,
    "group": _group,
}
