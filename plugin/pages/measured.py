"""One occurrence in a few words: how long a wait took of what was allowed, or what was answered."""

from __future__ import annotations

from collections.abc import Mapping

from babel.units import format_unit

from plugin.language import N_, Language
from scoring.evidence import Answer
from standards.durations import parse_duration
from standards.kinds import Choice, Duration, Kind, YesNo
from standards.languages import in_language

_YES_NO: Mapping[Answer, str] = {"yes": N_("yes"), "no": N_("no")}
_UNITS = (("duration-hour", 3_600), ("duration-minute", 60), ("duration-second", 1))


def wait_said(elapsed: int, full: int | None, none: int | None, language: Language) -> str:
    """How long the wait took, and what its limits allowed; all in seconds."""
    took = lasting(elapsed, language)
    if full is None or none is None:
        return took
    whole, part = lasting(full, language), lasting(none, language)
    if full == none:
        return language.gettext("{elapsed}; allowed {full}", elapsed=took, full=whole)
    return language.gettext(
        "{elapsed}; allowed {full}, in part up to {none}", elapsed=took, full=whole, none=part
    )


def lasting(seconds: int, language: Language) -> str:
    """The span in few letters: hours, minutes and seconds, without those that are none."""
    parts: list[str] = []
    rest = abs(seconds)
    for unit, size in _UNITS:
        count, rest = divmod(rest, size)
        if count or (size == 1 and not parts):
            parts.append(format_unit(count, unit, "short", locale=language.locale))
    return ("−" if seconds < 0 else "") + "\N{NO-BREAK SPACE}".join(parts)


def answer_said(ask: Kind, value: Answer | None, language: Language) -> str:
    """What was answered, counted or rated, as the standard's reader knows it."""
    if value is None:
        return language.gettext("no answer")
    if isinstance(ask, YesNo) and value in _YES_NO:
        return language.gettext(_YES_NO[value])
    if isinstance(ask, Choice):
        return in_language(ask.labels.get(str(value), {}), language.code) or str(value)
    if isinstance(ask, Duration) and isinstance(value, str):
        return lasting(parse_duration(value), language)
    return value if isinstance(value, str) else language.number(value)
