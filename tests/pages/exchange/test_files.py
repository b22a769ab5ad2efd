"""A draft's files go out and come in on a page, and nothing is written before somebody says so."""

from __future__ import annotations

import re
from html import unescape
from io import BytesIO

import pytest
from werkzeug.test import TestResponse

from plugin.exchange.workbooks.opening import opened
from tests.pages.standards.desk import Desk, text, token_in
from tests.plugin.exchange.workbooks import xlsx

pytestmark = pytest.mark.long

PAGE = "/standards/contact/draft/exchange"
# What no two editors write alike: comments, quotes, folded texts, CR LF, no line end at the end.
ODD = "# Ours.\r\n" + text(1).replace("weight: 2", "weight: 2   # heavy") + "  # the end"
ASKED = """\
  - code: SHP-01
    title: Greeted
    why: It is kind.
    weight: 1
    ask: {kind: yes_no, question: Were you greeted?, of: [visit]}
    examples: [{given: {answer: yes}, then: met}, {given: {answer: no}, then: missed}]
"""


def sent(desk: Desk, part: str, name: str, content: bytes, **said: str) -> TestResponse:
    """What a trainer is answered who sends a file."""
    ann = desk.browser("ann")
    revision = re.search(r'name="revision" value="(\d+)"', ann.get(PAGE).text)
    told = {
        "csrf_token": token_in(ann.get(PAGE).text),
        "revision": revision[1] if revision else "0",
    }
    answer = ann.post(f"{PAGE}{part}", data={**told, "file": (BytesIO(content), name), **said})
    answer.request.environ["wsgi.input"].close()  # of a large file it is one on the disk
    return answer


def text_in(page: str) -> str:
    found = re.search(r'<textarea class="yaml"[^>]*>\n(.*?)</textarea>', page, re.DOTALL)
    assert found is not None
    return unescape(found[1])


def test_yaml_comes_in_and_goes_out_with_every_byte(desk: Desk) -> None:
    desk.written(said=text(1))
    answer = sent(desk, "/yaml", "contact.yaml", ODD.encode(), why="with comments")
    assert answer.status_code == 303
    assert desk.drafts.of("contact").text == ODD
    handed = desk.get("ann", f"{PAGE}?as=yaml")
    assert handed.data == ODD.encode()
    assert handed.headers["Content-Disposition"] == 'attachment; filename="contact-1.yaml"'


def test_a_draft_begins_with_a_file_of_yaml(desk: Desk) -> None:
    answer = sent(desk, "/yaml", "contact.yaml", ODD.encode(), why="the first")
    assert answer.status_code == 303
    assert desk.drafts.of("contact").text == ODD


def test_a_workbook_is_looked_at_before_it_is_written(desk: Desk) -> None:
    before = desk.written(said=text(1))
    looked = sent(desk, "", "form.xlsx", xlsx(), how="add")
    assert looked.status_code == 200
    assert desk.drafts.of("contact") == before
    assert "adapted: 2" in looked.text
    assert "is not known" not in looked.text
    became = text_in(looked.text)
    assert became.startswith(before.text)
    told = {"revision": "1", "text": became.replace("\n", "\r\n"), "why": "from the form"}
    assert desk.send("ann", f"{PAGE}/text", **told).status_code == 303
    assert desk.drafts.of("contact").text == became


def test_a_workbook_takes_the_place_of_a_draft(desk: Desk) -> None:
    desk.written(said=text(1))
    looked = sent(desk, "", "form.xlsx", xlsx(), how="replace")
    became = text_in(looked.text)
    assert "RSP-01" not in became
    assert "code: contact\nversion: 1\n" in became


def test_a_draft_of_the_next_version_begins_with_a_workbook(desk: Desk) -> None:
    desk.published()
    became = text_in(sent(desk, "", "form.xlsx", xlsx()).text)
    assert "code: contact\nversion: 2\n" in became
    told = {"revision": "0", "text": became, "why": "from the form"}
    assert desk.send("ann", f"{PAGE}/text", **told).status_code == 303
    assert desk.drafts.of("contact").version == 2


def test_what_was_looked_at_is_kept_when_somebody_was_quicker(desk: Desk) -> None:
    desk.written(said=text(1))
    became = text_in(sent(desk, "", "form.xlsx", xlsx()).text)
    toms = text(1).replace("weight: 2", "weight: 7") + "# tom's\n"
    desk.drafting("tom").edit("contact", 1, toms, "tom's")
    late = desk.send("ann", f"{PAGE}/text", revision="1", text=became, why="from the form")
    assert late.status_code == 412
    assert "Tom Tar was quicker" in late.text
    assert text_in(late.text) == became
    assert "from the form" in late.text
    theirs = late.text[late.text.index("Theirs and yours") :]
    assert re.search(r">\s*7\s*<.*?>\s*2\s*<", theirs, re.DOTALL)
    assert desk.drafts.of("contact").text.endswith("# tom's\n")


