"""The examples of a criterion as little stories: what happened when, what counted, what came of it.

A day of the week is said as such, and weeks after the first one as what they are; a date is a date.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from babel.dates import format_date

from plugin.catalogue.conditions import facts_in_words
from plugin.catalogue.happenings import given_in_words, happening_in_words
from plugin.catalogue.names import VERDICTS
from plugin.catalogue.words import Phrase, phrase
from plugin.language import N_, Language
from plugin.telling import Manner, told
from scoring.explaining.example import reckoned
from scoring.explaining.steps import At, Clock, Day
from scoring.judge import Verdict
from scoring.proof import Tried, judged
from standards.calendar import DAYS
from standards.kinds import Clock as Timed
from standards.model import Criterion, Example, Form

_WEEKDAY = re.compile(r"(?P<day>[A-Z][a-z]{2}) (?P<clock>[0-9]{2}:[0-9]{2}) (?P<what>.+)")
_DATE = re.compile(r"(?P<day>[0-9-]{10}) (?P<clock>[0-9]{2}:[0-9]{2}) (?P<what>.+)")

# Happenings that stand alone -> what is told of them.
_HAPPENED: Mapping[str, str] = {
    "opened": N_("A customer writes to us"),
    "opened by agent": N_("An employee opens the matter"),
    "customer wrote": N_("The customer writes again"),
    "replied": N_("An employee replies"),
    "replied and solved": N_("An employee replies and solves the matter"),
    "bot replied": N_("An automatic answer goes out"),
    "noted": N_("An employee writes a note that the customer does not see"),
    "solved": N_("The matter is solved"),
    "closed": N_("The matter is closed"),
    "pending": N_("We wait for the customer"),
    "on hold": N_("We wait for somebody else"),
    "open": N_("The matter is open again"),
    "unassigned": N_("The matter is taken from its employee"),
    "merged": N_("The matter is merged with another"),
}
_ANSWER = N_("The answer: {value}")
_OUTCOMES: Mapping[str, str] = {
    Verdict.MET: N_("It earns the whole weight"),
    Verdict.PARTLY: N_("It earns {share} of the weight"),
    Verdict.MISSED: N_("It earns nothing"),
    Verdict.PENDING: N_("It is not decided yet"),
    Verdict.NOT_APPLICABLE: N_("It does not apply here, and counts neither way"),
    Verdict.UNKNOWN: N_("It cannot be told, and counts neither way"),
}

# Which verdicts are told together, under which heading.
SHELVES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("good", N_("Done well"), (Verdict.MET,)),
    ("between", N_("Nearly"), (Verdict.PARTLY,)),
    ("bad", N_("Missed"), (Verdict.MISSED,)),
    (
        "beside",
        N_("Where it does not count"),
        (Verdict.PENDING, Verdict.NOT_APPLICABLE, Verdict.UNKNOWN),
    ),
)


def _lasting(seconds: int, language: Language) -> str:
    said = language.duration(abs(seconds))
    return f"−{said}" if seconds < 0 else said


# An example of the week names its days alone; one with dates names those.
_OF_THE_WEEK = Manner({At: "EEEE HH:mm", Day: "EEEE", Clock: "HH:mm"}, _lasting)
_DATED = Manner({At: "EEE d MMM HH:mm", Day: "EEE d MMM", Clock: "HH:mm"}, _lasting)


@dataclass(frozen=True, slots=True)
class Beat:
    """Something that happens: when in words, empty where that is nothing to the matter."""

    when: str
    what: str


@dataclass(frozen=True, slots=True)
class Story:
    """An example told: under which circumstances, what happens, what is reckoned, what it earns.

    `reckoning` is lines, none where the answer says it all; `says` is empty where nothing is said.
    """

    verdict: str
    named: str
    says: Phrase
    circumstances: str
    beats: tuple[Beat, ...]
    reckoning: tuple[str, ...]
    outcome: str


@dataclass(frozen=True, slots=True)
class Shelf:
    """Stories that come out alike; `tone` is good, between, bad or beside."""

    tone: str
    heading: str
    stories: tuple[Story, ...]


def shelves_of(
    form: Form, criterion: Criterion, language: Language, as_of: int
) -> tuple[Shelf, ...]:
    """The criterion's examples, those done well first; `as_of` finds an ordinary week for them."""
    return tuple(_shelves(form, criterion, language, as_of))


