"""Which days count: identities that are handed on, and the periods before a period."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from plugin.feedback.earlier import earlier, is_month
from plugin.feedback.tenures import tenures_of
from plugin.pages.periods import Period
from plugin.stores.people.directory import Identity, Person
from tests.pages.acme import WARSAW
from tests.tables import rows


def period(text: str) -> Period:
    """`2026-03-01..2026-03-31`."""
    first, _, last = text.partition("..")
    return Period(date.fromisoformat(first), date.fromisoformat(last))


# period               | before                 | why
BEFORE = """
2026-03-01..2026-03-31 | 2026-02-01..2026-02-28 | a month
2026-01-01..2026-01-31 | 2025-12-01..2025-12-31 | over the end of a year
2024-03-01..2024-03-31 | 2024-02-01..2024-02-29 | a leap year
2026-01-01..2026-03-31 | 2025-10-01..2025-12-31 | a quarter
2026-03-10..2026-03-19 | 2026-02-28..2026-03-09 | ten days
2026-03-01..2026-03-22 | 2026-02-07..2026-02-28 | a month that is not over
2026-03-05..2026-03-05 | 2026-03-04..2026-03-04 | a day
2026-02-15..2026-03-14 | 2026-01-18..2026-02-14 | as many days, though about a month
"""


@pytest.mark.parametrize(("asked", "before"), rows(BEFORE))
def test_the_period_before_is_as_long(asked: str, before: str) -> None:
    assert earlier(period(asked), 1) == (period(before),)


def test_several_go_back_one_by_one() -> None:
    found = earlier(period("2026-03-01..2026-03-31"), 3)
    assert [each.first for each in found] == [
        date(2026, 2, 1),
        date(2026, 1, 1),
        date(2025, 12, 1),
    ]
    assert all(map(is_month, found))
    assert not is_month(period("2026-01-01..2026-03-31"))


MARCH = period("2026-03-01..2026-03-31")

# since            | until            | days                   | why
HELD = """
-                  | -                | 2026-03-01..2026-03-31 | always
2026-03-10T00:00   | -                | 2026-03-10..2026-03-31 | from a midnight on
-                  | 2026-03-10T00:00 | 2026-03-01..2026-03-09 | until a midnight
2026-03-10T11:59   | -                | 2026-03-10..2026-03-31 | before noon the day is theirs
2026-03-10T12:01   | -                | 2026-03-11..2026-03-31 | after noon it is not
-                  | 2026-03-10T12:01 | 2026-03-01..2026-03-10 | and still belongs to who had it
2026-03-05T00:00   | 2026-03-06T00:00 | 2026-03-05..2026-03-05 | a day
2026-04-01T00:00   | -                | -                      | later
-                  | 2026-03-01T00:00 | -                      | earlier
2026-03-29T00:00   | -                | 2026-03-29..2026-03-31 | the day on which clocks change
"""


@pytest.mark.parametrize(("since", "until", "days"), rows(HELD))
def test_an_identity_counts_for_whoever_had_it_at_noon(since: str, until: str, days: str) -> None:
    person = Person("anna", "Anna", identities=(Identity("x", _at(since), _at(until)),))
    wanted = {} if days == "-" else {_span(days): {"x": "anna"}}
    assert tenures_of((person,), MARCH, WARSAW).spans == wanted


def test_handed_on_it_is_nobodys_twice_and_no_day_is_lost() -> None:
    noonish = _at("2026-03-10T12:00")
    one = Person("anna", "Anna", identities=(Identity("x", None, noonish),))
    other = Person("ewa", "Ewa", identities=(Identity("x", noonish),))
    spans = sorted(tenures_of((one, other), MARCH, WARSAW).spans)
    assert spans == [_span("2026-03-01..2026-03-09"), _span("2026-03-10..2026-03-31")]


def _at(text: str) -> int | None:
    return (
        None
        if text == "-"
        else int(datetime.fromisoformat(text).replace(tzinfo=WARSAW).timestamp())
    )


def _span(text: str) -> tuple[date, date]:
    days = period(text)
    return days.first, days.last
