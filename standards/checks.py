"""What is wrong with a standard although each of its parts can be read: faults between parts.

Every check looks at what could be read and passes over the rest, so that no fault hides another.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from standards.calendar import Calendar
from standards.clauses import check_criterion
from standards.content import Content, Said
from standards.wording import shown

_CALENDAR_NAME = re.compile(r"[\w.-]{1,40}")


def check(content: Content) -> Iterator[Said]:
    """Every fault between the parts, each with its path."""
    yield from _languages(content)
    yield from _codes(content)
    for name in content.calendar_names:
        if not _CALENDAR_NAME.fullmatch(name):
            said = f"{shown(name)} is no name of a calendar; write one word of 1 to 40 letters"
            yield ("calendars", name), said
    for name, calendar in content.calendars.items():
        yield from _calendar(name, calendar)
    for number, parts in content.criteria.items():
        yield from check_criterion(content, number, parts)


def _languages(content: Content) -> Iterator[Said]:
    languages = content.parts.get("languages", ())
    for number, language in enumerate(languages):
        if language in languages[:number]:
            yield ("languages", number), f"{language} stands twice; take one out"


def _codes(content: Content) -> Iterator[Said]:
    """Codes that are repeated; they become tags, which know no capitals."""
    first: dict[str, int] = {}
    for number, parts in content.criteria.items():
        code = parts.get("code")
        if code is None or first.setdefault(code.casefold(), number) == number:
            continue
        line = content.source.place_of(("criteria", first[code.casefold()], "code")).line
        said = f"the code {code} is taken; give each criterion its own, see line {line}"
        yield ("criteria", number, "code"), said


def _calendar(name: str, calendar: Calendar) -> Iterator[Said]:
    if not calendar.opens():
        yield ("calendars", name), f"{name} is never open; give it hours, or write hours: always"
