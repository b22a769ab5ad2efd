"""A standard's page: its versions and where they stand, its whole history, any two texts."""

from __future__ import annotations

import re

import pytest

from plugin.authoring.history import History, What
from tests.pages.seen import Seen
from tests.pages.standards.desk import NOW, WEEK, Desk, text
from tests.plugin.publishing.published import text_of

PAGE = "/standards/contact"
GREETED = """\
  - code: SHP-01
    title: Greeted
    why: A guest is greeted.
    weight: 1
    ask: {kind: yes_no, question: Were you greeted?}
    examples: [{given: {answer: yes}, then: met}, {given: {answer: no}, then: missed}]
"""
APPROVED = ("submit ann", "approve law law", "approve ops service")


def marks(page: str) -> list[str]:
    return [each.text for each in Seen(page).of("b", "mark")]


def test_each_version_says_where_it_stands_and_until_when(desk: Desk) -> None:
    desk.published(begins=NOW - 4 * WEEK)
    desk.published(2, 2, begins=NOW - WEEK)
    desk.published(3, 3, begins=NOW + WEEK)
    page = desk.get("eve", PAGE).text
    assert marks(page) == ["coming", "in force", "superseded"]
    assert "Judges what was opened from 30 Apr 2026 22:26 until 21 May 2026 22:26." in page
    assert "Judges what was opened from 21 May 2026 22:26 until 4 Jun 2026 22:26." in page
    assert "Judges what is opened from 4 Jun 2026 22:26 on." in page
    assert desk.get("eve", f"{PAGE}/2").location == f"{PAGE}#version-2"
    assert desk.get("eve", f"{PAGE}/4").status_code == 404


def test_a_version_in_force_is_withdrawn_with_a_reason(desk: Desk) -> None:
    desk.published()
    refused = desk.send("ann", f"{PAGE}/1/withdrawal", page=PAGE, why="  ")
    assert refused.status_code == 422
    assert 'aria-describedby="why-1"' in refused.text
    done = desk.send("ann", f"{PAGE}/1/withdrawal", page=PAGE, why="against <b>the law</b>")
    assert (done.status_code, done.location) == (303, f"{PAGE}#version-1")
    page = desk.get("eve", PAGE).text
    assert marks(page) == ["withdrawn from use"]
    assert "No version is in force" in page
    assert "against &lt;b&gt;the law&lt;/b&gt;" in page
    late = desk.send("root", f"{PAGE}/1/withdrawal", page=PAGE, why="me too")
    assert late.status_code == 409
    assert "somebody was quicker" in late.text
    assert desk.standards.versions("contact")[0].withdrawn_by == "ann"


def test_a_version_that_is_coming_is_withdrawn_and_the_one_before_goes_on(desk: Desk) -> None:
    desk.published()
    desk.published(2, 2, begins=NOW + WEEK)
    assert desk.send("ann", f"{PAGE}/2/withdrawal", why="too soon").status_code == 303
    page = desk.get("eve", PAGE).text
    assert marks(page) == ["withdrawn from use", "in force"]
    assert "It was to begin on 4 Jun 2026 22:26, and never did." in page
    desk.now = NOW + 2 * WEEK
    assert [each.version for each in desk.standards.in_force(desk.now)] == [1]


@pytest.mark.parametrize("name", ["law", "eve", "boss", "kim", "rex", "shop"])
def test_nobody_else_withdraws(desk: Desk, name: str) -> None:
    desk.published()
    assert desk.send(name, f"{PAGE}/1/withdrawal", why="mine").status_code == 403
    assert "withdrawal" not in desk.get(name, PAGE).text
    assert desk.standards.versions("contact")[0].withdrawn_at is None


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("root", 200), ("ann", 200), ("law", 200), ("kim", 200), ("boss", 200), ("eve", 200),
        ("rex", 403), ("shop", 403),
    ],
)  # fmt: skip
def test_who_may_see_standards(desk: Desk, name: str, status: int) -> None:
    desk.published()
    for path in ("/standards", PAGE, f"{PAGE}/difference?was=1&now=1"):
        assert desk.get(name, path).status_code == status


def test_the_history_says_who_did_what_when_and_why_across_drafts_and_versions(desk: Desk) -> None:
    desk.published()
    desk.written(*APPROVED)
    desk.taken("publish", "ann")
    desk.written(by="tom")
    entries = History.of(desk.drafts, desk.standards, "contact").entries()
    assert [(each.what, each.version, each.by) for each in entries] == [
        (What.EDIT, 3, "tom"),
        (What.PUBLISH, 2, "ann"),
        (What.APPROVE, 2, "ops"),
        (What.APPROVE, 2, "law"),
        (What.SUBMIT, 2, "ann"),
        (What.EDIT, 2, "ann"),
        (What.PUBLISH, 1, "ann"),
    ]
    page = Seen(desk.get("ann", PAGE).text)
    (past,) = page.of("ol", "past")
    for said in ("Tom Tar · text written · version 3", "Olaf Ops · approval given", "please look"):
        assert said in past.text
    seen_by_all = Seen(desk.get("eve", PAGE).text).of("ol", "past")[0].text
    assert "text written" not in seen_by_all
    assert "version published · version 2" in seen_by_all


