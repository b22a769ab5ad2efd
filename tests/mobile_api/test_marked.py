"""Marks of visits over the API: told, kept as they were, blocking nothing, changing no score."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest

from mobile_api.assigning import Assignment, AssignmentState
from mobile_api.visits.noticing import device_time_of
from plugin.config import Config
from plugin.directory.importing import import_sheet
from plugin.stores.people.directory import Directory
from plugin.stores.shopping.assignments import Assignments
from plugin.visits.known import KnownCertificates, KnownPlaces
from standards.instants import show_instant
from tests.mobile_api.service import CIRCUMSTANCES, NOW, Service, publish_shop, visit
from tests.tables import rows

SHEET = """\
kind;id;name;identity;latitude;longitude
location;one;Shop one;acme/shop/1;52.2297;21.0122
location;one;;acme/shop/uno;;
location;two;Shop two;acme/shop/2;50.0619;19.9368
"""
HERE = {"latitude": 52.2297, "longitude": 21.0122, "accuracy": 12, "age": 3}
FAR = {**HERE, "latitude": 52.25}  # 2,257 m


@pytest.fixture
def located(service: Service) -> Service:
    """The service with two locations that lie somewhere."""
    house = service.house
    import_sheet(Directory(house.database), SHEET.encode(), house.config.zone)
    return service


def assigned(service: Service, **more: Any) -> str:
    """The id of an assignment of Anna's that her visit fits."""
    told: dict[str, Any] = {
        "id": str(uuid4()),
        "shopper": "anna",
        "location": "acme/shop/1",
        "opens_at": NOW - 7 * 86_400,
        "closes_at": NOW + 86_400,
        "standard": "shop",
        **more,
    }
    return Assignments(service.database).create(Assignment(**told)).id


def certify(service: Service, user: str = "anna", version: int = 1) -> None:
    """Lets the user have passed the quiz of the version."""
    kept = {"user": user, "code": "shop", "version": version, "passed": True}
    lacking: dict[str, Any] = {
        **{"hash": "0" * 64, "number": 1, "seed": "0" * 16, "since": None, "asked": []},
        **{"pass_mark": 0.8, "drawn_at": NOW, "open": False, "certified_at": NOW - 60},
    }
    service.database.certificates.insert_one({"_id": str(uuid4()), **kept, **lacking})


def sent(
    service: Service, headers: dict[str, str] | None = None, uuid: UUID | None = None, **more: Any
) -> dict[str, Any]:
    """What is answered to Anna's visit at shop one."""
    given = visit(**{"positions": {"start": HERE, "end": HERE}, **more})
    path = f"/visits/{uuid or uuid4()}"
    answer = service.ask("PUT", path, json=given, headers=headers or {})
    assert answer.status_code in {200, 201}, answer.text
    told: dict[str, Any] = answer.get_json()
    return told


def marks(told: dict[str, Any]) -> list[str]:
    return [each["mark"] for each in told["marks"]]


def test_a_visit_as_agreed_has_no_mark(located: Service) -> None:
    certify(located)
    told = sent(located, assignment=assigned(located))
    assert (told["marks"], told["assignment"] is not None) == ([], True)


def test_a_far_position_is_told_with_the_shoppers_words_wherever_the_visit_is(
    located: Service,
) -> None:
    certify(located)
    uuid, words = uuid4(), {"position": "The phone was in the locker."}
    told = sent(located, uuid=uuid, positions={"end": FAR}, words=words)
    assert told["marks"] == [
        {
            "mark": "far",
            "detail": "at the end the phone was at least 2245 m from the location",
            "figure": 2245,
            "words": "The phone was in the locker.",
        }
    ]
    assert located.ask("GET", f"/visits/{uuid}").get_json()["marks"] == told["marks"]
    for user in ("anna", "carol"):
        [listed] = located.ask("GET", "/visits", user).get_json()["items"]
        assert listed["marks"] == told["marks"]


def test_marks_change_no_card_and_no_standing(located: Service) -> None:
    certify(located)
    plain = sent(located)
    odd = sent(
        located,
        headers={"Device-Time": show_instant(NOW + 9_000)},
        positions={"start": FAR},
        assignment=assigned(located, closes_at=NOW - 3 * 86_400),
        notes={"S-1": "Only the left door."},
        device={"clock_ahead": 9_000},
        words={"late": "the tram"},
    )
    assert marks(plain) == []
    assert marks(odd) == ["far", "clock", "late"]
    same = ("standing", "verdict", "score", "coverage", "evidence_hash", "findings")
    assert {name: odd["card"][name] for name in same} == {n: plain["card"][n] for n in same}
    assert odd["standing"] == "provisional"


# Device-Time | UTC second | why it is here
DEVICE_TIMES = """
2026-09-21T14:13:20Z | 1790000000 | as apps write it
2026-09-21T16:13:20.9+02:00 | 1790000000 | elsewhere, and finer
1970-01-01T00:00:00Z | 0 | a battery that was out
2026-09-21T14:13:20 | - | without an offset
Mon, 21 Sep 2026 13:13:20 GMT | - | another form
soon | - | nonsense
- | - | nothing said
"""


@pytest.mark.parametrize(("said", "second"), rows(DEVICE_TIMES))
def test_a_device_time_that_is_none_is_left_unread(said: str, second: str) -> None:
    found = device_time_of(None if said == "-" else said)
    assert found == (None if second == "-" else int(second))


