"""Instants: zones, offsets that lie, and dates reckoned from others."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from plugin.imports.exports.rows import Refused
from plugin.imports.mapping import At, Dates, Later, Offset, Unit
from plugin.imports.telling.stamps import MOVED, instant_of
from plugin.imports.template import of_column
from standards.instants import parse_instant, show_instant
from standards.zones import load_zone
from tests.tables import rows


def instant(text: str, zone: str | None, offset: Offset, form: str = "iso") -> str | None:
    at = At(of_column("at"), Dates((form,), zone, offset))
    found = instant_of(at, {"at": 0}, Dates(), ".", Counter())((text,))
    return None if found is None else show_instant(found)


# text | zone | offset | instant | why it is here
INSTANTS = """
2026-03-02 09:14:00 | Europe/Warsaw | trust | 2026-03-02T08:14:00Z | wall time in winter
2026-07-02 09:14:00 | Europe/Warsaw | trust | 2026-07-02T07:14:00Z | wall time in summer
2026-03-29 02:30:00 | Europe/Warsaw | trust | 2026-03-29T01:30:00Z | in the gap: moved on by it
2026-10-25 02:30:00 | Europe/Warsaw | trust | 2026-10-25T00:30:00Z | in the repeated hour: the first
2026-03-02T09:14:00-05:00 | Europe/Warsaw | trust | 2026-03-02T14:14:00Z | an offset that is trusted
2026-03-02T09:14:00-05:00 | - | trust | 2026-03-02T14:14:00Z | an offset needs no zone
2026-07-02T09:14:00+00:00 | Europe/Rome | ignore | 2026-07-02T07:14:00Z | an offset that lies
2026-07-02 09:14:00 | Europe/Rome | ignore | 2026-07-02T07:14:00Z | none, where some lie
2016-07-06 04:30:00 | America/New_York | doubled | 2016-07-06T12:30:00Z | 08:30 in summer
2016-01-05 03:30:00 | America/New_York | doubled | 2016-01-05T13:30:00Z | 08:30 in winter
2016-03-13 04:30:00 | America/New_York | doubled | 2016-03-13T12:30:00Z | the day clocks go forward
2016-11-06 03:30:00 | America/New_York | doubled | 2016-11-06T13:30:00Z | the day they go back
2026-07-02 12:00:00 | Europe/Warsaw | doubled | 2026-07-02T08:00:00Z | 10:00 in a zone east of UTC
"""


@pytest.mark.parametrize(("text", "zone", "offset", "expected"), rows(INSTANTS))
def test_a_stamp_becomes_an_instant(text: str, zone: str, offset: str, expected: str) -> None:
    assert instant(text, None if zone == "-" else zone, Offset(offset)) == expected


def test_an_empty_cell_is_no_instant() -> None:
    assert instant("", "Europe/Warsaw", Offset.TRUST) is None


# text | zone | what is said | why it is here
REFUSED = """
2026-03-02 09:14 | - | names no zone | neither offset nor zone
1969-12-31 23:00 | Etc/UTC | outside the years | before 1970
2200-01-01 00:00 | Etc/UTC | outside the years | after 2199
0001-01-01 00:00 | Asia/Tokyo | outside the years | before all years
9999-12-31 23:59 | America/New_York | outside the years | after all years
soon | Etc/UTC | no date of the form expected | words
"""


@pytest.mark.parametrize(("text", "zone", "said"), rows(REFUSED))
def test_a_stamp_that_nobody_can_place_is_refused(text: str, zone: str, said: str) -> None:
    with pytest.raises(Refused) as refused:
        instant(text, None if zone == "-" else zone, Offset.TRUST)
    assert said in refused.value.reason
    assert (refused.value.column, refused.value.text) == ("at", text)


def test_forms_are_tried_in_turn() -> None:
    at = At(of_column("at"), Dates(("%d.%m.%Y", "iso"), "Etc/UTC"))
    read = instant_of(at, {"at": 0}, Dates(), ".", Counter())
    assert read(("2.3.2026",)) == read(("2026-03-02",)) == parse_instant("2026-03-02T00:00:00Z")


def test_date_and_time_in_two_columns_are_one_instant() -> None:
    at = At(of_column("{day} {time}"), Dates(("iso",), "Europe/Warsaw"))
    read = instant_of(at, {"day": 0, "time": 1}, Dates(), ".", Counter())
    assert read(("2026-03-02", "09:14")) == parse_instant("2026-03-02T08:14:00Z")
    assert read(("2026-03-02", "")) is None


# unit | count | instant, for 2026-03-28 10:00 in Warsaw | why it is here
LATER = """
seconds | 90    | 2026-03-28T09:01:30Z | seconds
minutes | 1.5   | 2026-03-28T09:01:30Z | a part of a minute
minutes | -10   | 2026-03-28T08:50:00Z | earlier
hours   | 24    | 2026-03-29T09:00:00Z | 24 hours, though clocks go forward that night
days    | 1     | 2026-03-29T08:00:00Z | the same wall time tomorrow: 23 hours
days    | 10.0  | 2026-04-07T08:00:00Z | a whole number written with a fraction
days    | 0.5   | 2026-03-28T21:00:00Z | half a day
days    |       | -                    | no number, no date
"""


@pytest.mark.parametrize(("unit", "count", "expected"), rows(LATER))
def test_a_date_is_reckoned_from_another(unit: str, count: str, expected: str) -> None:
    at = At(of_column("at"), Dates(), Later(of_column("count"), Unit(unit)))
    zone = Dates(("iso",), "Europe/Warsaw")
    read = instant_of(at, {"at": 0, "count": 1}, zone, ".", Counter())
    found = read(("2026-03-28 10:00", count))
    assert ("-" if found is None else show_instant(found)) == expected


def test_a_date_is_moved_on_to_its_bound_and_counted() -> None:
    at = At(of_column("closed"), Dates(), not_before=of_column("solved"))
    notes = Counter[str]()
    read = instant_of(at, {"closed": 0, "solved": 1}, Dates(("iso",), "Etc/UTC"), ".", notes)
    assert read(("2026-03-02", "2026-03-05")) == parse_instant("2026-03-05T00:00:00Z")
    assert read(("2026-03-07", "2026-03-05")) == parse_instant("2026-03-07T00:00:00Z")
    assert read(("2026-03-07", "")) == parse_instant("2026-03-07T00:00:00Z")
    assert read(("", "2026-03-05")) is None
    assert notes == {MOVED: 1}


@given(
    st.integers(parse_instant("1990-01-01T00:00:00Z"), parse_instant("2050-01-01T00:00:00Z")),
    st.sampled_from(["America/New_York", "Europe/Warsaw", "Australia/Lord_Howe", "Asia/Tokyo"]),
)
def test_doubling_is_undone(at: int, name: str) -> None:
    zone = load_zone(name)
    local = datetime.fromtimestamp(at, zone)
    doubled = local.replace(tzinfo=UTC).astimezone(zone)
    assume(
        not local.fold and not doubled.fold
    )  # the second of a repeated hour is read as the first
    text = doubled.replace(tzinfo=None).isoformat()
    assert instant(text, name, Offset.DOUBLED) == show_instant(at)
