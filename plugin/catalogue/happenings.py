"""What an example gives, in words: `Mon 11:00 opened` in the reader's language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from plugin.catalogue.conditions import fact_name, status_name
from plugin.catalogue.questions import answer_in_words
from plugin.language import N_, Language
from standards.calendar import DAYS
from standards.kinds import Kind, Number, Status
from standards.model import Example

_TIME = re.compile(r"(?P<day>[A-Z][a-z]{2}|[0-9-]{10}) (?P<clock>[0-9]{2}:[0-9]{2})")
_HAPPENING = re.compile(rf"(?P<time>{_TIME.pattern}) (?P<what>.+)")

# Happenings that stand alone, as they are written -> as they are read.
PLAIN: Mapping[str, str] = {
    "opened": N_("opened"),
    "opened by agent": N_("opened by an employee"),
    "customer wrote": N_("the customer wrote"),
    "replied": N_("replied"),
    "replied and solved": N_("replied and solved"),
    "bot replied": N_("a bot replied"),
    "noted": N_("an internal note"),
    "solved": N_("solved"),
    "closed": N_("closed"),
    "pending": N_("pending"),
    "on hold": N_("on hold"),
    "open": N_("open"),
    "unassigned": N_("taken from its employee"),
    "merged": N_("merged with another"),
}
# Happenings followed by a value -> as they are read.
FOLLOWED: Mapping[str, str] = {
    "assigned": N_("assigned to {value}"),
    "rated": N_("rated {value}"),
    "promised": N_("promised for {value}"),
}
_VALUES: Mapping[str, str] = {"rating": N_("rated {value}"), "count": N_("counted: {value}")}
_STATUSES = frozenset(Status)


def given_in_words(ask: Kind, example: Example, language: Language) -> tuple[str, ...]:
    """What happened, each happening by itself; or the one value that is given."""
    given = example.given
    if isinstance(given, Mapping):
        return tuple(_value(ask, key, value, language) for key, value in given.items())
    return tuple(_happening(words, language) for words in given)


def _value(ask: Kind, key: str, value: object, language: Language) -> str:
    if value is None:
        return language.gettext("no answer")
    text = _text(ask, value, language)
    return language.gettext(_VALUES[key], value=text) if key in _VALUES else text


def _text(ask: Kind, value: object, language: Language) -> str:
    if isinstance(value, bool):
        value = "yes" if value else "no"
    if not isinstance(value, int | float):
        return answer_in_words(ask, str(value), language)
    unit = ask.unit if isinstance(ask, Number) else ""
    return f"{language.number(value)} {unit}".strip()


def _happening(words: str, language: Language) -> str:
    """The happening; as it is written where it is not understood."""
    match = _HAPPENING.fullmatch(words)
    if match is None:
        return words
    return f"{time_in_words(match['time'], language)} {happening_in_words(match['what'], language)}"


def happening_in_words(what: str, language: Language) -> str:
    """What happened, without its time: `replied`, `assigned ada`, `priority urgent`."""
    first, _, rest = what.partition(" ")
    if what in PLAIN:
        return language.gettext(PLAIN[what])
    if first in FOLLOWED and rest:
        value = time_in_words(rest, language) if _TIME.fullmatch(rest) else rest
        return language.gettext(FOLLOWED[first], value=value)
    value = status_name(rest, language) if first == "status" and rest in _STATUSES else rest
    return f"{fact_name(first, language)}: {value}" if rest else what


def time_in_words(text: str, language: Language) -> str:
    """`Mon 09:00` or `2026-12-24 09:00` with the day as the language writes it."""
    day, _, clock = text.partition(" ")
    if day.lower() in DAYS:
        shown = language.locale.days["format"]["abbreviated"][DAYS.index(day.lower())]
        return f"{shown} {clock}"
    return f"{language.day(date.fromisoformat(day))}, {clock}"