def test_the_clock_of_the_phone_is_held_to_ours(located: Service) -> None:
    certify(located)
    for said, figures in (("2026-09-21T15:13:21Z", [3601]), ("in an hour", [])):
        told = sent(located, {"Device-Time": said})
        assert [each["figure"] for each in told["marks"] if each["mark"] == "clock"] == figures


def test_the_mark_is_that_of_the_first_arrival(located: Service) -> None:
    certify(located)
    uuid = uuid4()
    first = sent(located, {"Device-Time": show_instant(NOW + 600)}, uuid)
    again = sent(located, {"Device-Time": show_instant(NOW)}, uuid)
    assert again["marks"] == first["marks"]
    assert marks(first) == ["clock"]


def test_marks_stay_as_they_were_when_the_directory_changes(located: Service) -> None:
    certify(located)
    uuid = uuid4()
    assert marks(sent(located, uuid=uuid, positions={"start": FAR})) == ["far"]
    moved = SHEET.replace("52.2297", "52.25").encode()
    import_sheet(Directory(located.database), moved, located.house.config.zone)
    assert marks(located.ask("GET", f"/visits/{uuid}").get_json()) == ["far"]


def test_an_assignment_is_found_by_its_id(located: Service) -> None:
    certify(located)
    assert marks(sent(located, assignment=str(uuid4()))) == ["unknown_assignment"]
    others = assigned(located, shopper="boris", closes_at=NOW - 6 * 86_400, location="acme/shop/2")
    told = sent(located, assignment=others)
    assert marks(told) == ["other_shopper"]
    assert "boris" not in str(told), "whose it is, is nobody else's business"
    assert "acme/shop/2" not in str(told)
    other = assigned(located, location="acme/shop/2")
    assert marks(sent(located, assignment=other)) == ["other_location"]
    alias = assigned(located, location="acme/shop/uno")
    assert marks(sent(located, assignment=alias)) == []


@pytest.mark.parametrize("state", [AssignmentState.CLOSED, AssignmentState.WITHDRAWN])
def test_a_visit_on_an_assignment_that_was_ended_is_taken(
    located: Service, state: AssignmentState
) -> None:
    certify(located)
    ended = assigned(located)
    Assignments(located.database).end(ended, state)
    assert marks(sent(located, assignment=ended)) == ["closed_assignment"]


def test_an_older_questionnaire_is_taken(located: Service) -> None:
    certify(located)
    publish_shop(located.database, 2, NOW - 3_600)
    before = sent(located, started_at=show_instant(NOW - 3_601))
    after = sent(located, started_at=show_instant(NOW - 3_600))
    assert (marks(before), marks(after)) == ([], ["older_questionnaire"])
    named = assigned(located, version=1)
    assert marks(sent(located, started_at=show_instant(NOW), assignment=named)) == []


def test_whoever_passes_is_certified_from_that_moment_on(located: Service) -> None:
    assert marks(sent(located)) == ["not_certified"]
    certify(located, "boris")
    assert marks(sent(located)) == ["not_certified"]
    certify(located)
    assert marks(sent(located)) == []


def test_a_review_has_no_marks_and_no_circumstances(located: Service) -> None:
    given = {
        "questionnaire": {"standard": "shop", "version": 1},
        "about": "zd-acme/ticket/7",
        "answers": {"S-1": "open"},
    }
    answer = located.put(given, user="rita", of="reviews")
    assert (answer.status_code, answer.get_json()["marks"]) == (201, [])
    refused = located.put({**given, **CIRCUMSTANCES}, user="rita", of="reviews").get_json()
    assert sorted(each["pointer"] for each in refused["errors"]) == sorted(
        f"/{name}" for name in CIRCUMSTANCES
    )


def test_a_visit_of_before_has_none(located: Service) -> None:
    uuid = uuid4()
    sent(located, uuid=uuid, positions={})
    gone = {"$unset": {"marks": "", "assignment": ""}}
    located.database.visits.update_one({"_id": f"visit/{uuid}"}, gone)
    told = located.ask("GET", f"/visits/{uuid}").get_json()
    assert (told["marks"], told["assignment"]) == ([], None)


def test_limits_are_the_settings() -> None:
    assert (Config().far_metres, Config().clock_seconds) == (500, 120)


def test_what_was_looked_up_is_remembered_for_a_minute(located: Service) -> None:
    now = [0.0]
    directory = Directory(located.database)
    places = KnownPlaces(directory, lambda: now[0])
    assert places.place("acme/shop/9") is None
    import_sheet(directory, SHEET.replace("shop/2", "shop/9").encode(), located.house.config.zone)
    now[0] = 59.9
    assert places.place("acme/shop/9") is None
    now[0] = 60.0
    found = places.place("acme/shop/9")
    assert found is not None
    assert (found.id, found.latitude) == ("two", 50.0619)


def test_who_is_not_certified_is_asked_for_again(located: Service) -> None:
    now, certificates = [0.0], located.app.extensions["mobile_api"].certified.certificates
    known = KnownCertificates(certificates, lambda: now[0])
    assert not known.is_certified("anna", "shop", 1)
    certify(located)
    assert known.is_certified("anna", "shop", 1)
    located.database.certificates.delete_many({})
    now[0] = 59.9
    assert known.is_certified("anna", "shop", 1)
    now[0] = 60.0
    assert not known.is_certified("anna", "shop", 1)
