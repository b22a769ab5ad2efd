"""What is wrong with a standard although each of its parts can be read: faults between parts.

Every check looks at what could be read and passes over the rest, so that no fault hides another.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from standards.calendar import Calendar
from standards.clauses import check_criterion
from standards.content import Content, Told
from standards.said import Said, both
from standards.wording import shown

_CALENDAR_NAME = re.compile(r"[\w.-]{1,40}")


def check(content: Content) -> Iterator[Told]:
    """Every fault between the parts, each with its path."""
    yield from _languages(content)
    yield from _codes(content)
    for name in content.calendar_names:
        if not _CALENDAR_NAME.fullmatch(name):
            what = Said("{name} is no name of a calendar", name=shown(name))
            yield ("calendars", name), both(what, Said("write one word of 1 to 40 letters"))
    for name, calendar in content.calendars.items():
        yield from _calendar(name, calendar)
    for number, parts in content.criteria.items():
        yield from check_criterion(content, number, parts)


def _languages(content: Content) -> Iterator[Told]:
    languages = content.parts.get("languages", ())
    for number, language in enumerate(languages):
        if language in languages[:number]:
            what = Said("{word} stands twice", word=language)
            yield ("languages", number), both(what, Said("take one out"))


def _codes(content: Content) -> Iterator[Told]:
    """Codes that are repeated; they become tags, which know no capitals."""
    first: dict[str, int] = {}
    for number, parts in content.criteria.items():
        code = parts.get("code")
        if code is None or first.setdefault(code.casefold(), number) == number:
            continue
        line = content.source.place_of(("criteria", first[code.casefold()], "code")).line
        mend = Said("give each criterion its own, see line {line}", line=line)
        said = both(Said("the code {code} is taken", code=code), mend)
        yield ("criteria", number, "code"), said


def _calendar(name: str, calendar: Calendar) -> Iterator[Told]:
    if not calendar.opens():
        mend = Said("give it hours, or write hours: always")
        yield ("calendars", name), both(Said("{name} is never open", name=name), mend)
