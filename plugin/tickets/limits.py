"""How long a helpdesk's API asks us to wait, read from its replies' headers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC
from email.utils import parsedate_to_datetime

LONGEST_WAIT = 3600  # seconds; a helpdesk that asks for more is asked again then
USUAL_WAIT = 60  # seconds, where it does not say: budgets are counted by the minute
SPARED = 0.1  # part of the budget that is left to the firm's people and other programs

TOO_MANY = 429
UNAVAILABLE = 503

# Whatever a budget is called: how much there is, what is left, seconds until it is full again.
_BUDGETS = (
    ("x-rate-limit", "x-rate-limit-remaining", "ratelimit-reset"),
    ("ratelimit-limit", "ratelimit-remaining", "ratelimit-reset"),
    ("rate-limit", "rate-limit-remaining", "rate-limit-reset"),
    ("x-ratelimit-total", "x-ratelimit-remaining", "x-ratelimit-reset"),  # Freshdesk's, a minute
)
# Zendesk's own, one a purpose, such as zendesk-rate-limit-tickets-update, whose value is
# `total=20; remaining=19; resets=59`.
_PURPOSE = re.compile(r"zendesk-rate-?limit-.+")
_PART = re.compile(r"(total|remaining|resets)=([0-9]{1,9})")
_NUMBER = re.compile(r"[0-9]{1,9}")


def asked_to_wait(status: int, headers: Mapping[str, str], now: int) -> int | None:
    """The instant until which the reply asks us to wait; None when it is no such reply."""
    asked = headers.get("retry-after")
    if status == TOO_MANY:
        return _until(asked, now) or now + USUAL_WAIT
    return _until(asked, now) if status == UNAVAILABLE else None


def spared_until(headers: Mapping[str, str], now: int) -> int | None:
    """The instant until which what is left of a budget is spared; None when there is enough."""
    waits = [reset for limit, left, reset in _budgets(headers) if left <= limit * SPARED]
    return now + min(max(waits), LONGEST_WAIT) if waits else None


def _until(asked: str | None, now: int) -> int | None:
    """RFC 9110, section 10.2.3: seconds, or a date."""
    if asked is None:
        return None
    seconds = _number(asked)
    if seconds is None:
        try:
            date = parsedate_to_datetime(asked)
            aware = date if date.tzinfo else date.replace(tzinfo=UTC)
            seconds = int(aware.timestamp()) - now
        except (ValueError, TypeError, OverflowError):  # whatever a date of nobody's may raise
            return None
    return now + min(max(seconds, 1), LONGEST_WAIT)


def _budgets(headers: Mapping[str, str]) -> Iterator[tuple[int, int, int]]:
    for names in _BUDGETS:
        limit, left, reset = (_number(headers.get(name, "")) for name in names)
        if limit is not None and left is not None:
            yield limit, left, USUAL_WAIT if reset is None else max(reset, 1)
    for name, value in headers.items():
        parts = dict(_PART.findall(value)) if _PURPOSE.fullmatch(name) else {}
        if {"total", "remaining"} <= parts.keys():
            reset = max(int(parts.get("resets", USUAL_WAIT)), 1)
            yield int(parts["total"]), int(parts["remaining"]), reset


def _number(text: str) -> int | None:
    return int(text) if _NUMBER.fullmatch(text.strip()) else None
