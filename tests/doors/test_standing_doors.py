"""Bad inputs to checks, workbooks, backtests and training: field and reason, and no trace."""

from __future__ import annotations

import io
import json
import time
import zipfile
from typing import Any

import pytest

from plugin.directory.importing import import_sheet
from plugin.exchange.workbooks.sheets import XLSX
from plugin.stores.people.directory import Directory
from tests.doors.live import EVERY_ROLE, SHEET
from tests.doors.refused import assert_problem, kept
from tests.mobile_api.service import STANDARD, Service
from tests.tables import rows

SECOND = STANDARD.replace("VERSION", "2")
JSON = "application/json"
# How much somebody has had checked lately is counted, as tries to sign in are.
DAY = "2026-12-01"


@pytest.fixture(scope="module", autouse=True)
def _people(service: Service) -> None:
    """Somebody of the directory, a team, and a draft."""
    import_sheet(Directory(service.database), SHEET, service.house.config.zone)
    told = {"text": SECOND, "why": "tidier"}
    answer = service.ask("POST", "/drafts/shop", EVERY_ROLE, json=told)
    assert answer.status_code == 201, answer.text


def ask(service: Service, asked: str, body: bytes | None = None, **more: Any) -> Any:
    """The answer to `METHOD /path` by somebody with every role."""
    method, _, path = asked.partition(" ")
    sent = {} if body is None else {"data": body, "content_type": JSON}
    return service.ask(method, path, EVERY_ROLE, **{**sent, **more})


BACKTEST = (
    '{"code": "shop", "since": "2026-01-01T00:00:00Z", "until": "2026-02-01T00:00:00Z", "name": ""}'
)
ASSIGN = f'{{"to": [{{"kind": "person", "id": "ann"}}], "due": "{DAY}"}}'
QUESTION = '{"text": {"en": "Which?"}, "answers": [{"en": "This"}, {"en": "That"}], "right": 0}'

# asked and the field that is changed | its value | status and slug | what is said | why it is here
CHANGED = r"""
BACKTEST code | "nobody" | 422 backtest-unfit | /code | nobody's draft
BACKTEST code | "" | 422 invalid | /code | no code
BACKTEST code | {"$ne": 1} | 422 invalid | /code | a question to the database
BACKTEST version | 9 | 422 backtest-unfit | /code | a version that there is not
BACKTEST version | 0 | 422 invalid | /version | below the first
BACKTEST version | "1" | 422 invalid | /version | a text for a number
BACKTEST version | 99999999999999999999 | 422 invalid | /version | a number that no store has
BACKTEST since | "2026-02-01T00:00:00Z" | 422 backtest-unfit | /until | no time at all
BACKTEST since | "2027-01-01T00:00:00Z" | 422 backtest-unfit | /until | turned round
BACKTEST since | "2026-01-01" | 422 invalid | /since | a day for an instant
BACKTEST since | "2026-01-01T00:00:00" | 422 invalid | /since | no offset
BACKTEST since | "0001-01-01T00:00:00Z" | 422 invalid | /since | before the calendar
BACKTEST since | "1990-01-01T00:00:00Z" | 422 backtest-unfit | /until | thirty years
BACKTEST until | null | 422 invalid | /until | no end
BACKTEST until | 1790000000 | 422 invalid | /until | a number
BACKTEST name | "LONG" | 422 invalid | /name | a name without end
BACKTEST by | "adam" | 422 invalid | /by | in another's name
ASSIGN to | [] | 422 invalid | /to | to nobody
ASSIGN to | [{"kind": "person", "id": "nobody"}] | 422 training-unfit | /to | nobody known
ASSIGN to | [{"kind": "team", "id": "ann"}] | 422 training-unfit | /to | a person for a team
ASSIGN to | [{"kind": "role", "id": "boss"}] | 422 training-unfit | /to | no role there is
ASSIGN to | [{"kind": "planet", "id": "x"}] | 422 invalid | /to/0/kind | no kind there is
ASSIGN to | [{"kind": "person", "id": "\u0000"}] | 422 training-unfit | /to | NUL for a name
ASSIGN to | [{"kind": "person", "id": {"$ne": 1}}] | 422 invalid | /to/0/id | a question
ASSIGN to | {"kind": "person", "id": "ann"} | 422 invalid | /to | one for a list
ASSIGN due | "2026-02-31" | 422 training-unfit | /due | a day of no calendar
ASSIGN due | "2020-01-01" | 422 training-unfit | /due | a day that is over
ASSIGN due | "9999-12-31" | 422 training-unfit | /due | the end of the calendar
ASSIGN due | "2026-12-01T00:00:00Z" | 422 training-unfit | /due | an instant for a day
ASSIGN due | "2026-W49-2" | 422 training-unfit | /due | a day of a week's calendar
ASSIGN due | null | 422 invalid | /due | no day
ASSIGN latest | "soon" | 422 training-unfit | /latest | no day
ASSIGN latest | "0001-01-01" | 422 training-unfit | /latest | before the calendar
ASSIGN latest | "9999-12-31" | 422 training-unfit | /latest | grace for ever
ASSIGN terms | {"pass_mark": 1.5} | 422 invalid | /terms/pass_mark | more than all
ASSIGN terms | {"pass_mark": -0.1} | 422 invalid | /terms/pass_mark | less than none
ASSIGN terms | {"pass_mark": "0.8"} | 422 invalid | /terms/pass_mark | a text for a share
ASSIGN terms | {"tries": 0} | 422 invalid | /terms/tries | no try
ASSIGN terms | {"tries": true} | 422 invalid | /terms/tries | a truth for a number
ASSIGN terms | {"wait_seconds": 99999999999} | 422 invalid | /terms/wait_seconds | for ever
ASSIGN terms | {"months": 2.5} | 422 invalid | /terms/months | half a month
ASSIGN terms | {"questions": 31} | 422 invalid | /terms/questions | too many
ASSIGN terms | {"bribe": 1} | 422 invalid | /terms/bribe | a term that there is not
ASSIGN terms | [] | 422 invalid | /terms | a list
ASSIGN by | "adam" | 422 invalid | /by | in another's name
QUESTION text | {} | 422 invalid | /text | no question
QUESTION text | {"en": "LONG"} | 422 invalid | /text | a question without end
QUESTION text | {"xx": "Which?"} | 422 training-unfit | /text | a language that nobody speaks
QUESTION text | "Which?" | 422 invalid | /text | no language
QUESTION answers | [{"en": "This"}] | 422 invalid | /answers | one answer
QUESTION answers | [{"en": "This"}, {"en": "This"}] | 422 training-unfit | /answers | the same
QUESTION answers | [{"en": "This"}, {"pl": "To"}] | 422 training-unfit | /answers | two languages
QUESTION answers | ["This", "That"] | 422 invalid | /answers | no languages
QUESTION right | 2 | 422 training-unfit | /right | an answer that there is not
QUESTION right | -1 | 422 invalid | /right | below the first
QUESTION right | "0" | 422 invalid | /right | a text for a place
QUESTION right | true | 422 invalid | /right | a truth for a place
QUESTION right | null | 422 invalid | /right | none
QUESTION criterion | "NO-99" | 422 training-unfit | /criterion | no such criterion
QUESTION criterion | {"$gt": ""} | 422 invalid | /criterion | a question to the database
"""
SENT = {
    "BACKTEST": ("POST /backtests", BACKTEST),
    "ASSIGN": ("POST /training/shop/1/assignments", ASSIGN),
    "QUESTION": ("POST /training/shop/1/questions", QUESTION),
}


