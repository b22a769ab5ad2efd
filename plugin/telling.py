"""Puts the steps of an explanation into a person's language: words, instants, spans and shares."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from babel.dates import format_datetime

from plugin.language import Language
from scoring.explaining.steps import At, Clock, Day, Lasting, Said, Share, Shown, Step, Written
from standards.languages import in_language

_SIZES = (3_600, 60, 1)


@dataclass(frozen=True, slots=True)
class Manner:
    """How exactly it is told.

    `patterns` are how an instant, a date and a time of day are written, in CLDR's date field
    symbols; `span` says seconds in the language.
    """

    patterns: Mapping[type[At | Day | Clock], str]
    span: Callable[[int, Language], str]


def told(
    steps: Iterable[Step], language: Language, manner: Manner | None = None
) -> Iterator[tuple[int, str]]:
    """Each step as its depth and its line in the language; to the second unless told otherwise."""
    for step in steps:
        yield step.depth, _sentence(Said(step.text, step.values), language, manner or TO_THE_SECOND)


def span(seconds: int) -> str:
    """A span as hours, minutes and seconds, `3:05:00`, the same in every language."""
    parts, rest = [], abs(seconds)
    for size in _SIZES:
        count, rest = divmod(rest, size)
        parts.append(count)
    hours, minutes, left = parts
    return f"{'-' if seconds < 0 else ''}{hours}:{minutes:02}:{left:02}"


def _sentence(said: Said, language: Language, manner: Manner) -> str:
    values = {name: shown(value, language, manner) for name, value in said.values.items()}
    return language.gettext(said.text, **values)


def shown(value: Shown, language: Language, manner: Manner | None = None) -> str:
    """A value as a reader of the language writes it; to the second unless told otherwise."""
    by = manner or TO_THE_SECOND
    match value:
        case At() | Day() | Clock():
            local = datetime.fromtimestamp(value.instant, value.zone)
            return format_datetime(local, by.patterns[type(value)], locale=language.locale)
        case Lasting():
            return by.span(value.seconds, language)
        case Share():
            return language.share(value.share)
        case Said():
            return _sentence(value, language, by)
        case Written():
            return in_language(value.words, language.code)
        case tuple():
            return ", ".join(shown(each, language, by) for each in value)
        case int() | float():
            return language.number(value)
        case _:
            return str(value)


TO_THE_SECOND = Manner(
    {At: "EEE d MMM y HH:mm:ss", Day: "EEE d MMM y", Clock: "HH:mm:ss"},
    lambda seconds, _: span(seconds),
)
