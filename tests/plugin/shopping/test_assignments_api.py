"""Assignments over the API: told as they are kept, refused by field, changed by one at a time."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest

from tests.mobile_api.service import CIRCUMSTANCES, Service, visit
from tests.plugin.shopping.assigned import assigned


def create(service: Service, user: str = "carol", **more: Any) -> Any:
    return service.ask("POST", "/assignments", user, json=assigned(**more))


def seen(answer: Any) -> dict[str, str]:
    return {"If-Match": answer.headers["ETag"]}


def test_an_assignment_is_told_as_it_was_given(service: Service) -> None:
    answer = create(service)
    assert answer.status_code == 201, answer.text
    made = answer.get_json()
    assert answer.headers["Location"] == f"/api/v1/assignments/{made['id']}"
    assert answer.headers["ETag"] == '"1"'
    assert made == {
        "id": made["id"],
        "location": {
            "id": "acme/shop/1",
            "name": "Kraków, Rynek",
            "latitude": None,
            "longitude": None,
            "roster": [{"identity": "acme/badge/7", "name": "Iga Trzmiel"}],
        },
        "window": {"from": "2026-09-21T07:00:00Z", "until": "2026-09-25T16:00:00Z"},
        "scenario": {"en": "Ask for boots.", "pl": "Zapytaj o buty."},
        "questionnaire": {"standard": "shop", "version": 1},
        "fee": {"amount": "25.50", "currency": "PLN"},
        "state": "open",
        "visits": [],
        "shopper": "anna",
        "note": "a quiet shop",
        "by": "carol",
        "made_at": "2026-09-21T14:13:20Z",
        "changed": 1,
    }
    assert UUID(made["id"])
    assert service.ask("GET", f"/assignments/{made['id']}", "carol").get_json() == made


def test_a_location_may_be_named_as_visits_name_it(service: Service) -> None:
    assert create(service, location="acme/shop/2").get_json()["location"]["name"] == "Łódź"


# what is sent | the field that is refused | a part of the reason
REFUSED = [
    pytest.param({"shopper": "nobody"}, "/shopper", "Nobody signs in", id="an unknown shopper"),
    pytest.param({"shopper": "carol"}, "/shopper", "sends no visits", id="no shopper"),
    pytest.param({"location": "rome"}, "/location", "no location", id="an unknown location"),
    pytest.param({"location": "nameless"}, "/location", "no word", id="one that visits miss"),
    pytest.param(
        {"window": {"from": "2026-09-25T18:00:00Z", "until": "2026-09-21T09:00:00Z"}},
        "/window/until",
        "ends before it begins",
        id="a window that ends before it begins",
    ),
    pytest.param(
        {"window": {"from": "2026-09-25T18:00:00Z", "until": "2026-09-25T18:00:00Z"}},
        "/window/until",
        "ends before it begins",
        id="a window without length",
    ),
    pytest.param(
        {"questionnaire": {"standard": "shop", "version": 2}},
        "/questionnaire/version",
        "never published",
        id="a version that was never published",
    ),
    pytest.param(
        {"questionnaire": {"standard": "none"}},
        "/questionnaire/standard",
        "no published standard",
        id="an unknown standard",
    ),
    pytest.param(
        {"fee": {"amount": "much", "currency": "PLN"}}, "/fee/amount", "no amount", id="no money"
    ),
    pytest.param(
        {"fee": {"amount": "-5", "currency": "PLN"}}, "/fee/amount", "no amount", id="a debt"
    ),
    pytest.param(
        {"fee": {"amount": "5.005", "currency": "PLN"}}, "/fee/amount", "decimals", id="too fine"
    ),
    pytest.param(
        {"fee": {"amount": "5", "currency": "ZLO"}}, "/fee/currency", "currency", id="no currency"
    ),
    pytest.param(
        {"fee": {"amount": "٢٥", "currency": "PLN"}}, "/fee/amount", "no amount", id="other digits"
    ),
    pytest.param(
        {"window": {"from": "2026-09-21T09:00:00", "until": "2026-09-25T18:00:00Z"}},
        "/window/from",
        "offset",
        id="an instant without an offset",
    ),
    pytest.param({"scenario": {"xx": "?"}}, "/scenario/xx/key", "", id="no language"),
    pytest.param({"scenario": {"en": "x" * 4_001}}, "/scenario/en/value", "", id="a long story"),
    pytest.param({"questionnaire": {"standard": "shop", "version": True}}, None, "", id="a truth"),
    pytest.param({"state": "done"}, "/state", "", id="a field that nobody sends"),
    pytest.param({"fee": {"amount": 25, "currency": "PLN"}}, "/fee/amount", "", id="a number"),
]


@pytest.mark.parametrize(("given", "pointer", "reason"), REFUSED)
def test_a_refusal_names_field_and_reason(
    service: Service, given: dict[str, Any], pointer: str | None, reason: str
) -> None:
    answer = create(service, **given)
    assert answer.status_code == 422, answer.text
    faults = answer.get_json()["errors"]
    assert pointer is None or [each["pointer"] for each in faults] == [pointer]
    assert all(reason in each["detail"] for each in faults)
    assert service.database.shopping.count_documents({}) == 0


def test_all_faults_are_named_at_once(service: Service) -> None:
    window = {"from": "2026-09-25T18:00:00Z", "until": "2026-09-21T09:00:00Z"}
    answer = create(service, shopper="nobody", location="rome", window=window)
    pointers = [each["pointer"] for each in answer.get_json()["errors"]]
    assert pointers == ["/shopper", "/location", "/window/until"]


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"null", b'{"shopper": "anna"', b"\xff", b"NaN"]
)
def test_what_is_no_json_is_refused(service: Service, body: bytes) -> None:
    answer = service.ask(
        "POST", "/assignments", "carol", data=body, content_type="application/json"
    )
    assert answer.status_code == 400


def test_the_same_again_is_told_of(service: Service) -> None:
    create(service)
    answer = create(service)
    assert answer.status_code == 409
    assert answer.get_json()["type"] == "urn:plumbline:problem:already-assigned"


def test_of_two_coordinators_the_second_is_told(service: Service) -> None:
    made = create(service)
    there, first = f"/assignments/{made.get_json()['id']}", seen(made)
    changed = service.ask("PUT", there, "carol", json=assigned(note="mine"), headers=first)
    assert (changed.status_code, changed.get_json()["note"]) == (200, "mine")
    late = service.ask("PUT", there, "adam", json=assigned(note="yours"), headers=first)
    assert late.status_code == 412
    assert late.get_json()["type"] == "urn:plumbline:problem:assignment-changed"
    again = service.ask("PUT", there, "adam", json=assigned(note="ours"), headers=seen(changed))
    assert again.get_json()["note"] == "ours"


@pytest.mark.parametrize(
    ("header", "status"),
    [({}, 428), ({"If-Match": "*"}, 412), ({"If-Match": '"x"'}, 412), ({"If-Match": '"9"'}, 412)],
)
def test_a_change_says_what_was_seen(service: Service, header: dict[str, str], status: int) -> None:
    there = f"/assignments/{create(service).get_json()['id']}"
    for method, end in (("PUT", ""), ("POST", "/closed"), ("POST", "/withdrawn")):
        body = {"json": assigned()} if method == "PUT" else {}
        answer = service.ask(method, f"{there}{end}", "carol", headers=header, **body)
        assert answer.status_code == status


def test_an_assignment_goes_to_nobody_else(service: Service) -> None:
    made = create(service)
    there = f"/assignments/{made.get_json()['id']}"
    answer = service.ask("PUT", there, "carol", json=assigned(shopper="boris"), headers=seen(made))
    assert answer.status_code == 422
    assert answer.get_json()["errors"][0]["pointer"] == "/shopper"


def test_it_is_closed_or_withdrawn_and_then_stays(service: Service) -> None:
    made = create(service)
    there = f"/assignments/{made.get_json()['id']}"
    closed = service.ask("POST", f"{there}/closed", "carol", headers=seen(made))
    assert closed.get_json()["state"] == "closed"
    again = service.ask("POST", f"{there}/closed", "carol", headers=seen(closed))
    assert (again.status_code, again.headers["ETag"]) == (200, closed.headers["ETag"])
    for method, end in (("PUT", ""), ("POST", "/withdrawn")):
        body = {"json": assigned(note="x")} if method == "PUT" else {}
        answer = service.ask(method, f"{there}{end}", "carol", headers=seen(closed), **body)
        assert answer.status_code == 409
        assert answer.get_json()["type"] == "urn:plumbline:problem:assignment-ended"
    assert (
        service.ask("POST", "/assignments/none/closed", "carol", headers=seen(made)).status_code
        == 404
    )


def test_a_shopper_sees_their_own_and_nothing_of_the_coordinator(service: Service) -> None:
    mine, other = create(service).get_json(), create(service, shopper="boris").get_json()
    told = service.ask("GET", f"/assignments/{mine['id']}", "anna").get_json()
    hidden = {"shopper", "note", "by", "made_at", "changed"}
    assert told == {name: each for name, each in mine.items() if name not in hidden}
    assert service.ask("GET", f"/assignments/{other['id']}", "anna").status_code == 404
    listed = service.ask("GET", "/assignments?shopper=boris", "anna").get_json()
    assert [each["id"] for each in listed["assignments"]] == [mine["id"]]


def test_the_list_is_filtered_and_led_on(service: Service) -> None:
    made = [
        create(service, location=location, shopper=shopper).get_json()["id"]
        for location in ("krakow", "lodz")
        for shopper in ("anna", "boris")
    ]

    def listed(asked: str) -> set[str]:
        found: set[str] = set()
        after = ""
        while True:
            page = service.ask("GET", f"/assignments?{asked}{after}", "carol").get_json()
            found |= {each["id"] for each in page["assignments"]}
            if page["after"] is None:
                return found
            after = f"&after={page['after']}"

    assert listed("most=1") == set(made)
    assert listed("state=open&most=3") == set(made)
    assert listed("state=done") == set()
    assert listed("shopper=boris") == {made[1], made[3]}
    assert listed("location=acme/shop/1") == set(made[:2])
    assert listed("standard=shop&most=2") == set(made)
    assert listed("standard=other") == set()


@pytest.mark.parametrize("asked", ["state=lost", "most=0", "most=201", "after=x", "most=x"])
def test_a_list_that_cannot_be_is_refused(service: Service, asked: str) -> None:
    assert service.ask("GET", f"/assignments?{asked}", "carol").status_code == 422


def test_a_visit_sets_its_assignment_done_when_its_card_is_filed(service: Service) -> None:
    made = create(service).get_json()
    there, uuid = f"/assignments/{made['id']}", uuid4()
    given = visit(**{**CIRCUMSTANCES, "assignment": made["id"]})
    assert service.put(given, uuid).status_code == 201
    assert service.ask("GET", there, "carol").get_json()["state"] == "open"
    service.work()
    told = service.ask("GET", there, "carol").get_json()
    assert (told["state"], told["visits"]) == ("done", [f"visit/{uuid}"])
    service.accept(uuid)
    service.work()
    assert service.ask("GET", there, "carol").get_json() == told


def test_a_late_visit_on_a_closed_assignment_is_taken(service: Service) -> None:
    made = create(service)
    there, uuid = f"/assignments/{made.get_json()['id']}", uuid4()
    service.ask("POST", f"{there}/closed", "carol", headers=seen(made))
    given = visit(assignment=made.get_json()["id"])
    assert service.put(given, uuid).status_code == 201
    service.work()
    told = service.ask("GET", there, "carol").get_json()
    assert (told["state"], told["visits"]) == ("closed", [f"visit/{uuid}"])


def test_a_visit_of_somebody_else_leaves_the_assignment_open(service: Service) -> None:
    made = create(service).get_json()
    assert service.put(visit(assignment=made["id"]), user="boris").status_code == 201
    assert service.put(visit(assignment=str(uuid4()))).status_code == 201
    assert service.work() == 2
    told = service.ask("GET", f"/assignments/{made['id']}", "carol").get_json()
    assert (told["state"], told["visits"]) == ("open", [])


@pytest.mark.parametrize("user", ["anna", "rita", "emil"])
def test_nobody_but_coordinators_keeps_assignments(service: Service, user: str) -> None:
    assert create(service, user).status_code == 403
