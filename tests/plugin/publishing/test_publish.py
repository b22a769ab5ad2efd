"""A version is published once, in order, and says for ever what it said then."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from plugin.publishing.publish import (
    BeginsTooEarly,
    PromiseBroken,
    PublishRefused,
    StandardFaulty,
    VersionPassed,
    VersionTaken,
)
from plugin.stores.layout import Mongo
from plugin.stores.versions import standards as stored
from plugin.stores.versions.standards import Standards, Unreadable
from standards import drafts, holidays
from tests.plugin.publishing.published import NOW, put, store, text_of

DAY = 86_400


def test_a_standard_is_kept_with_its_text_and_who_published_it(database: Mongo) -> None:
    standards = store(database)
    outcome = put(standards, text_of(1))
    (known,) = standards.known()
    assert outcome.is_new
    assert known == outcome.published
    assert (known.text, known.published_by) == (text_of(1).decode(), "ann")
    assert (known.effective_from, known.published_at) == (NOW, NOW)


def test_the_same_content_again_is_no_fault_and_no_change(database: Mongo) -> None:
    standards = store(database)
    first = put(standards, text_of(1), NOW - DAY)
    spaced = text_of(1).replace(b"# The desk's promise.", b"# Comments are not content.")
    again = put(standards, spaced, now=NOW + DAY)
    assert not again.is_new
    assert again.published == first.published
    assert standards.known() == (first.published,)


REFUSED = [
    pytest.param(text_of(2, weight=5), None, VersionTaken, "version 3", id="other content"),
    pytest.param(text_of(1), None, VersionPassed, "version 2 already", id="an earlier number"),
    pytest.param(text_of(3), NOW - 1, BeginsTooEarly, "begins on 2026-05-28", id="too early"),
]


@pytest.mark.parametrize(("raw", "begins", "refusal", "said"), REFUSED)
def test_what_follows_must_follow(
    database: Mongo, raw: bytes, begins: int | None, refusal: type[PublishRefused], said: str
) -> None:
    standards = store(database)
    put(standards, text_of(2), NOW)
    with pytest.raises(refusal, match=said):
        put(standards, raw, begins, NOW + DAY)
    assert len(standards.known()) == 1


def test_a_code_goes_on_asking_what_it_asked(database: Mongo) -> None:
    standards = store(database)
    put(standards, text_of(1))
    other = text_of(2).replace(b"first_reply", b"resolution").replace(b" replied", b" solved")
    with pytest.raises(PromiseBroken, match="RSP-01: in version 1 it asked first_reply"):
        put(standards, other, now=NOW + DAY)
    assert [each.version for each in standards.known()] == [1]
    fresh = other.replace(b"RSP-01", b"RES-01")
    assert put(standards, fresh, now=NOW + DAY).is_new


def test_numbers_may_be_left_out_and_begin_at_the_same_instant(database: Mongo) -> None:
    standards = store(database)
    put(standards, text_of(2), NOW)
    put(standards, text_of(5), NOW)
    assert [each.version for each in standards.in_force(NOW)] == [5]


def test_all_faults_are_told_at_once(database: Mongo) -> None:
    broken = text_of(1).replace(b"2030-06-30", b"some day").replace(b"then: met", b"then: missed")
    with pytest.raises(StandardFaulty) as refused:
        put(store(database), broken)
    assert [fault.line for fault in refused.value.faults] == [6, 19]
    assert store(database).known() == ()


def test_an_example_that_is_not_kept_refuses_the_standard(database: Mongo) -> None:
    broken = text_of(1).replace(b"Mon 09:30 replied", b"Mon 15:30 replied")
    with pytest.raises(StandardFaulty) as refused:
        put(store(database), broken)
    (fault,) = refused.value.faults
    assert fault.text == "RSP-01: says met, but it is missed"


# opened at                 | which versions judge | why
IN_FORCE = [
    pytest.param(NOW - DAY - 1, [], id="before the first began"),
    pytest.param(NOW - DAY, [1], id="when the first began"),
    pytest.param(NOW - 1, [1], id="a second before the second"),
    pytest.param(NOW, [2], id="when the second began"),
    pytest.param(NOW + 9 * DAY, [2], id="ever after"),
]


@pytest.mark.parametrize(("at", "versions"), IN_FORCE)
def test_the_version_of_the_opening_judges(database: Mongo, at: int, versions: list[int]) -> None:
    standards = store(database)
    put(standards, text_of(1), NOW - DAY)
    put(standards, text_of(2), NOW)
    assert [each.version for each in standards.in_force(at)] == versions


def test_codes_stand_beside_each_other(database: Mongo) -> None:
    standards = store(database)
    put(standards, text_of(1))
    put(standards, text_of(7, code="visits"))
    assert [(each.code, each.version) for each in standards.in_force(NOW)] == [
        ("contact", 1),
        ("visits", 7),
    ]
    assert standards.version("visits", 6) is None


def test_of_many_at_once_one_publishes_and_the_others_find_it(database: Mongo) -> None:
    def attempt(weight: int) -> str:
        try:
            return str(put(store(database), text_of(1, weight)).is_new)
        except VersionTaken:
            return "taken"

    with ThreadPoolExecutor(6) as threads:
        outcomes = sorted(threads.map(attempt, [1, 1, 1, 2, 2, 2]))
    assert outcomes == ["False", "False", "True", "taken", "taken", "taken"]


def test_the_list_is_read_again_after_a_second(database: Mongo) -> None:
    now = [0.0]
    reader = Standards(database, ticking=lambda: now[0])
    assert reader.known() == ()
    put(store(database), text_of(1))
    now[0] = 0.9
    assert reader.known() == ()
    now[0] = 1.0
    assert len(reader.known()) == 1


def test_a_standard_is_parsed_once_a_process(database: Mongo) -> None:
    put(store(database), text_of(1))
    one, other = store(database), store(database)
    assert one.version("contact", 1) is not None
    assert one.version("contact", 1) is other.version("contact", 1)


@pytest.fixture
def _later_release(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A process with another `holidays` and another tzdata, which has parsed nothing yet."""

    def other(country: str, subdivision: str | None, years: range) -> frozenset[date]:
        return frozenset({date(2031, 7, 7)})

    monkeypatch.setattr(holidays, "_dates", other)
    monkeypatch.setattr(drafts, "tzdata_version", lambda: "2031a")
    holidays.public_holidays.cache_clear()
    stored._parsed.cache_clear()
    yield
    holidays.public_holidays.cache_clear()
    stored._parsed.cache_clear()


