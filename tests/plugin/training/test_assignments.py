"""Whom an assignment holds for, and what that makes known about a person."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from mobile_api.permissions import Role
from plugin.directory.passwords import Passwords
from plugin.pages.training.keeping import ROLES
from plugin.publishing.publish import publish
from plugin.stores.people.users import User, Users
from plugin.stores.tickets.erasure import Erasure
from plugin.stores.training.assignments import MOST, Assignment, Assignments, Kind, Target, TooMany
from plugin.stores.versions.standards import Standards
from plugin.training.assigning import LEARNERS, Assigning
from plugin.training.refusals import TrainingUnfit
from plugin.training.studying import Studying
from scoring.binding import Knowing, bound_from
from tests.pages.acme import AS_OF, CHEAP, LIBRARY, PASSWORD, PUBLISHED
from tests.pages.training.school import ANNA, DAY, EMPLOYEES, MAIL, School

LATEST = AS_OF + 30 * DAY  # 2026-05-01T00:00+02:00


def knowing(school: School) -> dict[str, tuple[Knowing, ...]]:
    return dict(Assignments(school.house.database).knowing("contact"))


def pass_and_sign(school: School, person: str = "anna", version: int = 1) -> None:
    studying = Studying(school.house)
    lesson = studying.lesson(person, "contact", version)
    attempt = studying.begin(lesson, person)
    if attempt.result is None:
        studying.answer(lesson, attempt.id, school.right(attempt))
    lesson = studying.lesson(person, "contact", version)
    studying.sign(lesson, person, lesson.person.name, True, school.english)


def test_without_grace_nothing_is_told(school: School) -> None:
    school.assign(ANNA)
    assert knowing(school) == {}


def test_grace_is_told_of_everybody_in_the_team_also_who_joins_later(school: School) -> None:
    school.assign(MAIL, latest="2026-05-01")
    assert knowing(school) == {"anna": (Knowing(1, AS_OF, None, LATEST),)}
    school.house.database.people.update_one({"_id": "ewa"}, {"$set": {"team": "mail"}})
    assert set(knowing(school)) == {"anna", "ewa"}
    school.house.database.people.update_one({"_id": "anna"}, {"$set": {"team": None}})
    assert set(knowing(school)) == {"ewa"}


def test_a_role_holds_for_the_people_of_active_users(school: School) -> None:
    school.assign(EMPLOYEES, latest="2026-05-01")
    assert set(knowing(school)) == {"anna", "ewa"}
    school.house.database.users.update_one({"_id": "ewa"}, {"$set": {"active": False}})
    assert set(knowing(school)) == {"anna"}


def test_who_is_named_most_closely_has_their_own_terms(school: School) -> None:
    school.assign(ANNA, latest="2026-05-10")
    school.clock.now += 60
    school.assign(MAIL, latest="2026-05-01")
    school.assign(EMPLOYEES, latest="2026-04-20")
    ((anna,), (ewa,)) = (knowing(school)[each] for each in ("anna", "ewa"))
    assert (anna.assigned_at, anna.latest) == (AS_OF, LATEST + 9 * DAY)
    assert ewa.latest == LATEST - 11 * DAY


def test_the_last_made_ends_the_one_before_it(school: School) -> None:
    school.assign(MAIL, latest="2026-05-10")
    school.clock.now += 60
    (made,) = school.assign(MAIL, latest="2026-05-01")
    standing = Assignments(school.house.database).standing("contact")
    assert standing == (made,)
    assert knowing(school)["anna"] == (Knowing(1, AS_OF + 60, None, LATEST),)


def test_the_first_signature_counts_for_good(school: School) -> None:
    school.assign(ANNA, latest="2026-05-01", months=1)
    school.clock.now += 60
    pass_and_sign(school)
    assert knowing(school)["anna"][0].passed_at == AS_OF + 60
    school.clock.now += 29 * DAY
    pass_and_sign(school)
    assert len(school.tries()) == 2
    assert knowing(school)["anna"][0].passed_at == AS_OF + 60


def due_again(school: School) -> object:
    return school.house.database.standards.find_one({"_id": "contact/1"})["state"]  # type: ignore[index]


def test_grace_after_the_effective_date_has_contacts_judged_anew(school: School) -> None:
    standards = school.house.database.standards
    done = {"$set": {"state": "done"}}
    standards.update_many({}, done)
    school.assign(ANNA)
    assert due_again(school) == "done"
    (made,) = school.assign(ANNA, latest="2026-05-01")
    found = standards.find_one({"_id": "contact/1"})
    assert found is not None
    assert (found["state"], found["due_from"]) == ("ready", PUBLISHED)
    standards.update_many({}, done)
    school.clock.now += 60
    pass_and_sign(school)
    found = standards.find_one({"_id": "contact/1"})
    assert found is not None
    assert (found["state"], found["due_from"]) == ("ready", AS_OF + 60)
    standards.update_many({}, done)
    assigning = Assigning(school.house)
    assigning.end(made.id, assigning.published("contact", 1), "trainer")
    assert due_again(school) == "ready"


def test_there_is_a_most(school: School) -> None:
    assignments = Assignments(school.house.database)
    one = Assignment("contact", 1, ANNA, AS_OF, "trainer", "2026-04-08", AS_OF + 8 * DAY)
    kept = assignments.add(one)
    found = school.house.database.assignments.find_one({"_id": kept.id})
    assert found is not None
    school.house.database.assignments.insert_many(
        {**found, "_id": str(n), "to": {"kind": "person", "id": str(n)}} for n in range(MOST - 1)
    )
    with pytest.raises(TooMany):
        assignments.add(replace(one, to=Target(Kind.TEAM, "mail")))


def test_a_person_is_erased_with_all_they_learnt(school: School) -> None:
    school.assign(ANNA)
    school.assign(MAIL)
    pass_and_sign(school)
    done = Erasure(school.house.database, 30).of_person("anna")
    assert (done.tries, done.assignments) == (1, 1)
    assert school.tries() == ()
    names = ("learning", "reminders")
    assert all(school.house.database[each].count_documents({}) == 0 for each in names)


def test_two_users_of_one_person_are_one(school: School) -> None:
    hashed = Passwords.of(CHEAP).hashed(PASSWORD)
    Users(school.house.database).add(
        User("anna2", "Anna", frozenset({Role.EMPLOYEE}), "anna", "pl", password=hashed)
    )
    school.assign(EMPLOYEES, latest="2026-05-01")
    assert len(knowing(school)["anna"]) == 1


def test_a_role_that_has_no_way_to_learn_is_assigned_nothing(school: School) -> None:
    with pytest.raises(TrainingUnfit, match="no such role"):
        school.assign(Target(Kind.ROLE, "trainer"))
    assert {each.value for each in LEARNERS} == set(ROLES)


def test_the_due_day_ends_at_its_midnight_also_when_clocks_change(school: School) -> None:
    (made,) = school.assign(ANNA, due="2026-10-25", latest="2026-10-25")
    assert made.due_at == datetime(2026, 10, 25, 23, tzinfo=UTC).timestamp()
    assert made.latest_at == datetime(2026, 10, 24, 22, tzinfo=UTC).timestamp()
    school.clock.now = made.due_at - 1
    standing = Studying(school.house).lesson("anna", "contact", 1).standing
    assert (standing.is_overdue, standing.grace_until) == (False, None)
    school.clock.now += 1
    assert Studying(school.house).lesson("anna", "contact", 1).standing.is_overdue


def test_a_version_is_learnt_before_it_is_in_force(school: School) -> None:
    raw = (LIBRARY / "contact.yaml").read_text("utf-8")
    raw = raw.replace("version: 1", "version: 2", 1).replace("weight: 4", "weight: 5", 1)
    later, standards = AS_OF + 7 * DAY, Standards(school.house.database)
    publish(standards, raw.encode(), effective_from=later, by="t", now=AS_OF, why="heavier")
    school.assign(ANNA, version=2, latest="2026-05-01")
    pass_and_sign(school, version=2)
    (known,) = knowing(school)["anna"]
    assert (known.version, known.passed_at) == (2, AS_OF)
    assert bound_from(later, known) == later
