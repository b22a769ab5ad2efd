"""Bad sheets for the directory: every fault by its row, and nothing of the sheet is taken."""

from __future__ import annotations

from typing import Any

import pytest

from plugin.directory.importing import MOST_CHANGES
from tests.doors.live import EVERY_ROLE
from tests.doors.refused import assert_problem, kept
from tests.mobile_api.service import Service
from tests.tables import rows

HEADER = "kind;id;name;team;location;identity;from;until"


def send(service: Service, raw: bytes, query: str = "", **more: Any) -> Any:
    """The answer to the sheet."""
    told = {"content_type": "text/csv", **more}
    return service.ask("POST", f"/directory/imports{query}", EVERY_ROLE, data=raw, **told)


# the sheet, `/` between its rows | row | what is said | why it is here
SHEETS = r"""
kind;id / person;ann | 1 | name is missing | a column left out
kind;id;name;name / person;ann;Ann;Ann | 1 | name stands twice | a column twice
kind;id;nmae / person;ann;Ann | 1 | did you mean name | a slip in a column
kind;id;name;salary / person;ann;Ann;9 | 1 | there is no column 'salary' | a column too many
kind:id:name / person:ann:Ann | 1 | there is no column | another separator
HEADER / person;ann;Ann;;;;;;;surplus | 2 | stands in no column | a cell too many
HEADER / teem;mail;Mail;;;;; | 2 | 'teem' is no kind | a slip in a kind
HEADER / person;;Ann;;;;; | 2 | there is no id | no id
HEADER / person;a b;Ann;;;;; | 2 | 'a b' is no id | a blank in an id
HEADER / person;=1+1;Ann;;;;; | 2 | '=1+1' is no id | a formula for an id
HEADER / person;@SUM(A1);Ann;;;;; | 2 | is no id | another formula
HEADER / person;ann;Ann;;;;; / person;ann;Anna;;;;; | 3 | ann is 'Ann' | told in two ways
HEADER / person;ann;Ann;mail;;;; | 2 | nobody knows | a team that there is not
HEADER / person;ann;Ann;;;x/1;31.02.2026; | 2 | no day there is | a day of no calendar
HEADER / person;ann;Ann;;;x/1;2026-13-01; | 2 | no day there is | a thirteenth month
HEADER / person;ann;Ann;;;x/1;1/2/2026; | 2 | is no day | a day that two read in two ways
HEADER / person;ann;Ann;;;x/1;2026-03-01T00:00; | 2 | is no day | an instant
HEADER / person;ann;Ann;;;x/1;0000-00-00; | 2 | no day there is | an empty day of a database
HEADER / person;ann;Ann;;;x/1;9999-12-31; | 2 | outside the years | the end of the calendar
HEADER / person;ann;Ann;;;x/1;2026-03-02;2026-03-01 | 2 | ends before it begins | turned round
HEADER / person;ann;Ann;;;;2026-03-01; | 2 | identity, which is missing | dates of nothing
HEADER / person;ann;Ann;;;x/1;; / person;bea;Bea;;;x/1;; | 3 | x/1 is ann's as well | one for two
HEADER / team;mail;Mail;mail;;;; | 2 | a team has no team | a team in a team
HEADER / person;ann;"Ann;;;;; | 2 | cannot be read | a quote that never ends
HEADER / person;ann;A<NUL>n;;;;; | 2 | cannot be read | NUL
HEADER / person;ann;A<TURN>n;;;;; | 2 | cannot be read | a sign that turns the line
HEADER / person;ann;LONG;;;;; | 2 | cannot be read | a cell without end
"""


@pytest.mark.parametrize(("sheet", "row", "said"), rows(SHEETS))
def test_a_fault_is_told_by_its_row_and_nothing_is_taken(
    service: Service, sheet: str, row: str, said: str
) -> None:
    text = sheet.replace("HEADER", HEADER).replace(" / ", "\n").replace("LONG", "x" * 1_001)
    text = text.replace("<NUL>", "\0").replace("<TURN>", "\u202e")
    before = kept(service.database)
    answer = send(service, text.encode())
    assert_problem(answer, 422, "sheet-faulty", said)
    assert f"/rows/{row}" in {each["pointer"] for each in answer.get_json()["errors"]}
    assert kept(service.database) == before


