"""A criterion laid out as a form, with what came of its examples."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from plugin.authoring.checking import Tried
from plugin.authoring.forms.asking import ASKED, LIMITED
from plugin.authoring.forms.criterion import kind_of
from plugin.catalogue.names import VERDICTS
from plugin.language import N_, Language
from plugin.pages.authoring.layout import Choice, Input, Layout, RowShown, Section, with_values
from plugin.pages.authoring.words import OPTIONS
from standards.source import Plain

KEPT = N_("not tried: its criterion has faults")
BROKEN = N_("fails: it says “{then}”, but comes out as “{came}”")
PASSES = N_("passes")


def broken_said(tried: Tried, language: Language) -> str:
    """Why the example is not kept, in the reader's words."""
    if tried.came is None:
        return language.said(tried.why)
    then, came = (language.gettext(VERDICTS.get(each, each)) for each in (tried.then, tried.came))
    return language.gettext(BROKEN, then=then, came=came)


@dataclass(frozen=True, slots=True)
class CriterionLayout(Layout):
    """The fields of a criterion that says `parts`, in a standard of these calendars."""

    parts: Mapping[str, Plain]
    calendars: tuple[str, ...]
    tried: Sequence[Tried]

    @property
    def kind(self) -> str:
        """What is asked."""
        return kind_of(self.parts)

    def sections(self) -> Iterator[Section]:
        """The parts of the form in their order."""
        yield self.section("what", ("code", "title", "why"))
        answers = tuple(self.rows("ask-answers"))
        asked = [each for each in self._below("ask") if not each.startswith("ask-answers-")]
        order = ["ask-kind", *(each for each in asked if each != "ask-kind")]
        yield self.section("ask", order, answers, "ask-answers" if self.kind == "choice" else "")
        limits = tuple(self.rows("limits"))
        add = "limits" if self.kind in LIMITED else ""
        yield self.section("limits", ("weight", "severity", "goal"), limits, add)
        yield self.section("examples", (), tuple(self._examples()), "examples")
        place = ("applies", "satisfaction", "journey", "combine", "accountable")
        yield self.section("place", place, is_open=self.says(place))
        basis = tuple(self.rows("grounds-basis"))
        grounds = [each for each in self._below("grounds") if not each.startswith("grounds-basis-")]
        is_open = bool(basis) or self.says(grounds)
        yield self.section("grounds", grounds, basis, "grounds-basis", is_open=is_open)

    def input(self, name: str) -> Input:
        """The field of the name; that of an answer is called so."""
        found = Layout.input(self, name)
        if not name.endswith("-given") or self.kind not in ASKED:
            return found
        label = self.language.gettext(N_("Answer"))
        return Input(name, label, found.widget, found.value, found.options, "", found.faults)

    def widget(self, name: str, key: str, short: str) -> tuple[str, tuple[Choice, ...]]:
        """How it is filled in; some of it hangs on what is asked."""
        value = self.fields[name]
        if key == "ask-calendar":
            return "choice", with_values({each: each for each in self.calendars}, value)
        if short == "then":
            return "choice", self.options(OPTIONS["then"], value, empty=not value)
        if short == "given" and self.kind in {"yes_no", "choice"}:
            return "choice", self._answers(value)
        if short == "given":
            return ("line" if self.kind in ASKED else "text"), ()
        return Layout.widget(self, name, key, short)

    def _below(self, part: str) -> list[str]:
        return [each for each in self.fields if each.startswith(f"{part}-")]

    def _examples(self) -> Iterator[RowShown]:
        came = {each.number: each for each in self.tried}
        for number, row in enumerate(self.rows("examples")):
            yield RowShown(row.key, row.inputs, *self._came(came.get(number)))

    def _came(self, tried: Tried | None) -> tuple[str, str]:
        """Whether an example is kept, and that in words."""
        if tried is None or tried.kept is None:
            return "untried", self.language.gettext(KEPT)
        if tried.kept:
            return "kept", self.language.gettext(PASSES)
        return "fails", broken_said(tried, self.language)

    def _answers(self, value: str) -> tuple[Choice, ...]:
        if self.kind == "yes_no":
            return self.options(OPTIONS["yes_no"], value)
        ask = self.parts.get("ask")
        answers = ask.get("answers") if isinstance(ask, dict) else None
        codes = {each: each for each in answers} if isinstance(answers, dict) else {}
        more = {each: self.language.gettext(name) for each, name in OPTIONS["answer"].items()}
        return with_values({**codes, **more}, value)
