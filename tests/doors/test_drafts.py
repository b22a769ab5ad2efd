"""Bad standards at the doors of drafts and publishing: each is refused or kept as it was written.

A draft may have faults, and is then a draft with faults; but it never goes further, and what cannot
be a draft at all is refused with the reason, and nothing is kept of it.
"""

from __future__ import annotations

import json
import time
from typing import Any

import pytest

from tests.doors.live import EVERY_ROLE
from tests.doors.refused import assert_problem, kept
from tests.mobile_api.service import STANDARD, Service
from tests.tables import rows

HEAD = "code: shop\nversion: 2\n"
SECOND = STANDARD.replace("VERSION", "2")
LAUGHS = "".join(
    f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)
YAML = "application/yaml"


def ask(service: Service, method: str, path: str, **more: Any) -> Any:
    """The answer to somebody with every role."""
    return service.ask(method, path, EVERY_ROLE, **more)


def given(text: str, why: str = "tidier") -> dict[str, str]:
    return {"text": text, "why": why}


# What no draft can be read from -> what is said of it.
UNREADABLE = {
    "nothing": (" ", "code: shop"),
    "a list": ("- code: shop\n- version: 2\n", "code: shop"),
    "two documents": (f"{HEAD}---\n{HEAD}", "code: shop"),
    "aliases in aliases": (f"a: &a [x]\n{LAUGHS}", "code: shop"),
    "brackets without end": ("[" * 200_000, "code: shop"),
    "mappings without end": ("{a: " * 200_000, "code: shop"),
    "keys without end": (HEAD + "".join(f"k{n}: {n}\n" for n in range(60_000)), "code: shop"),
    "lines without end": (HEAD + "\n" * 60_000, "code: shop"),
    "a tag without end": (f"{HEAD}title: !{'x' * 500_000} b\n", "code: shop"),
    "a tag that would call": ("!!python/object/apply:os.system [ls]", "code: shop"),
    "another code": ("code: desk\nversion: 2\n", "code: shop"),
    "a code that is a list": ("code: [shop]\nversion: 2\n", "code: shop"),
    "a code twice": ("code: desk\ncode: shop\nversion: 2\n", "code: shop"),
    "no version": ("code: shop\n", "whole number"),
    "a version that is a truth": ("code: shop\nversion: true\n", "whole number"),
    "half a version": ("code: shop\nversion: 2.5\n", "whole number"),
    "a huge version": (f"code: shop\nversion: {'9' * 5_000}\n", "whole number"),
    "a version that no store has": ("code: shop\nversion: 9007199254740991\n", "version"),
    "a version that is published": ("code: shop\nversion: 1\n", "number 2"),
    "a version below the first": ("code: shop\nversion: -3\n", "whole number"),
}


@pytest.mark.parametrize(("text", "said"), UNREADABLE.values(), ids=UNREADABLE)
def test_what_can_be_no_draft_is_refused_with_the_reason(
    service: Service, text: str, said: str
) -> None:
    before, began = kept(service.database), time.process_time()
    answer = ask(service, "POST", "/drafts/shop", json=given(text))
    assert_problem(answer, 422, "draft-unfit", said)
    assert len(answer.text) < 2_000
    assert time.process_time() - began < 10
    assert kept(service.database) == before


# body | status and slug | what is said | why it is here
BODIES = r"""
{"text": "TEXT", "why": "WHY" | 400 no-json | - | cut off
{"text": "TEXT"} | 422 invalid | /why | no reason
{"text": "TEXT", "why": ""} | 422 invalid | /why | an empty reason
{"text": "TEXT", "why": "   "} | 409 step-refused | why | blanks for a reason
{"text": "TEXT", "why": "LONG"} | 422 invalid | /why | a reason without end
{"text": "", "why": "WHY"} | 422 invalid | /text | no text
{"text": ["TEXT"], "why": "WHY"} | 422 invalid | /text | a list for a text
{"text": {"$ne": ""}, "why": "WHY"} | 422 invalid | /text | a question to the database
{"text": null, "why": null} | 422 invalid | /text & /why | nothing
{"text": "TEXT", "text": "TEXT", "why": "WHY"} | 400 no-json | 'text' stands twice | twice
{"text": "TEXT\ud800", "why": "WHY"} | 400 no-json | - | half of a character
{"text": "TEXT", "why": "a\udfffb"} | 400 no-json | - | half of one in the reason
{"text": "TEXT", "why": "WHY", "state": "published"} | 422 invalid | /state | a step past all others
{"text": "TEXT", "why": "WHY", "history": []} | 422 invalid | /history | another history
"""


