"""Dates as exports write them."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugin.imports.telling.formats import reader, refusal
from tests.tables import rows

ZERO = datetime.fromisoformat("1970-01-01")

# form | text | date and time (or -) | UTC offset (or -) | why it is here
DATES = """
iso | 2016-01-01 03:28:00 | 2016-01-01 03:28:00 | - | a blank between date and time
iso | 2016-01-01T03:28 | 2016-01-01 03:28:00 | - | without seconds
iso | 2016-01-01 | 2016-01-01 00:00:00 | - | a date alone is its first moment
iso | 2023-01-02 07:27:43.999 | 2023-01-02 07:27:43 | - | a fraction is cut off, not rounded
iso | 2010-01-13T08:40:25.000+02:00 | 2010-01-13 08:40:25 | 2:00:00 | with an offset
iso | 2010-01-13T08:40:25Z | 2010-01-13 08:40:25 | 0:00:00 | in UTC
iso | 20160101 | - | - | eight digits may be any number
iso | 2016-02-30 | - | - | no such day
iso | 2016-01-01 24:00:00 | - | - | no such hour
iso | yesterday | - | - | words
epoch | 1456721700 | 2016-02-29 04:55:00 | 0:00:00 | seconds since 1970
epoch | 1456721700.9 | 2016-02-29 04:55:00 | 0:00:00 | with a fraction
epoch | -1 | 1969-12-31 23:59:59 | 0:00:00 | before 1970
epoch | -0.5 | 1969-12-31 23:59:59 | 0:00:00 | a fraction is floored, also before 1970
epoch | 1e9 | - | - | no way to write an instant
epoch | 999999999999999 | - | - | beyond all calendars
epoch_ms | 1456721700999 | 2016-02-29 04:55:00 | 0:00:00 | milliseconds
%d/%m/%Y %H:%M | 29/2/2016 01:16 | 2016-02-29 01:16:00 | - | day first without zeros
%d/%m/%Y %H:%M | 29/02/2016  01:16 | 2016-02-29 01:16:00 | - | more blanks than in the form
%d/%m/%Y %H:%M | 29/13/2016 01:16 | - | - | no such month
%d/%m/%Y %H:%M | 29/2/2016 24:16 | - | - | no such hour in a pattern
%d/%m/%Y %H:%M | 29/2/2016 | - | - | half of what is expected
%m/%d/%y %I:%M %p | 2/29/16 12:05 AM | 2016-02-29 00:05:00 | - | midnight on a twelve-hour clock
%m/%d/%y %I:%M %p | 2/29/16 12:05 pm | 2016-02-29 12:05:00 | - | noon on a twelve-hour clock
%m/%d/%y %I:%M %p | 2/29/16 13:05 pm | - | - | thirteen on a twelve-hour clock
%d.%m.%y | 1.2.69 | 1969-02-01 00:00:00 | - | two digits from 69 on are the last century
%d.%m.%y | 1.2.68 | 2068-02-01 00:00:00 | - | below it is this one
%d %b %Y %H:%M:%S %z | 5 Mar 2026 07:08:09 -0330 | 2026-03-05 07:08:09 | -1 day, 20:30:00 |
    a month's name and an offset without colon
%A, %B %d, %Y | Monday, March 2, 2026 | 2026-03-02 00:00:00 | - | names in full
%a %d %B %Y | Mon 2 Marchember 2026 | - | - | a month there is not
%Y-%m-%dT%H:%M:%S.%f%z | 2026-03-02T09:00:00.123456789+01:00 | 2026-03-02 09:00:00 | 1:00:00 |
    nanoseconds
"""


@pytest.mark.parametrize(("form", "text", "expected", "offset"), rows(DATES))
def test_a_date_is_read_in_its_form(form: str, text: str, expected: str, offset: str) -> None:
    written = reader(form)(text)
    if expected == "-":
        assert written is None
        return
    assert written is not None
    assert str(written[0]) == expected
    assert ("-" if written[1] is None else str(written[1])) == offset


# form | what is said | why it is here
REFUSED = """
ISO8601 | unknown date form | a word that is no form
%d/%m | no whole date | a date without a year
%H:%M | no whole date | a time without a date
%Y-%m-%d %I:%M | twelve-hour | a twelve-hour clock without its half
%Y-%m-%d %H:%M %p | twelve-hour | a half without its clock
%Y-%m-%d %Y | twice | the year twice
%x | no part of a date | what depends on the machine's language
%Y-%m-%d % | no part of a date | a lone percent sign
"""


@pytest.mark.parametrize(("form", "said"), rows(REFUSED))
def test_a_form_that_says_no_date_is_refused(form: str, said: str) -> None:
    assert said in (refusal(form) or "")


@pytest.mark.parametrize("form", ["iso", "epoch", "epoch_ms", "%d/%m/%Y %H:%M", "%Y%m%d"])
def test_a_form_that_says_one_is_not(form: str) -> None:
    assert refusal(form) is None


@given(st.datetimes(ZERO, datetime.fromisoformat("2199-12-31")))
def test_what_strftime_writes_is_read_again(at: datetime) -> None:
    whole = at.replace(microsecond=0)
    for form in ("%Y-%m-%d %H:%M:%S", "%d %b %Y %I:%M:%S %p", "%m/%d/%Y %H:%M:%S.%f"):
        assert reader(form)(at.strftime(form)) == (whole, None)
    assert reader("iso")(at.isoformat()) == (whole, None)
    since = (whole - ZERO) // timedelta(seconds=1)
    assert reader("epoch")(str(since)) == (whole, timedelta())
