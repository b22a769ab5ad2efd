"""Briefings in every language: a questionnaire's criteria in words, and the quiz about them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from mobile_api.days.briefing import (
    Briefing,
    Choosable,
    Point,
    Quiz,
    QuizAnswers,
    QuizItem,
    QuizResult,
)
from plugin.catalogue.conditions import facts_in_words
from plugin.catalogue.happenings import given_in_words
from plugin.catalogue.questions import question_in_words
from plugin.language import TRANSLATED, Language
from plugin.shopping.certifying import Certifying, asked_of_visits, tries_left
from plugin.stores.shopping.certificates import Attempt
from plugin.stores.training.own_questions import OwnQuestion
from plugin.training.quiz import MET, MISSED, Item
from plugin.training.showing import VERDICTS
from standards.kinds import Photo, Text, Words, YesNo
from standards.languages import in_language
from standards.model import Criterion, Example, Standard

T = TypeVar("T")
_MOST_KEPT = 2_000  # quizzes in words, and points of versions, that a process remembers
_OURS = ("en", *TRANSLATED)  # what the answers "met" and "missed" are said in


@dataclass(slots=True)
class HouseBriefings:
    """What a house tells its shoppers of their questionnaires; made once a process."""

    certifying: Certifying
    _points: dict[str, tuple[Point, ...]] = field(default_factory=dict)
    _quizzes: dict[str, Quiz] = field(default_factory=dict)

    def of(self, user: str, standards: Iterable[Standard]) -> tuple[Briefing, ...]:
        """A briefing each, with the quiz that is open for the user; a new one is drawn if need be.

        Standards that ask nothing of visits are left out.
        """
        tries = self.certifying.certificates.of(user)
        return tuple(
            self._briefing(user, each, tries) for each in standards if asked_of_visits(each)
        )

    def answer(self, given: QuizAnswers) -> QuizResult:
        """What the answers come to. NotFound, AnswersUnfit or AnsweredOtherwise."""
        return self.certifying.answer(given)

    def certified_at(self, user: str, standard: str, version: int) -> int | None:
        """Since when (UTC seconds) the user is certified for the version; None: is not."""
        return self.certifying.certificates.certified_at(user, standard, version)

    def certified(self, standard: str, version: int) -> Mapping[str, int]:
        """Who is certified for the version -> since when, UTC seconds."""
        return self.certifying.certificates.certified(standard, version)

    def forgive(self, user: str, standard: str, version: int) -> int:
        """How many failed tries of the user at the version count no longer."""
        return self.certifying.forgive(user, standard, version)

    def _briefing(self, user: str, standard: Standard, tries: Iterable[Attempt]) -> Briefing:
        tries = tuple(tries)
        own = [e for e in tries if (e.code, e.version) == (standard.code, standard.version)]
        attempt = self.certifying.standing(user, standard, tries)
        at = None if attempt is None else attempt.certified_at
        return Briefing(
            standard.code,
            standard.version,
            standard.title,
            self._points_of(standard),
            self._quiz_of(attempt, standard) if attempt is not None and at is None else None,
            tries_left(own) if at is None else 0,
            at,
        )

    def _points_of(self, standard: Standard) -> tuple[Point, ...]:
        known = self._points.get(standard.hash)
        if known is None:
            known = points_of(standard)
            _remember(self._points, standard.hash, known)
        return known

    def _quiz_of(self, attempt: Attempt, standard: Standard) -> Quiz:
        """The try in words; it never changes, nor does any question of it."""
        known = self._quizzes.get(attempt.id)
        if known is None:
            items = self.certifying.items(attempt, standard)
            own = self.certifying.own_of(attempt)
            told = tuple(_item(each, standard, own) for each in items)
            known = Quiz(attempt.id, attempt.pass_mark, told)
            _remember(self._quizzes, attempt.id, known)
        return known


def points_of(standard: Standard) -> tuple[Point, ...]:
    """What visits are asked about, in the standard's own words and languages."""
    return tuple(
        Point(
            each.code,
            each.title,
            each.why,
            _told(standard, each, MET),
            _told(standard, each, MISSED),
        )
        for each in asked_of_visits(standard)
    )


def _told(standard: Standard, criterion: Criterion, verdict: str) -> tuple[Words, ...]:
    """The criterion's examples of that verdict in words; those without any are left out."""
    told = (
        {code: words for code in standard.languages if (words := _example(criterion, one, code))}
        for one in criterion.examples
        if one.then == verdict
    )
    return tuple(each for each in told if each)


def _example(criterion: Criterion, example: Example, code: str) -> str:
    """What the example says and gives, in the language; with the question where it says nothing."""
    says = in_language(example.says, code) if example.says else ""
    # Which picture or which words somebody gave shows nobody what is good; nor does a bare yes.
    if isinstance(criterion.ask, Photo | Text) or (says and isinstance(criterion.ask, YesNo)):
        return says
    language = Language(code)
    case = _case(criterion, example, language)
    return f"{says}: {case}" if says else _put(criterion, case, language)


def _case(criterion: Criterion, example: Example, language: Language) -> str:
    given = "; ".join(given_in_words(criterion.ask, example, language))
    facts = facts_in_words(example.facts, language)
    return f"{given} ({facts})" if facts else given


def _item(item: Item, standard: Standard, own: Mapping[str, OwnQuestion]) -> QuizItem:
    right = next(mark for mark, what in item.answers.items() if what == item.right)
    if item.own is not None:
        question = own[item.own]
        labels = {mark: question.answers[int(what)] for mark, what in item.answers.items()}
        says = question.text
    else:
        labels = {mark: _verdict(what) for mark, what in item.answers.items()}
        says = _asked(item, standard)
    answers = tuple(Choosable(mark, label) for mark, label in labels.items())
    return QuizItem(item.id, item.criterion, says, answers, right)


def _asked(item: Item, standard: Standard) -> Words:
    """The case that is to be judged; nothing in it tells how."""
    criterion = next(each for each in standard.criteria if each.code == item.criterion)
    example = criterion.examples[item.example or 0]
    return {
        code: _put(criterion, _case(criterion, example, language), language)
        for code in standard.languages
        for language in [Language(code)]
    }


def _put(criterion: Criterion, case: str, language: Language) -> str:
    """What was found behind the question that asks for it."""
    question = question_in_words(criterion.ask, language)
    return f"{question or in_language(criterion.title, language.code)} — {case}"


def _verdict(verdict: str) -> Words:
    return {code: Language(code).gettext(VERDICTS[verdict]) for code in _OURS}


def _remember(kept: dict[str, T], name: str, value: T) -> None:
    if len(kept) >= _MOST_KEPT:
        kept.clear()
    kept[name] = value
