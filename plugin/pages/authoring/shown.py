"""A draft in the editor, ready to be read: its criteria, its faults, and how many examples fail."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from plugin.authoring.checking import Amiss, Checked
from plugin.authoring.criterion import CriterionForm
from plugin.authoring.fields import Fields
from plugin.authoring.rewriting import NotRewritten, Parts, count_in, line_at, written_in
from plugin.language import Language
from plugin.pages.authoring.layout import Laid, Section, broken_said, laid_out
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
class FaultShown:
    """A fault with the number of the criterion that it is in; None: in the whole."""

    line: int
    column: int
    field: str
    message: str
    criterion: int | None


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
    line of the one that does.
    """

    criteria: tuple[Listed, ...]
    laid: Laid | None
    speaking: Speaking
    faults: tuple[FaultShown, ...]
    broken: tuple[BrokenShown, ...]
    counted: Counted
    why_no_form: str
    begins: int | None


@dataclass(frozen=True, slots=True)
class Speaking:
    """The languages and calendars of a standard, as they were when it could last be read."""

    languages: tuple[str, ...] = ("en",)
    calendars: tuple[str, ...] = ()

    def of(self, checked: Checked) -> Speaking:
        """Those that the text says now; these where it cannot be read."""
        if not checked.written:
            return self
        return Speaking(languages_of(checked), calendars_of(checked))


def edited(
    text: str, chosen: int | None, checked: Checked, speaking: Speaking, language: Language
) -> Edited:
    """The text in the editor, the criterion of the number in its form."""
    speaking, why = speaking.of(checked), ""
    criteria: tuple[Parts | None, ...] = ()
    try:
        criteria = _criteria_of(text, checked)
    except NotRewritten as error:
        why = language.said(said_by(error))
    tried = Counter(each.kept for each in checked.examples)
    laid = _laid(criteria, chosen, checked, speaking, language)
    return Edited(
        criteria=tuple(_listed(criteria, checked, language)),
        laid=laid,
        speaking=speaking,
        faults=tuple(_faults(checked, language)),
        broken=tuple(_broken(checked, language)),
        counted=Counted(len(checked.faults), tried[True], tried[False], tried[None]),
        why_no_form=why,
        begins=None if laid is None else line_at(text, laid.number),
    )


def overlaid(shown: Edited, fields: Fields) -> Edited:
    """The same with the fields as they were typed, where they could not be written."""
    if shown.laid is None:
        return shown
    sections = tuple(_typed(each, fields) for each in shown.laid.sections)
    return replace(shown, laid=replace(shown.laid, sections=sections))


def _typed(section: Section, fields: Fields) -> Section:
    inputs = tuple(
        replace(each, value=fields.get(each.name, each.value)) for each in section.inputs
    )
    return replace(section, inputs=inputs)


def languages_of(checked: Checked) -> tuple[str, ...]:
    """The languages of the standard; English where none can be read."""
    written = checked.written.get("languages")
    told = [str(each) for each in written if each in LANGUAGES] if isinstance(written, list) else []
    return tuple(dict.fromkeys(told)) or ("en",)


def calendars_of(checked: Checked) -> tuple[str, ...]:
    """The names of the calendars."""
    written = checked.written.get("calendars")
    return tuple(written) if isinstance(written, dict) else ()


def _criteria_of(text: str, checked: Checked) -> tuple[Parts | None, ...]:
    """What each criterion says; of a text that is no YAML, what its pieces say by themselves."""
    written = checked.written.get("criteria")
    if not isinstance(written, list):
        return tuple(each.parts for each in written_in(text))
    if count_in(text) != len(written):
        raise NotRewritten("write the criteria one below the other, each behind a dash")
    return tuple(each if isinstance(each, dict) else None for each in written)


def _listed(
    criteria: tuple[Parts | None, ...], checked: Checked, language: Language
) -> Iterator[Listed]:
    faulty = {_criterion_of(each) for each in checked.faults}
    broken = {each.criterion for each in checked.examples if each.kept is False}
    tried = {each.criterion for each in checked.examples}
    for number, each in enumerate(criteria):
        code = str((each or {}).get("code") or "")
        state = "kept" if code in tried else ""
        state = "fails" if code in broken else state
        state = "faulty" if each is None or number in faulty else state
        yield Listed(number, code, _title((each or {}).get("title"), language), state)


def _title(plain: Plain, language: Language) -> str:
    if isinstance(plain, dict):
        told = [each for each in plain.values() if isinstance(each, str)]
        own = plain.get(language.code)
        return own if isinstance(own, str) else next(iter(told), "")
    return plain if isinstance(plain, str) else ""


def _laid(
    criteria: tuple[Parts | None, ...],
    chosen: int | None,
    checked: Checked,
    speaking: Speaking,
    language: Language,
) -> Laid | None:
    parts = criteria[chosen] if chosen is not None and 0 <= chosen < len(criteria) else None
    if parts is None or chosen is None:
        return None
    form = CriterionForm(speaking.languages, speaking.calendars)
    code = str(parts.get("code") or "")
    examples = [each for each in checked.examples if each.criterion == code]
    return laid_out(chosen, parts, form, (checked.faults, examples), language)


def _faults(checked: Checked, language: Language) -> Iterator[FaultShown]:
    for each in checked.faults[:MOST_FAULTS]:
        said = language.said(each.message)
        yield FaultShown(each.line, each.column, each.field, said, _criterion_of(each))


def _broken(checked: Checked, language: Language) -> Iterator[BrokenShown]:
    for each in checked.examples:
        if each.kept is False:
            why = broken_said(each, language)
            yield BrokenShown(each.line, each.criterion, each.number + 1, why)


def _criterion_of(fault: Amiss) -> int | None:
    steps = fault.field.split(".")
    is_in = len(steps) > 1 and steps[0] == "criteria" and steps[1].isdecimal()
    return int(steps[1]) if is_in else None
