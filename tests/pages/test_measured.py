"""What was measured is said in few words, in the unit that it has."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from plugin.language import Language
from plugin.pages.counts.measured import answer_said, lasting, wait_said
from plugin.stores.versions.standards import Standards
from scoring.evidence import Answer
from standards.kinds import Choice, Kind
from tests.pages.acme import Filled
from tests.tables import rows

# language | seconds | said
SPANS = """
en | 0      | 0 secs           | nothing
en | 5400   | 1 hr 30 mins     | an hour and a half
pl | 5400   | 1 godz. 30 min   | an hour and a half in Polish
ru | 5400   | 1 ч 30 мин       | an hour and a half in Russian
en | -60    | −1 min           | what lies behind
en | 5407   | 1 hr 30 mins     | an hour and more to the minute
en | 47     | 47 secs          | less to the second
pl | 604800 | 168 godz.        | days are hours: working ones are shorter
"""


@pytest.mark.parametrize(("language", "seconds", "said"), rows(SPANS))
def test_a_span_is_said_in_few_letters(language: str, seconds: str, said: str) -> None:
    assert lasting(int(seconds), Language(language)).replace("\xa0", " ") == said


# elapsed | full | none | said
WAITS = """
60 | -  | -   | 1 min                                    | no limit
60 | 60 | 60  | 1 min; allowed 1 min                     | one limit
5407 | 3600 | 7200 | 1 hr 30 mins; allowed 1 hr, in part up to 2 hrs | to the minute
3640 | 3600 | 3600 | 1 hr 40 secs; allowed 1 hr | to the second where that alone tells
90 | 60 | 120 | 1 min 30 secs; allowed 1 min, in part up to 2 mins | two limits
"""


@pytest.mark.parametrize(("elapsed", "full", "none", "said"), rows(WAITS))
def test_a_wait_is_said_beside_its_limits(elapsed: str, full: str, none: str, said: str) -> None:
    first, last = (None if each == "-" else int(each) for each in (full, none))
    shown = wait_said(int(elapsed), first, last, Language("en"))
    assert shown.replace("\xa0", " ") == said


# criterion | value | full | said
ANSWERS = """
RGT-02 | 2       | 1  | 2 · at most 1    | a count
SAT-01 | 5       | 4  | 5 · at least 4   | a rating
SAT-01 | none    | 4  | no answer        | nothing was said
KND-03 | yes     | 1  | yes              | yes or no
KND-03 | True    | 1  | yes              | yes or no as phones send it
KND-03 | False   | 1  | no               | no as phones send it
KND-01 | 5       | 4  | 5 · at least 4   | a scale
"""


_GIVEN: Mapping[str, Answer | None] = {"none": None, "True": True, "False": False}


@pytest.mark.parametrize(("criterion", "value", "full", "said"), rows(ANSWERS))
def test_an_answer_is_said_in_its_unit(
    acme: Filled, criterion: str, value: str, full: str, said: str
) -> None:
    given = _GIVEN.get(value, int(value) if value.isdigit() else value)
    assert (
        answer_said(ask_of(acme, "contact", criterion), given, float(full), Language("en")) == said
    )


def test_a_span_that_somebody_timed_is_one(acme: Filled) -> None:
    said = answer_said(ask_of(acme, "shop-visit", "SHP-08"), "PT1M30S", 60.0, Language("en"))
    assert said.replace("\xa0", " ") == "1 min 30 secs · at most 1 min"


def test_a_choice_is_said_by_its_label(acme: Filled) -> None:
    ask = ask_of(acme, "shop-visit", "SHP-01")
    assert isinstance(ask, Choice)
    said = answer_said(ask, "open", 1.0, Language("ru"))
    assert said == ask.labels["open"]["ru"]


def ask_of(acme: Filled, code: str, criterion: str) -> Kind:
    standard = Standards(acme.house.database).version(code, 1)
    assert standard is not None
    return next(each.ask for each in standard.criteria if each.code == criterion)
