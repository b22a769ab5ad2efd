"""What stands behind the chapters: the opening hours with the holidays to come, and the words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from babel.dates import format_date

from plugin.catalogue.calendars import calendar_in_words
from plugin.catalogue.words import Phrase
from plugin.language import N_, Language
from standards.calendar import Calendar
from standards.content import mapping
from standards.holidays import holiday_names
from standards.model import Form
from standards.source import read_source

YEAR = timedelta(days=365)

# What everybody who reads the book should understand -> what is meant by it.
_TERMS: tuple[tuple[str, str], ...] = (
    (N_("Contact"), N_("One matter of one customer: a ticket, a visit, a review of a ticket.")),
    (
        N_("Criterion"),
        N_("One promise of the standard. It has a code that never means anything else."),
    ),
    (N_("Met"), N_("The limit was kept; the criterion earns its whole weight.")),
    (
        N_("Partly met"),
        N_("Between the limits; the nearer to the good one, the more of the weight is earned."),
    ),
    (N_("Missed"), N_("Beyond the last limit; the criterion earns nothing.")),
    (N_("Weight"), N_("How much a criterion counts in the score, against the others.")),
    (N_("Score"), N_("What was earned out of all that could be decided, in per cent.")),
    (N_("Goal"), N_("The share of cases in which a criterion is to be met, over many contacts.")),
    (
        N_("Critical"),
        N_("A criterion that fails the whole contact when it is missed, whatever the score."),
    ),
    (
        N_("Not applicable"),
        N_("The question did not arise in this contact; it counts neither for nor against."),
    ),
    (N_("Unknown"), N_("It could not be told; that is no failure, and counts neither way.")),
    (N_("Opening hours"), N_("The hours in which a clock runs; outside of them it stands still.")),
    (
        N_("Working day"),
        N_("A day with opening hours; within one working day means until that hour of the next."),
    ),
    (N_("Ticket"), N_("A matter at the helpdesk, from the first message until it is solved.")),
    (
        N_("Visit"),
        N_("A mystery shopper goes through our service as a customer and answers questions."),
    ),
    (N_("Review"), N_("A colleague reads a ticket and answers questions about it.")),
    (
        N_("Accountable"),
        N_("Whose result it is, when it is met and when it is missed."),
    ),
)


@dataclass(frozen=True, slots=True)
class Holiday:
    """A day on which a calendar is closed; an empty name is not known."""

    day: str
    name: Phrase


@dataclass(frozen=True, slots=True)
class CalendarPage:
    """A calendar: what is to be known of it, and the days of the coming year when it is closed."""

    name: str
    lines: tuple[str, ...]
    heading: str
    holidays: tuple[Holiday, ...]


@dataclass(frozen=True, slots=True)
class Term:
    """A word and what is meant by it."""

    name: str
    says: str


def calendars_of(form: Form, language: Language, since: date) -> tuple[CalendarPage, ...]:
    """The calendars as they are written, with the holidays of the year that begins on the day."""
    parts = mapping(read_source(form.text.encode()).data)
    return tuple(
        _page(form.hours[name].calendar, mapping(written), language, since)
        for name, written in mapping(parts.get("calendars")).items()
    )


def _page(
    calendar: Calendar, written: Mapping[str, Any], language: Language, since: date
) -> CalendarPage:
    until = since + YEAR
    heading = language.gettext(
        "Days closed from {first} to {last}", first=language.day(since), last=language.day(until)
    )
    return CalendarPage(
        calendar.name,
        tuple(calendar_in_words(calendar, written, language)),
        heading,
        tuple(_holidays(calendar, written, language, (since, until))),
    )


def _holidays(
    calendar: Calendar, written: Mapping[str, Any], language: Language, span: tuple[date, date]
) -> Iterator[Holiday]:
    kept = mapping(written.get("holidays"))
    known: Mapping[date, str] = {}
    spoken, country, part = "", kept.get("country"), kept.get("subdivision")
    if isinstance(country, str):
        years = range(span[0].year, span[1].year + 1)
        where = country, part if isinstance(part, str) else None
        known, spoken = holiday_names(*where, years, language.code)
    for day in sorted(calendar.holidays):
        if span[0] <= day < span[1]:
            shown = str(format_date(day, "EEE d MMMM y", locale=language.locale))
            elsewhere = "" if spoken == language.code else spoken
            yield Holiday(shown, Phrase(known.get(day, ""), elsewhere))


def glossary_of(language: Language) -> tuple[Term, ...]:
    """The words in the alphabet of the language."""
    told = (Term(language.gettext(name), language.gettext(says)) for name, says in _TERMS)
    return tuple(sorted(told, key=lambda term: term.name.casefold()))
