"""Puts the steps of an explanation into a person's language: words, instants, spans and shares."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from babel.dates import format_datetime
from babel.numbers import format_decimal, format_percent

from plugin.language import translations
from scoring.explaining.steps import At, Clock, Day, Lasting, Said, Share, Shown, Step, Written
from standards.languages import in_language

# How an instant, a date and a time of day are written, in CLDR's date field symbols.
_PATTERNS = {At: "EEE d MMM y HH:mm:ss", Day: "EEE d MMM y", Clock: "HH:mm:ss"}
_SIZES = (3_600, 60, 1)


def told(steps: Iterable[Step], language: str) -> Iterator[tuple[int, str]]:
    """Each step as its depth and its line in the language."""
    for step in steps:
        yield step.depth, _sentence(Said(step.text, step.values), language)


def span(seconds: int) -> str:
    """A span as hours, minutes and seconds, `3:05:00`, the same in every language."""
    parts, rest = [], abs(seconds)
    for size in _SIZES:
        count, rest = divmod(rest, size)
        parts.append(count)
    hours, minutes, left = parts
    return f"{'-' if seconds < 0 else ''}{hours}:{minutes:02}:{left:02}"


def _sentence(said: Said, language: str) -> str:
    text: str = translations(language).gettext(said.text)
    return text.format_map({name: shown(value, language) for name, value in said.values.items()})


def shown(value: Shown, language: str) -> str:
    """A value as a reader of the language writes it."""
    match value:
        case At() | Day() | Clock():
            local = datetime.fromtimestamp(value.instant, value.zone)
            return format_datetime(local, _PATTERNS[type(value)], locale=language)
        case Lasting():
            return span(value.seconds)
        case Share():
            return format_percent(value.share, "0.##%", locale=language)
        case Said():
            return _sentence(value, language)
        case Written():
            return in_language(value.words, language)
        case tuple():
            return ", ".join(shown(each, language) for each in value)
        case int() | float():
            return format_decimal(value, locale=language)
        case _:
            return str(value)
