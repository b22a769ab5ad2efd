"""Bad inputs to the API: what is given, and which problem is answered; nothing of it is kept."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

import pytest

from tests.doors.live import EVERY_ROLE
from tests.doors.refused import assert_problem, kept
from tests.mobile_api.service import PASSWORD, Service, file_of, visit
from tests.tables import rows

MINE = UUID("0d0d0d0d-1111-4222-8333-444444444444")
JSON = "application/json"


def ask(service: Service, asked: str, body: bytes | None, **more: Any) -> Any:
    """The answer to `METHOD /path` by somebody with every role."""
    method, _, path = asked.partition(" ")
    told = {"data": body, "content_type": JSON} if body is not None else {}
    return service.ask(method, path, EVERY_ROLE, **{**told, **more})


def refused(answer: Any, problem: str, said: str) -> None:
    status, _, slug = problem.partition(" ")
    assert_problem(answer, int(status), slug, "" if said == "-" else said)


# asked | body | status and slug | what is said | why it is here
BODIES = r"""
POST /users | {"id": "zoe" | 400 no-json | - | cut off
POST /users | - | 400 no-json | - | no body at all
POST /users | null | 400 no-json | one JSON object | nothing
POST /users | [] | 400 no-json | one JSON object | a list
POST /users | "zoe" | 400 no-json | one JSON object | a text
POST /users | {} | 422 invalid | /id & /password & /roles | an object that says nothing
POST /users | {"id": "zoe", "id": "zac"} | 400 no-json | 'id' stands twice | a name twice
POST /users | {"id": "zoe", "name": "\ud800"} | 400 no-json | - | half of a character
POST /users | {"id": NaN} | 400 no-json | - | no number of JSON's
POST /users | {"id": Infinity} | 400 no-json | - | nor an endless one
POST /users | {"id": 1e999} | 400 no-json | - | a number without end
POST /users | {"id": 7, "password": 8, "roles": "admin"} | 422 invalid |
    /id & /password & /roles | wrong sorts
POST /users | {"id": "zoe", "password": "0123456789", "roles": ["boss"]} | 422 invalid |
    /roles/0 | a role that there is not
POST /users | {"id": "zoe", "password": "0123456789", "roles": []} | 422 user-unfit | no role |
    no role
POST /users | {"id": "zoe", "password": "short", "roles": ["shopper"]} | 422 password-unfit |
    10 to 200 | a short password
POST /users | {"id": "z\u0000e", "password": "0123456789", "roles": ["shopper"]} |
    422 user-unfit | cannot be it | NUL in a name
POST /users |
    {"id": "zoe", "password": "0123456789", "roles": ["shopper"], "name": "a\u202eb"} |
    422 invalid | /name & one line | a sign that turns the line
POST /users | {"id": "zoe", "password": "0123456789", "roles": ["shopper"], "name": "  "} |
    422 invalid | /name | blanks for a name
POST /users |
    {"id": "zoe", "password": "0123456789", "roles": ["shopper"], "person": "nobody"} |
    422 user-unfit | no person | nobody of the directory
POST /users | {"id": "zoe", "password": "0123456789", "roles": ["shopper"], "admin": true} |
    422 invalid | /admin | a field that it has not
POST /users | {"id": "anna", "password": "0123456789", "roles": ["shopper"]} | 409 name-taken |
    anna | somebody's name
PATCH /users/anna | {"active": "yes"} | 422 invalid | /active | a word for a truth
PATCH /users/anna | {"active": 1} | 422 invalid | /active | a number for a truth
PATCH /users/anna | {"active": null} | 422 invalid | /active | nothing for a truth
PATCH /users/anna | {"language": "xx"} | 422 invalid | /language | a language that nobody speaks
PATCH /users/anna | {"id": "root"} | 422 invalid | /id | an id is for good
PATCH /users/nobody | {} | 404 unknown-user | nobody | nobody of that name
PUT /users/anna/password | {"password": ""} | 422 invalid | /password | an empty password
PUT /users/anna/password | {"password": ["0123456789"]} | 422 invalid | /password | a list
DELETE /users/nobody/sessions | - | 404 unknown-user | - | sign-ins of nobody
POST /sessions | {"name": "\udfff", "password": "x"} | 400 no-json | - | half of a character
POST /sessions | {"name": "an\u0000na", "password": "x"} | 401 sign-in-refused | - |
    NUL in a name
POST /sessions | {"name": {"$ne": 1}, "password": {"$ne": 1}} | 422 invalid |
    /name & /password | a question to the database
POST /sessions/renewal | {"refresh_token": "pr_\u0000"} | 401 sign-in-refused | - | no token
POST /sessions/renewal | {"refresh_token": ""} | 422 invalid | /refresh_token | an empty token
POST /deliveries/replay | - | 400 no-json | - | no body is not all of them
POST /deliveries/replay | {"keys": []} | 422 invalid | /keys | none
POST /deliveries/replay | {"keys": [""]} | 422 invalid | /keys/0 | an empty key
POST /deliveries/replay | {"keys": {"$ne": 1}} | 422 invalid | /keys |
    a question to the database
POST /deliveries/replay | {"keys": [1]} | 422 invalid | /keys/0 | a number
PUT /connections/zd-x | {"ask": "no"} | 422 invalid | /ask | a word for a truth
PUT /connections/zd-x | {"ask": false, "secret": "a-long-secret"} | 422 connection-unfit |
    address | no address
PUT /connections/zd-x | {"ask": false, "secret": "a-long-secret", "address": "https://["} |
    422 connection-unfit | - | half an address
PUT /connections/zd-x |
    {"ask": false, "secret": "a-long-secret", "address": "file:///etc/passwd"} |
    422 connection-unfit | - | a file for an address
PUT /connections/zd-x |
    {"ask": false, "secret": "a-long-secret", "address": "https://u:p@x.example"} |
    422 connection-unfit | - | an address with a password in it
PUT /connections/ZD_X |
    {"ask": false, "secret": "a-long-secret", "address": "https://x.example"} |
    422 connection-unfit | - | letters that no name has
PUT /connections/zd-x | {"helpdesk": "faxdesk"} | 422 invalid | /helpdesk | nobody speaks it
POST /visits/0d0d0d0d-1111-4222-8333-444444444444/acceptance | - | 400 no-json | - | no body
POST /visits/0d0d0d0d-1111-4222-8333-444444444444/acceptance | {} | 404 not-found | - |
    a visit that there is not
POST /visits/0d0d0d0d-1111-4222-8333-444444444444/acceptance | {"without_files": 1} |
    422 invalid | /without_files | a number for a truth
POST /actions | {"what": "x", "owner": "nobody", "due": "2026-02-31"} | 422 action-unfit |
    /owner & /due | nobody, on no day
POST /actions/none/done | {"revision": "1", "proof": {}} | 422 invalid | /revision |
    a text for a number
POST /actions/none/done | {"revision": 9223372036854775808, "proof": {}} | 422 invalid |
    /revision | a number that no store has
"""


@pytest.mark.parametrize(("asked", "body", "problem", "said"), rows(BODIES))
def test_a_bad_body_is_refused(
    service: Service, asked: str, body: str, problem: str, said: str
) -> None:
    before = kept(service.database)
    raw = None if body == "-" else body.encode()
    refused(ask(service, asked, raw), problem, said)
    assert kept(service.database) == before


# asked | status and slug | what is said | why it is here
ADDRESSES = r"""
GET /visits?most=0 | 422 invalid | /most | a page of nothing
GET /visits?most=1e2 | 422 invalid | /most | no plain number
GET /visits?most=%D9%A3 | 422 invalid | /most | digits of another script
GET /visits?most=99999999999999999999 | 422 invalid | /most | a huge number
GET /visits?waiting=1 | 422 invalid | /waiting | a number for a truth
GET /visits?after=99999999999999999999999%20visit/x | 422 invalid | /after | a cursor of no page
GET /visits?after=%C2%B2%20x | 422 invalid | /after | a digit that is none
GET /visits?after= | 422 invalid | /after | an empty cursor
GET /visits/not-a-uuid | 404 not-found | - | no id
GET /visits/%00 | 404 not-found | - | NUL for an id
GET /visits/0d0d0d0d-0000-4222-8333-444444444444 | 404 not-found | - | nothing there
GET /visits/0d0d0d0d-0000-4222-8333-444444444444/files/%2e%2e%2fpasswd | 404 not-found | - |
    a way out of the folder
GET /questionnaires?instrument=ticket | 422 invalid | /instrument | tickets ask nobody
GET /deliveries?state=done | 422 invalid | /state | a state that is not listed
GET /deliveries?limit=1001 | 422 invalid | /limit | too many
GET /deliveries?limit=-1 | 422 invalid | /limit | fewer than none
GET /standards/shop/99999999999999999999999 | 404 not-found | - | a number that no store has
GET /standards/shop/-1 | 404 not-found | - | below the first
GET /standards/%FF/1 | 404 not-found | - | no text
GET /users/%00 | 404 unknown-user | - | NUL for a name
GET /connections/zd-acme%00 | 404 unknown-connection | - | NUL behind a name
GET /actions?after=x | 422 invalid | /after | a cursor of no page
GET /actions?state=lost | 422 invalid | /state | no state of an action
PATCH /visits | 405 method-not-allowed | - | a method that it has not
DELETE /standards/shop/1 | 405 method-not-allowed | - | what is published stays
GET /nowhere | 404 not-found | - | no such address
"""


@pytest.mark.parametrize(("asked", "problem", "said"), rows(ADDRESSES))
def test_a_bad_address_is_refused(service: Service, asked: str, problem: str, said: str) -> None:
    refused(ask(service, asked, None), problem, said)


# the field that is changed | its value | pointer | why it is here
SUBMISSIONS = r"""
questionnaire | {"standard": "shop", "version": 9223372036854775808} | /questionnaire |
    a huge number
questionnaire | {"standard": "shop", "version": true} | /questionnaire/version | a truth
questionnaire | {"standard": "shop", "version": "1"} | /questionnaire/version | a text
questionnaire | {"standard": "shop", "version": 1, "hash": "x"} | /questionnaire/hash |
    a field more
questionnaire | {"standard": {"$gt": ""}, "version": 1} | /questionnaire/standard |
    a question to the database
location | 7 | /location | a number
location | "a\u0000b" | /location | NUL
location | "LONG" | /location | a text without end
started_at | "2026-03-02T09:14:00" | /started_at | a time without an offset
started_at | "9999-12-31T23:59:59-23:59" | /started_at | past the end of the calendar
started_at | "0001-01-01T00:00:00+23:59" | /started_at | before its beginning
started_at | 1790000000 | /started_at | a number
ended_at | "2020-01-01T00:00:00Z" | /ended_at | before it began
answers | [] | /answers | a list
answers | {"S-1": "open", "S-2": true, "S-3": 1e308} | /answers/S-3 | a number off the scale
answers | {"S-1": "open", "S-2": true, "S-4": 9223372036854775808} | /answers/S-4 |
    a number that no store has
answers | {"S-1": ["open"], "S-2": true} | /answers/S-1 | a list for an answer
answers | {"S-1": "open", "S-2": true, "S-99": 1} | /answers/S-99 |
    a question that was not asked
answers | {"S-1": {"na": true}} | /answers/S-1 | na where it is none
employee | {"identity": "x", "means": "guess", "confidence": 1} | /employee/means | no means
employee | {"identity": "x", "means": "badge", "confidence": 2} | /employee/confidence |
    too sure
employee | {"identity": "x\u0007", "means": "badge", "confidence": 1} | /employee/identity |
    a bell in an id
replaces | "not-a-uuid" | /replaces | no id
replaces | "0d0d0d0d-1111-4222-8333-444444444444" | /replaces | itself
files | [{"name": "../../etc/passwd", "sha256": "SHA", "bytes": 1}] | /files/0/name |
    a way out of the folder
files | [{"name": "a\u0000b", "sha256": "SHA", "bytes": 1}] | /files/0/name | NUL in a name
files | [{"name": "a", "sha256": "SHA", "bytes": -1}] | /files/0/bytes | fewer than no bytes
files | [{"name": "a", "sha256": "SHA", "bytes": 1180591620717411303424}] | /files/0/bytes |
    more than all disks
files | [{"name": "a", "sha256": "ab", "bytes": 1}] | /files/0/sha256 | half a hash
facts | {"$where": "1"} | /facts | a fact that there is not
facts | {"fields": {"n\u0000l": 1}} | /facts | NUL in a field's name
facts | {"fields": {"a": 9223372036854775808}} | /facts | a number that no store has
facts | {"fields": {"a": {"b": {"c": {}}}}} | /facts | one inside another
type | "review" | /type | another instrument than the address says
contact | "visit/0e0e0e0e-1111-4222-8333-444444444444" | /contact | another's id
accepted | true | /accepted | what a coordinator says
surprise | 1 | /surprise | a field that it has not
"""


@pytest.mark.parametrize(("name", "value", "pointer"), rows(SUBMISSIONS))
def test_a_bad_submission_is_refused_at_its_place(
    service: Service, name: str, value: str, pointer: str
) -> None:
    written = value.replace("LONG", "a" * 100_000).replace("SHA", "0" * 64)
    before = kept(service.database)
    answer = service.put(visit(**{name: json.loads(written)}), MINE)
    assert_problem(answer, 422, "submission-invalid")
    assert pointer in {each["pointer"] for each in answer.get_json()["errors"]}
    assert kept(service.database) == before


_GIVEN = json.dumps(visit())
# Bodies that no table can hold: what is sent, status, slug.
RAW = [
    pytest.param(_GIVEN.encode("utf-16"), 400, "no-json", id="another encoding"),
    pytest.param(b"\xef\xbb\xbf" + _GIVEN.encode(), 400, "no-json", id="a BOM"),
    pytest.param(b"\xff\xfe\x00", 400, "no-json", id="no text at all"),
    pytest.param(b"[" * 100_000, 400, "no-json", id="lists without end"),
    pytest.param(b'{"a":' * 100_000, 400, "no-json", id="objects without end"),
    pytest.param(b'{"a":' * 990 + b"1" + b"}" * 990, 400, "no-json", id="objects a thousand deep"),
    pytest.param(b"\x1f\x8b\x08\x00zipped", 400, "no-json", id="packed without a word"),
    pytest.param(b"x" * (2 * 1024 * 1024), 413, "too-large", id="two megabytes"),
]


@pytest.mark.parametrize("asked", [f"PUT /visits/{MINE}", "POST /users"])
@pytest.mark.parametrize(("raw", "status", "slug"), RAW)
def test_bytes_that_are_no_json_are_refused(
    service: Service, asked: str, raw: bytes, status: int, slug: str
) -> None:
    assert_problem(ask(service, asked, raw), status, slug)


# asked | content type | status | why it is here
TYPES = """
PUT /visits/0d0d0d0d-1111-4222-8333-444444444444 | text/plain | 415 | text
PUT /visits/0d0d0d0d-1111-4222-8333-444444444444 | application/x-www-form-urlencoded | 415 | a form
PUT /visits/0d0d0d0d-1111-4222-8333-444444444444 | application/json; charset=utf-16 | 415 |
    another charset
POST /users | multipart/form-data; boundary=x | 415 | a form of parts
POST /users | application/vnd.api+json | 415 | a sort of JSON
POST /users | application/json; charset=iso-8859-2 | 415 | the charset of an old office
POST /standards | application/json | 415 | JSON for YAML
POST /standards | application/yaml; charset=windows-1250 | 415 | YAML in an old charset
POST /directory/imports | application/vnd.ms-excel | 415 | a workbook for CSV
POST /directory/imports | text/csv; charset=windows-1250 | 415 | CSV in an old charset
"""


@pytest.mark.parametrize(("asked", "type_", "status"), rows(TYPES))
def test_another_content_type_is_refused(
    service: Service, asked: str, type_: str, status: str
) -> None:
    answer = ask(service, asked, _GIVEN.encode(), content_type=type_)
    assert_problem(answer, int(status), "wrong-content-type", "this address takes")


# the header Authorization | why it is here
TOKENS = """
Bearer | no token
Basic YW5uYTpwYXNzd29yZA== | another scheme
Bearer pa_x | too short for a token
Bearer pa_00000000000000000000000000000000_made-up | a made-up one
Bearer ÿÿÿ | bytes that are no text
Bearer LONG | a token without end
"""


@pytest.mark.parametrize("told", rows(TOKENS))
def test_who_has_no_token_is_told_to_sign_in(service: Service, told: str) -> None:
    headers = {"Authorization": told.replace("LONG", "pa_" + "a" * 50_000)}
    answer = service.ask("GET", "/account", None, headers=headers)
    assert_problem(answer, 401, "not-signed-in")
    assert answer.headers["WWW-Authenticate"].lower().startswith("bearer")


# user | asked | why it is here
OTHERS = """
boris | GET /visits/UUID | another shopper's visit
boris | GET /visits/UUID/files/front.jpg | a photo of it
boris | HEAD /visits/UUID/files/front.jpg | how far it has come
boris | PUT /visits/UUID/files/front.jpg | a photo put into it
boris | PATCH /visits/UUID/files/front.jpg | a piece of one
rita | GET /reviews/UUID | a visit is no review
"""


@pytest.mark.parametrize(("user", "asked"), rows(OTHERS))
def test_what_is_somebody_elses_is_not_there(service: Service, user: str, asked: str) -> None:
    uuid = UUID("0f0f0f0f-1111-4222-8333-444444444444")
    service.put(visit(files=[file_of(b"x")]), uuid, "anna")
    method, _, path = asked.partition(" ")
    sent = {"data": b"x", "content_type": "application/octet-stream"} if method[0] == "P" else {}
    headers = {"Upload-Offset": "0"}
    answer = service.ask(method, path.replace("UUID", str(uuid)), user, headers=headers, **sent)
    assert answer.status_code == 404
    if method != "HEAD":
        assert_problem(answer, 404, "not-found")
    assert PASSWORD not in answer.text


def test_somebody_elses_visit_is_neither_replaced_nor_sent_again(service: Service) -> None:
    uuid, other = UUID("0f0f0f0f-2222-4222-8333-444444444444"), UUID(int=7 << 64)
    assert service.put(visit(), uuid, "anna").status_code == 201
    assert_problem(service.put(visit(), uuid, "boris"), 409, "other-bytes")
    stolen = service.put(visit(replaces=str(uuid)), other, "boris")
    assert_problem(stolen, 409, "replaces-nothing")
    assert service.ask("GET", f"/visits/{uuid}").get_json()["replaced_by"] is None
