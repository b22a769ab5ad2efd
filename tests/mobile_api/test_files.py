"""Photos come whole or in pieces, over a network that breaks, and are what was named or refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

import pytest
from PIL import Image
from werkzeug.test import TestResponse

from plugin.stores.submissions.looking import Looking
from plugin.visits.file_station import FileStation
from tests.mobile_api.service import NOW, Service, file_of, visit
from tests.mobile_api.test_submissions import slug
from tests.plugin.visits.pictures import bomb, by_a_camera, noise, written
from tests.plugin.visits.recordings import mp4, ogg, wav, webm
from tests.tables import rows

PHOTO = by_a_camera()


def begun(service: Service, *contents: bytes, user: str = "anna") -> UUID:
    """A visit that names a file for each of the contents: 0.jpg, 1.jpg, ..."""
    uuid = uuid4()
    files = [file_of(each, f"{i}.jpg") for i, each in enumerate(contents)]
    answer = service.put(visit(files=files), uuid, user)
    assert answer.status_code == 201, answer.text
    service.work()
    return uuid


def put(
    service: Service, uuid: UUID, content: bytes, name: str = "0.jpg", **how: Any
) -> TestResponse:
    """The answer to the whole file."""
    user = how.pop("user", "anna")
    how = {"content_type": "image/jpeg", **how}
    return service.ask("PUT", f"/visits/{uuid}/files/{name}", user, data=content, **how)


def patch(service: Service, uuid: UUID, offset: int, content: bytes) -> TestResponse:
    """The answer to a piece."""
    return service.ask(
        "PATCH",
        f"/visits/{uuid}/files/0.jpg",
        data=content,
        content_type="application/octet-stream",
        headers={"Upload-Offset": str(offset)},
    )


def held(service: Service, uuid: UUID) -> int:
    answer = service.ask("HEAD", f"/visits/{uuid}/files/0.jpg")
    assert answer.status_code == 200
    return int(answer.headers["Upload-Offset"])


def states(service: Service, uuid: UUID) -> list[str]:
    told = service.ask("GET", f"/visits/{uuid}").get_json()["files"]
    return [each["state"] for each in told]


def test_a_photo_is_expected_arriving_and_arrived(service: Service) -> None:
    uuid = begun(service, PHOTO)
    assert states(service, uuid) == ["expected"]
    assert put(service, uuid, PHOTO).status_code == 201
    assert states(service, uuid) == ["arriving"]
    service.work()
    [photo] = service.ask("GET", f"/visits/{uuid}").get_json()["files"]
    assert (photo["state"], photo["held"], photo["why"]) == ("arrived", len(PHOTO), None)
    assert photo["taken_at"] == "2026-09-20T11:30:00+02:00"
    assert (photo["latitude"], photo["longitude"]) == (50.0615, 19.938333)


def test_what_is_kept_tells_nothing_of_the_camera_and_nothing_else_is_left(
    service: Service,
) -> None:
    uuid = begun(service, PHOTO)
    put(service, uuid, PHOTO)
    service.work()
    kept = service.ask("GET", f"/visits/{uuid}/files/0.jpg", "carol")
    assert kept.content_type == "image/jpeg"
    with Image.open(BytesIO(kept.data)) as image:
        assert not dict(image.getexif())
    [document] = service.database.files.find()
    assert document["content"] is None
    assert service.database.parts.count_documents({}) == 0
    assert service.database["kept.files"].count_documents({}) == 1


def test_a_photo_sent_again_is_answered_as_it_stands(service: Service) -> None:
    uuid = begun(service, PHOTO)
    told = [put(service, uuid, PHOTO) for _ in range(2)]
    assert [each.status_code for each in told] == [201, 200]
    service.work()
    again = put(service, uuid, PHOTO)
    assert (again.status_code, again.get_json()["state"]) == (200, "arrived")
    assert service.work() == 0


def test_a_photo_goes_on_where_the_network_broke(service: Service) -> None:
    uuid = begun(service, PHOTO)
    assert held(service, uuid) == 0
    assert patch(service, uuid, 0, PHOTO[:1_000]).headers["Upload-Offset"] == "1000"
    assert states(service, uuid) == ["arriving"]
    assert held(service, uuid) == 1_000
    assert patch(service, uuid, 1_000, PHOTO[1_000:1_007]).status_code == 204
    assert patch(service, uuid, 1_007, PHOTO[1_007:]).status_code == 204
    service.work()
    assert states(service, uuid) == ["arrived"]
    assert service.database.parts.count_documents({}) == 0


def test_a_piece_whose_answer_was_lost_is_told_where_to_go_on(service: Service) -> None:
    uuid = begun(service, PHOTO)
    patch(service, uuid, 0, PHOTO[:500])
    again = patch(service, uuid, 0, PHOTO[:500])
    assert (again.status_code, slug(again)) == (409, "offset-differs")
    assert again.headers["Upload-Offset"] == "500"
    gap = patch(service, uuid, 600, PHOTO[600:])
    assert (gap.status_code, gap.headers["Upload-Offset"]) == (409, "500")
    assert patch(service, uuid, 500, PHOTO[500:]).status_code == 204
    done = patch(service, uuid, 500, PHOTO[500:])
    assert (done.status_code, done.headers["Upload-Offset"]) == (409, str(len(PHOTO)))


def test_a_photo_begun_in_pieces_may_come_whole(service: Service) -> None:
    uuid = begun(service, PHOTO)
    patch(service, uuid, 0, PHOTO[:500])
    assert put(service, uuid, PHOTO).status_code == 201
    service.work()
    assert states(service, uuid) == ["arrived"]
    assert service.database.parts.count_documents({}) == 0


def test_two_senders_of_one_photo_do_not_tangle(service: Service) -> None:
    content = written(noise((900, 600)), quality=95)
    uuid = begun(service, content)
    service.token("anna")

    def send(size: int) -> None:
        while (at := held(service, uuid)) < len(content):
            patch(service, uuid, at, content[at : at + size])

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(send, (30_000, 41_000, 57_000, 90_000)))
    service.work()
    assert states(service, uuid) == ["arrived"]
    assert service.database.parts.count_documents({}) == 0


def test_bytes_that_are_not_the_file_named_are_refused(service: Service) -> None:
    uuid = begun(service, PHOTO)
    answer = put(service, uuid, PHOTO[:-1] + b"?")
    assert (answer.status_code, slug(answer)) == (422, "file-differs")
    assert "0.jpg" in answer.get_json()["detail"]
    assert states(service, uuid) == ["expected"]
    patch(service, uuid, 0, PHOTO[:500])
    spoilt = patch(service, uuid, 500, PHOTO[500:-1] + b"?")
    assert (spoilt.status_code, slug(spoilt)) == (422, "file-differs")
    assert held(service, uuid) == 0
    assert service.database.parts.count_documents({}) == 0
    assert put(service, uuid, PHOTO).status_code == 201


def test_pieces_that_have_expired_are_sent_again(service: Service) -> None:
    uuid = begun(service, PHOTO)
    patch(service, uuid, 0, PHOTO[:500])
    patch(service, uuid, 500, PHOTO[500:900])
    service.database.parts.delete_one({})
    answer = patch(service, uuid, 900, PHOTO[900:])
    assert (answer.status_code, slug(answer)) == (422, "file-differs")
    assert held(service, uuid) == 0
    assert patch(service, uuid, 0, PHOTO).status_code == 204
    service.work()
    assert states(service, uuid) == ["arrived"]


# how | status | slug | why it is here
REFUSED = """
name | 404 | file-not-named | the visit names no such file
other | 404 | not-found | the visit of somebody else
none | 404 | not-found | no visit at all
type | 415 | wrong-content-type | a form is no photo
long | 413 | too-large | a piece beyond the end
huge | 413 | too-large | a body beyond what is taken at once
offset | 400 | bad-request | a piece from nowhere
"""


@pytest.mark.parametrize(("how", "status", "name"), rows(REFUSED))
def test_not_everything_is_taken(service: Service, how: str, status: str, name: str) -> None:
    uuid = begun(service, PHOTO)
    answer = {
        "name": lambda: put(service, uuid, PHOTO, "9.jpg"),
        "other": lambda: put(service, uuid, PHOTO, user="boris"),
        "none": lambda: put(service, uuid4(), PHOTO),
        "type": lambda: put(service, uuid, PHOTO, content_type="multipart/form-data; boundary=x"),
        "long": lambda: patch(service, uuid, 0, PHOTO + b"?"),
        "huge": lambda: put(service, uuid, b"x" * (8 * 1024 * 1024 + 1)),
        "offset": lambda: service.ask(
            "PATCH",
            f"/visits/{uuid}/files/0.jpg",
            data=PHOTO,
            content_type="application/octet-stream",
        ),
    }[how]()
    assert (answer.status_code, slug(answer)) == (int(status), name), answer.text


# The shopper is told what is wrong with the file, and acceptance waits for nothing better.
BAD = {
    "a text": (b"not a photo at all, whatever its name says" * 9, "other-type"),
    "a broken photo": (PHOTO[:3_000], "broken"),
    "a bomb": (bomb(), "too-large"),
}


@pytest.mark.parametrize("what", BAD)
def test_what_is_no_photo_is_refused_and_the_shopper_sees_why(service: Service, what: str) -> None:
    content, fault = BAD[what]
    uuid = begun(service, content, PHOTO)
    assert put(service, uuid, content).status_code == 201
    assert put(service, uuid, PHOTO, "1.jpg").status_code == 201
    service.work()
    refused, arrived = service.ask("GET", f"/visits/{uuid}").get_json()["files"]
    assert (refused["state"], arrived["state"]) == ("refused", "arrived")
    assert refused["fault"] == fault
    assert refused["why"]
    assert service.ask("GET", f"/visits/{uuid}/files/0.jpg").status_code == 404
    waits = service.accept(uuid)
    assert (waits.status_code, slug(waits)) == (409, "files-missing")
    assert [each["fault"] for each in waits.get_json()["errors"]] == ["refused"]
    assert service.accept(uuid, without_files=True).status_code == 200


def test_a_photo_of_an_iphone_is_kept_as_jpeg(service: Service) -> None:
    content = by_a_camera("HEIF")
    uuid = begun(service, content)
    assert put(service, uuid, content, content_type="image/heic").status_code == 201
    service.work()
    kept = service.ask("GET", f"/visits/{uuid}/files/0.jpg")
    assert Image.open(BytesIO(kept.data)).format == "JPEG"


def test_a_large_photo_comes_whole(service: Service) -> None:
    content = written(noise((2_400, 1_800)), quality=97)
    assert 2_000_000 < len(content) < 8_000_000
    uuid = begun(service, content)
    assert put(service, uuid, content).status_code == 201
    service.work()
    assert states(service, uuid) == ["arrived"]


def test_acceptance_waits_for_photos_that_are_still_looked_at(service: Service) -> None:
    uuid = begun(service, PHOTO)
    put(service, uuid, PHOTO)
    assert service.accept(uuid).status_code == 409
    service.work()
    assert service.accept(uuid).status_code == 200


def test_a_photo_may_come_after_acceptance_without_it(service: Service) -> None:
    uuid = begun(service, PHOTO)
    before = service.accept(uuid, without_files=True).get_json()
    assert put(service, uuid, PHOTO).status_code == 201
    service.work()
    after = service.ask("GET", f"/visits/{uuid}").get_json()
    assert after["files"][0]["state"] == "arrived"
    assert after["card"] == before["card"]


def test_a_photo_of_what_is_replaced_is_sent_to_its_successor(service: Service) -> None:
    uuid = begun(service, PHOTO)
    service.put(visit(replaces=str(uuid)))
    answer = put(service, uuid, PHOTO)
    assert (answer.status_code, slug(answer)) == (409, "already-replaced")


def test_a_file_that_ends_its_reader_is_not_read_for_ever(service: Service) -> None:
    uuid = begun(service, PHOTO)
    put(service, uuid, PHOTO)
    for number in range(3):  # each of them dies over it
        assert Looking.over(service.database, "dies").take(NOW + number * 100) is not None
    assert FileStation.of(service.house, "w").work_once(NOW + 1_000)
    [photo] = service.ask("GET", f"/visits/{uuid}").get_json()["files"]
    assert (photo["state"], photo["fault"]) == ("refused", "broken")


def test_a_worker_that_died_leaves_no_second_picture(service: Service) -> None:
    uuid = begun(service, PHOTO)
    put(service, uuid, PHOTO)
    slow = Looking.over(service.database, "slow")
    taken = slow.take(NOW)
    assert taken is not None
    service.now[0] += 100
    service.work()
    slow.keep(taken, b"late", "image/jpeg")
    assert service.database["kept.files"].count_documents({}) == 1
    kept = service.ask("GET", f"/visits/{uuid}/files/0.jpg")
    assert kept.data != b"late"


def test_a_review_has_photos_too(service: Service) -> None:
    uuid, given = uuid4(), visit(about="zd-acme/ticket/7", answers={"S-1": "open"})
    given["files"] = [file_of(PHOTO, question=None)]
    assert service.put(json.dumps(given).encode(), uuid, "rita", "reviews").status_code == 201
    path = f"/reviews/{uuid}/files/front.jpg"
    answer = service.ask("PUT", path, "rita", data=PHOTO, content_type="image/jpeg")
    assert answer.status_code == 201
    service.work()
    assert service.ask("GET", path, "carol").status_code == 200
    assert service.ask("GET", path, "anna").status_code == 404


@pytest.mark.parametrize("record", [wav, webm, mp4, ogg])
def test_a_sound_is_kept_as_it_came_and_never_shown_as_part_of_a_page(
    service: Service, record: Callable[[], bytes]
) -> None:
    content = record()
    uuid = begun(service, content)
    answer = put(service, uuid, content, content_type="audio/webm")
    assert answer.status_code == 201, answer.text
    service.work()
    [told] = service.ask("GET", f"/visits/{uuid}").get_json()["files"]
    assert told["state"] == "arrived", told
    kept = service.ask("GET", f"/visits/{uuid}/files/0.jpg", "carol")
    assert kept.data == content
    assert kept.content_type == told["type"] == f"audio/{record.__name__}"
    assert kept.headers["Content-Disposition"].startswith("attachment;")
    assert kept.headers["X-Content-Type-Options"] == "nosniff"
    assert kept.headers["Content-Security-Policy"].startswith("default-src 'none'")
