"""A criterion as a chapter of the handbook: the promise, why, for whom, how it is seen, stories."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from plugin.catalogue.calendars import week_in_words
from plugin.catalogue.conditions import condition_in_words
from plugin.catalogue.grounds import Ground, grounds_in_words
from plugin.catalogue.limits import Row, rows_of
from plugin.catalogue.names import SEVERITY
from plugin.catalogue.questions import question_in_words
from plugin.catalogue.words import Phrase, phrase
from plugin.handbook.parts import measured_in_words
from plugin.handbook.stories import Shelf, shelves_of
from plugin.language import N_, Language
from standards.kinds import Choice, Clock, Question
from standards.model import Criterion, Form, Severity

_SEVERE: Mapping[Severity, str] = {
    Severity.CRITICAL: N_("Critical: missed once, the whole contact has failed"),
    Severity.MAJOR: N_("Major: it weighs heavily in the score"),
    Severity.MINOR: N_("Minor: it counts in the score"),
}
_WATCHED = N_("Without weight: it is watched, and does not count in the score")


@dataclass(frozen=True, slots=True)
class Opening:
    """A calendar by name with the hours of its week, and the contacts it is for (empty: all)."""

    name: str
    when: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """A criterion for whoever keeps it; empty texts and tuples where nothing is said.

    `number` counts through the whole book. `rows` are the limits, `measured` how it is seen, and
    `untranslated` says that an answer's words are not in the reader's language.
    """

    number: int
    code: str
    title: Phrase
    why: Phrase
    question: Phrase
    rows: tuple[Row, ...]
    goal: str
    weight: str
    severity: str
    is_critical: bool
    severe: str
    whom: str
    opening: tuple[Opening, ...]
    measured: tuple[str, ...]
    grounds: tuple[Ground, ...]
    shelves: tuple[Shelf, ...]
    untranslated: bool


def chapter_of(
    form: Form, criterion: Criterion, number: int, language: Language, as_of: int
) -> Chapter:
    """The chapter of the criterion."""
    applies = condition_in_words(criterion.applies, language)
    goal = "" if criterion.goal is None else language.share(criterion.goal)
    return Chapter(
        number=number,
        code=criterion.code,
        title=phrase(criterion.title, language),
        why=phrase(criterion.why, language),
        question=_question(criterion, language),
        rows=rows_of(criterion, language),
        goal=goal,
        weight=language.number(criterion.weight),
        severity=language.gettext(SEVERITY[criterion.severity]),
        is_critical=criterion.severity is Severity.CRITICAL,
        severe=language.gettext(_severe(criterion)),
        whom=applies or language.gettext("Every contact"),
        opening=tuple(_opening(form, criterion, language)),
        measured=measured_in_words(form, criterion, language),
        grounds=tuple(grounds_in_words(criterion.grounds, language)),
        shelves=shelves_of(form, criterion, language, as_of),
        untranslated=_is_untranslated(criterion, language),
    )


def _severe(criterion: Criterion) -> str:
    """What a miss means; a criterion without weight is only looked at."""
    if criterion.weight == 0 and criterion.severity is not Severity.CRITICAL:
        return _WATCHED
    return _SEVERE[criterion.severity]


def _question(criterion: Criterion, language: Language) -> Phrase:
    ask = criterion.ask
    if isinstance(ask, Question):
        return phrase(ask.question, language)
    return Phrase(question_in_words(ask, language))


def _opening(form: Form, criterion: Criterion, language: Language) -> Iterator[Opening]:
    """The hours under which its clock runs; none for what is no clock."""
    ask = criterion.ask
    rows = ask.calendar.rows if isinstance(ask, Clock) else ()
    for number, (when, name) in enumerate(rows):
        said = condition_in_words(when, language)
        week = form.hours[name].calendar.week
        lines = (
            (language.gettext("Open round the clock"),)
            if week is None
            else tuple(week_in_words(week, language))
        )
        otherwise = language.gettext("otherwise") if number else ""
        yield Opening(name, said or otherwise, lines)


def _is_untranslated(criterion: Criterion, language: Language) -> bool:
    ask = criterion.ask
    labels = ask.labels.values() if isinstance(ask, Choice) else ()
    return any(phrase(each, language).elsewhere for each in labels)
