"""What a row says: texts, words, numbers, durations, lists, conditions."""

from __future__ import annotations

from typing import Any

import pytest

from plugin.imports.exports.rows import Refused
from plugin.imports.form.values import value_of as form_value
from plugin.imports.form.words import Condition
from plugin.imports.mapping import Said, Unit
from plugin.imports.telling.values import value_of, when_of
from plugin.imports.template import of_column

PLACES = {"State": 0, "Count": 1, "Tags": 2}


def said(form: Any, *cells: str, decimal: str = ".", prefix: str = "") -> Any:
    padded = (*cells, "", "", "")[:3]
    return value_of(form_value(form), PLACES, decimal, prefix)(padded)


WORDS = {"column": "State", "words": {"Neu": "new", "Zu": "closed", "Weg": "", "1": 1, "Ja": True}}


# form | cells | value | why
CASES: list[tuple[Any, tuple[str, ...], Any, str]] = [
    ("{State}", ("Neu",), "Neu", "a column"),
    ("{State}", ("",), None, "an empty cell is unknown"),
    ("a {State}!", ("Neu",), "a Neu!", "a column within a text"),
    ("a {State}!", ("",), None, "a text with a gap is unknown"),
    ("{State}/{Count}", ("Neu", "2"), "Neu/2", "two columns"),
    ("{State}/{Count}", ("Neu", ""), None, "one of two is missing"),
    ("email", (), "email", "a constant"),
    (5, (), 5, "a number that is constant"),
    (False, (), False, "a truth value that is constant"),
    ("", (), None, "an empty constant is no value"),
    (WORDS, ("Neu",), "new", "a word of the table"),
    (WORDS, ("Weg",), None, "a word that becomes nothing"),
    (WORDS, ("1",), 1, "a word that becomes a number"),
    (WORDS, ("Ja",), True, "a word that becomes a truth value"),
    (WORDS, ("",), None, "no word"),
    (WORDS | {"otherwise": "open"}, ("Alt",), "open", "a word the table lacks"),
    (WORDS | {"otherwise": "{State}?"}, ("Alt",), "Alt?", "kept as it is, and marked"),
    (WORDS | {"otherwise": ""}, ("Alt",), None, "left out when the table lacks it"),
    ({"column": "State", "words": {"": "none"}}, ("",), "none", "emptiness may mean something"),
    ({"column": "Count", "number": True}, ("", "4.0"), 4, "a whole number is written whole"),
    ({"column": "Count", "number": True}, ("", "-4.25"), -4.25, "a fraction"),
    ({"column": "Count", "number": True}, ("", ""), None, "no number"),
    ({"column": "Count", "unit": "minutes"}, ("", "90"), "PT1H30M", "minutes become a duration"),
    ({"column": "Count", "unit": "minutes"}, ("", "0.5"), "PT30S", "half a minute"),
    ({"column": "Count", "unit": "seconds"}, ("", "1.9"), "PT1S", "a fraction of a second"),
    ({"column": "Count", "unit": "hours"}, ("", "26"), "PT26H", "more than a day"),
    ({"column": "Tags", "split": " "}, ("", "", "a  b "), ["a", "b"], "a list"),
    ({"column": "Tags", "split": ","}, ("", "", ""), [], "an empty list"),
]


@pytest.mark.parametrize(
    ("form", "cells", "expected"), [case[:3] for case in CASES], ids=[case[3] for case in CASES]
)
def test_a_row_says_a_value(form: Any, cells: tuple[str, ...], expected: Any) -> None:
    found = said(form, *cells)
    assert (found, type(found)) == (expected, type(expected))


def test_the_connection_stands_before_every_text() -> None:
    assert said("user/{State}", "7", prefix="zd-acme/") == "zd-acme/user/7"
    assert said("user/{State}", "", prefix="zd-acme/") is None
    assert said("user/7", prefix="zd-acme/") == "zd-acme/user/7"
    words = {"column": "State", "words": {"Ewa": "user/1"}}
    assert said(words, "Ewa", prefix="zd-acme/") == "zd-acme/user/1"


def test_a_comma_may_stand_before_the_fraction() -> None:
    assert said({"column": "Count", "number": True}, "", "4,5", decimal=",") == 4.5


# form | cell | reason | why
REFUSED = [
    (WORDS, "Alt", "table of words", "a word the table lacks"),
    ({"column": "State", "number": True}, "four", "no number", "a word for a number"),
    ({"column": "State", "number": True}, "4,5", "no number", "another country's fraction"),
    ({"column": "State", "number": True}, "nan", "no number", "a number that is none"),
    ({"column": "State", "number": True}, "1e400", "no number", "a number without end"),
    ({"column": "State", "number": True}, "٣", "no number", "digits JSON does not know"),
    ({"column": "State", "unit": "minutes"}, "-1", "below zero", "a duration backwards"),
]


@pytest.mark.parametrize(
    ("form", "cell", "reason"), [case[:3] for case in REFUSED], ids=[case[3] for case in REFUSED]
)
def test_what_cannot_be_read_is_refused_with_its_column(form: Any, cell: str, reason: str) -> None:
    with pytest.raises(Refused) as refused:
        said(form, cell)
    assert reason in refused.value.reason
    assert (refused.value.column, refused.value.text) == ("State", cell)


# condition | cells | whether it holds | why
CONDITIONS: list[tuple[Any, tuple[str, str], bool, str]] = [
    ({"State": "Neu"}, ("Neu", ""), True, "equal"),
    ({"State": "Neu"}, ("neu", ""), False, "capitals count"),
    ({"State": ["Neu", "Zu"]}, ("Zu", ""), True, "one of several"),
    ({"State": "Neu", "Count": "1"}, ("Neu", "2"), False, "all of them"),
    ([{"State": "Neu"}, {"Count": "2"}], ("Alt", "2"), True, "any of them"),
    ([{"State": "Neu"}, {"Count": "2"}], ("Alt", "1"), False, "none of them"),
    ({"State": {"not": "Neu"}}, ("", ""), True, "an empty cell is not equal"),
    ({"State": {"not": ["Neu", "Zu"]}}, ("Zu", ""), False, "not one of several"),
    ({"State": {"starts": "Auf"}}, ("Aufgabe", ""), True, "a beginning"),
    ({"State": {"starts": ["Auf", "An"]}}, ("Antwort", ""), True, "one of several beginnings"),
    ({"State": {"starts": "Auf"}}, ("Pauf", ""), False, "not in the middle"),
    ({"State": {"empty": True}}, ("", ""), True, "empty"),
    ({"State": {"empty": False}}, ("", ""), False, "not empty"),
    ({"State": {"empty": False}}, ("x", ""), True, "something"),
]


@pytest.mark.parametrize(
    ("form", "cells", "holds"), [case[:3] for case in CONDITIONS], ids=[c[3] for c in CONDITIONS]
)
def test_a_condition_looks_at_columns(form: Any, cells: tuple[str, str], holds: bool) -> None:
    assert when_of(Condition().read(form), PLACES)((*cells, "")) is holds


def test_no_condition_always_holds() -> None:
    assert when_of((), {})(())


def test_a_unit_counts_days_of_24_hours_in_a_duration() -> None:
    days = Said(of_column("Count"), unit=Unit.DAYS)
    assert value_of(days, PLACES, ".")(("", "2", "")) == "PT48H"
