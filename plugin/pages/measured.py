"""One occurrence in a few words: how long a wait took of what was allowed, or what was answered."""

from __future__ import annotations

from plugin.language import Language
from plugin.telling import span
from scoring.evidence import Answer
from standards.durations import parse_duration
from standards.kinds import Choice, Duration, Kind
from standards.languages import in_language


def wait_said(elapsed: int, full: int | None, none: int | None, language: Language) -> str:
    """How long the wait took, and what its limits allowed; all in seconds."""
    if full is None or none is None:
        return span(elapsed)
    if full == none:
        return language.gettext("{elapsed} of {full}", elapsed=span(elapsed), full=span(full))
    return language.gettext(
        "{elapsed} of {full}, nothing beyond {none}",
        elapsed=span(elapsed),
        full=span(full),
        none=span(none),
    )


def answer_said(ask: Kind, value: Answer | None, language: Language) -> str:
    """What was answered, counted or rated, as the standard's reader knows it."""
    if value is None:
        return language.gettext("no answer")
    if isinstance(value, bool):
        return language.gettext("yes") if value else language.gettext("no")
    if isinstance(ask, Choice):
        return in_language(ask.labels.get(str(value), {}), language.code) or str(value)
    if isinstance(ask, Duration) and isinstance(value, str):
        return span(parse_duration(value))
    return value if isinstance(value, str) else language.number(value)
