"""A standard read with the holidays that were kept with it says what it said then."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from standards import holidays
from standards.holidays import HolidayLists
from standards.loader import holidays_of, read
from standards.model import Draft
from tests.standards.written import SOUND

STATES = SOUND.replace(
    "holidays: {country: PL, dates: [2026-05-04], except: [2026-12-24]}",
    "holidays: {country: US, subdivision: MA}",
)


def draft_of(text: str, kept: HolidayLists | None = None) -> Draft:
    reading = read(text.encode(), kept)
    assert reading.draft is not None, reading.faults
    return reading.draft


def dates_of(draft: Draft) -> frozenset[date]:
    return draft.hours["desk"].calendar.holidays


@pytest.fixture
def changed_library(monkeypatch: pytest.MonkeyPatch) -> None:
    """A later release that knows one date more of every country, and fewer of the others."""

    def other(country: str, subdivision: str | None, years: range) -> frozenset[date]:
        return frozenset({date(2031, 7, 7)})

    holidays.public_holidays.cache_clear()
    monkeypatch.setattr(holidays, "_dates", other)


@pytest.fixture(autouse=True)
def _no_list_of_another_test() -> Iterator[None]:
    holidays.public_holidays.cache_clear()
    yield
    holidays.public_holidays.cache_clear()


@pytest.mark.parametrize("text", [SOUND, STATES], ids=["a country", "a part of one"])
def test_dates_and_hash_stay_under_another_library(
    text: str, request: pytest.FixtureRequest
) -> None:
    before = draft_of(text)
    kept = holidays_of(before)
    request.getfixturevalue("changed_library")
    again = draft_of(text, kept)
    assert (dates_of(again), again.hash) == (dates_of(before), before.hash)


def test_without_them_the_hash_tells_the_libraries_apart(
    request: pytest.FixtureRequest,
) -> None:
    before = draft_of(STATES)
    request.getfixturevalue("changed_library")
    assert draft_of(STATES).hash != before.hash


def test_a_country_without_a_list_is_not_looked_up() -> None:
    reading = read(SOUND.encode(), {})
    assert [fault.text for fault in reading.faults if "kept" in fault.text] == [
        "no holidays of PL were kept with this standard"
    ]


def test_lists_of_one_reading_do_not_reach_the_next() -> None:
    read(SOUND.encode(), {})
    assert date(2026, 5, 3) in dates_of(draft_of(SOUND))
