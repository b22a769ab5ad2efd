"""Instants and stretches as pages write them: to the minute, the day once where it is one day."""

from __future__ import annotations

from datetime import datetime, tzinfo

from babel.dates import format_datetime

from plugin.language import Language
from scoring.explain import zone_of
from standards.model import Form

_DAY, _TIME = "d MMM y", "HH:mm"


def zone_in(standard: Form, house: tzinfo) -> tzinfo:
    """On which clock the standard's cards are read: its first calendar's, else the house's own."""
    return zone_of(standard) if standard.hours else house


def moment(at: int, zone: tzinfo, language: Language) -> str:
    """The UTC second on the clock of the zone."""
    return _shown(at, zone, f"{_DAY} {_TIME}", language)


def stretch(start: int, stop: int, zone: tzinfo, language: Language) -> str:
    """From one UTC second to another on the clock of the zone."""
    first = moment(start, zone, language)
    if _shown(start, zone, _DAY, language) == _shown(stop, zone, _DAY, language):
        return f"{first}–{_shown(stop, zone, _TIME, language)}"
    return f"{first} – {moment(stop, zone, language)}"


def _shown(at: int, zone: tzinfo, pattern: str, language: Language) -> str:
    local = datetime.fromtimestamp(at, zone)
    return str(format_datetime(local, pattern, locale=language.locale))