@pytest.mark.parametrize(("body", "problem", "said"), rows(BODIES))
def test_a_body_that_is_no_draft_is_refused(
    service: Service, body: str, problem: str, said: str
) -> None:
    before = kept(service.database)
    written = body.replace("TEXT", r"code: shop\nversion: 2").replace("WHY", "tidier")
    raw = written.replace("LONG", "x" * 2_001).encode()
    answer = ask(service, "POST", "/drafts/shop", data=raw, content_type="application/json")
    status, _, slug = problem.partition(" ")
    assert_problem(answer, int(status), slug, "" if said == "-" else said)
    assert kept(service.database) == before


# Addresses that no standard has: none of them begins a draft.
@pytest.mark.parametrize("code", ["%00", "..%2fshop", "SHOP", "$ne", "a" * 300, "%F0%9F%A6%89"])
def test_a_draft_of_no_standard_there_can_be_is_refused(service: Service, code: str) -> None:
    before = kept(service.database)
    answer = ask(service, "POST", f"/drafts/{code}", json=given(SECOND))
    assert answer.status_code in (404, 422), answer.text
    assert ask(service, "GET", f"/drafts/{code}").status_code == 404
    assert kept(service.database) == before


@pytest.mark.parametrize("size", [1_000_001, 10_000_000], ids=["a megabyte", "ten megabytes"])
@pytest.mark.parametrize("path", ["/drafts/shop", "/standards"])
def test_too_large_a_text_is_refused_unread(service: Service, path: str, size: int) -> None:
    before = kept(service.database)
    text = SECOND + "#" * (size - len(SECOND))
    told = {"data": text.encode(), "content_type": YAML}
    if path != "/standards":
        told = {"data": json.dumps(given(text)).encode(), "content_type": "application/json"}
    answer = ask(service, "POST", path, **told)
    assert answer.status_code in (413, 422), answer.text
    assert len(answer.text) < 2_000
    assert kept(service.database) == before


# What stands in the text -> whether it can still be submitted. Whatever it is: the draft gives back
# what was written, and says each fault with its line.
KEPT = {
    "Windows lines": (SECOND.replace("\n", "\r\n"), True),
    "an owl": (SECOND.replace("A visit", "A 🦉 visit"), True),
    "HTML in a title": (SECOND.replace("Tidy", "<script>alert(1)</script>"), True),
    "a formula in a title": (SECOND.replace("Tidy", "'=cmd|calc'"), True),
    "a sign that turns the line": (SECOND.replace("Tidy", "Ti\u202edy"), False),
    "a sign of no width": (SECOND.replace("Tidy", "Ti\u200bdy"), False),
    "an owl that is a doctor": (SECOND.replace("A visit", "A 🧑\u200d⚕ visit"), True),
    "an escape for a terminal": (SECOND.replace("Tidy", '"Ti\\x1b[2Jdy"'), False),
    "an alias": (SECOND.replace("title: Tidy", "title: *tidy"), False),
    "a merge": (SECOND.replace("title: Tidy", "<<: {title: Tidy}"), False),
    "a key twice": (SECOND.replace("title: Tidy", "title: Tidy\n    title: Tidy"), False),
    "a huge number": (SECOND.replace("weight: 2", f"weight: {'9' * 400}"), False),
    "an endless number": (SECOND.replace("weight: 2", "weight: .inf"), False),
    "a field of nobody's": (SECOND.replace("title: Tidy", "titel: Tidy"), False),
    "an example that it breaks": (
        SECOND.replace("{answer: 6}, then: missed", "{answer: 6}, then: met"),
        False,
    ),
}


@pytest.mark.parametrize(("text", "is_sound"), KEPT.values(), ids=KEPT)
def test_a_draft_gives_back_what_was_written_and_goes_no_further_with_a_fault(
    service: Service, text: str, is_sound: bool
) -> None:
    service.database.drafts.delete_many({})
    made = ask(service, "POST", "/drafts/shop", json=given(text))
    assert made.status_code == 201, made.text
    assert made.get_json()["text"] == text
    seen = {"If-Match": made.headers["ETag"]}
    sent = ask(service, "POST", "/drafts/shop/submission", json={"why": "look"}, headers=seen)
    assert sent.status_code == (200 if is_sound else 422), sent.text
    if not is_sound:
        assert_problem(sent, 422, "standard-faulty", "standard:")
        assert ask(service, "GET", "/drafts/shop").headers["ETag"] == seen["If-Match"]
    service.database.drafts.delete_many({})


# What is sent to be published -> the status: JSON has no such text, so it goes as bytes.
RAW = {
    "another encoding": (SECOND.encode("utf-16"), 422),
    "letters of an old office": (SECOND.replace("Tidy", "Ładnie").encode("cp1250", "replace"), 422),
    "NUL": (SECOND.replace("Tidy", "Ti\0dy").encode(), 422),
    "half of a character": (
        SECOND.replace("Tidy", "Ti\udc80dy").encode("utf-8", "surrogatepass"),
        422,
    ),
    "aliases in aliases": (f"a: &a [x]\n{LAUGHS}".encode(), 422),
    "nothing": (b"", 422),
    "no text at all": (bytes(range(256)), 422),
    "an archive": (b"PK\x03\x04" + bytes(64), 422),
}


