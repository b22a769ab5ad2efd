"""Shares as pages show them: in percent with one decimal, and drawn as a bar."""

from __future__ import annotations

from dataclasses import dataclass

from babel.numbers import format_decimal, format_percent

from plugin.language import Language
from scoring.feedback import Together
from scoring.tally.counts import Counts

NONE = "–"
_LEAST = 0.8  # percent; a narrower interval could not be seen


def percent(share: float | None, language: Language) -> str:
    """The share, 0..1, with one decimal and the sign; a dash for None."""
    if share is None:
        return NONE
    pattern = language.locale.percent_formats[None].pattern.replace("#,##0", "#,##0.0")
    return str(format_percent(_honest(share), pattern, locale=language.locale))


def short(share: float | None, language: Language) -> str:
    """The share, 0..1, with one decimal at most; a dash for None."""
    return NONE if share is None else language.share(_honest(share))


def between(low: float, high: float, language: Language) -> str:
    """From share to share, with the sign at the end."""
    first = format_decimal(100 * _honest(low), "#,##0.0", locale=language.locale)
    return f"{first}–{percent(high, language)}"


def _honest(share: float) -> float:
    """Only none is 0 and only all is 1: nearly all must not be rounded to look like it."""
    return share if share in (0, 1) else min(max(share, 0.001), 0.999)


@dataclass(frozen=True, slots=True)
class Bar:
    """Where the parts of a bar stand, in percent of its width.

    `start` and `width` are of the interval, `share` and `goal` points; None where there is none.
    """

    start: str
    width: str
    share: str
    goal: str | None


def bar_of(counts: Counts | Together, goal: float | None) -> Bar | None:
    """The bar of the share met with its interval; None where nothing is decided."""
    if counts.interval is None or counts.share is None:
        return None
    low, high = (100 * each for each in counts.interval)
    width = max(high - low, _LEAST)
    return Bar(
        start=_place(min(low, 100 - width)),
        width=_place(width),
        share=_place(100 * counts.share),
        goal=None if goal is None else _place(100 * goal),
    )


def _place(percent: float) -> str:
    return f"{percent:.2f}".rstrip("0").rstrip(".")
