"""A criterion laid out as a form: sections, rows and fields, each with its name and its faults."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from plugin.authoring.asking import ASKED, LIMITED
from plugin.authoring.checking import Amiss, Tried
from plugin.authoring.criterion import CriterionForm, kind_of
from plugin.authoring.fields import Fields
from plugin.catalogue.names import VERDICTS
from plugin.language import N_, Language
from plugin.pages.authoring.placing import by_field
from plugin.pages.authoring.words import CHECKS, HINTS, LABELS, OPTIONS, SECTIONS
from standards.source import Plain

Choice = tuple[str, str]  # a value and what it is called

_NUMBER = re.compile(r"-[0-9]+(?=-)")
_LONG = frozenset({"why", "given", "ask-question", "grounds-finding"})
_FLAGS = frozenset({"ask-na", "ask-required", "ask-from_creation"})
KEPT = N_("not tried: its criterion has faults")
BROKEN = N_("fails: it says “{then}”, but comes out as “{came}”")
PASSES = N_("passes")


@dataclass(frozen=True, slots=True)
class Input:
    """A field: `widget` is line, text, choice, checks, date or amount; `unit` that of an amount."""

    name: str
    label: str
    widget: str
    value: str
    options: tuple[Choice, ...] = ()
    hint: str = ""
    faults: tuple[str, ...] = ()
    language: str = ""
    unit: Input | None = None

    @property
    def ticked(self) -> frozenset[str]:
        """Which of several are chosen."""
        return frozenset(self.value.split(","))


@dataclass(frozen=True, slots=True)
class RowShown:
    """A row of a list; `came` says of an example whether it is kept, and what came of it."""

    key: str
    inputs: tuple[Input, ...]
    state: str = ""
    came: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the form; `add` is the list that rows can be added to, empty where none is."""

    name: str
    heading: str
    inputs: tuple[Input, ...]
    rows: tuple[RowShown, ...] = ()
    add: str = ""
    is_open: bool = True


@dataclass(frozen=True, slots=True)
class Laid:
    """A criterion as a form.

    `faults` are those that belong to no field; `kept` are the parts that only the YAML can show.
    """

    number: int
    code: str
    sections: tuple[Section, ...]
    faults: tuple[str, ...]
    kept: tuple[str, ...]
    fields: Fields


def laid_out(
    number: int,
    parts: Mapping[str, Plain],
    form: CriterionForm,
    found: tuple[Sequence[Amiss], Sequence[Tried]],
    language: Language,
) -> Laid:
    """The criterion of the number as a form, with its faults and what came of its examples."""
    shown = form.shown(parts)
    faults, general = by_field(found[0], number, shown.fields, language)
    layout = _Layout(shown.fields, faults, form, parts, found[1], language)
    kept = tuple(dict.fromkeys(layout.label(each) for each in shown.kept))
    code = parts.get("code")
    sections = tuple(layout.sections())
    return Laid(number, str(code or ""), sections, general, kept, shown.fields)


def broken_said(tried: Tried, language: Language) -> str:
    """Why the example is not kept, in the reader's words."""
    if tried.came is None:
        return language.said(tried.why)
    then, came = (language.gettext(VERDICTS.get(each, each)) for each in (tried.then, tried.came))
    return language.gettext(BROKEN, then=then, came=came)


