"""A quiz as its reader sees it: before answering without what is right, afterwards with why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from plugin.catalogue.conditions import facts_in_words
from plugin.catalogue.happenings import given_in_words, time_in_words
from plugin.catalogue.questions import question_in_words
from plugin.language import N_, Language
from plugin.stores.training.learning import Try
from plugin.stores.training.own_questions import OwnQuestion
from plugin.telling import told
from plugin.training.quiz import MET, MISSED, PARTLY, Item
from scoring.explaining.example import reckoned
from scoring.proof import judged
from standards.languages import in_language
from standards.model import Criterion, Example, Standard

VERDICTS: Mapping[str, str] = {
    MET: N_("met"),
    PARTLY: N_("partly met"),
    MISSED: N_("missed"),
}


@dataclass(frozen=True, slots=True)
class Question:
    """A question with its answers, a mark and its words each.

    `code` and `title` are the criterion's; empty where it is about the whole. `text` is what is
    asked, `given` and `facts` the case.
    """

    name: str
    item: str
    code: str
    title: str
    text: str
    given: tuple[str, ...]
    facts: str
    answers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Answered:
    """A question after it was answered: what was chosen, what is right, and how that comes."""

    question: Question
    chosen: str
    right: str
    is_right: bool
    says: str
    reckoning: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """What is needed to show items in a language; `as_of` is when the version was published."""

    standard: Standard
    own: Mapping[str, OwnQuestion]
    as_of: int
    language: Language

    def questions(self, items: Iterable[Item]) -> tuple[Question, ...]:
        """The items as they are asked; nothing in them tells what is right."""
        return tuple(self._question(f"q{place}", each) for place, each in enumerate(items, 1))

    def answered(self, items: Iterable[Item], attempt: Try) -> tuple[Answered, ...]:
        """The items of an answered try, with what was chosen and what is right."""
        told_ = {} if attempt.result is None else attempt.result.answers
        return tuple(
            self._answered(f"q{place}", each, told_.get(each.id, ""))
            for place, each in enumerate(items, 1)
        )

    def _question(self, name: str, item: Item) -> Question:
        criterion = self._criterion(item)
        example = self._example(item)
        title = "" if criterion is None else in_language(criterion.title, self.language.code)
        answers = tuple((mark, self._said(item, what)) for mark, what in item.answers.items())
        code = item.criterion or ""
        if example is None or criterion is None:
            own = self.own[item.own or ""]
            text = in_language(own.text, self.language.code)
            return Question(name, item.id, code, title, text, (), "", answers)
        text = question_in_words(criterion.ask, self.language)
        given = (*given_in_words(criterion.ask, example, self.language), *self._looked_at(example))
        facts = facts_in_words(example.facts, self.language)
        return Question(name, item.id, code, title, text, given, facts, answers)

    def _looked_at(self, example: Example) -> Iterator[str]:
        if example.as_of is not None:
            at = time_in_words(example.as_of, self.language)
            yield self.language.gettext("now it is {time}", time=at)

    def _answered(self, name: str, item: Item, chosen: str) -> Answered:
        example, criterion = self._example(item), self._criterion(item)
        says, steps = "", tuple[tuple[int, str], ...]()
        if example is not None and criterion is not None:
            says = in_language(example.says, self.language.code)
            steps = tuple(self._reckoning(criterion, example))
        return Answered(
            self._question(name, item),
            self._said(item, chosen) if chosen else "",
            self._said(item, item.right),
            chosen == item.right,
            says,
            steps,
        )

    def _reckoning(self, criterion: Criterion, example: Example) -> Iterator[tuple[int, str]]:
        case = judged(self.standard, criterion, example, self.as_of)
        yield from told(reckoned(self.standard, criterion, case), self.language)

    def _said(self, item: Item, what: str) -> str:
        if item.own is None:
            return self.language.gettext(VERDICTS[what])
        return in_language(self.own[item.own].answers[int(what)], self.language.code)

    def _criterion(self, item: Item) -> Criterion | None:
        codes = {each.code: each for each in self.standard.criteria}
        return codes.get(item.criterion or "")

    def _example(self, item: Item) -> Example | None:
        criterion, place = self._criterion(item), item.example
        return None if criterion is None or place is None else criterion.examples[place]
