"""By what occurrences are counted: names, facts as they are shown, and periods in a zone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.judge import Verdict
from scoring.tally.grouping import NAMES, Grouping
from scoring.tally.periods import PERIODS, period_of
from standards.conditions import Fact
from standards.instants import parse_instant
from standards.kinds import Status
from standards.zones import load_zone
from tests.scoring.cards import card, occurrence

# instant              | zone             | day        | week     | month   | quarter | year | why
CASES = """
2026-03-02T08:14:00Z | Europe/Warsaw    | 2026-03-02 | 2026-W10 | 2026-03 | 2026-Q1 | 2026 | plain
2026-03-31T22:30:00Z | Europe/Warsaw    | 2026-04-01 | 2026-W14 | 2026-04 | 2026-Q2 | 2026 | already tomorrow there
2026-03-31T22:30:00Z | UTC              | 2026-03-31 | 2026-W14 | 2026-03 | 2026-Q1 | 2026 | still today here
2026-01-01T02:00:00Z | America/New_York | 2025-12-31 | 2026-W01 | 2025-12 | 2025-Q4 | 2025 | last year there
2027-01-01T12:00:00Z | UTC              | 2027-01-01 | 2026-W53 | 2027-01 | 2027-Q1 | 2027 | a Friday of last year's week 53
2025-12-29T12:00:00Z | UTC              | 2025-12-29 | 2026-W01 | 2025-12 | 2025-Q4 | 2025 | a Monday of next year's first week
"""  # noqa: E501  # a table
ROWS = [[cell.strip() for cell in line.split("|")] for line in CASES.strip().splitlines()]


@pytest.mark.parametrize("row", ROWS, ids=[row[-1] for row in ROWS])
def test_an_instant_falls_into_the_periods_of_its_zone(row: list[str]) -> None:
    at, zone = parse_instant(row[0]), load_zone(row[1])
    assert [period_of(name, at, zone) for name in PERIODS] == row[2:7]


@given(st.integers(0, 4_000_000_000), st.integers(0, 10**9), st.sampled_from(list(PERIODS)))
def test_periods_sort_by_time(at: int, later: int, name: str) -> None:
    zone = load_zone("Europe/Warsaw")
    assert period_of(name, at, zone) <= period_of(name, at + later, zone)


FACTS: list[tuple[str, Fact, str | None]] = [
    ("channel", "email", "email"),
    ("channel", None, None),
    ("channel", "", None),
    ("status", Status.ON_HOLD, "on_hold"),
    ("fields.vip", True, "true"),
    ("fields.floor", 3, "3"),
    ("fields.weight", 1.5, "1.5"),
    ("tags", ("late", "b2b"), "b2b, late"),
    ("tags", (), None),
    ("promised_at", 1_772_439_240, "2026-03-02T08:14:00Z"),
]


@pytest.mark.parametrize(("name", "fact", "shown"), FACTS)
def test_a_fact_is_counted_as_the_card_shows_it(name: str, fact: Fact, shown: str | None) -> None:
    given_card = card(occurrence(Verdict.MET), facts={name: fact})
    assert Grouping((name,)).parts_of(given_card) == [(shown,)]


def test_a_fact_that_is_not_told_is_not_known() -> None:
    assert Grouping(("segment",)).parts_of(card(occurrence(Verdict.MET))) == [(None,)]


def test_a_contact_without_an_opening_falls_into_no_period() -> None:
    undated = card(occurrence(Verdict.MET), opened_at=None)
    assert Grouping(tuple(PERIODS)).parts_of(undated) == [(None,) * len(PERIODS)]


def test_the_parts_stand_in_the_order_asked_for() -> None:
    found = card(
        occurrence(Verdict.MET, "RSP-01", "anna", "shop"),
        occurrence(Verdict.MET, "RES-01", None, "web"),
        facts={"channel": "chat"},
    )
    names = ("month", "team", "instrument", "employee", "standing", "channel", "criterion")
    assert Grouping(names).parts_of(found) == [
        ("2026-03", "shop", "ticket", "anna", "final", "chat", "RSP-01"),
        ("2026-03", "web", "ticket", None, "final", "chat", "RES-01"),
    ]


@pytest.mark.parametrize("name", [*NAMES, "fields.product"])
def test_every_name_can_be_counted_by_alone(name: str) -> None:
    assert [len(parts) for parts in Grouping((name,)).parts_of(card(occurrence(Verdict.MET)))] == [
        1
    ]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("chanel", "did you mean channel?"),
        ("fields.", "nothing to count by"),
        ("", "known are criterion"),
        ("xyzzy", "a field of your own is fields.NAME"),
    ],
)
def test_a_name_that_is_none_is_refused(name: str, said: str) -> None:
    with pytest.raises(ValueError, match="nothing to count by") as error:
        Grouping((name,))
    assert said in str(error.value)