_GOOD = f"{HEADER}\nperson;zoe;Zoë Żak;;;;;\n"
RAW = {
    "another encoding": _GOOD.encode("windows-1250"),
    "two bytes a letter": _GOOD.encode("utf-16"),
    "half of a character": _GOOD.encode("utf-8", "surrogatepass") + b"\xed\xa0\x80",
    "nothing": b"",
    "blanks": b"  \n \n",
    "a workbook": b"PK\x03\x04" + bytes(range(256)) * 10,
    "a page": b"<!doctype html><table><tr><td>kind</td></tr></table>",
    "columns without end": b";" * 200_000,
    "a line without end": b"x" * 1_000_000,
    "quotes without end": b'"' * 500_001,
}


@pytest.mark.parametrize("raw", RAW.values(), ids=RAW.keys())
def test_what_is_no_sheet_is_refused(service: Service, raw: bytes) -> None:
    before = kept(service.database)
    assert_problem(send(service, raw), 422, "sheet-faulty", "row ")
    assert kept(service.database) == before


# query | pointer | why it is here
QUERIES = """
?replace=1 | /replace | a number for a truth
?replace=yes | /replace | a word for it
?replace= | /replace | nothing for it
"""


@pytest.mark.parametrize(("query", "pointer"), rows(QUERIES))
def test_whether_to_replace_is_said_plainly(service: Service, query: str, pointer: str) -> None:
    assert_problem(send(service, _GOOD.encode(), query), 422, "invalid", pointer)


class _Endless:
    """A hundred megabytes of good rows of 32 bytes, counted as they are taken."""

    def __init__(self) -> None:
        self.taken = 0

    def read(self, size: int = -1) -> bytes:
        length = min(size if size >= 0 else 1 << 20, 100 * 1024 * 1024 - self.taken)
        first = self.taken
        self.taken += length
        held = b"".join(map(_row, range(first // 32, self.taken // 32 + 1)))
        return held[first % 32 :][:length]

    def readinto(self, room: Any) -> int:
        told = self.read(len(room))
        room[: len(told)] = told
        return len(told)


def _row(number: int) -> bytes:
    if number == 0:
        return b"kind,id,name" + b"," * 19 + b"\n"
    return b"person,p%08d,Ann Ash%7d\n" % (number, number)


def test_a_hundred_megabytes_are_refused_before_they_are_read(service: Service) -> None:
    body = _Endless()
    said = {"CONTENT_LENGTH": str(100 * 1024 * 1024), "wsgi.input": body}
    answer = send(service, b"", environ_overrides=said)
    assert_problem(answer, 413, "too-large")
    assert body.taken == 0


def test_of_pieces_without_end_no_more_is_read_than_may_be(service: Service) -> None:
    body = _Endless()
    pieces = {
        "CONTENT_LENGTH": "",
        "wsgi.input": body,
        "wsgi.input_terminated": True,
        "HTTP_TRANSFER_ENCODING": "chunked",
    }
    before = kept(service.database)
    answer = send(service, b"", environ_overrides=pieces)
    assert_problem(answer, 413, "too-large")
    assert body.taken <= 9 * 1024 * 1024
    assert kept(service.database) == before


def test_more_than_one_transaction_holds_is_refused(service: Service) -> None:
    rows_of = b"".join(map(_row, range(MOST_CHANGES + 2)))
    answer = send(service, rows_of)
    assert_problem(answer, 422, "sheet-faulty", "20,001 people & import it in parts")


def test_a_formula_for_a_name_is_a_name_and_goes_out_as_none(service: Service) -> None:
    raw = f"{HEADER}\nperson;mia;=HYPERLINK(A1);;;;;\n".encode()
    assert send(service, raw).status_code == 200
    shown = service.ask("GET", "/directory", EVERY_ROLE).get_json()["people"]
    assert "=HYPERLINK(A1)" in {each["name"] for each in shown}
