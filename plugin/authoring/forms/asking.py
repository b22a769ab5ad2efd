"""The fields of what a criterion asks, by its kind, and what a newly chosen kind begins with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from plugin.authoring.forms.fields import (
    ABSENT,
    Condition,
    Fields,
    Flag,
    Maybe,
    Number,
    Several,
    Text,
    Words,
    merged,
)
from plugin.authoring.forms.groups import Group, Node, placed, taken_of
from standards.kinds import KINDS, Clock, Question
from standards.limits import BY_ITSELF, COUNTED, SHARED, TIMED
from standards.schema.kinds import FORMS
from standards.source import Plain

ASKED = frozenset(word for word, kind in KINDS.items() if issubclass(kind, Question))
CLOCKS = frozenset(word for word, kind in KINDS.items() if issubclass(kind, Clock))
LIMITED = frozenset(word for word, kind in KINDS.items() if not issubclass(kind, SHARED))
_TIMED = frozenset(word for word, kind in KINDS.items() if issubclass(kind, TIMED))
_COUNTED = frozenset(word for word, kind in KINDS.items() if issubclass(kind, COUNTED))
_BY_ITSELF = frozenset(word for word, kind in KINDS.items() if issubclass(kind, BY_ITSELF))

# What a kind cannot be without, as a beginning.
_BEGINS: Mapping[str, Mapping[str, Plain]] = {
    "count": {"counted": "reopenings"},
    "rating": {"scale": "csat"},
    "choice": {"answers": {"yes": 1, "no": 0}},
    "scale": {"from": 1, "to": 5},
}
_ORDER = ("kind", "calendar", "question", "of", "answers", "labels")


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers of a choice with their shares and labels, a row each.

    Answers and labels are two mappings in the YAML, so they are taken together.
    """

    languages: tuple[str, ...]

    def shown(self, ask: Mapping[str, Plain], name: str) -> Fields | None:
        """The fields of every answer; None where they are written in a rarer way."""
        answers, labels = ask.get("answers"), ask.get("labels", {})
        if not isinstance(answers, dict) or not isinstance(labels, dict):
            return {} if answers is None else None
        fields: dict[str, str] = {}
        for place, (code, share) in enumerate(answers.items()):
            row = f"{name}-{place}"
            told = Number().shown(share, f"{row}-share")
            label = self._label.shown(labels.get(code, ABSENT), f"{row}-label")
            if told is None or label is None:
                return None
            fields |= {f"{row}-code": code, **told, **label}
        return fields

    def taken(self, fields: Fields, name: str, ask: Mapping[str, Plain]) -> Mapping[str, Maybe]:
        """The two mappings; a code that is taken already is not changed to."""
        answers, labels = ask.get("answers"), ask.get("labels", {})
        shown = self.shown(ask, name)
        if not isinstance(answers, dict) or not isinstance(labels, dict) or shown is None:
            return {}
        if all(fields.get(each, text) == text for each, text in shown.items()):
            return {}
        fields = {**shown, **fields}
        made: dict[str, Plain] = {}
        told = {code: label for code, label in labels.items() if code not in answers}
        for place, (code, share) in enumerate(answers.items()):
            row, wanted = f"{name}-{place}", fields[f"{name}-{place}-code"].strip()
            now = wanted if wanted and wanted not in {*made, *answers} - {code} else code
            given = merged(Number(), fields, f"{row}-share", share)
            made[now] = None if given is ABSENT else given
            label = merged(self._label, fields, f"{row}-label", labels.get(code, ABSENT))
            if label is not ABSENT:
                told[now] = label
        return {"answers": made, "labels": told or ABSENT}

    @property
    def _label(self) -> Words:
        return Words(self.languages)


@dataclass(frozen=True, slots=True)
class Asking:
    """What a criterion asks; `calendars` are the names of those it may count under."""

    languages: tuple[str, ...]
    calendars: tuple[str, ...] = ()

    def parts(self, kind: str) -> Mapping[str, Node]:
        """The parts of the kind by key, but for the answers of a choice."""
        every: dict[str, Node] = {
            "calendar": Text(),
            "on_schedule_change": Text(),
            "pause_on": Several(),
            "reopen": Text(),
            "from_creation": Flag(),
            "counted": Text(),
            "scale": Text(),
            "question": Words(self.languages),
            "of": Several(),
            "good": Text(),
            "from": Number(),
            "to": Number(),
            "unit": Text(),
            "better": Text(),
            "na": Flag(),
            "required": Flag(),
            "show_if": Condition(),
        }
        known = FORMS[kind].values() if kind in FORMS else {}
        return {key: part for key, part in every.items() if key in known}

    def shown(self, plain: Maybe, name: str) -> tuple[Fields, tuple[str, ...]]:
        """The fields, and what only the YAML can show."""
        if plain is not ABSENT and not isinstance(plain, dict):
            return {}, (name,)
        ask = plain if isinstance(plain, dict) else {}
        kind = ask.get("kind")
        told = kind if isinstance(kind, str) else ""
        shown = Group(self.parts(told)).shown(ask, name)
        fields, kept = {f"{name}-kind": told, **shown.fields}, shown.kept
        if told == "choice":
            answers = Answers(self.languages).shown(ask, f"{name}-answers")
            fields |= answers or {}
            kept = kept if answers is not None else (*kept, f"{name}-answers")
        return fields, kept

    def taken(self, fields: Fields, name: str, was: Maybe) -> Maybe:
        """What is asked; a kind that is newly chosen keeps what it shares with the one before."""
        if was is not ABSENT and not isinstance(was, dict):
            return was
        ask = was if isinstance(was, dict) else {}
        kind = fields.get(f"{name}-kind", "")
        if kind != ask.get("kind", ""):
            ask = self.begun(kind, ask)
        now = {
            key: taken_of(node, fields, f"{name}-{key}", ask.get(key, ABSENT))
            for key, node in self.parts(kind).items()
        }
        if kind == "choice":
            now |= Answers(self.languages).taken(fields, f"{name}-answers", ask)
        made = placed(ask, now, (*_ORDER, *(each for each in now if each not in _ORDER)))
        return made or ABSENT

    def begun(self, kind: str, was: Mapping[str, Plain]) -> dict[str, Plain]:
        """The beginning of a question of the kind, with what fits it of the one before."""
        known = FORMS[kind].values() if kind in FORMS else {}
        kept = {key: value for key, value in was.items() if key in known and key != "scale"}
        calendar = {"calendar": self.calendars[0]} if "calendar" in known and self.calendars else {}
        return {
            "kind": kind,
            **calendar,
            **_BEGINS.get(kind, {}),
            **{key: value for key, value in kept.items() if key != "kind"},
        }


def limits_for(kind: str, was: Maybe) -> Maybe:
    """The limits that go on when the kind is newly chosen: those that fit, or a beginning."""
    if kind not in LIMITED:
        return ABSENT
    if was is not ABSENT and _fit(kind, was):
        return was
    if kind in _BY_ITSELF:
        return ABSENT
    return first_limit(kind)


def first_limit(kind: str) -> dict[str, Plain]:
    """A row of limits to begin with."""
    return {"full": "PT4H"} if kind in _TIMED else {"full": 2}


def _fit(kind: str, limits: Maybe) -> bool:
    rows = limits if isinstance(limits, list) else [limits]
    fulls = [row.get("full") for row in rows if isinstance(row, dict)]
    numbers = [isinstance(each, int | float) for each in fulls]
    return all(numbers) if kind in _COUNTED else not any(numbers)
