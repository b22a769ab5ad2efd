"""Instants on the wire."""

from __future__ import annotations

import re

import pytest

from standards.instants import EARLIEST, LATEST, parse_instant, show_instant
from tests.standards.firms import cases

# written | in UTC | why it is here
READ = """
2026-03-02T09:14:00+01:00 | 2026-03-02T08:14:00Z | an offset
2026-03-02T08:14:00Z | 2026-03-02T08:14:00Z | UTC
2026-03-02 08:14:00Z | 2026-03-02T08:14:00Z | a space, as RFC 3339 allows
2026-03-02T08:14Z | 2026-03-02T08:14:00Z | no seconds
2026-03-02T08:14:00.999999Z | 2026-03-02T08:14:00Z | a fraction is floored
2026-03-02T08:14:00,9Z | 2026-03-02T08:14:00Z | a fraction after a comma
2026-03-02T08:14:00.123456789Z | 2026-03-02T08:14:00Z | nanoseconds
2026-03-02T09:14:00+0100 | 2026-03-02T08:14:00Z | an offset without its colon
2026-03-02T09:14:00+01 | 2026-03-02T08:14:00Z | an offset of hours alone
2026-03-02T00:14:00-08:00 | 2026-03-02T08:14:00Z | an offset to the west
2026-03-02T21:59:00+13:45 | 2026-03-02T08:14:00Z | an offset of the Chatham Islands
1970-01-01T00:00:00Z | 1970-01-01T00:00:00Z | the first
2199-12-31T23:59:59.9Z | 2199-12-31T23:59:59Z | the last
"""


@pytest.mark.parametrize(("text", "utc"), cases(READ))
def test_an_instant_is_read(text: str, utc: str) -> None:
    assert show_instant(parse_instant(text)) == utc


# written | what is said of it | why it is here
REFUSED = """
2026-03-02T09:14:00 | says no offset from UTC | a naive time
2026-03-02 | is no instant | a date
09:14:00Z | is no instant | a time
20260302T091400Z | is no instant | the basic form
2026-W10-1T09:14:00Z | is no instant | a week's day
02.03.2026 09:14 | is no instant | another order
1772442840 | is no instant | seconds since 1970
2026-02-30T09:14:00Z | is no date and time there is | no such day
2026-03-02T25:14:00Z | is no date and time there is | no such hour
2026-03-02T24:00:00Z | is no instant | midnight as 24:00
2026-12-31T23:59:60Z | is no date and time there is | a leap second
2026-03-02T09:14:00+25:00 | is no date and time there is | no such offset
1969-12-31T23:59:59Z | lies outside the years 1970 to 2199 | before the first
2200-01-01T00:00:00Z | lies outside the years 1970 to 2199 | after the last
9999-12-31T23:59:59-14:00 | lies outside the years 1970 to 2199 | beyond what clocks hold
0001-01-01T00:00:00+14:00 | lies outside the years 1970 to 2199 | before what clocks hold
yesterday | is no instant | a word
 | is no instant | nothing
"""


@pytest.mark.parametrize(("text", "said"), cases(REFUSED))
def test_what_is_no_instant_is_refused(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=re.escape(said)):
        parse_instant(text)


def test_the_ends_are_those_that_are_named() -> None:
    assert parse_instant("1970-01-01T00:00:00Z") == EARLIEST
    assert parse_instant("2199-12-31T23:59:59Z") == LATEST


def test_a_refusal_quotes_no_more_than_a_line_holds() -> None:
    with pytest.raises(ValueError, match="is no instant") as refusal:
        parse_instant("x" * 1_000_000)
    assert len(str(refusal.value)) < 120
