"""What a row tells of a visit: a part, for several rows may tell of the same one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from plugin.imports.exports.cells import Cells
from plugin.imports.exports.rows import Refused
from plugin.imports.mapping import Said, Value, VisitRule
from plugin.imports.telling.binding import Binding
from plugin.imports.telling.facts import KEYS, Told, facts_of, flat, shown
from plugin.imports.used import columns_of

NA: Told = {"na": True}
HEAD, FACTS, ANSWERS, COUNTS = "head", "facts", "answers", "counts"  # the sections of a part

Says: TypeAlias = "Callable[[Cells], Any]"


def part_of(rule: VisitRule, binding: Binding) -> Callable[[Cells], Told]:
    """What a row tells of its visit, in sections: a piece of the line."""
    head, facts = _head(rule, binding), facts_of(rule.facts, binding)
    asked = [
        (code, binding.when(answer.when), _answer(answer.value, answer.na, binding))
        for code, answer in rule.answers
        if answer.value is not None
    ]
    counted = [
        (code, binding.when(answer.when)) for code, answer in rule.answers if answer.value is None
    ]

    def part(cells: Cells) -> Told:
        return {
            HEAD: known({key: say(cells) for key, say in head}),
            FACTS: flat(facts(cells)),
            ANSWERS: known({code: say(cells) for code, when, say in asked if when(cells)}),
            COUNTS: [code for code, when in counted if when(cells)],
        }

    return part


def _answer(value: Value, na: frozenset[str], binding: Binding) -> Says:
    say = binding.value(value)
    if not na or not isinstance(value, Said):
        return say
    text = binding.text(value.text)
    return lambda cells: NA if text(cells) in na else say(cells)


def _head(rule: VisitRule, binding: Binding) -> list[tuple[str, Says]]:
    """The keys of the line before its facts and answers."""
    asks = {"standard": rule.questionnaire, "version": rule.version}
    seen = {"identity": rule.identity, "means": rule.means, "confidence": rule.confidence}
    rules: list[tuple[str, Any, Callable[[Any], Says]]] = [
        ("about", rule.about, lambda about: _needed("about", binding.key(about))),
        (
            "questionnaire",
            rule.questionnaire,
            lambda _: _needed("questionnaire", _piece(asks, binding)),
        ),
        ("location", rule.location, binding.value),
        ("started_at", rule.started_at, lambda at: shown(binding.instant(at))),
        ("ended_at", rule.ended_at, lambda at: shown(binding.instant(at))),
        ("employee", rule.identity, lambda _: _piece(seen, binding)),
        ("accepted", rule.accepted, binding.value),
    ]
    return [(key, say(said)) for key, said, say in rules if said is not None]


def _needed(key: str, say: Says) -> Says:
    def said(cells: Cells) -> Any:
        if (found := say(cells)) is None:
            raise Refused(f"no {key}")
        return found

    return said


def _piece(values: Mapping[str, Value | None], binding: Binding) -> Says:
    """A mapping in the line: unknown when its first value is, and otherwise without a gap."""
    says = [
        (key, binding.key(value) if key in KEYS else binding.value(value))
        for key, value in values.items()
        if value is not None
    ]

    def piece(cells: Cells) -> Told | None:
        said = {key: say(cells) for key, say in says}
        if next(iter(said.values())) is None:
            return None
        for key, value in values.items():
            if said.get(key) is None:
                raise Refused(f"no {key}", ", ".join(columns_of(value)))
        return said

    return piece


def known(said: Told) -> Told:
    """What of it is known."""
    return {key: value for key, value in said.items() if value is not None}
