"""Whoever is erased is named nowhere but where the documents say, and what others rest on stays."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from uuid import UUID, uuid4

import pytest
from click.testing import CliRunner, Result

from mobile_api.assigning import Assignment
from mobile_api.openrosa.instances import Instance, InstanceState
from plugin.cli.main import cli
from plugin.sealing import new_key
from plugin.stores.layout import Mongo
from plugin.stores.people.acknowledgements import About, Acknowledgements, Words
from plugin.stores.people.erasure import UserErasure
from plugin.stores.shopping.assignments import Assignments
from plugin.stores.shopping.instances import Instances
from tests.mobile_api.openrosa.served import new_key as new_odk_key
from tests.mobile_api.service import NOW, Service, file_of, opened, visit
from tests.mobile_api.test_briefings import answer, briefing, right
from tests.mobile_api.test_files import PHOTO, patch, put
from tests.mongo import ADDRESS
from tests.plugin.operations.named import named, told_of_people, told_of_users

DAY, KEY = 86_400, new_key()


@pytest.fixture
def service(database: Mongo) -> Iterator[Service]:
    """A service that anna has used for all that a shopper can, and boris for some of it."""
    with opened(database) as service:
        for user in ("anna", "boris"):
            live(service, user)
        yield service


def live(service: Service, user: str) -> None:
    """The user's every trace: assignments, certificate, visits, uploads, keys, sign-ins."""
    done, left = (assign(service, user, f"acme/shop/{number}") for number in (1, 2))
    quiz = briefing(service, user=user)["quiz"]
    assert answer(service, quiz, right(quiz), user).status_code in (200, 201)
    first = sent(service, user, assignment=done.id, files=[file_of(PHOTO, "0.jpg")])
    assert put(service, first, PHOTO, user=user).status_code == 201
    service.work()
    assert service.accept(first).status_code == 200
    second = sent(service, user, assignment=left.id, files=[file_of(PHOTO, "0.jpg")])
    if user == "anna":
        patch(service, second, 0, PHOTO[:1_000])
    new_odk_key(service, user)
    for state in (InstanceState.WAITING, InstanceState.SENT):
        instance(service, user, state)
    wrong = {"name": user, "password": "another"}
    assert service.ask("POST", "/sessions", None, json=wrong).status_code == 401
    assign(service, user, "acme/shop/3")


def assign(service: Service, shopper: str, location: str) -> Assignment:
    return Assignments(service.database).create(
        Assignment(
            id=str(uuid4()),
            shopper=shopper,
            location=location,
            opens_at=NOW - DAY,
            closes_at=NOW + DAY,
            scenario={"en": "Ask for a lamp"},
            standard="shop",
            by="carol",
        )
    )


def sent(service: Service, user: str, **more: object) -> UUID:
    uuid = uuid4()
    answered = service.put(visit(**more), uuid, user)
    assert answered.status_code == 201, answered.text
    return uuid


def instance(service: Service, user: str, state: InstanceState) -> None:
    uuid = str(uuid4())
    kept = Instance(
        uuid=uuid, user=user, form="shop", version=1, sha256="0" * 64, xml=b"<data/>", state=state
    )
    Instances(service.database).keep(kept)
    Instances(service.database).add(uuid, "front.jpg", PHOTO)


def run(service: Service, *words: str) -> Result:
    env = {
        "MONGODB_URI": os.environ[ADDRESS],
        "PLUMBLINE_DATABASE": service.database.name,
        "PLUMBLINE_KEYS": KEY,
    }
    return CliRunner().invoke(cli, words, env=env)


def erase(service: Service, user: str = "anna") -> None:
    UserErasure(service.database).of(user)


def test_a_shopper_is_named_nowhere(service: Service) -> None:
    before = named(service.database, "anna")
    assert len(before) >= 10, before
    assert run(service, "user", "disable", "anna").exit_code == 0
    done = run(service, "erase", "--user", "anna", "--yes")
    assert done.exit_code == 0, done.output
    assert named(service.database, "anna") == set()
    assert "with 1 sign-ins, 1 app keys, 1 certificates and 1 unfinished uploads" in done.output
    assert "2 visits and reviews and 3 assignments are of erased-" in done.output


