"""Reads a standard as it is written: all of its faults at once, each in its place, and a draft."""

from __future__ import annotations

import pathlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from marshmallow import ValidationError
from marshmallow.exceptions import SCHEMA

from standards.calendar import Calendar
from standards.checks import check
from standards.content import Content, Parts, Told, mapping
from standards.drafts import draft_of
from standards.holidays import HolidayLists, public_holidays
from standards.languages import LANGUAGES
from standards.model import Draft, Form, Severity
from standards.said import Said, parted, said_by
from standards.schema.calendars import KEPT_HOLIDAYS
from standards.schema.standard import StandardForm
from standards.schema.words import WRITTEN_IN
from standards.source import MOST_BYTES, Fault, Path, Plain, Source, read_source

_FORM = StandardForm()
# What a criterion is not measured by, and what stands for it where it could not be read.
_NOT_MEASURED: Parts = {"title": {}, "why": {}, "weight": 0.0, "severity": Severity.MAJOR}
_TOLD = frozenset({*_NOT_MEASURED, "satisfaction", "journey", "goal", "grounds"})
_CALENDAR_NEEDS = {"zone", "week"}
MOST_FAULTS = 500  # that are told at once


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of reading a standard: every fault in the order of the file, and the form.

    `form` holds whatever is without fault, even when other parts have some; None when nothing is.
    `content` is what could be read, faults and all; None when nothing could.
    """

    source: Source
    faults: tuple[Fault, ...]
    form: Draft | None
    content: Content | None = field(default=None, repr=False, compare=False)

    @property
    def draft(self) -> Draft | None:
        """The form when there is no fault at all."""
        return None if self.faults else self.form

    @property
    def tryable(self) -> Draft | None:
        """The form with those criteria too whose faults say nothing of what is measured.

        Their examples can be tried while a title is missing, or those of one side.
        """
        if self.content is None or not self.content.criteria or len(self.faults) > MOST_FAULTS:
            return self.form
        criteria = {
            number: {**_NOT_MEASURED, **parts} for number, parts in self.content.criteria.items()
        }
        grave = _numbers(tuple(each for each in self.faults if _is_grave(each.path, criteria)))
        content = replace(self.content, parts={**self.content.parts, "criteria": criteria})
        return draft_of(content, grave)

    def path_of(self, criterion: str) -> Path:
        """The path of the criterion with the code; that of the whole when there is none."""
        written = self.source.data.get("criteria") if isinstance(self.source.data, dict) else None
        for number, each in enumerate(written if isinstance(written, list) else ()):
            if isinstance(each, dict) and each.get("code") == criterion:
                return ("criteria", number)
        return ()


def read_file(path: pathlib.Path) -> Reading:
    """What came of reading the file; OSError when there is none to read."""
    with path.open("rb") as file:
        return read(file.read(MOST_BYTES + 1))


def read(raw: bytes, holidays: HolidayLists | None = None) -> Reading:
    """What came of reading the bytes.

    `holidays` are those kept since the standard was published: with them it says what it said
    then, whatever a later release of the library knows.
    """
    token = KEPT_HOLIDAYS.set(holidays)
    try:
        return _read(raw)
    finally:
        KEPT_HOLIDAYS.reset(token)


def holidays_of(draft: Form) -> HolidayLists:
    """The lists that the draft's calendars were read with, to be kept when it is published.

    They are those of this moment: of a draft that was just read, without kept ones.
    """
    return {named: public_holidays(*named) for named in _countries(draft)}


def _countries(draft: Form) -> Iterator[tuple[str, str | None]]:
    """Every country that a calendar names, and with it each subdivision."""
    plain = mapping(read_source(draft.text.encode()).data)
    for calendar in mapping(plain.get("calendars")).values():
        written = mapping(mapping(calendar).get("holidays"))
        country, subdivision = written.get("country"), written.get("subdivision")
        if isinstance(country, str):
            yield country, None
            yield country, subdivision if isinstance(subdivision, str) else None


def _read(raw: bytes) -> Reading:
    source = read_source(raw)
    if not isinstance(source.data, dict):
        return Reading(source, source.faults or (_no_mapping(source),), None)
    content, misread = _content(source, source.data)
    faults = _faults(source, [*misread, *check(content)])
    form = draft_of(content, _numbers(faults)) if content.criteria else None
    return Reading(source, _first(faults), form, content)


def _first(faults: tuple[Fault, ...]) -> tuple[Fault, ...]:
    """The faults that somebody may read; the last says when there are more."""
    if len(faults) <= MOST_FAULTS:
        return faults
    count = len(faults) - MOST_FAULTS
    more = Said("{count:,} more things are wrong from here on", count=count)
    after = replace(faults[MOST_FAULTS], text=more, mend=Said("mend those above first"))
    return (*faults[:MOST_FAULTS], after)


def _no_mapping(source: Source) -> Fault:
    what = Said("a standard is a mapping")
    return source.fault((), what, Said("begin with `code: contact-mail`"))


def _content(source: Source, data: dict[str, Plain]) -> tuple[Content, list[Told]]:
    """What could be read, and what is said of the rest."""
    parts, said = _parts(data)
    faulty = {path[1] for path, _ in said if path[:1] == ("calendars",) and path[1:]}
    calendars: dict[str, Calendar] = {}
    for name, calendar in parts.get("calendars", {}).items():
        if name not in faulty and calendar.keys() >= _CALENDAR_NEEDS:
            try:
                calendars[name] = Calendar(name=name, **calendar)
            except ValueError as error:
                said.append((("calendars", name), said_by(error)))
    return Content(source, parts, calendars), said


def _parts(data: dict[str, Plain]) -> tuple[Parts, list[Told]]:
    token = WRITTEN_IN.set(_languages(data.get("languages")))
    try:
        return _FORM.load(data), []
    except ValidationError as error:
        readable = error.valid_data if isinstance(error.valid_data, dict) else {}
        return readable, list(_said(error.messages, ()))
    finally:
        WRITTEN_IN.reset(token)


def _languages(plain: Plain) -> tuple[str, ...]:
    """The languages written; empty while they cannot be read."""
    written = plain if isinstance(plain, list) else []
    known = [each for each in written if isinstance(each, str) and each in LANGUAGES]
    return tuple(dict.fromkeys(known)) if len(known) == len(written) else ()


def _said(messages: Any, path: Path) -> Iterator[Told]:
    """Every message of a tree of them, with the path it is for."""
    if isinstance(messages, dict):
        for key, below in messages.items():
            yield from _said(below, path if key == SCHEMA else (*path, key))
    else:
        yield from ((path, message) for message in messages)


def _faults(source: Source, said: list[Told]) -> tuple[Fault, ...]:
    """All faults in the order of the file; what could not be read at all is not faulted twice."""
    unread = {fault.path for fault in source.faults}
    found = [source.fault(path, *parted(each)) for path, each in said if path not in unread]
    return tuple(sorted([*source.faults, *found], key=lambda fault: (fault.line, fault.column)))


def _numbers(faults: tuple[Fault, ...]) -> frozenset[Any]:
    """The numbers of the criteria that have a fault."""
    return frozenset(path[1] for path in (fault.path for fault in faults) if _is_in_criterion(path))


def _is_grave(path: Path, criteria: Mapping[Any, Parts]) -> bool:
    """Whether a criterion cannot be measured for the fault at the path."""
    if not _is_in_criterion(path):
        return False
    if path[2:] == ("examples",):
        return "examples" not in criteria.get(path[1], {})
    return len(path) == len(("criteria", 0)) or path[2] not in _TOLD


def _is_in_criterion(path: Path) -> bool:
    return len(path) > 1 and path[0] == "criteria"