def test_two_who_begin_at_once_make_one_draft(desk: Desk) -> None:
    became = text_in(sent(desk, "", "form.xlsx", xlsx()).text)
    first = desk.written(by="tom", said=text(1))
    late = desk.send("ann", f"{PAGE}/text", PAGE, revision="0", text=became, why="the first")
    assert late.status_code == 409
    assert "Somebody began a draft of it meanwhile" in late.text
    assert text_in(late.text) == became
    assert desk.drafts.of("contact") == first


def test_the_workbook_that_goes_out_can_be_read(desk: Desk) -> None:
    desk.written(said=f"{text(1)}{ASKED}{ASKED.replace('SHP-01', 'SHP-02').replace('yes_no', 'x')}")
    handed = desk.get("law", f"{PAGE}?as=xlsform")
    assert handed.status_code == 200
    names = [each.get("name") for each in opened(handed.data).sheet("survey").rows]
    assert names == ["SHP-01"]
    page = desk.get("law", PAGE).text
    assert "Time until the first reply is measured from tickets" in page
    assert "SHP-02</b>: it has faults" in page


@pytest.mark.parametrize("language", ["en", "pl", "ru"])
def test_a_standard_that_asks_nobody_has_no_workbook(desk: Desk, language: str) -> None:
    desk.written(said=text(1))
    assert desk.get("ann", PAGE, language).status_code == 200
    answer = desk.get("ann", f"{PAGE}?as=xlsform", language)
    assert answer.status_code == 404
    assert 'role="alert"' in answer.text


# What is sent -> the status and what is said; nothing is ever written.
BAD: dict[str, tuple[str, bytes, dict[str, str], int, str]] = {
    "no file": ("", b"", {}, 422, "Choose a file."),
    "no workbook": ("", b"hello", {}, 422, "this is no workbook"),
    "an empty file of YAML": ("/yaml", b"", {"why": "w"}, 422, "Choose a file."),
    "no reason": ("/yaml", ODD.encode(), {"why": " "}, 422, "Say what changes"),
    "a reason too long": ("/yaml", ODD.encode(), {"why": "w" * 2_001}, 422, "at most 2,000"),
    "another encoding": ("/yaml", "code: contact # ż".encode("cp1250"), {"why": "w"}, 422, "UTF-8"),
    "another standard": ("/yaml", b"code: other\nversion: 1\n", {"why": "w"}, 422, "code: contact"),
    "a version that is none": ("/yaml", b"code: contact\n", {"why": "w"}, 422, "version"),
    "HTML for a code": ("/yaml", b"code: <script>\nversion: 1\n", {"why": "w"}, 422, "&lt;script"),
    "ten megabytes": ("/yaml", b"#" * 10_000_000, {"why": "w"}, 413, "That is too large"),
    "a workbook of ten megabytes": ("", b"PK\x03\x04" + bytes(10_000_000), {}, 413, ""),
    "no text": ("/text", b"", {"text": " ", "why": "w"}, 422, "There is no text."),
    "a revision that is none": ("/text", b"", {"text": "a", "why": "w", "revision": "x"}, 422, ""),
    "a revision of the future": (
        "/text", b"", {"text": ODD, "why": "w", "revision": "99"}, 412, "quicker"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_refused_with_its_reason(desk: Desk, name: str) -> None:
    part, content, told, status, said = BAD[name]
    before = desk.written(said=text(1))
    answer = sent(desk, part, "file", content, **told)
    assert (answer.status_code, said in answer.text) == (status, True), answer.text[-3_000:]
    assert "<script>" not in answer.text
    assert desk.drafts.of("contact") == before


def test_what_is_written_into_a_draft_in_review_is_to_be_approved_anew(desk: Desk) -> None:
    desk.published()
    desk.written("submit ann", "approve law law")
    answer = sent(desk, "/yaml", "contact.yaml", text(2, 3).encode(), why="late")
    assert answer.status_code == 303
    control = desk.drafts.of("contact").control
    assert (control.state.value, control.approvals) == ("draft", ())


@pytest.mark.parametrize("name", ["eve", "boss", "shop"])
def test_it_is_not_for_those_who_see_no_drafts(desk: Desk, name: str) -> None:
    desk.written(said=text(1))
    assert desk.get(name, PAGE).status_code == 403
    assert desk.get(name, "/library").status_code == 403


def test_an_approver_takes_files_along_and_brings_none_in(desk: Desk) -> None:
    desk.written(said=text(1))
    shown = desk.get("law", PAGE)
    assert "Bring in" not in shown.text
    assert desk.send("law", f"{PAGE}/yaml", why="w").status_code == 403
    assert desk.get("law", "/standards/nothing/draft/exchange").status_code == 404