@pytest.mark.parametrize(("where", "value", "problem", "said"), rows(CHANGED))
def test_a_bad_field_is_refused_by_name(
    service: Service, where: str, value: str, problem: str, said: str
) -> None:
    what, _, name = where.partition(" ")
    asked, sound = SENT[what]
    told = {**json.loads(sound), name: json.loads(value.replace("LONG", "x" * 5_000))}
    before = kept(service.database)
    answer = ask(service, asked, json.dumps(told).encode())
    status, _, slug = problem.partition(" ")
    assert_problem(answer, int(status), slug, said)
    assert kept(service.database) == before


@pytest.mark.parametrize("what", SENT)
def test_without_the_bad_field_it_is_taken(service: Service, what: str) -> None:
    asked, sound = SENT[what]
    assert ask(service, asked, sound.encode()).status_code == 201


# asked | body | status and slug | why it is here
ASKED = r"""
POST /training/shop/9/assignments | ASSIGN | 404 not-found | a version that there is not
POST /training/nobody/1/assignments | ASSIGN | 404 not-found | nobody's standard
DELETE /training/shop/1/assignments/none | - | 404 not-found | an assignment that there is not
DELETE /training/shop/1/assignments/%00 | - | 404 not-found | NUL for one
DELETE /training/shop/1/questions/none | - | 404 not-found | a question that there is not
GET /training?after=-1 | - | 422 invalid | before the first
GET /training?after=99999999999999999999 | - | 422 invalid | a number that no store has
GET /training?after=x | - | 422 invalid | no number
GET /learning/shop/1 | - | 404 not-found | what is not one's own to learn
POST /learning/shop/1/tries | {} | 404 not-found | a try at it
POST /learning/shop/1/tries/none/answers | {"answers": {}} | 404 not-found | answers to nothing
POST /learning/shop/1/signature | {"name": "Olga", "agreed": true} | 404 not-found | nothing passed
GET /learning/statements?since=-1 | - | 422 invalid | before the first of them
GET /learning/statements?limit=0 | - | 422 invalid | none of them
GET /learning/statements?email=1 | - | 422 invalid | a number for a truth
GET /backtests/none | - | 404 not-found | a backtest that there is not
GET /backtests/%00 | - | 404 not-found | NUL for one
DELETE /backtests/none | - | 404 not-found | the end of none
GET /backtests | - | 422 invalid | of no standard
GET /standards/shop/1/quality | - | 422 invalid | of no time
GET /standards/shop/9/quality?from=2026-01-01&until=2026-02-01 | - | 404 not-found |
    quality of a version that there is not
GET /standards/shop/1/quality?from=2026-02-01&until=2026-01-01 | - | 422 invalid | turned round
GET /standards/shop/1/quality?from=2026-02-31&until=2026-03-01 | - | 422 invalid | no day
GET /standards/shop/9/handbook | - | 404 not-found | of a version that there is not
GET /standards/shop/9/xlsform | - | 404 not-found | of a version that there is not
GET /drafts/nobody/xlsform | - | 404 unknown-draft | of nobody's draft
GET /criteria?kind=guess | - | 422 invalid | no kind there is
GET /criteria?words=LONG | - | 422 invalid | words without end
POST /xlsforms | {} | 415 wrong-content-type | no workbook at all
POST /checks | {"text": null} | 422 invalid | no text
POST /checks | {"text": "x", "code": "LONG"} | 422 invalid | a code without end
POST /checks | {"text": "\ud800"} | 400 no-json | half of a character
"""


