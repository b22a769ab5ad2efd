"""What Collect sends is the visit that our own app would have sent, and arrives once."""

from __future__ import annotations

import hashlib
import json
from uuid import uuid4

import pytest

from plugin.stores.shopping.assignments import Assignments
from tests.fakes.collect import Collect, split
from tests.fakes.xform import NotAllowed, XForm
from tests.mobile_api.openrosa.served import HERE, fill_directory
from tests.mobile_api.service import Service, file_of, visit
from tests.plugin.shopping.assigned import kept as assignment
from tests.plugin.visits.pictures import by_a_camera

ANSWERS = {
    **HERE,
    "S-1": "open",
    "S-2": "yes",
    "S-3": "4",
    "S-4": "1",
    "S-5": "2.5",
    "S-6": "front.jpg",
    "S-7": "Nothing at all",
    "plumbline_sound": "words.m4a",
}
SOUND = b"\0\0\0\x20ftypM4A " + b"\0" * 2_000


@pytest.fixture
def form(service: Service, collect: Collect) -> XForm:
    """The shop's form, downloaded with its files."""
    fill_directory(service.database)
    (listed,) = collect.forms()
    assert (listed.id, listed.version, listed.name) == ("shop", "1", "A visit")
    return collect.download(listed)


def test_the_visit_is_the_same_as_the_browsers(
    service: Service, collect: Collect, form: XForm
) -> None:
    photo, uuid = by_a_camera(), str(uuid4())
    xml = collect.fill_in(form, ANSWERS, instanceID=f"uuid:{uuid}")
    assert collect.send(xml, {"front.jpg": photo, "words.m4a": SOUND}) == [201]
    ours = str(uuid4())
    given = visit(
        location="acme/shop/1",
        started_at="2026-09-20T10:00:00+02:00",
        ended_at="2026-09-20T10:25:30+02:00",
        answers={
            "S-1": "open", "S-2": "yes", "S-3": 4, "S-4": 1, "S-5": "PT2M30S",
            "S-6": "front.jpg", "S-7": "Nothing at all",
        },
        employee={"identity": "acme/employee/ewa", "means": "badge", "confidence": 0.8},
        files=[file_of(photo), file_of(SOUND, "words.m4a", None)],
        positions={
            "start": {"latitude": 52.2297, "longitude": 21.0122, "accuracy": 8.0, "age": 0}
        },
    )  # fmt: skip
    assert service.ask("PUT", f"/visits/{ours}", json=given).status_code == 201
    for name, content in (("front.jpg", photo), ("words.m4a", SOUND)):
        path = f"/visits/{ours}/files/{name}"
        answer = service.ask("PUT", path, data=content, content_type="application/octet-stream")
        assert answer.status_code == 201, answer.text
    service.work()
    by_collect, by_app = (service.ask("GET", f"/visits/{each}").get_json() for each in (uuid, ours))
    assert by_collect["card"]["findings"] == by_app["card"]["findings"]
    assert by_collect["card"]["score"] == by_app["card"]["score"]
    for same in ("location", "questionnaire", "notes", "submitted_by", "standing"):
        assert by_collect[same] == by_app[same], same
    assert [(f["name"], f["sha256"], f["state"]) for f in by_collect["files"]] == [
        (f["name"], f["sha256"], f["state"]) for f in by_app["files"]
    ]
    assert by_collect["files"][0]["sha256"] == hashlib.sha256(photo).hexdigest()
    assert by_collect["files"][0]["state"] == "arrived"
    assert {m["mark"] for m in by_app["marks"]} <= {m["mark"] for m in by_collect["marks"]}


def test_it_is_accepted_as_any_other(service: Service, collect: Collect, form: XForm) -> None:
    uuid = uuid4()
    answers = {**HERE, "S-1": "closed"}
    assert collect.send(collect.fill_in(form, answers, instanceID=f"uuid:{uuid}")) == [201]
    assert service.accept(uuid).get_json()["standing"] == "final"


