"""What people read is said in Polish and Russian too, all of it, with the right plurals."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from string import Formatter
from typing import Any

import pytest
from babel.messages.catalog import Message

from plugin.catalogue import happenings, names, questions
from plugin.language import N_, TRANSLATED, Language, translations
from plugin.translations.update import in_code, lacking, path_of, text_of, updated, written
from scoring.examples import happenings as told
from standards.conditions import FACTS
from standards.kinds import (
    KINDS,
    Clock,
    Counted,
    Instrument,
    RatingScale,
    Reopen,
    ScheduleChange,
    Status,
)
from standards.model import Accountable, Combine, Journey, Satisfaction, Severity
from standards.schema.examples import VERDICTS
from tests.tables import rows

each_language = pytest.mark.parametrize("language", TRANSLATED)


@each_language
def test_every_message_is_translated(language: str) -> None:
    assert [message.id for message in lacking(updated(language))] == []


@each_language
def test_no_translation_is_doubtful_or_left_over(language: str) -> None:
    catalog = written(language)
    assert [message.id for message in catalog if message.fuzzy] == []
    assert list(catalog.obsolete) == []
    assert {message.id for message in catalog} == {message.id for message in in_code(language)}


@each_language
def test_the_catalogue_is_as_make_messages_writes_it(language: str) -> None:
    assert path_of(language).read_text("utf-8") == text_of(updated(language))


@each_language
def test_every_value_has_its_place_in_the_translation(language: str) -> None:
    for message in written(language):
        for text in said(message):
            assert places(text) == places(ids(message)[0]), message.id


@each_language
def test_most_messages_differ_from_the_english(language: str) -> None:
    messages = [message for message in written(language) if message.id]
    same = [message.id for message in messages if message.id in said(message)]
    with_words = [each for each in same if re.search("[A-Za-z]", re.sub(r"{[^}]*}", "", str(each)))]
    assert len(with_words) < 10, with_words


def said(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())


def ids(message: Message) -> tuple[str, ...]:
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


# language | days | said
PLURALS = """
en | 0  | 0 working days    | none in English
en | 1  | 1 working day     | one in English
en | 2  | 2 working days    | two in English
pl | 0  | 0 dni roboczych   | none in Polish
pl | 1  | 1 dzień roboczy   | one in Polish
pl | 2  | 2 dni robocze     | two in Polish
pl | 5  | 5 dni roboczych   | five in Polish
pl | 12 | 12 dni roboczych  | twelve is not two in Polish
pl | 21 | 21 dni roboczych  | twenty-one is not one in Polish
pl | 22 | 22 dni robocze    | twenty-two in Polish
ru | 1  | 1 рабочий день    | one in Russian
ru | 3  | 3 рабочих дня     | three in Russian
ru | 5  | 5 рабочих дней    | five in Russian
ru | 11 | 11 рабочих дней   | eleven is not one in Russian
ru | 21 | 21 рабочий день   | twenty-one is one in Russian
ru | 24 | 24 рабочих дня    | twenty-four in Russian
de | 2  | 2 working days    | English where nothing is translated
"""


@pytest.mark.parametrize(("language", "days", "expected"), rows(PLURALS))
def test_plurals_are_right(language: str, days: str, expected: str) -> None:
    one, many = "{number} working day", "{number} working days"
    assert Language(language).ngettext(one, many, int(days)) == expected


# language | seconds | said
DURATIONS = """
en | 0      | 0 seconds             | nothing
en | 5400   | 1 hour, 30 minutes    | an hour and a half
pl | 3600   | 1 godzina             | one hour in Polish
pl | 14400  | 4 godziny             | four hours in Polish
pl | 86400  | 24 godziny            | a day's hours in Polish
pl | 90     | 1 minuta i 30 sekund  | minutes and seconds in Polish
ru | 3600   | 1 час                 | one hour in Russian
ru | 18000  | 5 часов               | five hours in Russian
ru | 7260   | 2 часа 1 минута       | hours and a minute in Russian
"""


@pytest.mark.parametrize(("language", "seconds", "expected"), rows(DURATIONS))
def test_durations_are_said(language: str, seconds: str, expected: str) -> None:
    assert Language(language).duration(int(seconds)) == expected


def test_numbers_shares_dates_and_lists_are_said_in_the_language() -> None:
    polish = Language("pl")
    assert polish.number(12345.5).replace("\xa0", " ") == "12 345,5"
    assert polish.share(0.8333) == "83,3%"
    assert Language("en").share(0.95) == "95%"
    assert polish.day(date(2027, 6, 30)) == "30 czerwca 2027"
    assert polish.any_of(["a", "b", "c"]) == "a, b lub c"
    assert Language("en").all_of(["a", "b", "c"]) == "a, b and c"


@pytest.mark.parametrize(
    ("code", "name"), [("pl", "Polski"), ("ru", "Русский"), ("en", "English"), ("av", "Avaric")]
)
def test_a_language_says_its_own_name(code: str, name: str) -> None:
    assert Language(code).name == name


def test_translations_are_read_once() -> None:
    assert translations("pl") is translations("pl")
    assert N_("kept as it is") == "kept as it is"


TABLES: list[tuple[Mapping[Any, str], type[StrEnum]]] = [
    (names.JOURNEY, Journey),
    (names.SATISFACTION, Satisfaction),
    (names.SEVERITY, Severity),
    (names.STATUS, Status),
    (names.INSTRUMENTS, Instrument),
    (names.COUNTED, Counted),
    (names.RATINGS, RatingScale),
    (names.REOPEN, Reopen),
    (names.SCHEDULE_CHANGE, ScheduleChange),
    (names.COMBINE, Combine),
    (names.ACCOUNTABLE, Accountable),
]


@pytest.mark.parametrize(("table", "words"), TABLES, ids=[words.__name__ for _, words in TABLES])
def test_every_word_of_the_form_has_a_name(table: Mapping[Any, str], words: type[StrEnum]) -> None:
    assert set(table) == set(words)


def test_every_verdict_fact_clock_and_happening_has_a_name() -> None:
    assert set(names.VERDICTS) == set(VERDICTS)
    assert set(names.FACTS) == set(FACTS)
    assert set(questions.CLOCKS) == {kind for kind in KINDS.values() if issubclass(kind, Clock)}
    assert set(happenings.PLAIN) == set(told._PLAIN)
    # A status is read as the fact that it is.
    assert {*happenings.FOLLOWED, "status"} == set(told._FOLLOWED)
