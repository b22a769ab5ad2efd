"""How far hours reach, and that what they have learnt on the way changes nothing."""

from __future__ import annotations

import pickle
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from standards.hours import Hours, OutsideCalendar
from standards.instants import EARLIEST, LATEST
from standards.localtime import DAY
from tests.standards.firms import FIRMS, HOURS, at

YEAR_9999 = 253_402_300_799

ASKED: dict[str, Callable[[Hours, int], object]] = {
    "elapsed": lambda hours, when: hours.elapsed(when, when + 60),
    "elapsed from the start": lambda hours, when: hours.elapsed(min(0, when), max(0, when)),
    "deadline": lambda hours, when: hours.deadline(when, 60),
    "is_open": lambda hours, when: hours.is_open(when),
    "next_opening": lambda hours, when: hours.next_opening(when),
    "working_days": lambda hours, when: hours.working_days(when, 1),
    "calendar_days": lambda hours, when: hours.calendar_days(when, 1),
    "windows": lambda hours, when: list(hours.windows(when, when + 60)),
}


@pytest.mark.parametrize("when", [-DAY, EARLIEST - 60, LATEST + 1, YEAR_9999, 10**30])
@pytest.mark.parametrize("asked", ASKED)
def test_instants_outside_the_years_counted_are_refused_at_once(asked: str, when: int) -> None:
    started = time.perf_counter()
    with pytest.raises(OutsideCalendar, match="hours are counted from 1970 to 2199"):
        ASKED[asked](Hours(FIRMS["office"]), when)
    assert time.perf_counter() - started < 1


@pytest.mark.parametrize("when", [EARLIEST, LATEST - 60])
@pytest.mark.parametrize("asked", ASKED)
def test_the_first_and_the_last_year_are_counted(asked: str, when: int) -> None:
    assert ASKED[asked](HOURS["nights"], when) == ASKED[asked](Hours(FIRMS["nights"]), when)


def test_all_years_together_add_up() -> None:
    whole = HOURS["open"]
    assert whole.elapsed(EARLIEST, LATEST) == LATEST - EARLIEST


@pytest.mark.parametrize("firm", ["new york nights", "nights", "chatham", "apia open"])
@pytest.mark.parametrize(("first", "towards"), [("2026-06-01", 1), ("2027-06-01", -1)])
def test_the_turn_of_the_year_is_known_from_both_sides(firm: str, first: str, towards: int) -> None:
    asked, long_learnt = Hours(FIRMS[firm]), HOURS[firm]
    asked.elapsed(at(firm, f"{first} 12:00"), at(firm, f"{first} 13:00"))
    midnight = at(firm, "2027-01-01 00:00")
    for step in range(-96, 96):
        start = midnight + step * towards * 1_800
        assert asked.elapsed(start, start + 1_800) == long_learnt.elapsed(start, start + 1_800)


@pytest.mark.parametrize("year", range(2024, 2032))
def test_the_last_date_of_all_is_found_from_any_year(year: int) -> None:
    hours, start = Hours(FIRMS["far dates"]), at("far dates", f"{year}-06-01 12:00")
    assert hours.next_opening(start) == at("far dates", "2031-12-31 09:00")
    assert hours.deadline(start, 8 * 3_600) == at("far dates", "2031-12-31 17:00")
    assert hours.deadline(start, 8 * 3_600 + 1) is None


def test_hours_are_cheap_to_make() -> None:
    started = time.perf_counter()
    for _ in range(1_000):
        Hours(FIRMS["warsaw"])
    assert time.perf_counter() - started < 0.5


def test_hours_go_to_other_processes_without_what_they_learnt() -> None:
    hours = HOURS["warsaw"]
    hours.elapsed(EARLIEST, LATEST)
    sent = pickle.dumps(hours)
    assert len(sent) < 20_000
    start, end = at("warsaw", "2026-03-06 16:00"), at("warsaw", "2026-03-09 08:30")
    assert pickle.loads(sent).elapsed(start, end) == hours.elapsed(start, end)


def test_threads_that_learn_at_once_answer_alike() -> None:
    shared, start = Hours(FIRMS["warsaw"]), at("warsaw", "2020-03-02 09:00")
    spans = [(start + n * 40 * DAY, start + (n * 40 + 100) * DAY) for n in range(60)]
    spans += [(start - n * 40 * DAY, start) for n in range(1, 60)]
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda span: shared.elapsed(*span), spans))
    assert answers == [HOURS["warsaw"].elapsed(*span) for span in spans]
