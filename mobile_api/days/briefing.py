"""Briefings: what a questionnaire is about, and the quiz that certifies a shopper for it.

A briefing tells which answers are good and which are poor only as far as the standard's own
examples say it: what an answer earns is the shop's business.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from standards.instants import show_instant
from standards.kinds import Words
from standards.model import Standard


@dataclass(frozen=True, slots=True)
class Point:
    """One criterion that visits are asked about: why it is there, and what is good and poor."""

    code: str
    title: Words
    why: Words
    good: tuple[Words, ...] = ()
    poor: tuple[Words, ...] = ()


@dataclass(frozen=True, slots=True)
class Choosable:
    """An answer of a quiz: the mark that is sent, and its words."""

    mark: str
    label: Words


@dataclass(frozen=True, slots=True)
class QuizItem:
    """A question of a quiz; `code` is its criterion's, None where it is about the whole.

    `right` is the mark of the right answer: a phone without a network tells at once.
    """

    id: str
    code: str | None
    says: Words
    answers: tuple[Choosable, ...]
    right: str


@dataclass(frozen=True, slots=True)
class Quiz:
    """One try: `attempt` is its id, `pass_mark` the least share (0..1) of right answers."""

    attempt: str
    pass_mark: float
    items: tuple[QuizItem, ...]


@dataclass(frozen=True, slots=True)
class Briefing:
    """What a shopper is to know of a version; `certified_at` is a UTC second, or None.

    `quiz` is None once it was passed, or when no try is left. `tries_left` counts the quiz that
    is there.
    """

    standard: str
    version: int
    title: Words
    points: tuple[Point, ...]
    quiz: Quiz | None = None
    tries_left: int = 0
    certified_at: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class QuizAnswers:
    """What a shopper answered: marks by items' ids; `answered_at` is what the phone says."""

    user: str
    standard: str
    version: int
    attempt: str
    answers: Mapping[str, str]
    answered_at: int


@dataclass(frozen=True, slots=True)
class QuizResult:
    """What a try came to; `score` is a share (0..1), None where nothing was asked."""

    passed: bool
    score: float | None
    certified_at: int | None
    tries_left: int = 0


class Briefings(Protocol):
    """What shoppers are told of their questionnaires, and who has shown that they know it."""

    def of(self, user: str, standards: Iterable[Standard]) -> tuple[Briefing, ...]:
        """A briefing each, with the quiz that is open for the user; a new one is drawn if need be.

        Standards that ask nothing of visits are left out.
        """

    def answer(self, given: QuizAnswers) -> QuizResult:
        """What the answers come to; the same answers again come to the same.

        NotFound when the user has no such attempt, AnswersUnfit names each item that is not
        answered or unknown, AlreadyAnswered when other answers stand.
        """

    def forgive(self, user: str, standard: str, version: int) -> int:
        """How many failed tries of the user at the version count no longer."""

    def certified_at(self, user: str, standard: str, version: int) -> int | None:
        """Since when (UTC seconds) the user is certified for the version; None: is not."""

    def certified(self, standard: str, version: int) -> Mapping[str, int]:
        """Who is certified for the version -> since when, UTC seconds."""


def told_briefing(briefing: Briefing) -> dict[str, Any]:
    """The briefing as JSON."""
    certified_at = briefing.certified_at
    return {
        "standard": briefing.standard,
        "version": briefing.version,
        "title": dict(briefing.title),
        "points": [_point(each) for each in briefing.points],
        "quiz": None if briefing.quiz is None else _quiz(briefing.quiz),
        "tries_left": briefing.tries_left,
        "certified_at": None if certified_at is None else show_instant(certified_at),
    }


def told_result(result: QuizResult) -> dict[str, Any]:
    """The result as JSON."""
    at = result.certified_at
    return {
        "passed": result.passed,
        "score": result.score,
        "certified_at": None if at is None else show_instant(at),
        "tries_left": result.tries_left,
    }


def _point(point: Point) -> dict[str, Any]:
    return {
        "code": point.code,
        "title": dict(point.title),
        "why": dict(point.why),
        "good": [dict(each) for each in point.good],
        "poor": [dict(each) for each in point.poor],
    }


def _quiz(quiz: Quiz) -> dict[str, Any]:
    return {
        "attempt": quiz.attempt,
        "pass_mark": quiz.pass_mark,
        "items": [
            {
                "id": each.id,
                "code": each.code,
                "says": dict(each.says),
                "answers": [{"mark": one.mark, "label": dict(one.label)} for one in each.answers],
                "right": each.right,
            }
            for each in quiz.items
        ],
    }
