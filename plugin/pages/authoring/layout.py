"""A part of a standard laid out as a form: sections, rows and fields, each with name and faults."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from plugin.authoring.forms.fields import Fields
from plugin.authoring.forms.tables import is_date
from plugin.language import N_, Language
from standards.languages import LANGUAGES

Choice = tuple[str, str]  # a value and what it is called

_NUMBER = re.compile(r"-[0-9]+(?=-)")


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
class Wording:
    """What fields are called and how they are filled in, by the last part of a field's name.

    Or by the whole of it without numbers, where that is named. `options` are those of a choice,
    `checks` of several; `long` are texts, `dates` days, `bare` choices that are never left empty.
    """

    labels: Mapping[str, str]
    sections: Mapping[str, str]
    hints: Mapping[str, str]
    options: Mapping[str, Mapping[str, str]]
    checks: Mapping[str, Mapping[str, str]]
    long: frozenset[str] = frozenset()
    dates: frozenset[str] = frozenset()
    bare: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Layout:
    """The fields of a part with their faults, in the reader's words."""

    fields: Fields
    faults: Mapping[str, tuple[str, ...]]
    languages: tuple[str, ...]
    wording: Wording
    language: Language

    def label(self, name: str) -> str:
        """What the field is called: by its whole name without numbers, or by its last part."""
        plain, labels = _NUMBER.sub("", name), self.wording.labels
        found = labels.get(plain) or labels.get(plain.rpartition("-")[2])
        return self.language.gettext(found) if found else plain

    def says(self, names: Iterable[str]) -> bool:
        """Whether one of the fields has something in it, or a fault."""
        found = [each for name in names for each in self._names(name)]
        return any(self.fields[each] or each in self.faults for each in found)

    def section(
        self,
        name: str,
        parts: Iterable[str],
        rows: tuple[RowShown, ...] = (),
        add: str = "",
        *,
        is_open: bool = True,
    ) -> Section:
        """The section with the fields of its parts."""
        heading = self.language.gettext(self.wording.sections[name])
        names = [each for part in parts for each in self._names(part)]
        inputs = tuple(map(self.input, dict.fromkeys(names)))
        return Section(name, heading, inputs, rows, add, is_open)

    def rows(self, key: str) -> Iterator[RowShown]:
        """The rows of the list."""
        numbers = {
            int(found[1])
            for name in self.fields
            if (found := re.match(rf"{key}-([0-9]+)-", name)) is not None
        }
        for number in sorted(numbers):
            row = f"{key}-{number}-"
            names = [each for each in self.fields if each.startswith(row)]
            inputs = [self.input(each) for each in names if not each.endswith("-unit")]
            yield RowShown(f"{key}:{number}", tuple(inputs))

    def input(self, name: str) -> Input:
        """The field of the name."""
        plain = _NUMBER.sub("", name)
        spoken = self._spoken(plain)
        key = plain.removesuffix(f"-{spoken}") if spoken else plain
        short = key if key in self.wording.labels else key.rpartition("-")[2]
        label = self.label(name.removesuffix(f"-{spoken}") if spoken else name)
        hints = self.wording.hints
        hint = self.language.gettext(hints[short]) if short in hints else ""
        widget, options = self.widget(name, key, short)
        return Input(
            name, label, widget, self.fields[name], options, hint, self.faults.get(name, ()),
            spoken, self._unit(name),
        )  # fmt: skip

    def widget(self, name: str, key: str, short: str) -> tuple[str, tuple[Choice, ...]]:
        """How it is filled in, and what may be chosen."""
        wording, value = self.wording, self.fields[name]
        if key in wording.checks:
            return "checks", self.options(wording.checks[key], *filter(None, value.split(",")))
        for each in (key, short):
            if each in wording.options:
                is_empty = each not in wording.bare
                return "choice", self.options(wording.options[each], value, empty=is_empty)
        if short in wording.dates and (not value or is_date(value)):
            return "date", ()
        return ("text" if key in wording.long else "line"), ()

    def options(
        self, names: Mapping[str, str], *values: str, empty: bool = False
    ) -> tuple[Choice, ...]:
        """The options in words; what is chosen is among them, whatever it is."""
        told = {each: self.language.gettext(name) for each, name in names.items()}
        return with_values({"": "–", **told} if empty else told, *values)

    def _names(self, part: str) -> Iterator[str]:
        """The field itself, or one a language: those of the standard, then others that are told."""
        if part in self.fields:
            yield part
        own = [f"{part}-{each}" for each in self.languages]
        yield from (each for each in own if each in self.fields)
        more = (each for each in self.fields if each.startswith(f"{part}-") and each not in own)
        yield from (each for each in more if self._spoken(each) and each[: -len("-en")] == part)

    def _spoken(self, plain: str) -> str:
        """The language that ends the name of a field; empty where none does."""
        last = plain.rpartition("-")[2]
        return last if last in LANGUAGES and plain not in self.wording.labels else ""

    def _unit(self, name: str) -> Input | None:
        unit = f"{name}-unit"
        if unit not in self.fields:
            return None
        label = self.language.gettext(N_("Unit"))
        value = self.fields[unit]
        return Input(
            unit, label, "choice", value, self.options(self.wording.options["unit"], value)
        )


def with_values(options: Mapping[str, str], *values: str) -> tuple[Choice, ...]:
    """The options, and before them each value that is none of them."""
    more = {each: each or "–" for each in values if each not in options}
    return tuple({**more, **options}.items())
