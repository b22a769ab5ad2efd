"""What a reader asks a report on somebody for: which standard, and which days."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime

from flask import request

from plugin.house import House
from plugin.language import Language
from plugin.pages.asked import Query
from plugin.pages.periods import NAMES, Period, PeriodInvalid, period_asked, usual_periods

# A month that is over: its report stays what it is, so what was read is still what is shown.
USUAL = "last_month"


def today_in(house: House) -> date:
    """The day that it is in the firm's zone."""
    return datetime.fromtimestamp(house.clock(), house.config.zone).date()


def period_of(query: Mapping[str, str], today: date, language: Language) -> tuple[Period, str]:
    """The period asked for and no fault, or the usual one and what is wrong."""
    named = bool(query.get("period") or query.get("from") or query.get("until"))
    try:
        return period_asked(query if named else {"period": USUAL}, today), ""
    except PeriodInvalid as error:
        return usual_periods(today)[USUAL], language.gettext(str(error))


def days_of(period: Period) -> Query:
    """The period as an address says it: by its days, so that it means the same tomorrow."""
    return {"from": period.first.isoformat(), "until": period.last.isoformat()}


def periods_of(today: date, language: Language) -> Iterator[tuple[str, Period]]:
    """The periods that have a name, by it."""
    for name, period in usual_periods(today).items():
        yield language.gettext(NAMES[name]), period


def version_asked() -> int | None:
    """The version that the address names."""
    return request.args.get("version", type=int)