@dataclass(frozen=True, slots=True)
class _Layout:
    fields: Fields
    faults: Mapping[str, tuple[str, ...]]
    form: CriterionForm
    parts: Mapping[str, Plain]
    tried: Sequence[Tried]
    language: Language

    @property
    def kind(self) -> str:
        return kind_of(self.parts)

    def sections(self) -> Iterator[Section]:
        """The parts of the form in their order."""
        yield self._section("what", ("code", "title", "why"))
        answers = tuple(self._rows("ask-answers"))
        asked = [each for each in self.fields if each.startswith("ask-")]
        asked = [each for each in asked if not each.startswith("ask-answers-")]
        order = ["ask-kind", *(each for each in asked if each != "ask-kind")]
        add = "ask-answers" if self.kind == "choice" else ""
        yield self._section("ask", order, answers, add)
        limits = tuple(self._rows("limits"))
        add = "limits" if self.kind in LIMITED else ""
        yield self._section("limits", ("weight", "severity", "goal"), limits, add)
        yield self._section("examples", (), tuple(self._examples()), "examples")
        place = ("applies", "satisfaction", "journey", "combine", "accountable")
        yield self._section("place", place, is_open=self._says(place))
        basis = tuple(self._rows("grounds-basis"))
        grounds = [each for each in self.fields if each.startswith("grounds-")]
        grounds = [each for each in grounds if not each.startswith("grounds-basis-")]
        is_open = bool(basis) or self._says(grounds)
        yield self._section("grounds", grounds, basis, "grounds-basis", is_open=is_open)

    def label(self, name: str) -> str:
        """What the field is called: by its whole name without numbers, or by its last part."""
        plain = _NUMBER.sub("", name)
        found = LABELS.get(plain) or LABELS.get(plain.rpartition("-")[2])
        return self.language.gettext(found) if found else plain

    def _says(self, names: Iterable[str]) -> bool:
        return any(self.fields.get(each) or each in self.faults for each in names)

    def _section(
        self,
        name: str,
        parts: Iterable[str],
        rows: tuple[RowShown, ...] = (),
        add: str = "",
        *,
        is_open: bool = True,
    ) -> Section:
        heading = self.language.gettext(SECTIONS[name])
        names = [each for part in parts for each in self._names(part)]
        inputs = tuple(map(self._input, dict.fromkeys(names)))
        return Section(name, heading, inputs, rows, add, is_open)

    def _names(self, part: str) -> Iterator[str]:
        """The field itself, or one a language."""
        if part in self.fields:
            yield part
        for language in self.form.languages:
            if f"{part}-{language}" in self.fields:
                yield f"{part}-{language}"

    def _rows(self, key: str) -> Iterator[RowShown]:
        numbers = {
            int(found[1])
            for name in self.fields
            if (found := re.match(rf"{key}-([0-9]+)-", name)) is not None
        }
        for number in sorted(numbers):
            row = f"{key}-{number}-"
            names = [each for each in self.fields if each.startswith(row)]
            inputs = [self._input(each) for each in names if not each.endswith("-unit")]
            yield RowShown(f"{key}:{number}", tuple(inputs))

    def _examples(self) -> Iterator[RowShown]:
        came = {each.number: each for each in self.tried}
        for number, row in enumerate(self._rows("examples")):
            yield RowShown(row.key, row.inputs, *self._came(came.get(number)))

    def _came(self, tried: Tried | None) -> tuple[str, str]:
        """Whether an example is kept, and that in words."""
        if tried is None or tried.kept is None:
            return "untried", self.language.gettext(KEPT)
        if tried.kept:
            return "kept", self.language.gettext(PASSES)
        return "fails", broken_said(tried, self.language)

    def _input(self, name: str) -> Input:
        plain = _NUMBER.sub("", name)
        stem, _, last = plain.rpartition("-")
        spoken = last if last in self.form.languages and f"{stem}-{last}" == plain else ""
        key = stem if spoken else plain
        short = key.rpartition("-")[2] if key not in LABELS else key
        label = self.label(name[: -len(spoken) - 1] if spoken else name)
        hint = self.language.gettext(HINTS[short]) if short in HINTS else ""
        if short == "given" and self.kind in ASKED:
            hint, label = "", self.language.gettext(N_("Answer"))
        widget, options = self._widget(name, key, short)
        return Input(
            name, label, widget, self.fields[name], options, hint, self.faults.get(name, ()),
            spoken, self._unit(name),
        )  # fmt: skip

    def _unit(self, name: str) -> Input | None:
        unit = f"{name}-unit"
        if unit not in self.fields:
            return None
        label = self.language.gettext(N_("Unit"))
        value = self.fields[unit]
        return Input(unit, label, "choice", value, self._options(OPTIONS["unit"], value))

    def _widget(self, name: str, key: str, short: str) -> tuple[str, tuple[Choice, ...]]:
        value = self.fields[name]
        if key in CHECKS:
            return "checks", self._options(CHECKS[key], "")
        if key in _FLAGS:
            return "choice", self._options(OPTIONS["flag"], value, empty=True)
        if key == "ask-calendar":
            return "choice", _with_value({each: each for each in self.form.calendars}, value)
        if key == "ask-scale" or (key in OPTIONS and key != "unit"):
            return "choice", self._options(OPTIONS[key], value, empty=key != "ask-kind")
        if short == "then":
            return "choice", self._options(OPTIONS["then"], value, empty=not value)
        if short == "given" and self.kind in {"yes_no", "choice"}:
            return "choice", self._answers(value)
        if short == "checked":
            return "date", ()
        is_long = key in _LONG or (short == "given" and self.kind not in ASKED)
        return ("text" if is_long else "line"), ()

    def _answers(self, value: str) -> tuple[Choice, ...]:
        if self.kind == "yes_no":
            return self._options(OPTIONS["yes_no"], value)
        ask = self.parts.get("ask")
        answers = ask.get("answers") if isinstance(ask, dict) else None
        codes = {each: each for each in answers} if isinstance(answers, dict) else {}
        more = {each: self.language.gettext(name) for each, name in OPTIONS["answer"].items()}
        return _with_value({**codes, **more}, value)

    def _options(
        self, names: Mapping[str, str], value: str, *, empty: bool = False
    ) -> tuple[Choice, ...]:
        told = {each: self.language.gettext(name) for each, name in names.items()}
        return _with_value({"": "–", **told} if empty else told, value)


def _with_value(options: Mapping[str, str], value: str) -> tuple[Choice, ...]:
    """The options, and the value itself where it is none of them."""
    told = dict(options)
    if value not in told:
        told = {value: value or "–", **told}
    return tuple(told.items())
