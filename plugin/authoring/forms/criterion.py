"""A criterion as a form: what is written as fields, and what the fields say as what is written.

    fields of the text as it is  ──differences between what was shown and what is sent──▶  fields
    fields                       ──taken──▶  what the criterion is to say

So somebody who changes the YAML beside the form loses nothing of it by what the form still shows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from plugin.authoring.forms.amounts import NUMBER_UNIT, Amount
from plugin.authoring.forms.asking import ASKED, Asking, limits_for
from plugin.authoring.forms.fields import (
    ABSENT,
    Condition,
    Fields,
    Maybe,
    Number,
    Text,
    Words,
    number_in,
)
from plugin.authoring.forms.groups import Group, Node, Rows, Shown, filled, placed
from standards.kinds import KINDS
from standards.limits import COUNTED
from standards.source import Plain

ORDER = (
    "code", "title", "why", "satisfaction", "journey", "severity", "weight", "applies", "ask",
    "limits", "goal", "combine", "accountable", "grounds", "examples",
)  # fmt: skip
UNANSWERED = "-"  # an example of a question that nobody answers
_MEASURED = ("count", "rating", "answer")
_NUMBERS = frozenset({"scale", "number"})


@dataclass(frozen=True, slots=True)
class Given:
    """What an example is given: happenings line by line, `count: 2`, or an answer alone."""

    kind: str

    def shown(self, plain: Maybe, name: str) -> Fields | None:
        """The words in one field."""
        if plain is ABSENT or plain is None:
            return {name: ""}
        if isinstance(plain, list):
            is_words = all(isinstance(each, str) and "\n" not in each for each in plain)
            return {name: "\n".join(map(str, plain))} if is_words else None
        if not isinstance(plain, dict) or len(plain) != 1:
            return None
        (key, value), *_ = plain.items()
        words = _answer(value)
        if words is None or key not in _MEASURED:
            return None
        return {name: words if key == "answer" and self.kind in ASKED else f"{key}: {words}"}

    def taken(self, fields: Fields, name: str, was: Maybe) -> Maybe:
        """The happenings, or the one value."""
        words = fields[name].strip()
        if not words:
            return ABSENT
        if self.kind in ASKED:
            return {"answer": self._answered(words)}
        lines: list[Plain] = [each.strip() for each in words.splitlines() if each.strip()]
        key, colon, value = words.partition(": ")
        if len(lines) == 1 and colon and key in _MEASURED:
            return {key: None if value == UNANSWERED else number_in(value.strip())}
        return lines

    def _answered(self, words: str) -> Plain:
        if words == UNANSWERED:
            return None
        return number_in(words) if self.kind in _NUMBERS else words


def _answer(value: Plain) -> str | None:
    if value is None:
        return UNANSWERED
    if isinstance(value, list | dict):
        return None
    return str(value).lower() if isinstance(value, bool) else str(value)


@dataclass(frozen=True, slots=True)
class CriterionForm:
    """The form of a criterion in a standard of these languages, at least one, and calendars."""

    languages: tuple[str, ...]
    calendars: tuple[str, ...] = ()

    def shown(self, parts: Mapping[str, Plain]) -> Shown:
        """Every field as text; `kept` are those that stay as they are in the YAML."""
        asked, kept = self._asking.shown(parts.get("ask", ABSENT), "ask")
        shown = Group(self._parts(kind_of(parts))).shown(dict(parts), "")
        return Shown({**shown.fields, **asked}, (*shown.kept, *kept))

    def taken(self, parts: Mapping[str, Plain], shown: Fields, sent: Fields) -> dict[str, Plain]:
        """What the criterion is to say: `parts`, with whatever was sent otherwise than `shown`."""
        fields = filled(self.shown(parts).fields, shown, sent)
        before, kind = kind_of(parts), fields.get("ask-kind", "")
        ask = self._asking.taken(fields, "ask", parts.get("ask", ABSENT))
        now: dict[str, Maybe] = {"ask": ask}
        base = dict(parts)
        if kind != before:
            limits = limits_for(kind, parts.get("limits", ABSENT))
            base = placed(base, {"limits": limits}, ORDER)
            fields = {name: text for name, text in fields.items() if not name.startswith("limits-")}
        told = Group(self._parts(kind)).taken(fields, "", base)
        made = told if isinstance(told, dict) else {}
        return placed(made, now, ORDER)

    @property
    def _asking(self) -> Asking:
        return Asking(self.languages, self.calendars)

    def _parts(self, kind: str) -> Mapping[str, Node]:
        """The parts by key, but for what is asked."""
        words, loose = Words(self.languages), Words(self.languages, loose=True)
        amount = Amount(unit_of(kind))
        limit = Group({"when": Condition(), "full": amount, "none": amount})
        basis = Group({"title": loose, "link": Text(), "checked": Text()})
        example: dict[str, Node] = {
            "says": loose, "facts": Condition(single=True), "given": Given(kind),
            "as_of": Text(), "then": Text(),
        }  # fmt: skip
        grounds: dict[str, Node] = {
            "expectation": Text(), "basis": Rows(basis), "finding": loose, "training": loose,
            "owner": loose,
        }  # fmt: skip
        return {
            "code": Text(), "title": words, "why": words, "satisfaction": Text(),
            "journey": Text(), "severity": Text(), "weight": Number(), "applies": Condition(),
            "limits": Rows(limit), "goal": Number(of_hundred=True), "combine": Text(),
            "accountable": Text(), "grounds": Group(grounds), "examples": Rows(Group(example)),
        }  # fmt: skip


def kind_of(parts: Mapping[str, Plain]) -> str:
    """The kind of question; empty where none is written."""
    ask = parts.get("ask")
    kind = ask.get("kind") if isinstance(ask, dict) else None
    return kind if isinstance(kind, str) else ""


def unit_of(kind: str) -> str:
    """What new limits of the kind are written in."""
    counted = kind in KINDS and issubclass(KINDS[kind], COUNTED)
    return NUMBER_UNIT if counted else "hours"
