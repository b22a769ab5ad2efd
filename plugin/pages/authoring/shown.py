"""A draft in the editor, ready to be read: its parts, its faults, and how many examples fail."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from plugin.authoring.checking import Checked
from plugin.authoring.chosen import (
    Chosen,
    TheCalendar,
    TheCriterion,
    TheHead,
    begins_at,
    parts_at,
    word_of,
)
from plugin.authoring.forms.fields import Fields
from plugin.authoring.written.head import CRITERIA, calendars_of
from plugin.authoring.written.rewriting import NotRewritten, Parts, count_in, written_in
from plugin.language import Language
from plugin.pages.authoring.criterion_layout import broken_said
from plugin.pages.authoring.laid import Laid, Speaking, laid_out
from plugin.pages.authoring.layout import Input, Section
from plugin.pages.authoring.placing import part_of
from standards.content import mapping
from standards.languages import LANGUAGES
from standards.said import said_by
from standards.source import Plain

MOST_FAULTS = 100


@dataclass(frozen=True, slots=True)
class Listed:
    """A criterion in the list: its state is `kept`, `fails`, `faulty` or empty (no examples)."""

    number: int
    code: str
    title: str
    state: str


@dataclass(frozen=True, slots=True)
class PartListed:
    """The head or a calendar in the list: the word by which it is chosen, and what it is called.

    `name` is empty for the head.
    """

    word: str
    name: str
    title: str
    is_faulty: bool


@dataclass(frozen=True, slots=True)
class FaultShown:
    """A fault with the word of the part that it is in; empty: in the whole."""

    line: int
    column: int
    field: str
    message: str
    part: str


@dataclass(frozen=True, slots=True)
class BrokenShown:
    """An example (from 1 on) that its criterion does not keep, and why."""

    line: int
    criterion: str
    number: int
    why: str


@dataclass(frozen=True, slots=True)
class Counted:
    """How many faults there are, and how many examples are kept, broken, and not tried."""

    faults: int
    kept: int
    broken: int
    untried: int

    @property
    def is_fine(self) -> bool:
        """Whether nothing is left to be mended."""
        return not (self.faults or self.broken or self.untried)


@dataclass(frozen=True, slots=True)
class Edited:
    """What the editor shows of a text.

    `why_no_form` says why no criterion can stand in the form; empty where they can. `begins` is the
    line of the part that does.
    """

    parts: tuple[PartListed, ...]
    criteria: tuple[Listed, ...]
    laid: Laid | None
    speaking: Speaking
    faults: tuple[FaultShown, ...]
    broken: tuple[BrokenShown, ...]
    counted: Counted
    why_no_form: str
    begins: int | None


def edited(
    text: str, chosen: Chosen | None, checked: Checked, speaking: Speaking, language: Language
) -> Edited:
    """The text in the editor, the chosen part in its form."""
    speaking, why = _speaking(checked) if checked.written else speaking, ""
    criteria: tuple[Parts | None, ...] = ()
    try:
        criteria = _criteria_of(text, checked)
    except NotRewritten as error:
        why = language.said(said_by(error))
    tried = Counter(each.kept for each in checked.examples)
    parts = None if chosen is None else _parts(text, chosen, criteria, checked)
    laid = (
        None
        if parts is None or chosen is None
        else laid_out(chosen, parts, checked, speaking, language)
    )
    return Edited(
        parts=tuple(_parts_listed(checked, speaking, language)),
        criteria=tuple(_listed(criteria, checked, language)),
        laid=laid,
        speaking=speaking,
        faults=tuple(_faults(checked, speaking, language)),
        broken=tuple(_broken(checked, language)),
        counted=Counted(len(checked.faults), tried[True], tried[False], tried[None]),
        why_no_form=why,
        begins=None if laid is None else begins_at(text, laid.chosen),
    )


def overlaid(shown: Edited, fields: Fields) -> Edited:
    """The same with the fields as they were typed, where they could not be written."""
    if shown.laid is None:
        return shown
    sections = tuple(_typed(each, fields) for each in shown.laid.sections)
    return replace(shown, laid=replace(shown.laid, sections=sections))


def _typed(section: Section, fields: Fields) -> Section:
    rows = tuple(replace(row, inputs=_typed_in(row.inputs, fields)) for row in section.rows)
    return replace(section, inputs=_typed_in(section.inputs, fields), rows=rows)


def _typed_in(inputs: tuple[Input, ...], fields: Fields) -> tuple[Input, ...]:
    return tuple(_with_typed(each, fields) for each in inputs)


def _with_typed(was: Input, fields: Fields) -> Input:
    """The field, and the unit of an amount, as they were typed."""
    unit = None if was.unit is None else _with_typed(was.unit, fields)
    return replace(was, value=fields.get(was.name, was.value), unit=unit)


def _speaking(checked: Checked) -> Speaking:
    return Speaking(languages_of(checked), tuple(calendars_of(checked.written)))


def languages_of(checked: Checked) -> tuple[str, ...]:
    """The languages of the standard; English where none can be read."""
    written = checked.written.get("languages")
    told = [str(each) for each in written if each in LANGUAGES] if isinstance(written, list) else []
    return tuple(dict.fromkeys(told)) or ("en",)


def _criteria_of(text: str, checked: Checked) -> tuple[Parts | None, ...]:
    """What each criterion says; of a text that is no YAML, what its pieces say by themselves."""
    written = checked.written.get(CRITERIA)
    if not isinstance(written, list):
        return tuple(each.parts for each in written_in(text))
    if count_in(text) != len(written):
        raise NotRewritten("write the criteria one below the other, each behind a dash")
    return tuple(each if isinstance(each, dict) else None for each in written)


def _listed(
    criteria: tuple[Parts | None, ...], checked: Checked, language: Language
) -> Iterator[Listed]:
    faulty = {part_of(each.field, ()) for each in checked.faults}
    broken = {each.criterion for each in checked.examples if each.kept is False}
    tried = {each.criterion for each in checked.examples}
    for number, each in enumerate(criteria):
        code = str((each or {}).get("code") or "")
        state = "kept" if code in tried else ""
        state = "fails" if code in broken else state
        state = "faulty" if each is None or TheCriterion(number) in faulty else state
        yield Listed(number, code, _title((each or {}).get("title"), language), state)


def _title(plain: Plain, language: Language) -> str:
    if isinstance(plain, dict):
        told = [each for each in plain.values() if isinstance(each, str)]
        own = plain.get(language.code)
        return own if isinstance(own, str) else next(iter(told), "")
    return plain if isinstance(plain, str) else ""


def _parts(
    text: str, chosen: Chosen, criteria: tuple[Parts | None, ...], checked: Checked
) -> Parts | None:
    """What the part says; None where there is none, or it cannot be read."""
    if isinstance(chosen, TheCriterion):
        return criteria[chosen.number] if chosen.number < len(criteria) else None
    if checked.written and isinstance(chosen, TheHead):
        return {key: each for key, each in checked.written.items() if key != CRITERIA}
    if checked.written and isinstance(chosen, TheCalendar):
        found = calendars_of(checked.written).get(chosen.name)
        return found if isinstance(found, dict) else None
    try:
        return parts_at(text, chosen)
    except NotRewritten:
        return None


def _parts_listed(checked: Checked, speaking: Speaking, language: Language) -> Iterator[PartListed]:
    """The head and the calendars."""
    faulty = {part_of(each.field, speaking.calendars) for each in checked.faults}
    title = _title(checked.written.get("title"), language)
    yield PartListed(word_of(TheHead()), "", title, TheHead() in faulty)
    for name in speaking.calendars:
        calendar = TheCalendar(name)
        zone = str(mapping(calendars_of(checked.written).get(name)).get("zone") or "")
        yield PartListed(word_of(calendar), name, zone, calendar in faulty)


def _faults(checked: Checked, speaking: Speaking, language: Language) -> Iterator[FaultShown]:
    for each in checked.faults[:MOST_FAULTS]:
        part = part_of(each.field, speaking.calendars)
        word = "" if part is None else word_of(part)
        yield FaultShown(each.line, each.column, each.field, language.said(each.message), word)


def _broken(checked: Checked, language: Language) -> Iterator[BrokenShown]:
    for each in checked.examples:
        if each.kept is False:
            why = broken_said(each, language)
            yield BrokenShown(each.line, each.criterion, each.number + 1, why)