def test_not_applicable_is_told_as_such(service: Service, collect: Collect, form: XForm) -> None:
    uuid = uuid4()
    answers = {**HERE, "S-1": "open", "S-2": "na", "S-3": "na", "S-4_na": "na", "S-5_na": "na"}
    collect.send(collect.fill_in(form, answers, instanceID=f"uuid:{uuid}"))
    kept = service.database.visits.find_one({"_id": f"visit/{uuid}"})
    assert kept is not None
    told = json.loads(kept["body"])["answers"]
    assert told == {"S-1": "open", **{code: {"na": True} for code in ("S-2", "S-3", "S-4", "S-5")}}


def test_the_form_asks_what_the_service_would_miss(collect: Collect, form: XForm) -> None:
    for answers, said in (
        ({**HERE}, "S-1 must be answered"),
        ({**HERE, "S-1": "open"}, "S-2 must be answered"),
        ({**HERE, "S-1": "closed", "S-2": "yes"}, "S-2 is not asked"),
        ({**HERE, "S-1": "ajar"}, "S-1 offers"),
        ({**HERE, "S-1": "closed", "S-5": "-1"}, "S-5 cannot be -1"),
        ({**HERE, "plumbline_employee": "acme/employee/ola"}, "plumbline_employee offers"),
        ({**HERE, "plumbline_location": "acme/shop/key", "plumbline_employee":
          "acme/employee/ola", "S-1": "closed"}, "S-8 must be answered"),
    ):  # fmt: skip
        with pytest.raises(NotAllowed, match=said):
            collect.fill_in(form, answers)


def test_files_come_in_as_many_posts_as_the_server_accepts(
    service: Service, collect: Collect, form: XForm
) -> None:
    uuid, photo = uuid4(), by_a_camera()
    xml = collect.fill_in(form, ANSWERS, instanceID=f"uuid:{uuid}")
    files = {"front.jpg": photo, "words.m4a": SOUND}
    posts = list(split(xml, files, len(xml) + len(photo)))
    assert [more for _, more in posts] == [True, False]
    assert collect.post(xml, posts[0][0], more=True) == 201
    waiting = service.ask("GET", "/odk-instances").get_json()["instances"]
    assert [(each["uuid"], each["missing"]) for each in waiting] == [(str(uuid), ["words.m4a"])]
    assert service.ask("GET", f"/visits/{uuid}").status_code == 404
    assert collect.post(xml, posts[1][0]) == 201
    assert service.ask("GET", f"/visits/{uuid}").status_code == 200
    assert service.ask("GET", "/odk-instances").get_json()["instances"] == []
    assert collect.send(xml, files) == [202]
    assert service.database["instance_blobs.files"].count_documents({}) == 0


def test_it_names_the_assignment_that_it_fits(
    service: Service, collect: Collect, form: XForm
) -> None:
    task = assignment()
    Assignments(service.database).create(task)
    uuid = uuid4()
    collect.send(collect.fill_in(form, {**HERE, "S-1": "closed"}, instanceID=f"uuid:{uuid}"))
    kept = service.database.visits.find_one({"_id": f"visit/{uuid}"})
    assert kept is not None
    assert json.loads(kept["body"])["assignment"] == task.id


def test_a_clock_that_is_wrong_is_told(service: Service, collect: Collect, form: XForm) -> None:
    uuid = uuid4()
    collect.send(collect.fill_in(form, {**HERE, "S-1": "closed"}, instanceID=f"uuid:{uuid}"))
    kept = service.database.visits.find_one({"_id": f"visit/{uuid}"})
    assert kept is not None
    told = json.loads(kept["body"])["device"]
    assert told["app"].endswith("collect:c0ffee")
    assert told["clock_ahead"] > 86_400  # the house of the tests lives in its own time
    assert "clock" in {each["mark"] for each in kept["marks"]}
