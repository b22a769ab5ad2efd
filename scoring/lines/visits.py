"""Visits and reviews read, part by part, so that whoever checks one can name every fault of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scoring.evidence import NA, Answer, Attachment, EvidenceInvalid, NotApplicable, Seen, Visit
from scoring.lines.circumstances import CIRCUMSTANCES, FIRST, read_circumstances
from scoring.lines.facts import read_facts
from scoring.lines.fields import instant, known_only, optional, shown, word
from scoring.lines.fields import text as text_of
from standards.kinds import Instrument

VISIT = frozenset(
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
        *CIRCUMSTANCES,
    ]
)
QUESTIONNAIRE = frozenset({"standard", "version"})
EMPLOYEE = frozenset({"identity", "means", "confidence"})
FILE = frozenset({"name", "sha256", "bytes", "question"})
MEANS = {means: means for means in ("badge", "receipt", "roster", "description", "none")}


def read_visit(given: Mapping[str, Any], instrument: Instrument) -> Visit:
    """The visit or review that the object says.

    EvidenceInvalid names the first field that is wrong and what would be right.
    """
    known_only(given, VISIT)
    about = about_of(given, instrument)
    code, version = _questionnaire(optional(given, "questionnaire", dict) or {})
    started, ended = when(given, "started_at"), when(given, "ended_at")
    in_order(started, ended)
    about_it = read_circumstances(given, instrument, FIRST)
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
        assignment=about_it.assignment,
        notes=about_it.notes,
        positions=about_it.positions,
        device=about_it.device,
        words=about_it.words,
    )


def about_of(given: Mapping[str, Any], instrument: Instrument) -> str | None:
    """The contact that a review is about; it must name one."""
    about = optional(given, "about", str)
    if instrument is Instrument.REVIEW and not about:
        raise EvidenceInvalid("about", "a review names the contact that it is about")
    return about


def version_of(given: Mapping[str, Any], where: str = "questionnaire.") -> int:
    """The number of the version that is answered."""
    version = given.get("version")
    if type(version) is not int:
        raise EvidenceInvalid(where + "version", f"must be a whole number, not {shown(version)}")
    return version


def when(given: Mapping[str, Any], name: str) -> int | None:
    """The instant, or None when it is not told."""
    return None if given.get(name) is None else instant(given, name)


def in_order(started: int | None, ended: int | None) -> None:
    """Refuses an end that lies before the start."""
    if started is not None and ended is not None and ended < started:
        raise EvidenceInvalid("ended_at", "lies before started_at")


def answers_of(given: Mapping[str, Any]) -> Mapping[str, Any]:
    """The answers by question code, as they were given."""
    answers = given.get("answers")
    if not isinstance(answers, dict):
        text = f"must be an object by question code, not {shown(answers)}"
        raise EvidenceInvalid("answers", text)
    return answers


def answer_of(code: str, value: object) -> Answer | NotApplicable:
    """One answer; what its question allows is another matter."""
    if isinstance(value, str | int | float):
        return value
    if value == {"na": True}:
        return NA
    text = f'must be one plain value or {{"na": true}}, not {shown(value)}'
    raise EvidenceInvalid(f"answers.{code}", text)


def confidence_of(given: Mapping[str, Any], where: str = "employee.") -> float:
    """How surely the employee was recognised, 0..1."""
    confidence = given.get("confidence")
    if type(confidence) not in (int, float) or confidence is None or not 0 <= confidence <= 1:
        text = f"must be a number from 0 to 1, not {shown(confidence)}"
        raise EvidenceInvalid(where + "confidence", text)
    return confidence  # type: ignore[no-any-return]  # a number by the lines above


def _questionnaire(given: Mapping[str, Any]) -> tuple[str, int]:
    known_only(given, QUESTIONNAIRE, "questionnaire.")
    version = version_of(given)
    return text_of(given, "standard", "questionnaire."), version


def _answers(given: Mapping[str, Any]) -> dict[str, Answer | NotApplicable]:
    told = answers_of(given).items()
    return {code: answer_of(code, value) for code, value in told if value is not None}


def _seen(given: Mapping[str, Any] | None) -> Seen | None:
    if given is None:
        return None
    where = "employee."
    known_only(given, EMPLOYEE, where)
    confidence = confidence_of(given)
    return Seen(text_of(given, "identity", where), word(given, "means", MEANS, where), confidence)


def _file(given: object) -> Attachment:
    if not isinstance(given, dict):
        raise EvidenceInvalid("files", f"each is an object, not {shown(given)}")
    where = "files."
    known_only(given, FILE, where)
    return Attachment(
        name=text_of(given, "name", where),
        sha256=text_of(given, "sha256", where),
        bytes=optional(given, "bytes", int, where) or 0,
        question=optional(given, "question", str, where),
    )
