"""Calendars in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import groupby
from typing import Any

from plugin.language import N_, Language
from standards.calendar import Calendar, Windows


def calendar_in_words(
    calendar: Calendar, written: Mapping[str, Any], language: Language
) -> Iterator[str]:
    """Each thing a reader should know of the calendar, a line each.

    `written` is the calendar's own mapping in the file, which names the country whose holidays are
    kept; the calendar itself knows only their dates.
    """
    yield language.gettext("Time zone: {zone}", zone=calendar.zone.key)
    if calendar.week is None:
        yield language.gettext("Open round the clock")
        return
    yield from week_in_words(calendar.week, language)
    yield from _holidays(written.get("holidays") or {}, language)
    for day, windows in sorted(calendar.overrides.items()):
        yield f"{language.day(day)}: {windows_in_words(windows, language)}"
    for day, windows in sorted(calendar.breaks.items()):
        hours = windows_in_words(windows, language)
        yield language.gettext("{day}: break {hours}", day=language.day(day), hours=hours)


def week_in_words(week: Mapping[int, Windows], language: Language) -> Iterator[str]:
    """The weekdays, those in a row with the same hours together."""
    names = language.locale.days["stand-alone"]["wide"]
    for windows, days in groupby(range(7), key=lambda day: week.get(day, ())):
        first, *rest = days
        span = f"{names[first]}–{names[rest[-1]]}" if rest else names[first]
        yield f"{span}: {windows_in_words(windows, language)}"


def _holidays(written: Mapping[str, Any], language: Language) -> Iterator[str]:
    country = written.get("country")
    if country:
        name = language.locale.territories.get(country, country)
        part = written.get("subdivision")
        where = f"{name} ({part})" if part else name
        yield language.gettext("Closed on public holidays: {country}", country=where)
    for key, message in _LISTED.items():
        dates = written.get(key)
        if dates:
            listed = language.all_of(language.day(date.fromisoformat(each)) for each in dates)
            yield language.gettext(message, days=listed)


def windows_in_words(windows: Windows, language: Language) -> str:
    """The hours of a day: `08:00–12:00, 13:00–17:00`."""
    hours = ", ".join(str(window).replace("-", "–") for window in windows)
    return hours or language.gettext("no hours")


_LISTED = {
    "dates": N_("Also closed on: {days}"),
    "except": N_("Open although a public holiday: {days}"),
}
