"""A draft goes its way on pages: into review, back, approved by each part, published for a day."""

from __future__ import annotations

import pytest

from standards.lifecycle import State
from tests.pages.seen import Seen
from tests.pages.standards.desk import NOW, WEEK, Desk, text

DRAFT = "/standards/contact/draft"
MONDAY = 1_780_264_800  # 2026-06-01T00:00:00+02:00


def test_a_draft_is_submitted_approved_and_published_for_monday(desk: Desk) -> None:
    desk.published()
    desk.written()
    assert desk.step("ann", "submission", why="please look").status_code == 303
    page = Seen(desk.get("law", DRAFT).text)
    assert [each.text for each in page.of("li", "missing")] == [
        "Law has not approved it yet",
        "Customer service has not approved it yet",
    ]
    assert desk.step("law", "approval", area="law", why="fine by us").status_code == 303
    assert desk.step("root", "approval", area="service").status_code == 303
    assert desk.drafts.of("contact").control.state is State.APPROVED
    sent = desk.step("ann", "publication", day="2026-06-01", time="00:00", why="as agreed")
    assert (sent.status_code, sent.location) == (303, "/standards/contact")
    *_, second = desk.standards.versions("contact")
    assert (second.effective_from, second.why, second.published_by) == (MONDAY, "as agreed", "ann")
    shown = Seen(desk.get("eve", "/standards/contact").text)
    assert [each.text for each in shown.of("b", "mark")] == ["coming", "in force"]
    assert "fine by us" in shown.texts


def test_it_shows_what_changes_and_who_did_what_why(desk: Desk) -> None:
    desk.published()
    desk.written("submit ann")
    page = Seen(desk.get("tom", DRAFT).text)
    assert [each.text for each in page.of("b", "effect")] == ["weighs differently"]
    assert [(each.text) for each in page.of("del")] == ["1"]
    assert [(each.text) for each in page.of("ins")][-1] == "2"
    (past,) = page.of("ol", "past")
    assert "Ann Ash · put into review" in past.text
    assert "heavier" in past.text


def test_what_is_sent_back_says_why_and_goes_to_its_authors(desk: Desk) -> None:
    desk.written("submit ann")
    refused = desk.step("law", "return", why="  ")
    assert refused.status_code == 422
    assert "return-why-fault" in refused.text
    assert desk.step("law", "return", why="against the law").status_code == 303
    assert desk.drafts.of("contact").control.state is State.DRAFT
    assert "against the law" in desk.get("ann", DRAFT).text


def test_a_draft_that_was_dropped_may_be_begun_again(desk: Desk) -> None:
    desk.published()
    was = desk.written("submit ann", "approve law law")
    assert desk.step("law", "drop", why="mine").status_code == 403
    assert desk.step("tom", "drop", why=" ").status_code == 422
    dropped = desk.step("tom", "drop", why="not needed")
    assert (dropped.status_code, dropped.location) == (303, "/standards/contact")
    assert desk.get("ann", DRAFT).status_code == 404
    assert (
        "Tom Tar · draft dropped"
        in Seen(desk.get("ann", "/standards/contact").text).of("ol")[-1].text
    )
    again = desk.written(by="tom", said=text(2, 4))
    assert (again.version, again.control.state) == (2, State.DRAFT)
    assert again.revision > was.revision + 1
    assert again.control.authors == {"ann", "tom"}
    assert again.control.approvals == ()
    assert desk.step("law", "approval", area="law").status_code == 409


def test_a_draft_whose_number_was_published_past_it_says_what_to_do(desk: Desk) -> None:
    desk.published()
    desk.written()
    desk.published(2, 9)
    assert "Version 2 is published already, past this draft" in desk.get("ann", DRAFT).text
    assert desk.step("ann", "drop", why="past").status_code == 303
    assert desk.written().version == 3


def test_who_wrote_it_is_told_that_somebody_else_approves(desk: Desk) -> None:
    desk.written("submit root", by="root")
    page = desk.get("root", DRAFT).text
    assert "somebody else has to approve it" in page
    assert 'name="area"' not in page
    assert desk.step("root", "approval", area="law").status_code == 409
    assert desk.drafts.of("contact").control.approvals == ()


def test_where_the_standard_allows_it_authors_approve(desk: Desk) -> None:
    allowed = text(1).replace("[law, service]}", "[law], own_approval: true}")
    desk.written("submit root", by="root", said=allowed)
    assert desk.step("root", "approval", area="law").status_code == 303
    assert desk.drafts.of("contact").control.state is State.APPROVED


