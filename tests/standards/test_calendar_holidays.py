"""Public holidays as dates, held against what the law of the country says."""

from __future__ import annotations

import re
from datetime import date

import pytest

from standards.holidays import public_holidays

# Dates everybody can look up. country | subdivision | date | holiday? | why
DATES = [
    pytest.param("PL", None, "2025-12-24", True, id="Christmas Eve in Poland since 2025"),
    pytest.param("PL", None, "2024-12-24", False, id="and not before"),
    pytest.param("PL", None, "2026-06-04", True, id="Corpus Christi moves with Easter"),
    pytest.param("PL", None, "2045-05-03", True, id="the last year written out"),
    pytest.param("US", None, "2026-04-20", False, id="Patriots' Day is not federal"),
    pytest.param("US", "MA", "2026-04-20", True, id="Patriots' Day in Massachusetts"),
    pytest.param("GB", "SCT", "2026-11-30", True, id="St Andrew's Day in Scotland"),
    pytest.param("GB", "ENG", "2026-11-30", False, id="and not in England"),
    pytest.param("DE", None, "2026-12-24", False, id="only public ones: Christmas Eve in Germany"),
]


@pytest.mark.parametrize(("country", "subdivision", "day", "is_holiday"), DATES)
def test_the_dates_are_those_of_the_law(
    country: str, subdivision: str | None, day: str, is_holiday: bool
) -> None:
    assert (date.fromisoformat(day) in public_holidays(country, subdivision)) is is_holiday


def test_the_years_are_those_asked_for() -> None:
    years = {day.year for day in public_holidays("PL")}
    assert years == set(range(2000, 2046))
    assert {day.year for day in public_holidays("PL", years=range(2026, 2027))} == {2026}


def test_years_that_nobody_knows_have_none() -> None:
    assert min(day.year for day in public_holidays("RS")) == 2007
    assert public_holidays("RS", years=range(2000, 2002)) == frozenset()


@pytest.mark.parametrize(
    ("country", "subdivision", "said"),
    [
        pytest.param("XX", None, "no holidays are known for country 'XX'", id="no such country"),
        pytest.param("pl", None, "did you mean PL", id="small letters"),
        pytest.param("POL", None, "did you mean PL", id="three letters"),
        pytest.param("Poland", None, "no holidays are known for country 'Poland'", id="a name"),
        pytest.param("US", "XX", "US has no subdivision 'XX'; it has AK, AL,", id="no such state"),
        pytest.param("VA", "X", "VA has no subdivision 'X'; it has none", id="none at all"),
    ],
)
def test_an_unknown_country_or_subdivision_is_refused(
    country: str, subdivision: str | None, said: str
) -> None:
    with pytest.raises(ValueError, match=re.escape(said)):
        public_holidays(country, subdivision)