def test_another_release_reads_the_dates_and_the_hash_of_then(
    database: Mongo, request: pytest.FixtureRequest
) -> None:
    before = put(store(database), text_of(1)).published
    dates = before.standard().hours["desk"].calendar.holidays
    request.getfixturevalue("_later_release")
    standard = store(database).version("contact", 1)
    assert standard is not None
    assert standard.hours["desk"].calendar.holidays == dates
    assert date(2026, 5, 3) in dates
    assert (standard.hash, standard.tzdata) == (before.hash, "2031a")


def test_the_same_file_under_another_release_is_the_same_version(
    database: Mongo, request: pytest.FixtureRequest
) -> None:
    put(store(database), text_of(1))
    request.getfixturevalue("_later_release")
    assert not put(store(database), text_of(1)).is_new
    further = text_of(1).replace(b"[2026-05-04]", b"[2026-05-04, 2026-05-05]")
    with pytest.raises(VersionTaken):
        put(store(database), further)


def test_what_was_meddled_with_judges_nobody(database: Mongo) -> None:
    put(store(database), text_of(1))
    database.standards.update_one({}, {"$set": {"text": text_of(1, weight=9).decode()}})
    with pytest.raises(Unreadable, match="contact/1 has no longer the hash"):
        store(database).in_force(NOW)
