"""Assignments: bad bodies, bad sheets, and coordinators who change one thing at once."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any
from uuid import uuid4

import pytest

from plugin.stores.shopping.assignments import Assignments
from tests.doors.live import EVERY_ROLE
from tests.doors.refused import assert_problem, kept
from tests.mobile_api.service import Service, visit
from tests.plugin.shopping.assigned import assigned, shops
from tests.tables import rows

AT_ONCE = 6
HEADER = "shopper;location;from;until;questionnaire;version;fee;currency;scenario_en"
GOOD = "anna;krakow;2026-09-21;2026-09-25;shop;1;25;PLN;Ask."


@pytest.fixture(scope="module", autouse=True)
def _with_shops(service: Service) -> None:
    shops(service.database)


@pytest.fixture(autouse=True)
def _afterwards(service: Service) -> Iterator[None]:
    yield
    service.database.shopping.delete_many({})


def post(service: Service, body: Any) -> Any:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return service.ask(
        "POST", "/assignments", EVERY_ROLE, data=raw, content_type="application/json"
    )


def send(service: Service, raw: bytes, **more: Any) -> Any:
    told = {"content_type": "text/csv", **more}
    return service.ask("POST", "/assignments/imports", EVERY_ROLE, data=raw, **told)


NO_JSON = {
    "nothing": b"",
    "half of it": b'{"shopper": "anna"',
    "a list": b"[]",
    "null": b"null",
    "another encoding": '{"shopper": "ąę"}'.encode("cp1250"),
    "two bytes a letter": '{"shopper": "anna"}'.encode("utf-16"),
    "half of a character": b'{"shopper": "\xed\xa0\x80"}',
    "a number that is none": b'{"shopper": NaN}',
    "a key twice": b'{"shopper": "anna", "shopper": "boris"}',
    "depths": b"[" * 100_000,
}


@pytest.mark.parametrize("body", NO_JSON.values(), ids=NO_JSON.keys())
def test_what_is_no_json_object_is_refused(service: Service, body: bytes) -> None:
    before = kept(service.database)
    assert_problem(post(service, body), 400, "no-json")
    assert kept(service.database) == before


# the field | its value as JSON | pointer | why it is here
FIELDS = r"""
shopper | null | /shopper | null for a shopper
shopper | 7 | /shopper | a number for a shopper
shopper | "" | /shopper | nobody
shopper | "a b" | /shopper | no name of a user
shopper | {"$ne": ""} | /shopper | a question to the database
location | ["krakow"] | /location | a list
location | "../krakow" | /location | a way up
window | null | /window | no window
window | {} | /window/from | an empty window
window | {"from": 1, "until": 2} | /window/from | numbers for instants
window | {"from": "2026-09-21", "until": "2026-09-25"} | /window/from | days
questionnaire | "shop" | /questionnaire | a text for an object
questionnaire | {"standard": "shop", "version": 0} | /questionnaire/version | version 0
questionnaire | {"standard": "shop", "version": 1e99} | /questionnaire/version | far too high
questionnaire | {"standard": "shop", "version": "1"} | /questionnaire/version | a text
questionnaire | {"standard": "shop", "versoin": 1} | /questionnaire/versoin | a slip
fee | {"amount": "25"} | /fee/currency | half a fee
fee | {"amount": 25, "currency": "PLN"} | /fee/amount | a number for money
fee | {"amount": "NaN", "currency": "PLN"} | /fee/amount | a number that is none
fee | {"amount": "1e400", "currency": "PLN"} | /fee/amount | without end
fee | {"amount": "٢٥", "currency": "PLN"} | /fee/amount | digits of another script
scenario | {"en": null} | /scenario/en/value | nothing to do
scenario | [] | /scenario | a list for a map
scenario | {"": "x"} | /scenario//key | no language
visits | [] | /visits | what the house alone writes
state | "done" | /state | another one
"""


@pytest.mark.parametrize(("name", "value", "pointer"), rows(FIELDS))
def test_a_field_that_cannot_be_is_named(
    service: Service, name: str, value: str, pointer: str
) -> None:
    before = kept(service.database)
    answer = post(service, assigned(**{name: json.loads(value)}))
    assert answer.status_code == 422, answer.text
    assert pointer in {each["pointer"] for each in answer.get_json()["errors"]}, answer.text
    assert kept(service.database) == before


def test_half_a_character_is_kept_as_a_whole_one(service: Service) -> None:
    body = json.dumps(assigned(scenario={"en": "a\ud800b\0c"})).encode()
    answer = post(service, body)
    assert answer.status_code in (201, 400)
    if answer.status_code == 201:
        assert "\ud800" not in answer.get_json()["scenario"]["en"]


# the sheet, ` / ` between its rows | row | what is said | why it is here
SHEETS = r"""
HEADER / =1+1;krakow;2026-09-21;2026-09-25;shop;;;; | 2 | is a formula | a formula for a shopper
HEADER / anna;krakow;=NOW();2026-09-25;shop;;;; | 2 | is a formula | a formula for a time
HEADER / anna;krakow;2026-09-21;2026-09-25;shop;;;;=HYPERLINK(A1) | 2 | is a formula | and one to do
HEADER / +cmd;krakow;2026-09-21;2026-09-25;shop;;;; | 2 | Nobody signs in | a plus
HEADER / GOOD / GOOD | 3 | the same as row 2 | a row twice
HEADER / GOOD / anna;acme/shop/1;2026-09-21;2026-09-25;shop;;;; | 3 | same as row 2 | in other words
HEADER / GOOD / zoe;krakow;2026-09-21;2026-09-25;shop;;;; | 3 | Nobody signs in | one bad row
HEADER / anna;krakow;2026-03-29 02:30:61;2026-09-25;shop;;;; | 2 | is no time | 61 seconds
HEADER / anna;krakow;0000-00-00;2026-09-25;shop;;;; | 2 | is no time | no day
HEADER / anna;krakow;9999-12-31;2026-09-25;shop;;;; | 2 | is no time | the end of the calendar
HEADER / anna;krakow;2026-09-21;2026-09-25;shop;99999999999;;; | 2 | is no version | far too high
HEADER / anna;krakow;2026-09-21;2026-09-25;shop;;0x10;PLN; | 2 | no amount | sixteen in another way
HEADER / anna;kra<NUL>kow;2026-09-21;2026-09-25;shop;;;; | 2 | cannot be read | NUL
HEADER / anna;kra<TURN>kow;2026-09-21;2026-09-25;shop;;;; | 2 | cannot be read | a turned line
HEADER / anna;LONG;2026-09-21;2026-09-25;shop;;;; | 2 | cannot be read | a cell without end
"""


@pytest.mark.parametrize(("sheet", "row", "said"), rows(SHEETS))
def test_a_fault_is_told_by_its_row_and_nothing_is_taken(
    service: Service, sheet: str, row: str, said: str
) -> None:
    text = sheet.replace("HEADER", HEADER).replace("GOOD", GOOD).replace(" / ", "\n")
    text = text.replace("LONG", "x" * 1_001).replace("<NUL>", "\0").replace("<TURN>", "\u202e")
    before = kept(service.database)
    answer = send(service, text.encode())
    assert_problem(answer, 422, "sheet-faulty", said)
    pointers = {each["pointer"] for each in answer.get_json()["errors"]}
    assert any(each.startswith(f"/rows/{row}") for each in pointers), pointers
    assert kept(service.database) == before


_SHEET = f"{HEADER}\n{GOOD}\n".replace("Ask.", "Zapytaj o łąkę.")
RAW = {
    "another encoding": _SHEET.encode("windows-1250"),
    "two bytes a letter": _SHEET.encode("utf-16"),
    "half of a character": _SHEET.encode() + b"\xed\xa0\x80",
    "nothing": b"",
    "blanks": b"  \n \n",
    "a workbook": b"PK\x03\x04" + bytes(range(256)) * 10,
    "a page": b"<!doctype html><table><tr><td>shopper</td></tr></table>",
    "columns without end": b";" * 200_000,
    "a line without end": b"x" * 1_000_000,
    "quotes without end": b'"' * 500_001,
    "rows without end": HEADER.encode() + f"\n{GOOD}".encode() * 6_000,
}


@pytest.mark.parametrize("raw", RAW.values(), ids=RAW.keys())
def test_what_is_no_sheet_is_refused(service: Service, raw: bytes) -> None:
    before = kept(service.database)
    assert_problem(send(service, raw), 422, "sheet-faulty", "row ")
    assert kept(service.database) == before


def test_ten_megabytes_are_refused(service: Service) -> None:
    raw = f"{HEADER}\n".encode() + f"{GOOD}\n".encode() * (10 * 2**20 // (len(GOOD) + 1))
    assert_problem(send(service, raw), 413, "too-large")
    pieces = {
        "CONTENT_LENGTH": "",
        "wsgi.input": io.BytesIO(raw),
        "wsgi.input_terminated": True,
        "HTTP_TRANSFER_ENCODING": "chunked",
    }
    assert_problem(send(service, b"", environ_overrides=pieces), 413, "too-large")
    assert service.database.shopping.count_documents({}) == 0


def test_a_sheet_is_sent_as_one(service: Service) -> None:
    answer = send(service, _SHEET.encode(), content_type="application/json")
    assert_problem(answer, 415, "wrong-content-type", "text/csv")


def together(asked: Callable[[int], Any], at_once: int = AT_ONCE) -> list[Any]:
    """The answers to what several ask in the same moment, each with its number."""
    ready = Barrier(at_once)

    def go(number: int) -> Any:
        ready.wait(10)
        return asked(number)

    with ThreadPoolExecutor(at_once) as threads:
        return list(threads.map(go, range(at_once)))


def test_of_several_who_change_an_assignment_at_once_one_does(service: Service) -> None:
    made = post(service, assigned())
    there, seen = f"/assignments/{made.get_json()['id']}", {"If-Match": made.headers["ETag"]}

    def change(number: int) -> Any:
        body = assigned(note=f"note {number}")
        return service.ask("PUT", there, EVERY_ROLE, json=body, headers=seen)

    answers = together(change)
    taken = [each for each in answers if each.status_code == 200]
    assert len(taken) == 1
    for each in answers:
        if each is not taken[0]:
            assert_problem(each, 412, "assignment-changed")
    now = service.ask("GET", there, EVERY_ROLE).get_json()
    assert now == taken[0].get_json()


def test_of_one_who_closes_and_one_who_withdraws_one_does(service: Service) -> None:
    made = post(service, assigned())
    there, seen = f"/assignments/{made.get_json()['id']}", {"If-Match": made.headers["ETag"]}
    ends = ("closed", "withdrawn")
    answers = together(
        lambda number: service.ask("POST", f"{there}/{ends[number]}", EVERY_ROLE, headers=seen), 2
    )
    assert sorted(each.status_code for each in answers) == [200, 412]


def test_of_several_who_assign_the_same_at_once_one_does(service: Service) -> None:
    answers = together(lambda _: post(service, assigned()))
    assert sorted(each.status_code for each in answers) == [201] + [409] * (AT_ONCE - 1)
    assert service.database.shopping.count_documents({}) == 1


def test_the_same_sheet_several_times_at_once_is_taken_once(service: Service) -> None:
    answers = together(lambda _: send(service, _SHEET.encode()))
    assert [each.status_code for each in answers] == [200] * AT_ONCE
    assert sum(len(each.get_json()["made"]) for each in answers) == 1
    assert service.database.shopping.count_documents({}) == 1


def test_a_visit_filed_while_it_is_changed_is_lost_by_neither(service: Service) -> None:
    made = post(service, assigned())
    named, uuid = made.get_json()["id"], uuid4()
    assert service.put(visit(assignment=named), uuid).status_code == 201
    body, seen = assigned(note="meanwhile"), {"If-Match": made.headers["ETag"]}

    def go(number: int) -> Any:
        if number == 0:
            return service.work()
        return service.ask("PUT", f"/assignments/{named}", EVERY_ROLE, json=body, headers=seen)

    _, changed = together(go, 2)
    service.work()
    now = Assignments(service.database).find(named)
    assert now is not None
    assert now.visits == (f"visit/{uuid}",)
    assert now.state == "done"
    assert changed.status_code in (200, 412)
    assert (now.note == "meanwhile") is (changed.status_code == 200)
