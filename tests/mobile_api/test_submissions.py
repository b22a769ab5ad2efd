"""What the door for phones does with a submission: who may, which bytes, what takes its place."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID, uuid4

import pytest

from tests.mobile_api.service import NOW, Service, publish_shop, visit
from tests.mobile_api.test_journey import counted, standings
from tests.tables import rows

REVIEW: dict[str, Any] = {
    "questionnaire": {"standard": "shop", "version": 1},
    "about": "zd-acme/ticket/7",
    "answers": {"S-1": "open", "S-3": 5},
}


def slug(answer: Any) -> str:
    """Which problem was answered; empty for none."""
    told = answer.get_json(silent=True) or {}
    return str(told.get("type", "")).removeprefix("urn:plumbline:problem:")


# user | method | path | status | why it is here
DOORS = """
- | PUT | visits | 401 | nobody is signed in
anna | PUT | visits | 201 | a shopper's visit
rita | PUT | visits | 403 | a reviewer sends no visits
carol | PUT | visits | 403 | nor does a coordinator
adam | PUT | visits | 403 | nor an admin
emil | PUT | visits | 403 | nor an employee
rita | PUT | reviews | 201 | a reviewer's review
anna | PUT | reviews | 403 | a shopper reviews nothing
anna | GET | visits | 200 | a shopper's list
emil | GET | visits | 403 | an employee has none
carol | GET | visits | 200 | a coordinator's list
anna | ACCEPT | visits | 403 | nobody accepts but a coordinator
rita | ACCEPT | visits | 403 | nor a reviewer
adam | ACCEPT | visits | 403 | nor an admin
carol | ACCEPT | visits | 404 | there is no such visit to accept
"""


@pytest.mark.parametrize(("user", "method", "path", "status"), rows(DOORS))
def test_each_role_may_do_its_own(
    service: Service, user: str, method: str, path: str, status: str
) -> None:
    asks = {
        "PUT": ("PUT", f"/{path}/{uuid4()}", REVIEW if path == "reviews" else visit()),
        "GET": ("GET", f"/{path}", None),
        "ACCEPT": ("POST", f"/{path}/{uuid4()}/acceptance", {}),
    }
    verb, where, body = asks[method]
    answer = service.ask(verb, where, None if user == "-" else user, json=body)
    assert answer.status_code == int(status), answer.text


def test_every_fault_is_listed_with_its_question(service: Service) -> None:
    answer = service.put(visit(answers={"S-2": "maybe", "S-3": 9, "Z": 1}, location=7))
    assert (answer.status_code, slug(answer)) == (422, "submission-invalid")
    told = {each["pointer"]: each.get("question") for each in answer.get_json()["errors"]}
    assert told == {
        "/answers/S-1": "S-1",
        "/answers/S-2": "S-2",
        "/answers/S-3": "S-3",
        "/answers/Z": "Z",
        "/location": None,
    }
    assert service.database.visits.count_documents({}) == 0


# body | status | slug | why it is here
BODIES = """
{ | 400 | no-json | cut off
[] | 400 | no-json | a list
"visit" | 400 | no-json | a text
{"a": NaN} | 400 | no-json | no number of JSON's
{} | 422 | submission-invalid | an object that says nothing
"""


@pytest.mark.parametrize(("body", "status", "name"), rows(BODIES))
def test_what_is_no_submission_is_refused(
    service: Service, body: str, status: str, name: str
) -> None:
    answer = service.put(body.encode())
    assert (answer.status_code, slug(answer)) == (int(status), name)


def test_a_body_that_is_too_large_is_refused(service: Service) -> None:
    answer = service.put(visit(answers={"S-1": "open", "S-7": "x" * 600_000}))
    assert (answer.status_code, slug(answer)) == (413, "too-large")


def test_another_content_type_is_refused(service: Service) -> None:
    raw = json.dumps(visit())
    answer = service.ask("PUT", f"/visits/{uuid4()}", data=raw, content_type="text/plain")
    assert (answer.status_code, slug(answer)) == (415, "wrong-content-type")


def test_the_same_bytes_answer_the_same(service: Service) -> None:
    uuid, raw = uuid4(), json.dumps(visit()).encode()
    first = service.put(raw, uuid)
    service.now[0] += 60
    second = service.put(raw, uuid)
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.get_json() == second.get_json()
    assert service.database.visits.count_documents({}) == 1


def test_other_bytes_are_refused_and_change_nothing(service: Service) -> None:
    uuid = uuid4()
    service.put(json.dumps(visit()).encode(), uuid)
    spaced = json.dumps(visit(), indent=1).encode()
    answer = service.put(spaced, uuid)
    assert (answer.status_code, slug(answer)) == (409, "other-bytes")
    kept = service.database.visits.find_one({"_id": f"visit/{uuid}"}) or {}
    assert kept["body"] == json.dumps(visit())


def test_somebody_elses_id_is_taken_even_for_the_same_bytes(service: Service) -> None:
    uuid = uuid4()
    assert service.put(visit(), uuid, "anna").status_code == 201
    answer = service.put(visit(), uuid, "boris")
    assert (answer.status_code, slug(answer)) == (409, "other-bytes")
    assert "card" not in answer.get_json()


def test_of_many_at_once_one_is_new_and_all_are_answered_the_same(service: Service) -> None:
    uuid, raw = uuid4(), json.dumps(visit()).encode()
    service.token("anna")
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: service.put(raw, uuid), range(24)))
    assert sorted(each.status_code for each in answers) == [200] * 23 + [201]
    assert len({each.get_data() for each in answers}) == 1
    assert service.work() == 1
    assert counted(service) == {"provisional": 1}


def test_of_two_that_differ_at_once_one_is_kept(service: Service) -> None:
    uuid = uuid4()
    service.token("anna")
    bodies = [json.dumps(visit(location=f"acme/shop/{i}")).encode() for i in range(8)]
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda raw: service.put(raw, uuid), bodies))
    assert sorted(each.status_code for each in answers) == [201] + [409] * 7


def test_what_others_sent_is_not_there(service: Service) -> None:
    uuid = uuid4()
    service.put(visit(), uuid, "anna")
    assert service.ask("GET", f"/visits/{uuid}", "boris").status_code == 404
    assert service.ask("GET", f"/reviews/{uuid}", "carol").status_code == 404
    assert service.ask("GET", f"/visits/{uuid}", "carol").status_code == 200
    assert service.ask("GET", f"/visits/{uuid}", "anna").status_code == 200
    assert service.ask("GET", "/visits", "boris").get_json()["items"] == []
    [seen] = service.ask("GET", "/visits", "carol").get_json()["items"]
    assert seen["contact"] == f"visit/{uuid}"


def test_a_list_goes_on_page_by_page(service: Service) -> None:
    sent = []
    for number in range(5):
        service.now[0] = NOW + number // 2  # some of one second
        uuid = uuid4()
        service.put(visit(), uuid)
        sent.append(f"visit/{uuid}")
    found, after = [], ""
    while after is not None:
        page = service.ask("GET", f"/visits?most=2&after={after}" if after else "/visits?most=2")
        found += [each["contact"] for each in page.get_json()["items"]]
        after = page.get_json()["after"]
    assert len(found) == 5
    assert set(found) == set(sent)
    bad = service.ask("GET", "/visits?after=yesterday")
    assert (bad.status_code, bad.get_json()["errors"][0]["pointer"]) == (422, "/after")
    assert service.ask("GET", "/visits?most=0").status_code == 422


def test_a_list_of_what_waits_leaves_out_what_is_done(service: Service) -> None:
    waiting, accepted, replaced = uuid4(), uuid4(), uuid4()
    for each in (waiting, accepted, replaced):
        service.put(visit(), each)
    service.accept(accepted)
    service.put(visit(replaces=str(replaced)), newer := uuid4())
    seen = service.ask("GET", "/visits?waiting=true", "carol").get_json()["items"]
    assert {each["contact"] for each in seen} == {f"visit/{waiting}", f"visit/{newer}"}


def test_a_superseded_version_is_still_answered_to(service: Service) -> None:
    publish_shop(service.database, 2, NOW - 3_600)
    asked = service.ask("GET", "/questionnaires").get_json()["questionnaires"]
    assert {each["version"] for each in asked} == {2}
    for version in (1, 2):
        answer = service.put(visit(questionnaire={"standard": "shop", "version": version}))
        assert answer.status_code == 201
        assert answer.get_json()["card"]["standard"]["version"] == version
    answer = service.put(visit(questionnaire={"standard": "shop", "version": 3}))
    assert [each["fault"] for each in answer.get_json()["errors"]] == ["unknown-questionnaire"]


def test_who_and_where_is_unknown_is_a_note_and_no_fault(service: Service) -> None:
    service.database.locations.insert_one(
        {"_id": "krakow", "name": "Kraków", "identities": ["acme/shop/1"]}
    )
    seen = {"identity": "acme/badge/9", "means": "badge", "confidence": 0.9}
    answer = service.put(visit(employee=seen))
    assert answer.status_code == 201
    assert answer.get_json()["notes"] == ["acme/badge/9 is not in the directory"]


def test_a_review_is_the_visits_twin(service: Service) -> None:
    uuid = uuid4()
    answer = service.put(REVIEW, uuid, "rita", "reviews")
    assert answer.status_code == 201
    assert answer.get_json()["about"] == "zd-acme/ticket/7"
    assert service.work() == 1
    assert service.accept(uuid, of="reviews").get_json()["standing"] == "final"
    assert service.work() == 1
    [card] = service.database.cards.find()
    assert (card["contact"], card["standing"]) == (f"review/{uuid}", "final")


def test_a_correction_takes_the_place_of_what_it_replaces(service: Service) -> None:
    older, newer = uuid4(), uuid4()
    service.put(visit(answers={"S-1": "closed"}), older)
    service.work()
    answer = service.put(visit(replaces=str(older)), newer)
    assert answer.status_code == 201
    assert answer.get_json()["replaces"] == f"visit/{older}"
    service.work()
    [card] = service.database.cards.find()
    assert card["contact"] == f"visit/{newer}"
    assert counted(service) == {"provisional": 1}
    seen = service.ask("GET", f"/visits/{older}").get_json()
    assert (seen["standing"], seen["card"]) == ("withdrawn", None)
    assert seen["replaced_by"] == f"visit/{newer}"


def test_a_correction_may_be_sent_again_and_corrected_again(service: Service) -> None:
    first, second, third = uuid4(), uuid4(), uuid4()
    service.put(visit(), first)
    again = json.dumps(visit(replaces=str(first))).encode()
    assert [service.put(again, second).status_code for _ in range(2)] == [201, 200]
    assert service.put(visit(replaces=str(second)), third).status_code == 201
    service.work()
    assert [each["contact"] for each in service.database.cards.find()] == [f"visit/{third}"]


# replaced | status | slug | why it is here
REPLACED = """
nothing | 409 | replaces-nothing | it was never sent
others | 409 | replaces-nothing | somebody else sent it
review | 409 | replaces-nothing | a review of that id, but no visit
accepted | 409 | already-accepted | a coordinator has accepted it: it is final
replaced | 409 | already-replaced | something has replaced it already
"""


@pytest.mark.parametrize(("replaced", "status", "name"), rows(REPLACED))
def test_not_everything_can_be_replaced(
    service: Service, replaced: str, status: str, name: str
) -> None:
    older = uuid4() if replaced == "nothing" else prepared(service, replaced)
    answer = service.put(visit(replaces=str(older)))
    assert (answer.status_code, slug(answer)) == (int(status), name)
    service.work()
    before = standings(service)
    assert service.put(visit(replaces=str(older))).status_code == 409
    assert standings(service) == before


def prepared(service: Service, how: str) -> UUID:
    """A submission that a visit of Anna's cannot replace."""
    uuid = uuid4()
    if how == "others":
        service.put(visit(), uuid, "boris")
    elif how == "review":
        service.put(REVIEW, uuid, "rita", "reviews")
    else:
        service.put(visit(), uuid)
    if how == "accepted":
        service.accept(uuid)
    if how == "replaced":
        service.put(visit(replaces=str(uuid)))
    return uuid


def test_of_two_corrections_at_once_one_wins(service: Service) -> None:
    older = uuid4()
    service.put(visit(), older)
    with ThreadPoolExecutor(6) as pool:
        sent = pool.map(lambda _: service.put(visit(replaces=str(older))), range(6))
        answers = [each.status_code for each in sent]
    assert sorted(answers) == [201] + [409] * 5
    service.work()
    assert counted(service) == {"provisional": 1}


def test_acceptance_and_correction_at_once_leave_one_of_them(service: Service) -> None:
    for _ in range(5):
        older = uuid4()
        service.put(visit(), older)
        service.token("carol")
        with ThreadPoolExecutor(2) as pool:
            accepted = pool.submit(service.accept, older)
            corrected = pool.submit(service.put, visit(replaces=str(older)))
        assert sorted([accepted.result().status_code, corrected.result().status_code]) in (
            [200, 409],
            [201, 409],
        )
    service.work()
    assert sum(counted(service).values()) == 5


def test_acceptance_is_final_idempotent_and_says_who(service: Service) -> None:
    uuid = uuid4()
    service.put(visit(), uuid)
    first = service.accept(uuid).get_json()
    service.now[0] += 60
    assert service.accept(uuid).get_json() == first
    assert (first["accepted_by"], first["standing"]) == ("carol", "final")
    assert first["card"]["standing"] == "final"
    service.work()
    assert counted(service) == {"final": 1}


def test_nobody_accepts_what_they_sent(service: Service) -> None:
    service.database.users.update_one(
        {"_id": "carol"}, {"$set": {"roles": ["coordinator", "shopper"]}}
    )
    uuid = uuid4()
    assert service.put(visit(), uuid, "carol").status_code == 201
    answer = service.accept(uuid)
    assert (answer.status_code, slug(answer)) == (403, "own-submission")


def test_what_is_replaced_is_not_accepted(service: Service) -> None:
    older = uuid4()
    service.put(visit(), older)
    service.put(visit(replaces=str(older)))
    answer = service.accept(older)
    assert (answer.status_code, slug(answer)) == (409, "already-replaced")
