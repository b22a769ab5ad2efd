"""Forms go out and come in over the API; the library is searched; nothing of it writes."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mobile_api.permissions import Role
from plugin.exchange.workbooks.opening import opened
from plugin.exchange.workbooks.sheets import XLS, XLSX
from plugin.stores.layout import Mongo
from plugin.stores.versions.drafts import Drafts
from tests.plugin.api.admins import Program, program
from tests.plugin.directory.people import NOW, register
from tests.plugin.exchange.workbooks import xlsx
from tests.plugin.publishing.published import put, store, text_of

pytestmark = pytest.mark.long

DAY = 86_400
ASKED = b"""\
  - code: SHP-01
    title: Greeted
    why: It is kind.
    weight: 1
    ask: {kind: yes_no, question: Were you greeted?, of: [visit]}
    examples: [{given: {answer: yes}, then: met}, {given: {answer: no}, then: missed}]
"""


@pytest.fixture
def house(database: Mongo) -> Mongo:
    """A published standard that asks one question, and people."""
    put(store(database), text_of(1) + ASKED, now=NOW - DAY)
    for name, role in (("ann", Role.TRAINER), ("law", Role.APPROVER), ("eve", Role.EMPLOYEE)):
        register(database, name, role)
    return database


def as_(house: Mongo, name: str) -> Program:
    made = program(house)
    assert made.sign_in(name).status_code == 201
    return made


def begun(house: Mongo, text: bytes) -> Program:
    ann = as_(house, "ann")
    told = {"text": text.decode(), "why": "more"}
    assert ann.ask("POST", "/drafts/contact", json=told).status_code == 201
    return ann


def test_a_published_questionnaire_goes_out(house: Mongo) -> None:
    answer = as_(house, "law").ask("GET", "/standards/contact/1/xlsform")
    assert (answer.status_code, answer.content_type) == (200, XLSX)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="contact-1.xlsx"'
    assert [each["name"] for each in opened(answer.data).sheet("survey").rows] == ["SHP-01"]


def test_a_draft_goes_out_without_what_has_faults(house: Mongo) -> None:
    faulty = ASKED.replace(b"SHP-01", b"SHP-02").replace(b"yes_no", b"telepathy")
    ann = begun(house, text_of(2) + ASKED + faulty)
    answer = ann.ask("GET", "/drafts/contact/xlsform")
    assert answer.status_code == 200
    assert [each["name"] for each in opened(answer.data).sheet("survey").rows] == ["SHP-01"]


@pytest.mark.parametrize("kind", [XLSX, "application/octet-stream"])
def test_a_workbook_becomes_a_text_and_a_report(house: Mongo, kind: str) -> None:
    answer = as_(house, "ann").ask("POST", "/xlsforms", data=xlsx(), content_type=kind)
    assert answer.status_code == 200
    assert answer.json["text"].startswith("# From an XLSForm: 2 rows taken, 2 adapted, 2 left out.")
    report = answer.json["report"]
    assert report["counts"] == {"taken": 2, "adapted": 2, "left": 2}
    assert report["criteria"] == ["greeted", "need", "minutes", "front"]
    assert report["languages"] == ["en", "pl"]
    assert report["rows"][0] == {
        "sheet": "survey", "row": 2, "name": "began", "outcome": "left", "criterion": None,
        "remarks": [
            "it is about the device or the filling in; a visit knows its own times and user"
        ],
    }  # fmt: skip


def test_a_workbook_is_added_to_an_open_draft_s_text(house: Mongo) -> None:
    ann, text = begun(house, text_of(2)), text_of(2).decode()
    answer = ann.ask("POST", "/xlsforms?into=contact", data=xlsx(), content_type=XLSX)
    assert answer.json["text"].startswith(text)
    assert "the language pl is left out" in " ".join(answer.json["report"]["notes"])
    assert Drafts(house).of("contact").text == text


BAD: dict[str, tuple[str, Callable[[], bytes], str, int, str]] = {
    "no bytes": ("", lambda: b"", XLSX, 422, "workbook-refused"),
    "JSON": ("", lambda: b"{}", "application/json", 415, "wrong-content-type"),
    "HTML under the name of a workbook": ("", lambda: b"<html>", XLS, 422, "workbook-refused"),
    "ten megabytes": ("", lambda: b"PK\x03\x04" + bytes(10_000_000), XLSX, 413, "too-large"),
    "a byte too many": ("", lambda: b"PK\x03\x04" + bytes(999_997), XLSX, 413, "too-large"),
    "a language that is none": ("?language=xx", xlsx, XLSX, 422, "invalid"),
    "a draft that nobody writes": ("?into=nothing", xlsx, XLSX, 404, "unknown-draft"),
    "no question that can be taken": (
        "", lambda: xlsx((("type", "name", "label"), ("note", "a", "A"))), XLSX, 422,
        "workbook-refused"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_refused_with_its_reason(house: Mongo, name: str) -> None:
    query, made, kind, status, slug = BAD[name]
    answer = as_(house, "ann").ask("POST", f"/xlsforms{query}", data=made(), content_type=kind)
    assert (answer.status_code, answer.json["type"]) == (status, f"urn:plumbline:problem:{slug}")


NOWHERE = {
    "a version that is none": ("/standards/contact/9/xlsform", 404),
    "a standard that is none": ("/standards/nothing/1/xlsform", 404),
    "a draft that is none": ("/drafts/nothing/xlsform", 404),
}


@pytest.mark.parametrize("name", NOWHERE)
def test_what_is_not_there_does_not_go_out(house: Mongo, name: str) -> None:
    path, status = NOWHERE[name]
    assert as_(house, "ann").ask("GET", path).status_code == status


def test_a_standard_that_asks_nobody_says_so(house: Mongo) -> None:
    answer = begun(house, text_of(2)).ask("GET", "/drafts/contact/xlsform")
    assert (answer.status_code, answer.json["type"]) == (422, "urn:plumbline:problem:nothing-asked")


def test_the_library_tells_every_place(house: Mongo) -> None:
    ann = begun(house, text_of(2, weight=5) + ASKED)
    answer = ann.ask("GET", "/criteria?standard=contact&kind=first_reply")
    (found,) = answer.json["criteria"]
    assert found["title"] == {"en": "First reply within an hour"}
    assert found["uses"] == [
        {"standard": "contact", "version": 1, "where": "in_force", "code": "RSP-01"},
        {"standard": "contact", "version": 2, "where": "draft", "code": "RSP-01"},
    ]


@pytest.mark.parametrize(
    "query",
    ["?kind=telepathy", "?journey=x", "?instrument=x", "?severity=x", f"?words={'a' * 201}"],
)
def test_the_library_refuses_what_it_does_not_know(house: Mongo, query: str) -> None:
    answer = as_(house, "ann").ask("GET", f"/criteria{query}")
    assert (answer.status_code, bool(answer.json["errors"])) == (422, True)


@pytest.mark.parametrize(
    "path", ["/criteria", "/standards/contact/1/xlsform", "/drafts/contact/xlsform"]
)
def test_none_of_it_is_for_those_who_see_no_drafts(house: Mongo, path: str) -> None:
    assert as_(house, "eve").ask("GET", path).status_code == 403


def test_an_approver_brings_nothing_in(house: Mongo) -> None:
    answer = as_(house, "law").ask("POST", "/xlsforms", data=xlsx(), content_type=XLSX)
    assert answer.status_code == 403
