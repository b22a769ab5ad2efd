"""What a trainer's own question has to be: text and answers in the same languages, one right."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from plugin.language import N_
from standards.languages import LANGUAGES

LONGEST_QUESTION, LONGEST_ANSWER = 500, 200
MOST_ANSWERS = 6

NO_CRITERION = N_("This version has no such criterion.")
NO_TEXT = N_("Write the question.")
TOO_LONG = N_("That is too long; say it in fewer words.")
TWO_ANSWERS = N_("Write at least two answers.")
TOO_MANY_ANSWERS = N_("Write at most six answers.")
SAME_ANSWERS = N_("Two answers read the same.")
IN_NOT_ALL = N_("Write each answer in the languages that the question is in.")
NO_RIGHT = N_("Say which answer is right.")
NO_LANGUAGE = N_("That is no language.")


@dataclass(frozen=True, slots=True)
class GivenQuestion:
    """What a trainer asks; `right` is the place of the right answer, None where none was named."""

    text: Mapping[str, str]
    answers: tuple[Mapping[str, str], ...]
    right: int | None
    criterion: str | None = None


def question_faults(codes: Collection[str], given: GivenQuestion) -> Iterator[tuple[str, str]]:
    """What cannot be, by field; `codes` are the criteria that there are."""
    if given.criterion and given.criterion not in codes:
        yield "criterion", NO_CRITERION
    if not given.text:
        yield "text", NO_TEXT
    if max(map(len, given.text.values()), default=0) > LONGEST_QUESTION:
        yield "text", TOO_LONG
    if any(language not in LANGUAGES for language in given.text):
        yield "text", NO_LANGUAGE
    yield from _answer_faults(given)


def _answer_faults(given: GivenQuestion) -> Iterator[tuple[str, str]]:
    answers, languages = given.answers, set(given.text)
    if not 2 <= len(answers) <= MOST_ANSWERS:
        yield "answers", TWO_ANSWERS if len(answers) < 2 else TOO_MANY_ANSWERS
        return
    if any(set(each) != languages for each in answers):
        yield "answers", IN_NOT_ALL
    elif any(len({each[one] for each in answers}) < len(answers) for one in languages):
        yield "answers", SAME_ANSWERS
    if max((len(text) for each in answers for text in each.values()), default=0) > LONGEST_ANSWER:
        yield "answers", TOO_LONG
    if given.right is None or not 0 <= given.right < len(answers):
        yield "right", NO_RIGHT


def trimmed(given: GivenQuestion) -> GivenQuestion:
    """The question without blanks around its words, and without what says nothing."""
    answers = tuple(_words(each) for each in given.answers)
    return GivenQuestion(_words(given.text), answers, given.right, given.criterion)


def _words(words: Mapping[str, str]) -> Mapping[str, str]:
    """The texts without blanks around them; those that say nothing are left out."""
    sound = {language: _sound(text) for language, text in words.items()}
    return {language: text for language, text in sound.items() if text}


def _sound(text: str) -> str:
    """The text without blanks around it, and with nothing in it that is half a character."""
    return text.strip().encode("utf-8", errors="replace").decode().replace("\0", "")