def test_the_second_of_two_is_told_what_the_first_did_and_keeps_their_words(desk: Desk) -> None:
    desk.written("submit ann")
    told = {"revision": "2", "area": "law", "why": "looks <b>fine</b>"}
    desk.taken("return", "ops")
    late = desk.send("law", f"{DRAFT}/approval", **told)
    assert late.status_code == 412
    assert "Olaf Ops was quicker: sent back" in late.text
    assert "looks &lt;b&gt;fine&lt;/b&gt;" in late.text


def test_of_two_who_publish_one_does_and_the_other_is_told(desk: Desk) -> None:
    desk.written("submit ann", "approve law law", "approve ops service")
    seen = {"revision": str(desk.drafts.of("contact").revision)}
    assert desk.send("ann", f"{DRAFT}/publication", **seen).status_code == 303
    late = desk.send("tom", f"{DRAFT}/publication", **seen, why="my words")
    assert late.status_code == 409
    assert "Somebody was quicker" in late.text
    assert "my words" in late.text
    assert len(desk.standards.versions("contact")) == 1


@pytest.mark.parametrize(
    ("day", "time", "status"),
    [
        ("2026-06-01", "", 303),
        ("2026-10-25", "02:30", 303),
        ("2027-03-28", "02:30", 422),
        ("2027-03-28", "03:00", 303),
        ("", "08:00", 422),
        ("soon", "08:00", 422),
        ("2026-06-01", "25:00", 422),
        ("2026-06-01", "08:00+02:00", 422),
        ("9999-12-31", "00:00", 422),
        ("0001-01-01", "00:00", 422),
    ],
)
def test_a_day_and_a_time_that_there_are_not_are_refused(
    desk: Desk, day: str, time: str, status: int
) -> None:
    desk.written("submit ann", "approve law law", "approve ops service")
    sent = desk.step("ann", "publication", day=day, time=time, why="later")
    assert sent.status_code == status
    if status != 303:
        assert "publish-day-fault" in sent.text
        assert f'value="{day}"' in sent.text
        assert desk.standards.versions("contact") == ()


def test_it_cannot_begin_before_the_version_that_it_follows(desk: Desk) -> None:
    desk.published(begins=NOW + WEEK)
    desk.written("submit ann", "approve law law", "approve ops service")
    sent = desk.step("ann", "publication", day="2026-06-01", why="sooner")
    assert sent.status_code == 422
    assert "cannot begin before the version that it follows" in sent.text


def test_faults_are_listed_and_keep_it_from_review(desk: Desk) -> None:
    desk.written(said=text(1).replace("weight: 2", "weight: <b>heavy</b>"))
    page = desk.get("ann", DRAFT)
    assert "is no number" in page.text
    assert "<b>heavy" not in page.text
    assert desk.step("ann", "submission", why="please").status_code == 422
    assert desk.drafts.of("contact").control.state is State.DRAFT


@pytest.mark.parametrize("name", ["eve", "boss", "kim", "rex", "shop"])
def test_whoever_has_no_part_in_drafts_sees_none(desk: Desk, name: str) -> None:
    desk.published()
    desk.written()
    assert desk.get(name, DRAFT).status_code == 403
    if name not in {"rex", "shop"}:
        assert "draft" not in desk.get(name, "/standards/contact").text
        assert "heavier" not in desk.get(name, "/standards/contact").text
        assert desk.get(name, "/standards/contact/difference?was=1&now=2-1").status_code == 404


@pytest.mark.parametrize(
    ("name", "step"),
    [
        ("law", "submission"), ("law", "publication"), ("ann", "approval"), ("ann", "return"),
        ("eve", "submission"), ("boss", "approval"), ("kim", "publication"),
    ],
)  # fmt: skip
def test_each_takes_the_steps_that_are_theirs(desk: Desk, name: str, step: str) -> None:
    desk.published()
    was = desk.written()
    told = {"revision": "1", "why": "x", "area": "law"}
    assert desk.send(name, f"{DRAFT}/{step}", **told).status_code == 403
    assert desk.drafts.of("contact") == was


def test_titles_are_never_tags(desk: Desk) -> None:
    said = text(1).replace("title: Contact", 'title: "<img src=x onerror=alert(1)>"')
    desk.written(said=said)
    for path in ("/standards", "/standards/contact", DRAFT, "/standards/contact/difference"):
        page = desk.get("ann", path)
        assert page.status_code == 200
        assert "<img" not in page.text
