"""A visit or review as somebody submits it: every fault at once, each with its place.

What `assess` takes is checked here beforehand, and more strictly: a person who filled in a form
wants to hear of all that is wrong, also of a question that was left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeAlias, TypeVar

from scoring.evidence import Answer, Attachment, EvidenceInvalid, NotApplicable, Seen, Visit
from scoring.faults import Fault, Place, faults_of
from scoring.lines import visits
from scoring.lines.circumstances import read_circumstances
from scoring.lines.facts import NOTHING, read_facts
from scoring.lines.fields import known_only, optional, shown, text, word
from standards.conditions import Facts
from standards.kinds import Instrument
from standards.model import Standard
from standards.scalars import MOST

T = TypeVar("T")

MOST_FILES = 50
LONGEST_NAME = 200  # characters of a file's name
LONGEST_ID = 200  # characters of what tells who, where or which contact
LARGEST_FILE = 30 * 1024 * 1024  # bytes

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_BY_A_COORDINATOR = "a coordinator accepts it later; leave this out"

VersionOf: TypeAlias = Callable[[str, int], Standard | None]


class Faulty(ValueError):
    """A submission that cannot be taken; `faults` are all of them, in the order of the form."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("; ".join(f"{each.pointer}: {each.text}" for each in faults))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Submission:
    """A visit or review without fault, and the version of the standard that it answers."""

    visit: Visit
    standard: Standard


def read_submission(
    given: Mapping[str, Any], instrument: Instrument, contact: str, version_of: VersionOf
) -> Submission:
    """The submission in the object, under the contact's id. Faulty lists every fault.

    `type` and `contact` may be left out; where they are given they must agree.
    """
    found = _Found()
    _check_itself(given, instrument, contact, found)
    visit = _visit(given, instrument, contact, found)
    standard = _standard(visit, version_of, found)
    if standard is not None:
        unreadable = {each.place for each in found.faults}
        found.faults += (
            each for each in faults_of(standard, visit) if each.place not in unreadable
        )
    if found.faults or standard is None:
        raise Faulty(tuple(found.faults))
    return Submission(visit, standard)


@dataclass(slots=True)
class _Found:
    """Faults gathered while reading on."""

    faults: list[Fault] = field(default_factory=list)

    def say(self, place: Place, fault: str, text: str, question: str | None = None) -> None:
        self.faults.append(Fault(place, fault, text, question))

    def part(self, place: Place, read: Callable[[], T], otherwise: T) -> T:
        """What can be read, or else the other with the fault noted at the place."""
        try:
            return read()
        except EvidenceInvalid as error:
            self.say(place, "unreadable", error.text)
            return otherwise

    def known_only(self, given: Mapping[str, Any], known: frozenset[str], place: Place) -> None:
        """Notes each field that is none of the known ones."""
        for name in given:
            if name not in known:
                self.part((*place, name), partial(known_only, {name: 0}, known), None)


def _check_itself(
    given: Mapping[str, Any], instrument: Instrument, contact: str, found: _Found
) -> None:
    """What the address of the request says already must agree; what is ours to say is not taken."""
    found.known_only(given, visits.VISIT, ())
    for name, right in (("type", instrument.value), ("contact", contact)):
        if name in given and given[name] != right:
            found.say((name,), "disagrees", f"must be {right} as the address says, or left out")
    if given.get("accepted"):
        found.say(("accepted",), "not-yours", _BY_A_COORDINATOR)


def _visit(given: Mapping[str, Any], instrument: Instrument, contact: str, found: _Found) -> Visit:
    """Whatever of the visit can be read."""
    nothing: Mapping[str, Any] = {}
    part = found.part
    about = part(("about",), lambda: visits.about_of(given, instrument), None)
    location = part(("location",), lambda: optional(given, "location", str), None)
    asked = part(("questionnaire",), lambda: optional(given, "questionnaire", dict), None)
    code, version = _questionnaire(asked or nothing, found)
    started = part(("started_at",), lambda: visits.when(given, "started_at"), None)
    ended = part(("ended_at",), lambda: visits.when(given, "ended_at"), None)
    part(("ended_at",), lambda: visits.in_order(started, ended), None)
    about_it = read_circumstances(given, instrument, found)
    return Visit(
        contact=contact,
        instrument=instrument,
        questionnaire=code,
        version=version,
        answers=_answers(part(("answers",), lambda: visits.answers_of(given), nothing), found),
        about=_id(about, ("about",), found),
        location=_id(location, ("location",), found),
        started_at=started,
        ended_at=ended,
        employee=_seen(part(("employee",), lambda: optional(given, "employee", dict), None), found),
        replaces=_replaces(given, contact, found),
        files=_files(part(("files",), lambda: optional(given, "files", list), None), found),
        facts=_facts(given, found),
        assignment=_uuid(about_it.assignment, ("assignment",), found),
        notes=about_it.notes,
        positions=about_it.positions,
        device=about_it.device,
        words=about_it.words,
    )


