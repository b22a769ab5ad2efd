"""The days that a report is about: the last thirty, a month, a quarter, or any others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from plugin.language import N_

_ONE = timedelta(days=1)
LONGEST = 3_660  # days, ten years; a typing slip in the year is longer
EARLIEST, LATEST = 1970, 2999  # years; what lies beyond is a typing slip as well


class PeriodInvalid(ValueError):
    """The days asked for make no period; the message is for the reader, yet to be translated."""


@dataclass(frozen=True, slots=True)
class Period:
    """From the first day to the last, both counted; `name` is that of a usual one, or empty."""

    first: date
    last: date
    name: str = ""


NAMES: Mapping[str, str] = {
    "last_30_days": N_("Last 30 days"),
    "this_month": N_("This month"),
    "last_month": N_("Last month"),
    "this_quarter": N_("This quarter"),
    "last_quarter": N_("Last quarter"),
}
USUAL = "last_30_days"


def usual_periods(today: date) -> Mapping[str, Period]:
    """The periods that have a name, by it."""
    month, quarter = today.replace(day=1), _quarter(today)
    month_before, quarter_before = (month - _ONE).replace(day=1), _quarter(quarter - _ONE)
    days = {
        "last_30_days": (today - timedelta(days=29), today),
        "this_month": (month, today),
        "last_month": (month_before, month - _ONE),
        "this_quarter": (quarter, today),
        "last_quarter": (quarter_before, quarter - _ONE),
    }
    return {name: Period(first, last, name) for name, (first, last) in days.items()}


def period_asked(query: Mapping[str, str], today: date) -> Period:
    """The period that `period`, or `from` and `until`, ask for; the usual one when nothing does.

    PeriodInvalid when the days asked for make none.
    """
    usual = usual_periods(today)
    if query.get("from") or query.get("until"):
        return _of_days(query, today)
    return usual.get(query.get("period", ""), usual[USUAL])


def _of_days(query: Mapping[str, str], today: date) -> Period:
    last = _day(query.get("until") or today.isoformat())
    first = _day(query["from"]) if query.get("from") else last.replace(day=1)
    if first > last:
        raise PeriodInvalid(N_("The first day comes after the last one; swap the two days."))
    if (last - first).days > LONGEST:
        raise PeriodInvalid(N_("That is longer than ten years; check the year of each day."))
    if first.year < EARLIEST or last.year > LATEST:
        raise PeriodInvalid(N_("No contact is that old, or that far ahead; check the years."))
    return Period(first, last)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        text = N_("A day is written as year-month-day, such as 2026-03-31; write both days so.")
        raise PeriodInvalid(text) from None


def _quarter(day: date) -> date:
    """The first day of the quarter."""
    return day.replace(month=3 * ((day.month - 1) // 3) + 1, day=1)