@pytest.mark.parametrize(("raw", "status"), RAW.values(), ids=RAW)
def test_bytes_that_are_no_standard_are_not_published(
    service: Service, raw: bytes, status: int
) -> None:
    before = kept(service.database)
    answer = ask(service, "POST", "/standards", data=raw, content_type=YAML)
    assert_problem(answer, status, "standard-faulty", "pointer")
    assert kept(service.database) == before


# step | the tag that was seen | status and slug | why it is here
SEEN = """
submission | - | 428 condition-missing | none
submission | * | 412 changed-meanwhile | any
submission | "0" | 412 changed-meanwhile | before the first
submission | "9" | 412 draft-changed | one that is to come
submission | "99999999999999999999" | 412 changed-meanwhile | one that no store has
submission | "1", "2" | 412 changed-meanwhile | several
submission | W/"x" | 412 changed-meanwhile | no number
submission | ٣ | 412 changed-meanwhile | digits of another script
drop | "9" | 412 draft-changed | a drop of one that is to come
return | "1" | 409 step-refused | what was not submitted
approval | "1" | 409 step-refused | what was not submitted
publication | "1" | 409 step-refused | what was not approved
"""


@pytest.mark.parametrize(("step", "told", "problem"), rows(SEEN))
def test_a_step_that_is_not_next_is_refused(
    service: Service, step: str, told: str, problem: str
) -> None:
    service.database.drafts.delete_many({})
    assert ask(service, "POST", "/drafts/shop", json=given(SECOND)).status_code == 201
    before = kept(service.database)
    headers = {} if told == "-" else {"If-Match": told.encode().decode("latin-1")}
    body = {"approval": {"area": "law"}, "publication": {}}.get(step, {"why": "look"})
    answer = ask(service, "POST", f"/drafts/shop/{step}", json=body, headers=headers)
    status, _, slug = problem.partition(" ")
    assert_problem(answer, int(status), slug)
    assert kept(service.database) == before
    service.database.drafts.delete_many({})


# asked | status and slug | what is said | why it is here
ASKED = """
POST /drafts/shop/approval {"area": "gossip"} | 422 invalid | /area | no part of a firm
POST /drafts/shop/approval {"area": null} | 422 invalid | /area | nothing
POST /drafts/shop/approval {"area": "law", "by": "adam"} | 422 invalid | /by | in another's name
POST /drafts/shop/publication {"from": "tomorrow"} | 422 invalid | /from | no instant
POST /drafts/shop/publication {"from": "2026-03-02T09:00:00"} | 422 invalid | /from | no offset
POST /drafts/shop/publication {"from": "9999-12-31T23:59:59-23:59"} | 422 invalid | /from |
    past the end of the calendar
POST /drafts/shop/publication {"from": 1790000000} | 422 invalid | /from | a number
POST /drafts/nobody/drop {"why": "x"} | 404 unknown-draft | begin one | nobody's draft to drop
POST /drafts/shop/drop {"why": ""} | 422 invalid | /why | dropped for no reason
POST /drafts/nobody/submission {"why": "x"} | 404 unknown-draft | begin one | nobody's draft
POST /standards/shop/1/withdrawal {} | 422 invalid | /why | no reason
POST /standards/shop/1/withdrawal {"why": "  "} | 409 step-refused | why | blanks for a reason
POST /standards/shop/9/withdrawal {"why": "x"} | 404 not-found | - | what was never published
POST /standards/nobody/1/withdrawal {"why": "x"} | 404 not-found | - | nobody's standard
GET /standards/nobody/history | 404 not-found | - | nobody's history
GET /standards/shop/difference?was=x&now=1 | 422 invalid | /was | no text there is
GET /standards/shop/difference | 422 invalid | /was | between nothing
"""


@pytest.mark.parametrize(("asked", "problem", "said"), rows(ASKED))
def test_what_cannot_be_asked_of_a_standard_is_refused(
    service: Service, asked: str, problem: str, said: str
) -> None:
    before = kept(service.database)
    method, path, *body = asked.split(" ", 2)
    sent = {"data": body[0].encode(), "content_type": "application/json"} if body else {}
    answer = ask(service, method, path, headers={"If-Match": '"1"'}, **sent)
    status, _, slug = problem.partition(" ")
    assert_problem(answer, int(status), slug, "" if said == "-" else said)
    assert kept(service.database) == before
