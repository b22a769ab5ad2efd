"""One occurrence in a few words: how long a wait took of what was allowed, or what was answered."""

from __future__ import annotations

from collections.abc import Mapping

from babel.units import format_unit

from plugin.language import N_, Language
from scoring.evidence import Answer
from standards.durations import parse_duration
from standards.kinds import Better, Choice, Count, Duration, Kind, Number, Rating, Scale, YesNo
from standards.languages import in_language

# Phones and files of visits tell the answers apart in either way.
_YES_NO: Mapping[Answer, str] = {True: N_("yes"), False: N_("no"), "yes": N_("yes"), "no": N_("no")}
_UNITS = (("duration-hour", 3_600), ("duration-minute", 60), ("duration-second", 1))


def wait_said(elapsed: int, full: int | None, none: int | None, language: Language) -> str:
    """How long the wait took, and what its limits allowed; all in seconds."""
    limits = [each for each in (full, none) if each is not None]
    spans = list(dict.fromkeys((elapsed, *limits)))
    told = {each: lasting(each, language) for each in spans}
    if len(set(told.values())) < len(spans):  # seconds alone tell them apart
        told = {each: lasting(each, language, whole=True) for each in spans}
    if full is None or none is None:
        return told[elapsed]
    text = N_("{elapsed}; allowed {full}")
    if full != none:
        text = N_("{elapsed}; allowed {full}, in part up to {none}")
    return language.gettext(text, elapsed=told[elapsed], full=told[full], none=told[none])


def lasting(seconds: int, language: Language, *, whole: bool = False) -> str:
    """The span in few letters, without parts that are none.

    An hour and more is told to the minute, or `whole`.
    """
    parts: list[str] = []
    rest = abs(seconds) if whole or abs(seconds) < 3_600 else abs(seconds) // 60 * 60
    for unit, size in _UNITS:
        count, rest = divmod(rest, size)
        if count or (size == 1 and not parts):
            parts.append(format_unit(count, unit, "short", locale=language.locale))
    return ("−" if seconds < 0 else "") + "\N{NO-BREAK SPACE}".join(parts)


def answer_said(ask: Kind, value: Answer | None, full: float | None, language: Language) -> str:
    """What was answered, counted or rated, and what would have earned the whole share.

    `full` is in the unit of the value; None, or of a kind that earns by its answer: it is not said.
    """
    if not isinstance(ask, Count | Rating | Scale | Number | Duration) or value is None:
        return _word(ask, value, language)
    if full is None:
        return _amount(value, language)
    text = N_("at least {full}") if ask.better is Better.MORE else N_("at most {full}")
    wanted = language.gettext(text, full=_limit(ask, full, language))
    return f"{_amount(value, language)} · {wanted}"


def _word(ask: Kind, value: Answer | None, language: Language) -> str:
    if value is None:
        return language.gettext("no answer")
    if isinstance(ask, YesNo) and value in _YES_NO:
        return language.gettext(_YES_NO[value])
    if isinstance(ask, Choice):
        return in_language(ask.labels.get(str(value), {}), language.code) or str(value)
    return str(value)


def _amount(value: Answer, language: Language) -> str:
    if isinstance(value, str):
        return lasting(parse_duration(value), language)
    return language.number(value)


def _limit(ask: Kind, full: float, language: Language) -> str:
    is_span = isinstance(ask, Duration)
    return lasting(int(full), language) if is_span else language.number(full)
