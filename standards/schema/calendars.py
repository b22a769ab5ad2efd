"""Calendars: a zone, weekly hours, holidays, and the dates that differ."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextvars import ContextVar
from datetime import date
from typing import Any, TypeVar

from marshmallow import ValidationError, post_load

from standards.calendar import DAYS, Windows, parse_days, parse_windows
from standards.holidays import HolidayLists, kept_holidays, public_holidays
from standards.said import Said, both, said_by
from standards.schema.base import Describe, Described, Form, One, Value, refuse
from standards.schema.groups import Many, whole
from standards.schema.values import Day, Text, read_date
from standards.wording import TAKE_OUT, shown
from standards.zones import load_zone

T = TypeVar("T")

ALWAYS = "always"

# The holidays kept with the standard being read; None: it is new, the library is asked.
KEPT_HOLIDAYS: ContextVar[HolidayLists | None] = ContextVar("KEPT_HOLIDAYS", default=None)

_WINDOW = "^([01][0-9]|2[0-3]):[0-5][0-9]-(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$"
_DAYS = f"^({'|'.join(DAYS)})(-({'|'.join(DAYS)}))?$"


class Zone(Value):
    """A time zone by its IANA name."""

    def read(self, value: Any) -> Any:
        return _told(load_zone, Text().deserialize(value))

    def described(self, of: Describe) -> Described:
        return {"type": "string", "examples": ["Europe/Warsaw", "UTC"]}


class Hours(Value):
    """The windows of one day."""

    def read(self, value: Any) -> Windows:
        if not isinstance(value, list) or not all(isinstance(text, str) for text in value):
            mend = Said('write ["08:00-12:00", "12:30-16:30"]; [] is closed')
            refuse(Said("{value} is no list of hours", value=shown(value)), mend)
        return _told(parse_windows, value)

    def described(self, of: Describe) -> Described:
        return {"type": "array", "items": {"type": "string", "pattern": _WINDOW}}


class Week(Value):
    """The windows of each weekday (0 = Monday); None for `always`."""

    hours = Hours()

    def read(self, value: Any) -> Mapping[int, Windows] | None:
        if value == ALWAYS:
            return None
        if not isinstance(value, dict) or not value:
            what = Said("{value} is no week", value=shown(value))
            refuse(what, Said('write {{mon-fri: ["08:00-16:00"]}}, or always'))
        week: dict[int, Windows] = {}
        for days, hours in whole(((key, (key, value[key])) for key in value), self._days).items():
            if not week.keys().isdisjoint(parse_days(days)):
                what = Said("a day of {days} has its hours already", days=days)
                raise ValidationError({days: [both(what, Said("keep one"))]})
            week |= dict.fromkeys(parse_days(days), hours)
        return week

    def _days(self, named: tuple[str, Any]) -> Windows:
        _told(parse_days, named[0])
        return self.hours.read(named[1])

    def described(self, of: Describe) -> Described:
        days = {
            "type": "object",
            "propertyNames": {"pattern": _DAYS},
            "additionalProperties": self.hours.described(of),
            "minProperties": 1,
        }
        return {"anyOf": [{"const": ALWAYS}, days]}


class Dated(Value):
    """The windows of single dates."""

    hours = Hours()

    def read(self, value: Any) -> Mapping[date, Windows]:
        if not isinstance(value, dict):
            what = Said("{value} names no dates", value=shown(value))
            refuse(what, Said('write {{2026-12-24: ["08:00-12:00"]}}'))
        dated = whole(((key, (key, value[key])) for key in value), self._day)
        return dict(dated.values())

    def _day(self, named: tuple[str, Any]) -> tuple[date, Windows]:
        return read_date(named[0]), self.hours.read(named[1])

    def described(self, of: Describe) -> Described:
        hours = self.hours.described(of)
        dates = {"pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
        return {"type": "object", "propertyNames": dates, "additionalProperties": hours}


class Country(Value):
    """A country whose public holidays are known."""

    def read(self, value: Any) -> str:
        country: str = Text().deserialize(value)
        _told(_public, country)
        return country

    def described(self, of: Describe) -> Described:
        return {"type": "string", "pattern": "^[A-Z]{2}$", "examples": ["PL"]}


class HolidaysForm(Form):
    """Public holidays of a country, dates of one's own, and those on which one works after all."""

    country = Country("The country whose public holidays are kept, ISO 3166: PL.")
    subdivision = Text("A part of the country with holidays of its own, ISO 3166-2.")
    dates = Many(Day(), "Further whole days without service.")
    except_ = Many(Day(), "Public holidays with ordinary hours.", data_key="except")

    @post_load
    def made(self, parts: dict[str, Any], **_: Any) -> frozenset[date]:
        """Every date without service."""
        if "subdivision" in parts and "country" not in parts:
            said = both(Said("a subdivision belongs to a country"), Said("add country: PL"))
            raise ValidationError({"subdivision": [said]})
        country, subdivision = parts.get("country"), parts.get("subdivision")
        public = _of_both(country, subdivision) if country else frozenset()
        kept = frozenset(parts.get("except_", ()))
        if unknown := sorted(kept - public):
            where = country or Said("a country named here")
            what = Said("{day} is no public holiday of {country}", day=unknown[0], country=where)
            raise ValidationError({"except": [both(what, TAKE_OUT)]})
        return public - kept | frozenset(parts.get("dates", ()))


class CalendarForm(Form):
    """When the firm is open; of a date decide holidays, breaks, overrides, hours, in this order."""

    zone = Zone("The time zone, by its IANA name: Europe/Warsaw.", required=True)
    week = Week(
        'Weekly hours, {mon-fri: ["08:00-16:00"]}, or always.', required=True, data_key="hours"
    )
    holidays = One(HolidaysForm, "Whole days without service.")
    overrides = Dated("Dates whose hours replace those of the weekday; [] is closed.")
    breaks = Dated("Dates on which these hours are taken out.")


def _public(country: str, subdivision: str | None = None) -> frozenset[date]:
    kept = KEPT_HOLIDAYS.get()
    if kept is None:
        return public_holidays(country, subdivision)
    return kept_holidays(kept, country, subdivision)


def _of_both(country: str, subdivision: str | None) -> frozenset[date]:
    try:
        return _public(country, subdivision)
    except ValueError as error:
        raise ValidationError({"subdivision": [said_by(error)]}) from error


def _told(read: Callable[[Any], T], value: Any) -> T:
    """What `read` makes of the value, its ValueError as a fault of the form."""
    try:
        return read(value)
    except ValueError as error:
        raise ValidationError(said_by(error)) from error
