"""Lines of evidence read: a JSON object into an event, a visit or a review."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from scoring.evidence import Event, EventKind, EvidenceInvalid, Role, Visit
from scoring.lines.facts import read_facts
from scoring.lines.fields import instant, known_only, optional, shown, word
from scoring.lines.fields import text as text_of
from scoring.lines.visits import read_visit
from standards.conditions import Facts
from standards.kinds import Instrument

_EVENT = frozenset(
    {
        *("type", "contact", "id", "kind", "at", "by", "public", "facts", "text", "seq"),
        "reconstructed",
    }
)
_BY = frozenset({"role", "id"})
_KINDS = {kind.value: kind for kind in EventKind}
_ROLES = {role.value: role for role in Role}


def read_evidence(given: object, seq: int) -> Event | Visit:
    """The event, visit or review that the object says; `seq` is its order of arrival.

    EvidenceInvalid names the field and what would be right.
    """
    if not isinstance(given, dict):
        raise EvidenceInvalid("", f"a line is one JSON object, not {shown(given)}")
    return word(given, "type", _READ)(given, seq)


def _event(given: Mapping[str, Any], seq: int) -> Event:
    known_only(given, _EVENT)
    kind = word(given, "kind", _KINDS)
    role, by = _by(given)
    public, reconstructed = _truth(given, "public", True), _truth(given, "reconstructed", False)
    arrived = optional(given, "seq", int)
    told = given.get("facts")
    return Event(
        text_of(given, "contact"),
        text_of(given, "id"),
        kind,
        instant(given, "at"),
        role,
        by,
        public,
        _HELD[kind](told) if kind in _HELD else read_facts(told),
        seq if arrived is None else arrived,
        optional(given, "text", str),
        reconstructed,
    )


def _truth(given: Mapping[str, Any], name: str, usual: bool) -> bool:
    told = given.get(name, usual)
    if type(told) is not bool:
        raise EvidenceInvalid(name, f"must be true or false, not {shown(told)}")
    return told


def _by(given: Mapping[str, Any]) -> tuple[Role, str | None]:
    by = given.get("by")
    if by is None:
        return Role.SYSTEM, None
    if type(by) is not dict:
        raise EvidenceInvalid("by", f"must be an object with role and id, not {shown(by)}")
    known_only(by, _BY, "by.")
    who = by.get("id")
    if who is not None and type(who) is not str:
        raise EvidenceInvalid("by.id", f"must be text, not {shown(who)}")
    return word(by, "role", _ROLES, "by."), who


def _rated(given: object) -> Facts:
    if not isinstance(given, dict):
        raise EvidenceInvalid("facts", "a rating says its scale and value")
    known_only(given, frozenset({"scale", "value"}), "facts.")
    value = given.get("value")
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise EvidenceInvalid("facts.value", f"must be a number, not {shown(value)}")
    return {"scale": word(given, "scale", _SCALES, "facts."), "value": value}


def _merged(given: object) -> Facts:
    if given is None:
        return {}
    if not isinstance(given, dict):
        raise EvidenceInvalid("facts", f"must be an object, not {shown(given)}")
    known_only(given, frozenset({"into"}), "facts.")
    into = optional(given, "into", str, "facts.")
    return {} if into is None else {"into": into}


_SCALES = {scale: scale for scale in ("csat", "ces", "nps", "stars")}
_HELD = {EventKind.RATED: _rated, EventKind.MERGED: _merged}


_READ: Mapping[str, Callable[[Mapping[str, Any], int], Event | Visit]] = {
    "event": _event,
    "visit": lambda given, _: read_visit(given, Instrument.VISIT),
    "review": lambda given, _: read_visit(given, Instrument.REVIEW),
}
