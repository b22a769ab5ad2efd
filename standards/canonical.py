"""The fingerprint of a standard: the same for the same content, however it is written."""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256

from standards.calendar import Calendar
from standards.source import Plain


def content_hash(plain: Mapping[str, Plain], calendars: Mapping[str, Calendar]) -> str:
    """SHA-256 in hex over the content as canonical JSON, holidays expanded into their dates.

    Comments, the order of keys and the layout of the file change nothing; neither does a later
    release of the holiday lists, as long as the dates stay the same.
    """
    content = {**plain, "calendars": _expanded(plain.get("calendars"), calendars)}
    text = json.dumps(
        _canonical(content), sort_keys=True, separators=(",", ":"), ensure_ascii=False
    )
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _expanded(plain: Plain, calendars: Mapping[str, Calendar]) -> Plain:
    if not isinstance(plain, dict):
        return plain
    return {name: _with_dates(calendar, calendars.get(name)) for name, calendar in plain.items()}


def _with_dates(plain: Plain, calendar: Calendar | None) -> Plain:
    if calendar is None or not isinstance(plain, dict) or "holidays" not in plain:
        return plain
    return {**plain, "holidays": [day.isoformat() for day in sorted(calendar.holidays)]}


def _canonical(plain: Plain) -> Plain:
    """Whole numbers without a point, so that 3 and 3.0 are one."""
    match plain:
        case dict():
            return {key: _canonical(value) for key, value in plain.items()}
        case list():
            return [_canonical(value) for value in plain]
        case float() if plain.is_integer():
            return int(plain)
    return plain