def test_any_two_texts_are_held_against_each_other(desk: Desk) -> None:
    desk.published()
    desk.written()
    desk.drafting("tom").edit("contact", 1, text(2, 3), "heavier still")
    page = Seen(desk.get("ann", f"{PAGE}/difference?was=2-1&now=2-2").text)
    assert [each.text for each in page.of("del")] == ["2"]
    assert [each.text for each in page.of("ins")] == ["3"]
    page = Seen(desk.get("ann", f"{PAGE}/difference?was=1&now=draft").text)
    assert "3" in [each.text for each in page.of("ins")]
    assert "Both say the same." in desk.get("ann", f"{PAGE}/difference?was=1&now=1").text
    for bad in ("was=9&now=1", "was=1&now=2-3", "was=../x&now=1", "was=1&now=3-1"):
        assert desk.get("ann", f"{PAGE}/difference?{bad}").status_code == 404


def test_a_text_with_faults_is_held_line_by_line(desk: Desk) -> None:
    desk.written()
    broken = text(1).replace("weight: 2", "weight: <i>heavy")
    desk.drafting("tom").edit("contact", 1, broken, "oops")
    page = desk.get("ann", f"{PAGE}/difference?was=1-1&now=1-2").text
    assert "line by line" in page
    assert "<ins>+    weight: &lt;i&gt;heavy</ins>" in page


def test_what_was_not_kept_says_so(desk: Desk) -> None:
    desk.written()
    desk.drafting("tom").edit("contact", 1, text(1, 3), "heavier")
    desk.database.draft_texts.delete_many({})
    page = desk.get("ann", f"{PAGE}/difference?was=1-1&now=1-2")
    assert page.status_code == 200
    assert "What it said then was not kept" in page.text


def test_each_sees_at_once_what_waits_for_whom(desk: Desk) -> None:
    desk.published()
    desk.written("submit ann")
    by = {name: Seen(desk.get(name, "/standards").text) for name in ("law", "ann", "eve")}
    (waiting,) = by["law"].of("section", "waits")
    assert "to be approved: Law and Customer service" in waiting.text
    assert "you can do that" in waiting.text
    assert "you can do that" not in by["ann"].of("section", "waits")[0].text
    assert by["eve"].of("section", "waits") == []
    links = {each.attributes.get("href") for each in by["law"].of("a")}
    assert "/standards/contact/draft" in links
    desk.taken("approve", "law")
    desk.taken("approve", "ops", "service")
    told = desk.get("ann", "/standards").text
    assert "approved, to be published" in re.sub(r"<[^>]+>", "", told)
    assert "you can do that" in told


def test_a_house_without_standards_says_what_they_are(desk: Desk) -> None:
    assert "No standard is published yet" in desk.get("eve", "/standards").text
    assert desk.get("eve", PAGE).status_code == 404
    assert desk.get("ann", f"{PAGE}/draft").status_code == 404


def test_a_standard_without_a_draft_leads_to_recounts_and_to_its_questionnaire(desk: Desk) -> None:
    desk.published()
    desk.published(2, said=text_of(2).decode() + GREETED, begins=NOW)
    page = Seen(desk.get("ann", PAGE).text)
    ways = [each.attributes.get("href") for each in page.of("a")]
    assert f"{PAGE}/draft/backtests?version=1" in ways
    assert f"{PAGE}/draft/backtests?version=2" in ways
    assert f"{PAGE}/2/xlsform" in ways
    assert f"{PAGE}/1/xlsform" not in ways
    sheet = desk.get("ann", f"{PAGE}/2/xlsform")
    assert (sheet.status_code, sheet.data[:2]) == (200, b"PK")
    assert desk.get("ann", f"{PAGE}/1/xlsform").status_code == 404
    assert desk.get("ann", f"{PAGE}/9/xlsform").status_code == 404
    asked = Seen(desk.get("ann", f"{PAGE}/draft/backtests?version=1").text)
    chosen = [
        each.attributes["value"] for each in asked.of("option") if "selected" in each.attributes
    ]
    assert chosen[:1] == ["1"]


def test_readers_are_led_to_neither(desk: Desk) -> None:
    desk.published()
    ways = [each.attributes.get("href") or "" for each in Seen(desk.get("eve", PAGE).text).of("a")]
    assert [each for each in ways if "backtests" in each or "xlsform" in each] == []
    assert desk.get("eve", f"{PAGE}/1/xlsform").status_code == 403
