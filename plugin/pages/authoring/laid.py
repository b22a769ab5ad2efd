"""What of a standard stands in the editor's form: its head, a calendar or a criterion, laid out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import assert_never

from plugin.authoring.checking import Checked
from plugin.authoring.chosen import (
    Chosen,
    TheCalendar,
    TheCriterion,
    TheHead,
    form_for,
    using,
    word_of,
)
from plugin.authoring.forms.fields import Fields
from plugin.authoring.written.head import CRITERIA
from plugin.language import Language
from plugin.pages.authoring.criterion_layout import CriterionLayout
from plugin.pages.authoring.head_layout import CalendarLayout, head_sections
from plugin.pages.authoring.head_words import OF_CALENDAR, OF_HEAD
from plugin.pages.authoring.layout import Layout, Section
from plugin.pages.authoring.placing import by_field, part_of, within
from plugin.pages.authoring.words import WORDING
from standards.source import Plain


@dataclass(frozen=True, slots=True)
class Speaking:
    """The languages and calendars of a standard, as they were when it could last be read."""

    languages: tuple[str, ...] = ("en",)
    calendars: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Laid:
    """A part of the standard as a form.

    `faults` are those that belong to no field; `kept` are the parts that only the YAML can show.
    `code` is the criterion's, the calendar's name, or the standard's code, whose `version` stands
    beside it. `used` are the criteria that count under the calendar.
    """

    chosen: Chosen
    code: str
    sections: tuple[Section, ...]
    faults: tuple[str, ...]
    kept: tuple[str, ...]
    fields: Fields
    version: str = ""
    used: tuple[str, ...] = ()

    @property
    def word(self) -> str:
        """The word by which it is chosen."""
        return word_of(self.chosen)

    @property
    def kind(self) -> str:
        """`head`, `calendar` or `criterion`."""
        return _KINDS[type(self.chosen)]

    @property
    def number(self) -> int | None:
        """The number of the criterion, from 0 on."""
        return self.chosen.number if isinstance(self.chosen, TheCriterion) else None


_KINDS: Mapping[type[Chosen], str] = {
    TheHead: "head",
    TheCalendar: "calendar",
    TheCriterion: "criterion",
}


def laid_out(
    chosen: Chosen,
    parts: Mapping[str, Plain],
    checked: Checked,
    speaking: Speaking,
    language: Language,
) -> Laid:
    """The part as a form, with its faults and what came of its examples."""
    shown = form_for(chosen, speaking.languages, speaking.calendars).shown(parts)
    told = [
        (within(each.field, chosen), language.said(each.message))
        for each in checked.faults
        if part_of(each.field, speaking.calendars) == chosen
    ]
    faults, general = by_field(told, shown.fields)
    own = shown.fields, faults, speaking.languages
    layout, sections = _laid(chosen, own, parts, (checked, speaking), language)
    kept = tuple(dict.fromkeys(layout.label(each) for each in shown.kept))
    return Laid(
        chosen, _code(chosen, parts), sections, general, kept, shown.fields,
        str(parts.get("version") or ""), _used(chosen, checked),
    )  # fmt: skip


def _laid(
    chosen: Chosen,
    own: tuple[Fields, Mapping[str, tuple[str, ...]], tuple[str, ...]],
    parts: Mapping[str, Plain],
    about: tuple[Checked, Speaking],
    language: Language,
) -> tuple[Layout, tuple[Section, ...]]:
    match chosen:
        case TheHead():
            layout = Layout(*own, OF_HEAD, language)
            return layout, tuple(head_sections(layout))
        case TheCalendar():
            calendar = CalendarLayout(*own, OF_CALENDAR, language)
            return calendar, tuple(calendar.sections())
        case TheCriterion():
            code, (checked, speaking) = _code(chosen, parts), about
            tried = [each for each in checked.examples if each.criterion == code]
            told = CriterionLayout(*own, WORDING, language, parts, speaking.calendars, tried)
            return told, tuple(told.sections())
    assert_never(chosen)


def _code(chosen: Chosen, parts: Mapping[str, Plain]) -> str:
    return chosen.name if isinstance(chosen, TheCalendar) else str(parts.get("code") or "")


def _used(chosen: Chosen, checked: Checked) -> tuple[str, ...]:
    if not isinstance(chosen, TheCalendar):
        return ()
    return tuple(using(checked.written.get(CRITERIA), chosen.name))
