"""Several people at once: one is first, every other one is told, and no words are lost."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import partial

import pytest

from plugin.authoring.drafting import DraftUnfit
from plugin.publishing.publish import PublishRefused
from plugin.stores.versions.drafts import DraftChanged, Drafts, UnknownDraft
from standards.lifecycle import State, StepRefused
from tests.pages.standards.desk import NOW, WARSAW, WEEK, Desk, text
from tests.plugin.publishing.published import put, store, text_of

APPROVED = ("submit ann", "approve law law", "approve ops service")
LATE = (DraftChanged, UnknownDraft, StepRefused, PublishRefused)


def attempted(acts: list[Callable[[], object]]) -> list[bool]:
    """Whether each went, all of them begun at once."""

    def attempt(act: Callable[[], object]) -> bool:
        try:
            act()
        except LATE:
            return False
        return True

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(attempt, acts))


def test_of_many_who_publish_a_draft_at_once_one_does(desk: Desk) -> None:
    draft = desk.written(*APPROVED)
    days = {name: NOW + at * WEEK for at, name in enumerate(("ann", "tom", "root", "eve"))}

    def publish(name: str) -> object:
        return desk.drafting(name).publish("contact", draft.revision, days[name])

    went = attempted([partial(publish, name) for name in days])
    assert went.count(True) == 1
    (kept,) = desk.standards.versions("contact")
    first = list(days)[went.index(True)]
    assert (kept.published_by, kept.effective_from) == (first, days[first])
    (only,) = desk.drafts.every("contact")
    assert only.control.state is State.PUBLISHED
    assert only.control.history[-1].by == first


@pytest.mark.parametrize("round_", range(5))
def test_who_edits_while_another_publishes_is_before_or_after_never_between(
    desk: Desk, round_: int
) -> None:
    draft = desk.written(*APPROVED)
    went = attempted(
        [
            lambda: desk.drafting("ann").publish("contact", draft.revision, None),
            lambda: desk.drafting("tom").edit("contact", draft.revision, text(1, 7), "mine"),
        ]
    )
    assert went.count(True) == 1
    (only,) = desk.drafts.every("contact")
    if went[0]:
        (kept,) = desk.standards.versions("contact")
        assert (only.control.state, only.text) == (State.PUBLISHED, draft.text)
        assert "weight: 2" in kept.text
    else:
        assert desk.standards.versions("contact") == ()
        assert (only.control.state, only.text) == (State.DRAFT, text(1, 7))


def test_two_who_publish_different_versions_at_once_leave_them_in_order(desk: Desk) -> None:
    desk.published()
    draft = desk.written(*APPROVED)

    def directly() -> object:
        return put(store(desk.database), text_of(3), NOW + WEEK)

    went = attempted(
        [directly, lambda: desk.drafting("ann").publish("contact", draft.revision, NOW)]
    )
    found = desk.standards.versions("contact")
    assert [each.version for each in found] in ([1, 2, 3], [1, 3])
    assert went[0]
    begins = [each.effective_from for each in found]
    assert begins == sorted(begins)


def test_a_revision_seen_of_one_draft_is_never_one_of_the_next(desk: Desk) -> None:
    first = desk.written(*APPROVED)
    desk.taken("publish", "ann")
    second = desk.written(by="tom")
    assert second.revision > first.revision + 1
    with pytest.raises(DraftChanged):
        desk.drafting("law").submit("contact", first.revision, "please look")


def test_every_text_that_was_written_is_kept_also_of_who_came_second(desk: Desk) -> None:
    desk.written()
    desk.drafting("tom").edit("contact", 1, text(1, 3), "heavier")
    desk.drafting("ann").edit("contact", 2, text(1, 2), "as it was")
    with pytest.raises(DraftChanged):
        desk.drafting("tom").edit("contact", 2, text(1, 9), "late")
    draft = desk.drafts.of("contact")
    texts = [desk.drafts.text(draft, each.hash) for each in draft.control.history]
    assert texts == [text(1, 2), text(1, 3), text(1, 2)]
    kept = desk.database.draft_texts.distinct("text")
    assert sorted(kept) == sorted([text(1, 2), text(1, 3)]), "what was refused first is not kept"


def test_a_draft_from_before_texts_were_kept_keeps_what_it_says_now(desk: Desk) -> None:
    desk.written()
    desk.database.draft_texts.delete_many({})
    desk.drafting("tom").edit("contact", 1, text(1, 3), "heavier")
    draft = Drafts(desk.database).of("contact")
    assert [desk.drafts.text(draft, each.hash) for each in draft.control.history] == [
        text(1, 2),
        text(1, 3),
    ]


def test_a_number_that_was_published_is_no_longer_written(desk: Desk) -> None:
    desk.published(version=4)
    with pytest.raises(DraftUnfit, match="give this one the number 5"):
        desk.drafting("ann").begin("contact", text(4), "again")


# What the clock shows in Warsaw, and the version that judges what is opened then. The clocks go
# back at 2026-10-25T03:00+02:00 to 02:00+01:00, and forward at 2027-03-28T02:00+01:00 to 03:00.
BACK = [
    ("2026-10-25T02:29:59+02:00", 1),
    ("2026-10-25T02:30:00+02:00", 2),
    ("2026-10-25T02:59:59+02:00", 2),
    ("2026-10-25T02:00:00+01:00", 2),
    ("2026-10-25T02:30:00+01:00", 2),
]
FORWARD = [
    ("2027-03-28T01:59:59+01:00", 1),
    ("2027-03-28T03:00:00+02:00", 2),
    ("2027-03-28T03:00:01+02:00", 2),
]


@pytest.mark.parametrize(
    ("day", "time", "opened"),
    [("2026-10-25", "02:30", BACK), ("2027-03-28", "03:00", FORWARD)],
    ids=["back", "forward"],
)
def test_the_clocks_change_at_the_effective_instant(
    desk: Desk, day: str, time: str, opened: list[tuple[str, int]]
) -> None:
    desk.published()
    desk.written(*APPROVED)
    sent = desk.step("ann", "publication", day=day, time=time)
    assert sent.status_code == 303
    for said, version in opened:
        at = int(datetime.fromisoformat(said).timestamp())
        assert [each.version for each in desk.standards.in_force(at)] == [version], said
    shown = desk.get("eve", "/standards/contact").text
    assert ("02:30 (+0200)" in shown) is (opened is BACK), "a time that comes twice says which"
    begins = desk.standards.versions("contact")[1].effective_from
    assert datetime.fromtimestamp(begins, WARSAW).strftime("%H:%M") == time
