"""The way of somebody who learns: tries, waits, new versions in the middle, and what runs out."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

from plugin.stores.training.learning import Try
from plugin.stores.versions.standards import Standards
from plugin.training.assigning import Assigning
from plugin.training.questions import GivenQuestion
from plugin.training.refusals import (
    AlreadyAnswered,
    NothingToSign,
    NotToLearn,
    TrainingUnfit,
    TryRefused,
)
from plugin.training.standing import State
from plugin.training.studying import Lesson, Studying
from tests.pages.acme import AS_OF
from tests.pages.training.school import DAY, MAIL, School


def lesson(school: School, version: int = 1, person: str = "anna") -> Lesson:
    return Studying(school.house).lesson(person, "contact", version)


def begin(school: School, version: int = 1) -> Try:
    return Studying(school.house).begin(lesson(school, version), "anna")


def answer(school: School, attempt: Try, *, right: bool = True) -> Try:
    answers = school.right(attempt) if right else school.wrong(attempt)
    found = lesson(school, attempt.version)
    return Studying(school.house).answer(found, attempt.id, answers)


def sign(school: School, version: int = 1) -> Try:
    found = lesson(school, version)
    return Studying(school.house).sign(found, "anna", "Anna Lis", True, school.english)


def state(school: School, version: int = 1) -> State:
    return lesson(school, version).standing.state


def learn(school: School, version: int = 1) -> Try:
    attempt = begin(school, version)
    if attempt.result is None:
        answer(school, attempt)
    return sign(school, version)


def test_two_tabs_that_begin_have_one_try(school: School) -> None:
    school.assign()
    with ThreadPoolExecutor(8) as pool:
        begun = list(pool.map(lambda _: begin(school), range(8)))
    assert len({each.id for each in begun}) == 1
    assert len(school.tries()) == 1


def test_of_two_tabs_that_answer_the_first_counts(school: School) -> None:
    school.assign()
    attempt = begin(school)

    def send(right: bool) -> str:
        try:
            return str(answer(school, attempt, right=right).place)
        except AlreadyAnswered as already:
            return f"already {already.attempt.id == attempt.id}"

    with ThreadPoolExecutor(6) as pool:
        told = sorted(pool.map(send, (True, False) * 3))
    assert told == ["1", *["already True"] * 5]
    (kept,) = school.tries()
    assert kept.result is not None
    with pytest.raises(AlreadyAnswered):
        answer(school, attempt, right=not kept.result.passed)
    assert school.tries() == (kept,)


def test_a_try_without_all_answers_is_not_taken(school: School) -> None:
    school.assign()
    attempt = begin(school)
    studying, right = Studying(school.house), dict(school.right(attempt))
    gone = attempt.asked[0]
    del right[gone]
    with pytest.raises(TrainingUnfit) as unfit:
        studying.answer(lesson(school), attempt.id, right)
    assert set(unfit.value.faults) == {gone}
    with pytest.raises(TrainingUnfit):
        studying.answer(lesson(school), attempt.id, {**right, gone: "<script>"})
    assert school.tries()[0].result is None


def test_tries_are_used_up_until_it_is_assigned_anew(school: School) -> None:
    school.assign(tries=2)
    for _ in range(2):
        answer(school, begin(school), right=False)
    assert state(school) is State.USED_UP
    with pytest.raises(TryRefused, match="used up"):
        begin(school)
    school.clock.now += 1
    school.assign(tries=1)
    assert lesson(school).standing.tries_left == 1
    answer(school, begin(school))
    assert state(school) is State.TO_SIGN
    assert [each.number for each in school.tries()] == [1, 2, 3]


def test_one_person_is_granted_one_more_try_and_nobody_else(school: School) -> None:
    school.assign(MAIL, tries=1)
    ways = Studying(school.house)
    with pytest.raises(TrainingUnfit):
        ways.grant(lesson(school), "trainer")
    answer(school, begin(school), right=False)
    granted = ways.grant(lesson(school), "trainer")
    assert (granted.standing.tries, granted.standing.tries_left) == (2, 1)
    answer(school, begin(school), right=False)
    assert state(school) is State.USED_UP
    for _ in range(2):
        assert ways.grant(lesson(school), "trainer").standing.tries_left == 1
        answer(school, begin(school), right=False)
    ways.grant(lesson(school), "trainer")
    answer(school, begin(school))
    assert sign(school).signed_at is not None
    kept = school.house.database["assignments"].find_one({"ended_at": None})
    assert kept is not None
    assert [each["person"] for each in kept["granted"]] == ["anna"] * 4
    assert {each["by"] for each in kept["granted"]} == {"trainer"}


def test_of_two_trainers_who_grant_at_once_one_does(school: School) -> None:
    school.assign(tries=1)
    answer(school, begin(school), right=False)
    seen, ways = lesson(school), Studying(school.house)
    with ThreadPoolExecutor(6) as pool:
        told = [*pool.map(lambda _: ways.grant(seen, "trainer").standing.tries_left, range(6))]
    assert told == [1] * 6
    assert lesson(school).standing.tries == 2


def test_the_wait_ends_at_its_second(school: School) -> None:
    school.assign(wait_seconds=3_600)
    answer(school, begin(school), right=False)
    school.clock.now += 3_599
    assert lesson(school).standing.next_try_at == AS_OF + 3_600
    with pytest.raises(TryRefused, match="wait"):
        begin(school)
    school.clock.now += 1
    assert begin(school).number == 2


def test_a_version_superseded_in_the_middle_is_finished_and_no_more(school: School) -> None:
    school.assign()
    attempt = begin(school)
    school.publish(lambda text: text.replace("weight: 4", "weight: 5", 1))
    assert state(school) is State.ASKED
    assert answer(school, attempt, right=False).result is not None
    assert state(school) is State.OVER
    with pytest.raises(TryRefused, match="no longer in force"):
        begin(school)
    assert not lesson(school).standing.is_overdue
    school.clock.now += 60 * DAY
    assert not lesson(school).standing.is_overdue


def test_who_passed_before_it_was_superseded_may_still_sign(school: School) -> None:
    school.assign()
    answer(school, begin(school))
    school.publish(lambda text: text.replace("weight: 4", "weight: 5", 1))
    assert state(school) is State.TO_SIGN
    assert sign(school).signed_at == AS_OF


def test_a_withdrawn_version_is_nothing_to_learn(school: School) -> None:
    school.assign()
    standards = Standards(school.house.database)
    (published,) = standards.versions("contact")
    assert standards.withdraw(published, AS_OF, "trainer", "wrong")
    assert state(school) is State.OVER
    with pytest.raises(TryRefused):
        begin(school)


def test_a_new_version_asks_for_what_changed_alone(school: School) -> None:
    school.assign()
    learn(school)
    school.publish(lambda text: text.replace("weight: 4", "weight: 5", 1))
    assigning = Assigning(school.house)
    two = assigning.published("contact", 2)
    words = ({"en": "a"}, {"en": "b"})
    for criterion in ("RSP-01", "RES-01", None):
        assigning.ask(two, GivenQuestion({"en": "?"}, words, 0, criterion), "trainer")
    school.assign(version=2)
    attempt = begin(school, 2)
    assert attempt.since == 1
    asked = [each for each in attempt.asked if each.startswith("example:")]
    assert {each.partition("#")[0] for each in asked} == {"example:RSP-01"}
    assert len(attempt.asked) - len(asked) == 2


def test_a_version_that_judges_as_before_is_signed_without_questions(school: School) -> None:
    school.assign()
    learn(school)
    school.publish(lambda text: text.replace("is answered within", "gets an answer within", 1))
    school.assign(version=2)
    attempt = begin(school, 2)
    assert attempt.asked == ()
    assert attempt.result is not None
    assert attempt.result.score is None
    assert sign(school, 2).signed_at == AS_OF


def test_who_never_knew_one_is_asked_about_everything(school: School) -> None:
    school.assign()
    begin(school)
    school.publish(lambda text: text.replace("weight: 4", "weight: 5", 1))
    school.assign(version=2)
    assert begin(school, 2).since is None


def test_what_is_signed_runs_out_on_the_calendar_and_is_renewed(school: School) -> None:
    school.assign(months=3)
    ends_at = learn(school).ends_at
    assert ends_at == datetime(2026, 6, 30, 22, tzinfo=UTC).timestamp()
    assert state(school) is State.KNOWN
    school.clock.now = ends_at - 30 * DAY
    assert state(school) is State.TO_RENEW
    assert not lesson(school).standing.is_overdue
    school.clock.now = ends_at - 1
    assert state(school) is State.TO_RENEW
    school.clock.now = ends_at
    assert state(school) is State.ENDED
    assert lesson(school).standing.is_overdue
    assert begin(school).since is None
    answer(school, school.tries()[-1])
    assert state(school) is State.TO_SIGN
    renewed = sign(school)
    assert state(school) is State.KNOWN
    assert renewed.ends_at is not None
    assert renewed.ends_at > ends_at + 80 * DAY


def test_a_name_is_signed_as_it_is_known(school: School) -> None:
    school.assign()
    answer(school, begin(school))
    studying = Studying(school.house)
    for name, agreed, fields in (("Ewa", True, {"name"}), ("", False, {"name", "agreed"})):
        with pytest.raises(TrainingUnfit) as unfit:
            studying.sign(lesson(school), "anna", name, agreed, school.english)
        assert set(unfit.value.faults) == fields
    signed = sign(school)
    assert signed.signature is not None
    assert signed.signature.statement.startswith("I have read")
    assert len(signed.hash) == 64
    with pytest.raises(NothingToSign):
        sign(school)


def test_of_two_signatures_at_once_one_is_kept(school: School) -> None:
    school.assign()
    answer(school, begin(school))
    found = lesson(school)

    def send(_: int) -> bool:
        try:
            Studying(school.house).sign(found, "anna", "Anna Lis", True, school.english)
        except NothingToSign:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(send, range(4))) == 1


def test_what_is_not_ones_own_is_not_there(school: School) -> None:
    school.assign()
    attempt = begin(school)
    school.assign(*(), version=1)
    for person, version in (("ewa", 1), ("nobody", 1), ("anna", 2), ("anna", 0)):
        with pytest.raises(NotToLearn):
            lesson(school, version, person)
    with pytest.raises(NotToLearn):
        Studying(school.house).answer(lesson(school), f"{attempt.id}x", {})
