"""Lines of evidence read: a JSON object into an event, a visit or a review."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from scoring.evidence import (
    NA,
    Answer,
    Attachment,
    Event,
    EventKind,
    EvidenceInvalid,
    NotApplicable,
    Role,
    Seen,
    Visit,
)
from scoring.lines.facts import read_facts
from scoring.lines.fields import instant, known_only, optional, shown, word
from scoring.lines.fields import text as text_of
from standards.conditions import Facts
from standards.kinds import Instrument

_EVENT = frozenset({"type", "contact", "id", "kind", "at", "by", "public", "facts", "text", "seq"})
_VISIT = frozenset(
    [
        "type",
        "contact",
        "about",
        "questionnaire",
        "location",
        "started_at",
        "ended_at",
        "answers",
        "employee",
        "replaces",
        "files",
        "facts",
        "accepted",
    ]
)
_BY = frozenset({"role", "id"})
_KINDS = {kind.value: kind for kind in EventKind}
_ROLES = {role.value: role for role in Role}
_MEANS = {means: means for means in ("badge", "receipt", "roster", "description", "none")}


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
    public = given.get("public", True)
    if type(public) is not bool:
        raise EvidenceInvalid("public", f"must be true or false, not {shown(public)}")
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
    )


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


def _visit(given: Mapping[str, Any], instrument: Instrument) -> Visit:
    known_only(given, _VISIT)
    about = optional(given, "about", str)
    if instrument is Instrument.REVIEW and not about:
        raise EvidenceInvalid("about", "a review names the contact that it is about")
    code, version = _questionnaire(optional(given, "questionnaire", dict) or {})
    started, ended = _when(given, "started_at"), _when(given, "ended_at")
    if started is not None and ended is not None and ended < started:
        raise EvidenceInvalid("ended_at", "lies before started_at")
    return Visit(
        contact=text_of(given, "contact"),
        instrument=instrument,
        questionnaire=code,
        version=version,
        answers=_answers(given),
        about=about,
        location=optional(given, "location", str),
        started_at=started,
        ended_at=ended,
        employee=_seen(optional(given, "employee", dict)),
        replaces=optional(given, "replaces", str),
        files=tuple(_file(each) for each in optional(given, "files", list) or ()),
        facts=read_facts(given.get("facts")),
        accepted=optional(given, "accepted", bool) or False,
    )


def _questionnaire(given: Mapping[str, Any]) -> tuple[str, int]:
    where = "questionnaire."
    known_only(given, frozenset({"standard", "version"}), where)
    version = given.get("version")
    if type(version) is not int:
        raise EvidenceInvalid(where + "version", f"must be a whole number, not {shown(version)}")
    return text_of(given, "standard", where), version


def _when(given: Mapping[str, Any], name: str) -> int | None:
    return None if given.get(name) is None else instant(given, name)


def _answers(given: Mapping[str, Any]) -> dict[str, Answer | NotApplicable]:
    answers = given.get("answers")
    if not isinstance(answers, dict):
        raise EvidenceInvalid(
            "answers", f"must be an object by question code, not {shown(answers)}"
        )
    return {code: _answer(code, value) for code, value in answers.items() if value is not None}


def _answer(code: str, value: object) -> Answer | NotApplicable:
    if isinstance(value, str | int | float):
        return value
    if value == {"na": True}:
        return NA
    text = f'must be one plain value or {{"na": true}}, not {shown(value)}'
    raise EvidenceInvalid(f"answers.{code}", text)


def _seen(given: Mapping[str, Any] | None) -> Seen | None:
    if given is None:
        return None
    where = "employee."
    known_only(given, frozenset({"identity", "means", "confidence"}), where)
    confidence = given.get("confidence")
    if type(confidence) not in (int, float) or confidence is None or not 0 <= confidence <= 1:
        text = f"must be a number from 0 to 1, not {shown(confidence)}"
        raise EvidenceInvalid(where + "confidence", text)
    return Seen(text_of(given, "identity", where), word(given, "means", _MEANS, where), confidence)


def _file(given: object) -> Attachment:
    if not isinstance(given, dict):
        raise EvidenceInvalid("files", f"each is an object, not {shown(given)}")
    where = "files."
    known_only(given, frozenset({"name", "sha256", "bytes", "question"}), where)
    return Attachment(
        name=text_of(given, "name", where),
        sha256=text_of(given, "sha256", where),
        bytes=optional(given, "bytes", int, where) or 0,
        question=optional(given, "question", str, where),
    )


_READ: Mapping[str, Callable[[Mapping[str, Any], int], Event | Visit]] = {
    "event": _event,
    "visit": lambda given, _: _visit(given, Instrument.VISIT),
    "review": lambda given, _: _visit(given, Instrument.REVIEW),
}
