"""A standard's questions as a phone shows them: in one language or in all, without their shares.

Whoever answers is not told what an answer earns, nor what is hoped for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, assert_never

from standards.conditions import ALWAYS
from standards.kinds import (
    KIND_WORDS,
    Asked,
    Choice,
    Duration,
    Instrument,
    Number,
    Photo,
    Question,
    Scale,
    Text,
    Words,
    YesNo,
)
from standards.languages import in_language
from standards.model import Criterion, Form

EVERY_LANGUAGE = "all"


def questionnaires_of(
    standards: Iterable[Form], instruments: Iterable[Instrument], language: str
) -> list[dict[str, Any]]:
    """What each of the standards asks of each instrument; those that ask nothing are left out.

    `language` is that of the words, or `all` for maps from language to words.
    """
    wanted = tuple(instruments)
    return [
        {
            "standard": standard.code,
            "version": standard.version,
            "hash": standard.hash,
            "instrument": instrument.value,
            "title": _said(standard.title, language),
            "languages": list(standard.languages),
            "questions": asked,
        }
        for standard in standards
        for instrument in wanted
        if (asked := [*_questions(standard, instrument, language)])
    ]


def _questions(standard: Form, instrument: Instrument, language: str) -> list[dict[str, Any]]:
    return [
        _question(each, each.ask, language)
        for each in standard.criteria
        if isinstance(each.ask, Question) and instrument in each.ask.of
    ]


def _question(criterion: Criterion, ask: Asked, language: str) -> dict[str, Any]:
    return {
        "code": criterion.code,
        "kind": KIND_WORDS[type(ask)],
        "question": _said(ask.question or criterion.title, language),
        "required": ask.required,
        "na": ask.na,
        "journey": None if criterion.journey is None else criterion.journey.value,
        "show_if": {code: sorted(words) for code, words in ask.shown_if.items()},
        "applies": _condition(criterion),
        **_allowed(ask, language),
    }


def _condition(criterion: Criterion) -> dict[str, list[Any]]:
    """Of which facts the question hangs on, and the values that fit; empty: it is always asked."""
    if criterion.applies == ALWAYS:
        return {}
    return {name: sorted(values, key=str) for name, values in criterion.applies.wanted}


def _allowed(ask: Asked, language: str) -> Mapping[str, Any]:
    """The answers that the question allows."""
    match ask:
        case YesNo():
            return {"answers": [{"value": "yes"}, {"value": "no"}]}
        case Choice():
            return {"answers": [_choice(word, ask, language) for word in ask.answers]}
        case Scale():
            return {"least": ask.least, "most": ask.most}
        case Number():
            return {"unit": ask.unit}
        case Duration() | Text() | Photo():
            return {}
        case _:
            assert_never(ask)


def _choice(word: str, ask: Choice, language: str) -> dict[str, Any]:
    labels = ask.labels.get(word)
    return {"value": word} if labels is None else {"value": word, "label": _said(labels, language)}


def _said(words: Words, language: str) -> str | dict[str, str]:
    return dict(words) if language == EVERY_LANGUAGE else in_language(words, language)
