"""The parts of a standard that stand in the editor's form: its head, a calendar, or a criterion.

A part is chosen by a word: `head`, `calendar:office`, or `3`, the number of a criterion from 0 on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias, assert_never

from plugin.authoring.forms.criterion import CriterionForm
from plugin.authoring.forms.fields import Fields
from plugin.authoring.forms.head import CalendarForm, HeadForm
from plugin.authoring.written.head import (
    CALENDARS,
    CRITERIA,
    calendars_of,
    head_changed,
    head_in,
    line_of,
)
from plugin.authoring.written.rewriting import NotRewritten, Parts, changed, line_at, written_at
from standards.content import mapping
from standards.said import Said, both
from standards.source import Plain, read_source

HEAD, CALENDAR = "head", "calendar"
_MOST_DIGITS = 5


@dataclass(frozen=True, slots=True)
class TheHead:
    """The head of the standard."""


@dataclass(frozen=True, slots=True)
class TheCalendar:
    """The calendar of the name."""

    name: str


@dataclass(frozen=True, slots=True)
class TheCriterion:
    """The criterion of the number, from 0 on."""

    number: int


Chosen: TypeAlias = TheHead | TheCalendar | TheCriterion
PartForm: TypeAlias = HeadForm | CalendarForm | CriterionForm


def chosen_in(word: str) -> Chosen | None:
    """The part that the word names; None where it names none."""
    kind, colon, name = word.partition(":")
    if word == HEAD:
        return TheHead()
    if kind == CALENDAR and colon:
        return TheCalendar(name)
    is_number = word.isascii() and word.isdecimal() and len(word) <= _MOST_DIGITS
    return TheCriterion(int(word)) if is_number else None


def word_of(chosen: Chosen) -> str:
    """The word that names the part."""
    match chosen:
        case TheHead():
            return HEAD
        case TheCalendar(name):
            return f"{CALENDAR}:{name}"
        case TheCriterion(number):
            return str(number)
    assert_never(chosen)


def form_for(
    chosen: Chosen, languages: tuple[str, ...], calendars: tuple[str, ...] = ()
) -> PartForm:
    """The form of the part in a standard of these languages and calendars."""
    match chosen:
        case TheHead():
            return HeadForm(languages)
        case TheCalendar():
            return CalendarForm(languages)
        case TheCriterion():
            return CriterionForm(languages, calendars)
    assert_never(chosen)


def parts_at(text: str, chosen: Chosen) -> Parts | None:
    """What the part says; None where it is no mapping. NotRewritten where it cannot be found."""
    match chosen:
        case TheHead():
            return head_in(text)
        case TheCalendar(name):
            found = calendars_of(head_in(text)).get(name)
            return found if isinstance(found, dict) else None
        case TheCriterion(number):
            return written_at(text, number).parts
    assert_never(chosen)


def changed_at(text: str, chosen: Chosen, now: Parts) -> str:
    """The text whose part says `now`; only the lines of what differs are other ones."""
    match chosen:
        case TheHead():
            return head_changed(text, now)
        case TheCalendar(name):
            head = head_in(text) or {}
            return head_changed(
                text, _with_calendars(head, {**calendars_of(head), name: dict(now)})
            )
        case TheCriterion(number):
            return changed(text, number, now)
    assert_never(chosen)


def filled_at(text: str, chosen: Chosen, form: PartForm, shown: Fields, sent: Fields) -> str:
    """The text with what was sent otherwise than `shown`. NotRewritten."""
    parts = parts_at(text, chosen)
    if parts is None:
        raise unread()
    return changed_at(text, chosen, form.taken(parts, shown, sent))


def begins_at(text: str, chosen: Chosen) -> int:
    """The 1-based line in which the part begins. NotRewritten where it cannot be found."""
    match chosen:
        case TheHead():
            return line_of(text, ())
        case TheCalendar(name):
            return line_of(text, (CALENDARS, name))
        case TheCriterion(number):
            return line_at(text, number)
    assert_never(chosen)


def with_calendar(text: str, name: str, parts: Parts) -> str:
    """The text with one more calendar. NotRewritten where it cannot be so called."""
    head = head_in(text)
    if head is None:
        raise unread()
    calendars = calendars_of(head)
    if not name:
        raise NotRewritten(Said("say what the calendar is called"))
    if name in calendars:
        what = Said("there is a calendar {name} already", name=name)
        raise NotRewritten(both(what, Said("give it another name")))
    return head_changed(text, _with_calendars(head, {**calendars, name: dict(parts)}))


def without_calendar(text: str, name: str) -> str:
    """The text without the calendar. NotRewritten where criteria count under it."""
    head, source = head_in(text), read_source(text.encode("utf-8", "surrogatepass"))
    if head is None or source.faults:
        raise unread()
    codes = tuple(using(mapping(source.data).get(CRITERIA), name))
    if codes:
        what = Said("the calendar {name} is used by {codes}", name=name, codes=", ".join(codes))
        raise NotRewritten(both(what, Said("give them another calendar first")))
    left = {key: each for key, each in calendars_of(head).items() if key != name}
    return head_changed(text, _with_calendars(head, left))


def using(criteria: Plain, name: str) -> Iterator[str]:
    """The codes of the criteria that count under the calendar, or their numbers from 1 on."""
    for number, each in enumerate(criteria if isinstance(criteria, list) else ()):
        parts = mapping(each)
        told = mapping(parts.get("ask")).get(CALENDAR)
        rows = told if isinstance(told, list) else [told]
        if any(name == (row.get("use") if isinstance(row, dict) else row) for row in rows):
            yield str(parts.get("code") or number + 1)


def _with_calendars(head: Mapping[str, Plain], calendars: dict[str, Plain]) -> dict[str, Plain]:
    rest = {key: each for key, each in head.items() if key != CALENDARS}
    if CALENDARS not in head or not calendars:
        return {**rest, CALENDARS: calendars} if calendars else rest
    return {**head, CALENDARS: calendars}


def unread() -> NotRewritten:
    """A part is no mapping, or no YAML."""
    return NotRewritten(both(Said("it cannot be read"), Said("mend it in the YAML")))