@pytest.mark.parametrize(("asked", "body", "problem"), rows(ASKED))
def test_what_cannot_be_asked_is_refused(
    service: Service, asked: str, body: str, problem: str
) -> None:
    written = body.replace("ASSIGN", ASSIGN).replace("LONG", "x" * 5_000).encode()
    before = kept(service.database)
    answer = ask(service, asked.replace("LONG", "x" * 5_000), None if body == "-" else written)
    status, _, slug = problem.partition(" ")
    assert_problem(answer, int(status), slug)
    assert kept(service.database) == before


# What is typed -> what is said of it; a check says everything with its line, and keeps nothing.
TYPED = {
    "nothing": ("", "empty"),
    "aliases in aliases": ("a: &a [x]\nb: [*a, *a]\n", "alias"),
    "brackets without end": ("[" * 100_000, "nested too deep"),
    "lines without end": ("\n" * 60_000, "lines"),
    "a tag without end": ("!" * 100_000, "a tag without end"),
    "NUL": ("a: x\0y", "U+0000"),
    "another code": (SECOND.replace("code: shop\n", "code: desk\n", 1), "shop"),
    "a script": (SECOND.replace("kind: yes_no", "kind: <script>alert(1)</script>", 1), "script"),
    "a code that asks otherwise": (
        SECOND.replace("open: 1, hinted: 0.5", "open: 0, hinted: 0.5"),
        "",
    ),
}


@pytest.mark.parametrize(("text", "said"), TYPED.values(), ids=TYPED)
def test_whatever_is_typed_is_checked_and_nothing_is_kept(
    service: Service, text: str, said: str
) -> None:
    before, began = kept(service.database), time.process_time()
    answer = ask(service, "POST /checks", json.dumps({"text": text, "code": "shop"}).encode())
    assert answer.status_code == 200, answer.text
    faults = answer.get_json()["faults"]
    assert faults
    assert all(each["line"] >= 1 and each["message"] for each in faults)
    assert any(said in each["message"] for each in faults), faults[:3]
    assert time.process_time() - began < 10
    assert kept(service.database) == before


def zipped(**members: bytes) -> bytes:
    """An archive of those members."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return written.getvalue()


SHEET_OF = (
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
)
ENTITIES = (
    b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><x>&b;</x>'
)
# Files that are no XLSForm, or far too much of one.
FILES = {
    "nothing": b"",
    "no workbook": b"survey,name\n",
    "an archive of nothing": zipped(),
    "an archive cut off": zipped(xl__workbook_xml=b"<x/>" * 99)[:60],
    "a bomb": zipped(xl__worksheets__sheet1_xml=b"0" * 300_000_000),
    "a million rows": zipped(
        xl__worksheets__sheet1_xml=SHEET_OF + b'<row><c t="n"><v>1</v></c></row>' * 1_000_000
    ),
    "entities in entities": zipped(xl__workbook_xml=ENTITIES),
    "an old workbook cut off": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2_000),
    "ten megabytes": b"PK\x03\x04" + bytes(10_000_000),
}


@pytest.mark.parametrize("raw", FILES.values(), ids=FILES)
def test_what_is_no_workbook_is_refused_in_time(service: Service, raw: bytes) -> None:
    before, began = kept(service.database), time.perf_counter()
    answer = ask(service, "POST /xlsforms", raw, content_type=XLSX)
    assert answer.status_code in (413, 422), answer.text
    assert_problem(answer, answer.status_code, answer.get_json()["type"].rpartition(":")[2])
    assert answer.status_code == 413 or answer.get_json()["detail"]
    assert time.perf_counter() - began < 60  # a reader that runs on is ended after its seconds
    assert kept(service.database) == before
