"""A correction has the files of the visit it replaces, and nobody has anybody else's."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID, uuid4

import pytest

from mobile_api.permissions import Role
from plugin.directory.passwords import Passwords
from plugin.stores.people.users import User, Users
from plugin.stores.submissions.files import Files
from tests.mobile_api.service import CHEAP, PASSWORD, Service, file_of, visit
from tests.mobile_api.test_files import PHOTO, begun, patch, put, states
from tests.mobile_api.test_receipts import told
from tests.mobile_api.test_submissions import slug
from tests.plugin.visits.pictures import noise, written
from tests.plugin.visits.recordings import wav

OTHER = written(noise(), "PNG")
SOUND = wav()


def sent(service: Service, *contents: bytes, user: str = "anna") -> UUID:
    """A visit whose files, 0.jpg, 1.jpg, ..., have all been looked at."""
    uuid = begun(service, *contents, user=user)
    for number, content in enumerate(contents):
        put(service, uuid, content, f"{number}.jpg", user=user)
    service.work()
    return uuid


def correction(of: UUID, *files: dict[str, Any], **more: Any) -> bytes:
    return json.dumps(visit(replaces=str(of), files=list(files), **more)).encode()


def corrected(service: Service, of: UUID, *files: dict[str, Any], user: str = "anna") -> UUID:
    uuid = uuid4()
    answer = service.put(correction(of, *files), uuid, user)
    assert answer.status_code == 201, answer.text
    return uuid


def test_a_correction_has_the_photos_of_the_visit_before(service: Service) -> None:
    first = sent(service, PHOTO, SOUND)
    uuid, raw = uuid4(), correction(first, file_of(SOUND, "s.wav"), file_of(PHOTO, "front.jpg"))
    files = service.put(raw, uuid).get_json()["files"]
    assert [(each["name"], each["state"], each["held"]) for each in files] == [
        ("s.wav", "arrived", len(SOUND)),
        ("front.jpg", "arrived", len(PHOTO)),
    ]
    assert files[1]["taken_at"] == "2026-09-20T11:30:00+02:00"
    was, now = (
        service.ask("GET", f"/visits/{each}/files/{name}", "carol")
        for each, name in ((first, "0.jpg"), (uuid, "front.jpg"))
    )
    assert (now.status_code, now.content_type, now.data) == (200, "image/jpeg", was.data)
    assert service.database["kept.files"].count_documents({}) == 2


def test_its_receipt_lists_them_as_held(service: Service) -> None:
    uuid = corrected(service, sent(service, PHOTO), file_of(PHOTO))
    receipt = told(service, uuid)
    [file] = receipt["files"]
    assert receipt["complete"]
    assert (file["state"], file["held"]) == ("arrived", len(PHOTO))
    assert file["sha256"] == file_of(PHOTO)["sha256"]


def test_there_is_nothing_left_to_send_or_to_look_at(service: Service) -> None:
    uuid = corrected(service, sent(service, PHOTO), file_of(PHOTO, "0.jpg"))
    head = service.ask("HEAD", f"/visits/{uuid}/files/0.jpg")
    assert head.headers["Upload-Offset"] == str(len(PHOTO))
    assert put(service, uuid, PHOTO).status_code == 200
    given_up = service.ask("DELETE", f"/visits/{uuid}/files/0.jpg")
    assert (given_up.status_code, slug(given_up)) == (409, "file-complete")
    assert service.work() == 2  # the cards of both visits
    assert states(service, uuid) == ["arrived"]


def test_what_it_does_not_have_is_sent_as_ever(service: Service) -> None:
    uuid = corrected(
        service, sent(service, PHOTO), file_of(PHOTO, "1.jpg"), file_of(OTHER, "0.jpg")
    )
    assert states(service, uuid) == ["arrived", "expected"]
    put(service, uuid, OTHER)
    service.work()
    assert states(service, uuid) == ["arrived", "arrived"]


def test_a_correction_of_a_correction_has_them_too(service: Service) -> None:
    second = corrected(service, sent(service, PHOTO), file_of(PHOTO))
    third = corrected(service, second, file_of(PHOTO, "again.jpg"))
    assert states(service, third) == ["arrived"]


def test_two_files_of_the_same_content_are_both_there(service: Service) -> None:
    files = file_of(PHOTO, "1.jpg"), file_of(PHOTO, "2.jpg")
    assert states(service, corrected(service, sent(service, PHOTO), *files)) == ["arrived"] * 2


@pytest.mark.parametrize("far", ["expected", "arriving", "looked at", "refused"])
def test_a_file_that_is_not_kept_is_sent(service: Service, far: str) -> None:
    content = b"no picture" if far == "refused" else PHOTO
    first = begun(service, content)
    if far == "arriving":
        patch(service, first, 0, content[:1_000])
    elif far != "expected":
        put(service, first, content)
    if far == "refused":
        service.work()
    uuid = corrected(service, first, file_of(content, "0.jpg"))
    assert states(service, uuid) == ["expected"]
    service.work()
    assert put(service, uuid, content).status_code == 201


def test_a_visit_that_corrects_nothing_has_no_file_of_before(service: Service) -> None:
    sent(service, PHOTO)
    assert states(service, begun(service, PHOTO)) == ["expected"]


def test_a_correction_of_another_visit_has_no_file_of_it(service: Service) -> None:
    sent(service, PHOTO)
    uuid = corrected(service, sent(service, OTHER), file_of(PHOTO))
    assert states(service, uuid) == ["expected"]


def test_nobody_takes_over_what_another_shopper_sent(service: Service) -> None:
    register(service, "dora")
    theirs = sent(service, PHOTO, user="dora")
    answer = service.put(correction(theirs, file_of(PHOTO)), uuid4())
    assert (answer.status_code, slug(answer)) == (409, "replaces-nothing")
    mine = sent(service, OTHER)
    assert states(service, corrected(service, mine, file_of(PHOTO))) == ["expected"]
    names = {each["_id"].split()[0] for each in service.database.files.find({"bytes": len(PHOTO)})}
    assert names == {f"visit/{theirs}"}


def register(service: Service, name: str) -> None:
    hashed = Passwords.of(CHEAP).hashed(PASSWORD)
    Users(service.database).add(User(name, "", frozenset({Role.SHOPPER}), password=hashed))


def test_the_same_answer_comes_however_often_it_is_sent(service: Service) -> None:
    first, uuid = sent(service, PHOTO), uuid4()
    raw = correction(first, file_of(PHOTO))
    answers = [service.put(raw, uuid) for _ in range(3)]
    assert [each.status_code for each in answers] == [201, 200, 200]
    assert [each.get_json()["files"] for each in answers] == [answers[0].get_json()["files"]] * 3
    assert service.database.files.count_documents({}) == 2


class Killed(BaseException):
    """The process is gone."""


@pytest.mark.parametrize("after", [0, 1, 2])
def test_what_a_kill_cut_off_is_done_when_the_same_comes_again(
    service: Service, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    """The process ends once the visit and so many of its files are kept."""
    first, uuid = sent(service, PHOTO, OTHER), uuid4()
    raw = correction(first, file_of(PHOTO, "a.jpg"), file_of(OTHER, "b.jpg"))
    whole = Files.take_over

    def cut(files: Files, submitted: Any, older: Any) -> None:
        some = submitted.files[:after]
        whole(files, type(submitted)(**{**fields_of(submitted), "files": some}), older)
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(Files, "take_over", cut)
        with pytest.raises(Killed):
            service.put(raw, uuid)
    assert states(service, uuid) == ["arrived"] * after + ["expected"] * (2 - after)
    assert service.put(raw, uuid).status_code == 200
    assert states(service, uuid) == ["arrived"] * 2


def fields_of(submitted: Any) -> dict[str, Any]:
    return {name: getattr(submitted, name) for name in type(submitted).__slots__}


def test_what_was_sent_meanwhile_stands_as_it_is(service: Service) -> None:
    first, uuid = begun(service, PHOTO), uuid4()
    raw = correction(first, file_of(PHOTO, "0.jpg"))
    service.put(raw, uuid)
    patch(service, uuid, 0, PHOTO[:1_000])
    put(service, first, PHOTO)
    service.work()
    assert service.put(raw, uuid).status_code == 200
    assert states(service, uuid) == ["arriving"]
    patch(service, uuid, 1_000, PHOTO[1_000:])
    service.work()
    assert states(service, uuid) == ["arrived"]