def _shelves(form: Form, criterion: Criterion, language: Language, as_of: int) -> Iterator[Shelf]:
    for tone, heading, verdicts in SHELVES:
        stories = tuple(
            _story(form, criterion, example, language, as_of)
            for example in criterion.examples
            if example.then in verdicts
        )
        if stories:
            yield Shelf(tone, language.gettext(heading), stories)


def _story(
    form: Form, criterion: Criterion, example: Example, language: Language, as_of: int
) -> Story:
    tried = _tried(form, criterion, example, as_of)
    share = None if tried is None else tried.finding.share
    manner = _DATED if _is_dated(example) else _OF_THE_WEEK
    steps = () if tried is None else reckoned(form, criterion, tried)
    return Story(
        verdict=example.then,
        named=language.gettext(VERDICTS[example.then]),
        says=phrase(example.says, language),
        circumstances=facts_in_words(example.facts, language),
        beats=tuple(_beats(form, criterion, example, tried, language)),
        reckoning=tuple(line for _, line in told(steps, language, manner)),
        outcome=language.gettext(_OUTCOMES[example.then], share=language.share(share or 0.0)),
    )


def _tried(form: Form, criterion: Criterion, example: Example, as_of: int) -> Tried | None:
    """How it is judged; None where a draft's example is not understood or not kept yet."""
    try:
        found = judged(form, criterion, example, as_of)
    except ValueError:
        return None
    return found if found.finding.verdict == example.then else None


def _is_dated(example: Example) -> bool:
    given = example.given
    return not isinstance(given, Mapping) and any(map(_DATE.fullmatch, given))


def _beats(
    form: Form, criterion: Criterion, example: Example, tried: Tried | None, language: Language
) -> Iterator[Beat]:
    given = example.given
    if isinstance(given, Mapping):
        for each in given_in_words(criterion.ask, example, language):
            is_answer = given.get("answer") is not None
            yield Beat("", language.gettext(_ANSWER, value=each) if is_answer else _begun(each))
        return
    line = None if tried is None else tried.line
    known = {} if line is None else {event.id: event.at for event in line.events}
    for place, words in enumerate(given):
        at = known.get(str(place), 0)
        weeks = (_day(form, criterion, at) - _day(form, criterion, known.get("0", at))).days // 7
        yield _beat(words, weeks, language)


def _day(form: Form, criterion: Criterion, at: int) -> date:
    """The date of the UTC second on the clock that the example is told by."""
    ask = criterion.ask
    names = ask.calendar.names if isinstance(ask, Timed) else ()
    zone = form.hours[names[0]].calendar.zone if names else UTC
    return datetime.fromtimestamp(at, zone).date()


def _beat(words: str, weeks: int, language: Language) -> Beat:
    match = _WEEKDAY.fullmatch(words)
    if match is not None and match["day"].lower() in DAYS:
        names = language.locale.days["stand-alone"]["wide"]
        day = str(names[DAYS.index(match["day"].lower())])
        if weeks:
            text = language.ngettext("{number} week later", "{number} weeks later", weeks)
            day = f"{day} ({text})"
        return Beat(f"{day} {match['clock']}", _what(match["what"], language))
    match = _DATE.fullmatch(words)
    if match is None:
        return Beat("", words)
    day = str(format_date(date.fromisoformat(match["day"]), "EEE d MMM y", language.locale))
    return Beat(f"{day}, {match['clock']}", _what(match["what"], language))


def _what(what: str, language: Language) -> str:
    if what in _HAPPENED:
        return language.gettext(_HAPPENED[what])
    return _begun(happening_in_words(what, language))


def _begun(said: str) -> str:
    """The words with a capital, as a line begins."""
    return said[:1].upper() + said[1:]
