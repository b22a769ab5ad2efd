"""How a draft looks to others: the questionnaire as on a phone, and the tags of contacts."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from plugin.authoring.checking import Checked
from plugin.catalogue.names import INSTRUMENTS
from plugin.language import N_, Language
from standards.kinds import Instrument
from standards.languages import in_language

Choice = tuple[str, str]
ANSWER = "answer-"  # begins the name of an answer, before the code of its question
_TRUTH: Mapping[str, str] = {"yes": N_("yes"), "no": N_("no")}


@dataclass(frozen=True, slots=True)
class QuestionShown:
    """A question as somebody is asked it.

    `show_if` says in JSON of which answers it hangs, `hangs` says it in words; `is_asked` is
    whether those were given.
    """

    code: str
    text: str
    kind: str
    name: str
    value: str
    choices: tuple[Choice, ...]
    ends: tuple[int, int] | None
    unit: str
    required: bool
    show_if: str
    hangs: str
    applies: str
    is_asked: bool


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """What one instrument asks."""

    instrument: str
    named: str
    title: str
    questions: tuple[QuestionShown, ...]


@dataclass(frozen=True, slots=True)
class TagShown:
    """A tag, and when a contact gets it."""

    tag: str
    when: str


@dataclass(frozen=True, slots=True)
class Looks:
    """The previews of a text in the reader's language."""

    questionnaires: tuple[Questionnaire, ...]
    tags: tuple[TagShown, ...]


def looks_of(checked: Checked, answers: Mapping[str, str], language: Language) -> Looks:
    """How the text looks, with the answers given so far by the names of their fields."""
    questionnaires = tuple(
        Questionnaire(
            each["instrument"],
            language.gettext(INSTRUMENTS[Instrument(each["instrument"])]),
            in_language(each["title"], language.code),
            tuple(_questions(each["questions"], f"{each['instrument']}-", answers, language)),
        )
        for each in checked.questions
    )
    return Looks(questionnaires, tuple(_tags(checked, language)))


def _questions(
    asked: Iterable[Mapping[str, Any]],
    prefix: str,
    answers: Mapping[str, str],
    language: Language,
) -> Iterator[QuestionShown]:
    given: dict[str, str] = {}
    for each in asked:
        name, code = f"{ANSWER}{prefix}{each['code']}", each["code"]
        hangs_on: Mapping[str, list[str]] = each["show_if"]
        is_asked = all(given.get(other) in words for other, words in hangs_on.items())
        if is_asked and answers.get(name):
            given[code] = answers[name]
        ends = (each["least"], each["most"]) if "least" in each else None
        yield QuestionShown(
            code=code,
            text=in_language(each["question"], language.code),
            kind=each["kind"],
            name=name,
            value=answers.get(name, ""),
            choices=tuple(_choices(each, language)),
            ends=ends,
            unit=each.get("unit", ""),
            required=each["required"],
            show_if=json.dumps({f"{ANSWER}{prefix}{o}": words for o, words in hangs_on.items()}),
            hangs=_said(hangs_on, language),
            applies=_said(each["applies"], language),
            is_asked=is_asked,
        )


def _choices(asked: Mapping[str, Any], language: Language) -> Iterator[Choice]:
    for each in asked.get("answers", ()):
        word, label = each["value"], each.get("label")
        told = _TRUTH.get(word) if asked["kind"] == "yes_no" else None
        if label is not None:
            yield word, in_language(label, language.code)
        else:
            yield word, language.gettext(told) if told else word
    if asked["na"]:
        yield "na", language.gettext(N_("does not apply"))


def _said(facts: Mapping[str, Iterable[Any]], language: Language) -> str:
    return "; ".join(
        f"{name}: {language.any_of(map(str, values))}" for name, values in facts.items()
    )


def _tags(checked: Checked, language: Language) -> Iterator[TagShown]:
    titles = (
        {}
        if checked.form is None
        else {each.code: in_language(each.title, language.code) for each in checked.form.criteria}
    )
    for each in checked.tags:
        if each.criterion is None:
            when = language.gettext(N_("when a critical criterion is missed"))
        else:
            title = titles.get(each.criterion, "")
            when = language.gettext(
                N_("when {code} is missed: {title}"), code=each.criterion, title=title
            )
        yield TagShown(each.tag, when)