def test_nothing_of_anybody_else_is_touched(service: Service) -> None:
    def others() -> set[str]:
        names = service.database.list_collection_names()
        kept = (str(each) for name in names for each in service.database[name].find())
        return {each for each in kept if "boris" in each}

    before = others()
    erase(service)
    assert others() == before


def test_visits_files_and_cards_stay_as_one_persons(service: Service) -> None:
    database = service.database
    mine = [each["_id"] for each in database.visits.find({"submitted_by": "anna"})]
    cards = list(database.cards.find())
    bodies = {each["_id"]: each["body"] for each in database.visits.find()}
    erase(service)
    assert list(database.cards.find()) == cards
    assert {each["_id"]: each["body"] for each in database.visits.find()} == bodies
    [pseudonym] = {each["submitted_by"] for each in database.visits.find({"_id": {"$in": mine}})}
    assert pseudonym.startswith("erased-")
    assert database.files.count_documents({"contact": {"$in": mine}, "kept": {"$ne": None}}) == 1
    states = sorted(each["state"] for each in database.shopping.find({"shopper": pseudonym}))
    assert states == ["done", "done", "withdrawn"]
    assert database.instances.count_documents({"user": pseudonym}) == 1


def test_what_was_unfinished_goes_with_its_bytes(service: Service) -> None:
    database = service.database
    assert database.parts.count_documents({}) == 1
    erase(service)
    assert database.parts.count_documents({}) == 0
    assert database.instance_files.count_documents({}) == 3
    assert database["instance_blobs.files"].count_documents({}) == 3


def test_a_user_who_may_still_sign_in_is_not_erased(service: Service) -> None:
    before = named(service.database, "anna")
    refused = run(service, "erase", "--user", "anna", "--yes")
    assert refused.exit_code == 1
    assert "plumbline user disable anna" in refused.output
    assert named(service.database, "anna") == before
    assert run(service, "erase", "--user", "nobody.such", "--yes").exit_code == 1
    assert run(service, "erase", "--user", "anna", "--person", "anna", "--yes").exit_code == 2


def test_whoever_accepted_stays_named_where_the_documents_say(service: Service) -> None:
    erase(service, "carol")
    left = named(service.database, "carol")
    assert left == {"visits.accepted_by", "shopping.by"}
    assert left <= told_of_users()


def test_of_a_person_what_they_learnt_goes_as_whoever_they_sign_in(service: Service) -> None:
    database = service.database
    database.users.update_one({"_id": "anna"}, {"$set": {"person": "ann.lee"}})
    said = Acknowledgements(database, service.house.sealer)
    for person in ("ann.lee", "bo.lee"):
        about = About(person, "shop", 1, "2026-09-01", "2026-09-30")
        said.say(about, Words("w", "hash", "carol", False, NOW, "Well done."))
    done = run(service, "erase", "--person", "ann.lee", "--yes")
    assert "1 certificates and 1 words to reports of ann.lee" in done.output
    assert "`plumbline erase --user anna` erases the user" in done.output
    assert named(database, "ann.lee") == {"users.person"} <= told_of_people()
    assert database.certificates.distinct("user") == ["boris"]
    assert database.acknowledgements.distinct("person") == ["bo.lee"]
    assert "visits.submitted_by" in named(database, "anna")


class Killed(BaseException):
    """The process is gone."""


@pytest.mark.parametrize("step", ["_hand_on", "_delete"])
def test_what_a_kill_cut_off_is_finished_under_the_same_pseudonym(
    service: Service, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    whole = getattr(UserErasure, step)

    def cut(*given: object) -> None:
        whole(*given)
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(UserErasure, step, cut)
        with pytest.raises(Killed):
            UserErasure(service.database).of("anna")
    UserErasure(service.database).of("anna")
    assert named(service.database, "anna") == set()
    found = json.dumps(list(service.database.visits.find({}, {"submitted_by": 1})))
    assert len({word for word in found.split('"') if word.startswith("erased-")}) == 1
