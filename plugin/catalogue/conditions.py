"""Conditions and facts in words: `channel: email or chat; segment: key`."""

from __future__ import annotations

from collections.abc import Iterable

from plugin.catalogue.names import FACTS, STATUS
from plugin.language import Language
from standards.conditions import FIELD, Condition, Fact, Facts
from standards.kinds import Status


def condition_in_words(condition: Condition, language: Language) -> str:
    """The condition; empty when it always fits."""
    return "; ".join(
        _said(name, language.any_of(_values(name, values, language)), language)
        for name, values in condition.wanted
    )


def facts_in_words(facts: Facts, language: Language) -> str:
    """The facts; empty when there are none."""
    return "; ".join(
        _said(name, language.all_of(_values(name, _several(fact), language)), language)
        for name, fact in facts.items()
    )


def fact_name(name: str, language: Language) -> str:
    """What the fact is called; the firm's own keep their names."""
    known = FACTS.get(name)
    return name.removeprefix(FIELD) if known is None else language.gettext(known)


def status_name(status: str, language: Language) -> str:
    """What the status is called."""
    return language.gettext(STATUS[Status(status)])


def _said(name: str, values: str, language: Language) -> str:
    return f"{fact_name(name, language)}: {values}"


def _values(name: str, values: Iterable[Fact], language: Language) -> list[str]:
    texts = sorted(_text(value, language) for value in values)
    return [status_name(text, language) for text in texts] if name == "status" else texts


def _text(value: Fact, language: Language) -> str:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value).lower() if isinstance(value, bool) else str(value)
    return language.number(value)


def _several(fact: Fact) -> tuple[Fact, ...]:
    return fact if isinstance(fact, tuple) else (fact,)