def _questionnaire(given: Mapping[str, Any], found: _Found) -> tuple[str, int]:
    here = ("questionnaire",)
    found.known_only(given, visits.QUESTIONNAIRE, here)
    code = found.part((*here, "standard"), lambda: text(given, "standard"), "")
    return code, found.part((*here, "version"), lambda: visits.version_of(given), 0)


def _standard(visit: Visit, version_of: VersionOf, found: _Found) -> Standard | None:
    if not visit.questionnaire or not visit.version:
        return None
    standard = version_of(visit.questionnaire, visit.version)
    if standard is None:
        said = f"{visit.questionnaire} version {visit.version} was never published here"
        found.say(("questionnaire",), "unknown-questionnaire", said)
    return standard


def _answers(given: Mapping[str, Any], found: _Found) -> dict[str, Answer | NotApplicable]:
    answers: dict[str, Answer | NotApplicable] = {}
    for code, value in given.items():
        if value is None:
            continue
        try:
            answers[code] = visits.answer_of(code, value)
        except EvidenceInvalid as error:
            found.say(("answers", code), "impossible-answer", error.text, code)
    return answers


def _seen(given: Mapping[str, Any] | None, found: _Found) -> Seen | None:
    if given is None:
        return None
    here = ("employee",)
    found.known_only(given, visits.EMPLOYEE, here)
    identity = found.part((*here, "identity"), lambda: text(given, "identity"), "")
    return Seen(
        _id(identity, (*here, "identity"), found) or "",
        found.part((*here, "means"), lambda: word(given, "means", visits.MEANS), ""),
        found.part((*here, "confidence"), lambda: visits.confidence_of(given), 0.0),
    )


def _id(said: str | None, here: Place, found: _Found) -> str | None:
    """The id of somebody or something as it was told; noted where nobody could read it."""
    if said is not None and (len(said) > LONGEST_ID or not said.isprintable()):
        text = f"must be an id of at most {LONGEST_ID} characters in one line"
        found.say(here, "unreadable", text)
    return said


def _replaces(given: Mapping[str, Any], contact: str, found: _Found) -> str | None:
    """The id of what it replaces, as ids are written."""
    here = ("replaces",)
    said = found.part(here, lambda: optional(given, "replaces", str), None)
    replaced = _uuid(said, here, found)
    if replaced is not None and replaced == contact.rpartition("/")[2]:
        found.say(here, "disagrees", "nothing replaces itself; send it under a new UUID")
    return replaced


def _uuid(said: str | None, here: Place, found: _Found) -> str | None:
    """The UUID in lower case; None with the fault noted where it is none."""
    if said is None or _UUID.fullmatch(said.lower()):
        return None if said is None else said.lower()
    found.say(here, "unreadable", f"must be a UUID, not {shown(said)}")
    return None


def _files(given: list[Any] | None, found: _Found) -> tuple[Attachment, ...]:
    told = given or ()
    if len(told) > MOST_FILES:
        found.say(("files",), "too-many", f"at most {MOST_FILES} files")
    files = tuple(_file(each, ("files", i), found) for i, each in enumerate(told[:MOST_FILES]))
    names: set[str] = set()
    for number, file in enumerate(files):
        if file.name in names:
            found.say(("files", number, "name"), "twice", f"{shown(file.name)} stands twice")
        names |= {file.name} if file.name else set()
    return files


def _file(given: object, here: Place, found: _Found) -> Attachment:
    if not isinstance(given, dict):
        found.say(here, "unreadable", f"each is an object, not {shown(given)}")
        return Attachment("", "", 0, None)
    found.known_only(given, visits.FILE, here)
    name = found.part((*here, "name"), lambda: text(given, "name"), "")
    if "/" in name or name in (".", "..") or len(name) > LONGEST_NAME or not name.isprintable():
        said = f"must be a name of at most {LONGEST_NAME} characters, without a slash"
        found.say((*here, "name"), "unreadable", said)
    sha256 = found.part((*here, "sha256"), lambda: text(given, "sha256"), "0" * 64)
    if not _SHA256.fullmatch(sha256):
        found.say((*here, "sha256"), "unreadable", "must be 64 hexadecimal digits in lower case")
    size = found.part((*here, "bytes"), lambda: optional(given, "bytes", int), None) or 0
    if not 0 < size <= LARGEST_FILE:
        said = f"must be a whole number from 1 to {LARGEST_FILE:,}"
        found.say((*here, "bytes"), "too-large" if size > 0 else "unreadable", said)
    question = found.part((*here, "question"), lambda: optional(given, "question", str), None)
    return Attachment(name, sha256, size, question)


def _facts(given: Mapping[str, Any], found: _Found) -> Facts:
    """The facts; names and numbers that no store could keep are none."""
    facts = found.part(("facts",), lambda: read_facts(given.get("facts")), NOTHING)
    for name, value in facts.items():
        if not name.isprintable():
            found.say(("facts",), "unreadable", f"{shown(name)} is no name")
        if isinstance(value, int | float) and not abs(value) <= MOST:
            found.say(("facts",), "unreadable", f"{name} must be a number of at most {MOST:,}")
    return facts
