"""Limits in words: what is met, what partly, what missed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from plugin.catalogue.conditions import condition_in_words
from plugin.language import N_, Language
from standards.durations import CalendarDays, Seconds, WorkingDays
from standards.kinds import Better, Choice, KeptPromise, Kind, Number, Photo, Text, YesNo
from standards.languages import in_language
from standards.model import Amount, Criterion, Limit

Band: TypeAlias = tuple[str, str]  # a verdict, and what earns it


@dataclass(frozen=True, slots=True)
class Row:
    """Which contacts the bands are for, empty for all; best band first."""

    when: str
    bands: tuple[Band, ...]


def rows_of(criterion: Criterion, language: Language) -> tuple[Row, ...]:
    """The criterion's limits, or what its answers earn."""
    if not criterion.limits:
        return (Row("", tuple(_earned(criterion.ask, language))),)
    return tuple(
        Row(_when(limit, number, language), tuple(_bands(criterion.ask, limit, language)))
        for number, limit in enumerate(criterion.limits)
    )


def _when(limit: Limit, number: int, language: Language) -> str:
    words = condition_in_words(limit.when, language)
    return words or (language.gettext("otherwise") if number else "")


def _bands(ask: Kind, limit: Limit, language: Language) -> Iterator[Band]:
    equal = limit.full == limit.none
    if isinstance(ask, KeptPromise) and equal and limit.full == Seconds(0):
        words = _PROMISED
    else:
        words = _EQUAL[ask.better] if equal else _APART[ask.better]
    full, none = _amount(ask, limit.full, language), _amount(ask, limit.none, language)
    for verdict, message in words:
        yield verdict, language.gettext(message, full=full, none=none)


def _amount(ask: Kind, amount: Amount, language: Language) -> str:
    match amount:
        case Seconds(seconds):
            return language.duration(seconds)
        case WorkingDays(days):
            return language.ngettext("{number} working day", "{number} working days", days)
        case CalendarDays(days):
            return language.ngettext("{number} calendar day", "{number} calendar days", days)
    unit = ask.unit if isinstance(ask, Number) else ""
    return f"{language.number(amount)} {unit}".strip()


def _earned(ask: Kind, language: Language) -> Iterator[Band]:
    """What each answer earns, the best first."""
    match ask:
        case YesNo(good=good):
            yield "met", language.gettext(N_("yes") if good else N_("no"))
            yield "missed", language.gettext(N_("no") if good else N_("yes"))
        case Choice(answers=answers):
            for answer in sorted(answers, key=answers.__getitem__, reverse=True):
                yield _answer(ask, answer, language)
        case Text():
            yield "met", language.gettext("any answer")
        case Photo():
            yield "met", language.gettext("any photo")


def _answer(ask: Choice, answer: str, language: Language) -> Band:
    label = answer_label(ask, answer, language)
    share = ask.answers[answer]
    if 0 < share < 1:
        return "partly", f"{label} ({language.share(share)})"
    return ("met" if share else "missed"), label


def answer_label(ask: Choice, answer: str, language: Language) -> str:
    """The answer as the person reads it."""
    return in_language(ask.labels.get(answer, {}), language.code) or answer.replace("_", " ")


# Whether less or more is better -> the bands, with both limits apart or equal.
_APART: Mapping[Better, tuple[Band, ...]] = {
    Better.LESS: (
        ("met", N_("at most {full}")),
        ("partly", N_("up to {none}")),
        ("missed", N_("more than {none}")),
    ),
    Better.MORE: (
        ("met", N_("at least {full}")),
        ("partly", N_("more than {none}")),
        ("missed", N_("at most {none}")),
    ),
}
_EQUAL: Mapping[Better, tuple[Band, ...]] = {
    Better.LESS: (("met", N_("at most {full}")), ("missed", N_("more than {full}"))),
    Better.MORE: (("met", N_("at least {full}")), ("missed", N_("less than {full}"))),
}
_PROMISED: tuple[Band, ...] = (("met", N_("on time")), ("missed", N_("later")))
