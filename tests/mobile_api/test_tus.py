"""Files go by tus 1.0.0: what it asks for, header by header, and what the service promises."""

from __future__ import annotations

from email.utils import parsedate_to_datetime
from itertools import pairwise
from random import Random
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from mobile_api.uploads.tus import CHUNK
from plugin.stores.submissions.file_documents import WAITED_SECONDS
from tests.mobile_api.service import NOW, Service, file_of, visit
from tests.mobile_api.test_files import PHOTO, begun, states
from tests.mobile_api.test_submissions import slug
from tests.mobile_api.tus import PIECE, Sending, base64_of, checksum_of
from tests.plugin.visits.pictures import noise, written
from tests.tables import rows


@pytest.fixture
def sending(service: Service) -> Sending:
    """The sending of a visit's only photo, 0.jpg, of which nothing was said yet."""
    return Sending(service, begun(service, PHOTO))


def test_who_asks_is_told_what_is_spoken(sending: Sending) -> None:
    for below in ("", "/0.jpg"):
        answer = sending.ask("OPTIONS", below)
        assert answer.status_code == 204
        assert answer.headers["Tus-Version"] == "1.0.0"
        told = set(answer.headers["Tus-Extension"].split(","))
        assert {"creation", "expiration", "checksum", "termination"} <= told
        assert int(answer.headers["Tus-Max-Size"]) == 30 * 1024 * 1024
        assert answer.headers["Tus-Checksum-Algorithm"] == "sha256,sha1"


def test_a_file_is_begun_sent_and_asked_after(sending: Sending) -> None:
    answer = sending.begin("0.jpg", len(PHOTO))
    assert (answer.status_code, answer.headers["Upload-Offset"]) == (201, "0")
    assert answer.headers["Location"] == f"/api/v1/visits/{sending.uuid}/files/0.jpg"
    middle = len(PHOTO) // 2
    first = sending.patch("0.jpg", 0, PHOTO[:middle], Upload_Checksum=checksum_of(PHOTO[:middle]))
    assert (first.status_code, first.headers["Upload-Offset"]) == (204, str(middle))
    asked = sending.head("0.jpg")
    assert asked.status_code == 200
    assert asked.headers["Upload-Offset"] == str(middle)
    assert asked.headers["Upload-Length"] == str(len(PHOTO))
    assert asked.headers["Upload-Metadata"] == f"filename {base64_of(b'0.jpg')}"
    assert asked.headers["Cache-Control"] == "no-store"
    last = PHOTO[middle:]
    done = sending.patch("0.jpg", middle, last, Upload_Checksum=checksum_of(last, "sha1"))
    assert (done.status_code, done.headers["Upload-Offset"]) == (204, str(len(PHOTO)))
    assert "Upload-Expires" not in done.headers
    sending.service.work()
    assert states(sending.service, sending.uuid) == ["arrived"]
    assert sending.head("0.jpg").headers["Upload-Offset"] == str(len(PHOTO))


def test_the_first_piece_may_come_with_the_beginning(sending: Sending) -> None:
    answer = sending.begin("0.jpg", len(PHOTO), data=PHOTO[:1_000], content_type=PIECE)
    assert (answer.status_code, answer.headers["Upload-Offset"]) == (201, "1000")
    again = sending.begin("0.jpg", len(PHOTO))
    assert (again.status_code, again.headers["Upload-Offset"]) == (201, "1000")


def test_every_answer_says_which_tus_it_is(sending: Sending) -> None:
    for answer in (sending.begin("0.jpg", len(PHOTO)), sending.patch("0.jpg", 5, b"x")):
        assert answer.headers["Tus-Resumable"] == "1.0.0"


def test_another_tus_is_refused_before_anything_else(sending: Sending) -> None:
    other = {"Tus-Resumable": "0.2.2"}
    for method in ("POST", "HEAD", "PATCH", "DELETE"):
        answer = sending.ask(method, "" if method == "POST" else "/0.jpg", headers=other)
        assert (answer.status_code, answer.headers["Tus-Version"]) == (412, "1.0.0")
    assert sending.ask("OPTIONS", "", headers=other).status_code == 204


def test_a_piece_that_was_damaged_on_its_way_is_not_kept(sending: Sending) -> None:
    answer = sending.patch(
        "0.jpg", 0, PHOTO[:999] + b"?", Upload_Checksum=checksum_of(PHOTO[:1_000])
    )
    assert (answer.status_code, slug(answer)) == (460, "checksum-differs")
    assert sending.head("0.jpg").headers["Upload-Offset"] == "0"
    assert sending.service.database.parts.count_documents({}) == 0


def test_a_file_that_is_not_the_one_named_is_refused_by_name_and_can_be_sent_again(
    sending: Sending,
) -> None:
    sending.patch("0.jpg", 0, PHOTO[:500])
    spoilt = sending.patch("0.jpg", 500, PHOTO[500:-1] + b"?")
    assert (spoilt.status_code, slug(spoilt)) == (422, "file-differs")
    assert spoilt.get_json()["detail"].startswith("0.jpg ")
    assert sending.head("0.jpg").headers["Upload-Offset"] == "0"
    assert sending.patch("0.jpg", 0, PHOTO).status_code == 204
    sending.service.work()
    assert states(sending.service, sending.uuid) == ["arrived"]


# what | status | slug | why it is here
REFUSED = """
length | 422 | file-differs | other bytes than the visit names
huge | 413 | too-large | more than is ever taken
no length | 400 | bad-request | nothing said of its length
words | 400 | bad-request | a length in words
no name | 400 | bad-request | no metadata
no base64 | 400 | bad-request | a name as it is
no text | 400 | bad-request | a name that is no UTF-8
not named | 404 | file-not-named | another file
type | 415 | wrong-content-type | a first piece as a form
plain | 415 | wrong-content-type | a piece of tus that is not called one
algorithm | 400 | bad-request | a checksum that nobody knows
no digest | 400 | bad-request | a checksum without its digest
beyond | 413 | too-large | a piece beyond the end
gap | 409 | offset-differs | a piece from further on
nowhere | 400 | bad-request | a piece from nowhere
"""


def _ways(sending: Sending) -> dict[str, Any]:
    long = len(PHOTO)
    named = {"Upload-Length": str(long)}
    octets = {"content_type": "application/octet-stream", "headers": {"Upload-Offset": "0"}}
    return {
        "length": lambda: sending.begin("0.jpg", long + 1),
        "huge": lambda: sending.begin("0.jpg", 30 * 1024 * 1024 + 1),
        "no length": lambda: sending.begin("0.jpg", ""),
        "words": lambda: sending.begin("0.jpg", "many"),
        "no name": lambda: sending.ask("POST", "", headers=named),
        "no base64": lambda: sending.begin("", long, headers={"Upload-Metadata": "filename 0.jpg"}),
        "no text": lambda: sending.begin(
            "", long, headers={"Upload-Metadata": f"filename {base64_of(bytes([0xFF]))}"}
        ),
        "not named": lambda: sending.begin("1.jpg", long),
        "type": lambda: sending.begin("0.jpg", long, data=b"a=b", content_type="text/plain"),
        "plain": lambda: sending.ask("PATCH", "/0.jpg", data=PHOTO, **octets),
        "algorithm": lambda: sending.patch("0.jpg", 0, b"x", Upload_Checksum="crc32 AAAA"),
        "no digest": lambda: sending.patch("0.jpg", 0, b"x", Upload_Checksum="sha256"),
        "beyond": lambda: sending.patch("0.jpg", 0, PHOTO + b"?"),
        "gap": lambda: sending.patch("0.jpg", 7, b"x"),
        "nowhere": lambda: sending.ask("PATCH", "/0.jpg", data=b"x", content_type=PIECE),
    }


@pytest.mark.parametrize(("what", "status", "name"), rows(REFUSED))
def test_what_tus_does_not_allow_is_refused(
    sending: Sending, what: str, status: str, name: str
) -> None:
    answer = _ways(sending)[what]()
    assert (answer.status_code, slug(answer)) == (int(status), name), answer.text
    assert sending.patch("0.jpg", 0, PHOTO).status_code == 204


def test_what_is_not_finished_in_time_expires_and_is_begun_anew(sending: Sending) -> None:
    answer = sending.begin("0.jpg", len(PHOTO))
    expires = parsedate_to_datetime(answer.headers["Upload-Expires"]).timestamp()
    assert expires == NOW + WAITED_SECONDS
    sending.service.now[0] += 5
    moved = sending.patch("0.jpg", 0, PHOTO[:100])
    assert moved.headers["Upload-Expires"] == answer.headers["Upload-Expires"]
    sending.service.now[0] = int(expires)
    sending.service.tokens.clear()
    assert sending.head("0.jpg").status_code == 410
    late = sending.patch("0.jpg", 100, PHOTO[100:])
    assert (late.status_code, slug(late)) == (410, "upload-gone")
    assert states(sending.service, sending.uuid) == ["expected"]
    anew = sending.begin("0.jpg", len(PHOTO))
    assert (anew.status_code, anew.headers["Upload-Offset"]) == (201, "0")
    assert sending.service.database.parts.count_documents({}) == 0
    assert sending.patch("0.jpg", 0, PHOTO).status_code == 204


def test_the_pieces_outlive_the_file_that_waits_for_more(sending: Sending) -> None:
    sending.patch("0.jpg", 0, PHOTO[:100])
    sending.service.now[0] += WAITED_SECONDS - 1
    sending.service.tokens.clear()
    sending.patch("0.jpg", 100, PHOTO[100:200])
    found = sending.service.database.parts.find()
    assert all(each["expires_at"].timestamp() > NOW + WAITED_SECONDS for each in found)


def test_what_is_given_up_is_gone_until_it_is_begun_anew(sending: Sending) -> None:
    sending.patch("0.jpg", 0, PHOTO[:100])
    assert sending.ask("DELETE", "/0.jpg").status_code == 204
    assert sending.head("0.jpg").status_code == 410
    assert sending.patch("0.jpg", 100, PHOTO[100:]).status_code == 410
    assert sending.service.database.parts.count_documents({}) == 0
    assert sending.ask("DELETE", "/0.jpg").status_code == 204
    assert sending.begin("0.jpg", len(PHOTO)).status_code == 201
    assert sending.patch("0.jpg", 0, PHOTO).status_code == 204


def test_what_was_never_begun_can_be_given_up(sending: Sending) -> None:
    assert sending.ask("DELETE", "/0.jpg").status_code == 204
    assert sending.head("0.jpg").status_code == 410


def test_what_has_arrived_is_not_given_up(sending: Sending) -> None:
    sending.patch("0.jpg", 0, PHOTO)
    for _ in range(2):
        answer = sending.ask("DELETE", "/0.jpg")
        assert (answer.status_code, slug(answer)) == (409, "file-complete")
        sending.service.work()
    assert states(sending.service, sending.uuid) == ["arrived"]


def test_what_was_refused_can_be_given_up_and_sent_again(service: Service) -> None:
    content = b"no photo at all " * 9
    sending = Sending(service, begun(service, content))
    for _ in range(2):
        assert sending.begin("0.jpg", len(content)).status_code == 201
        assert sending.patch("0.jpg", 0, content).status_code == 204
        service.work()
        assert states(service, sending.uuid) == ["refused"]
        assert sending.ask("DELETE", "/0.jpg").status_code == 204
        assert states(service, sending.uuid) == ["expected"]


def test_a_post_that_means_a_patch_is_one(sending: Sending) -> None:
    def post(method: str, **how: Any) -> TestResponse:
        headers = {"X-HTTP-Method-Override": method, **how.pop("headers", {})}
        return sending.ask("POST", "/0.jpg", headers=headers, **how)

    told = {"data": PHOTO[:100], "content_type": PIECE}
    assert post("PATCH", headers={"Upload-Offset": "0"}, **told).status_code == 204
    assert sending.head("0.jpg").headers["Upload-Offset"] == "100"
    assert post("DELETE").status_code == 204
    assert slug(post("HEAD")) == slug(post("PUT")) == "bad-request"
    assert sending.head("0.jpg").status_code == 410


def test_a_name_of_any_letters_has_an_address(service: Service) -> None:
    uuid, name = uuid4(), "Zdjęcie 1 (przód)%2F.jpg"
    answers = {"S-1": "open", "S-2": True}
    sent = visit(answers=answers, files=[file_of(PHOTO, name)])
    assert service.put(sent, uuid).status_code == 201
    sending = Sending(service, uuid)
    begun_ = sending.begin(name, len(PHOTO))
    where = begun_.headers["Location"].removeprefix("/api/v1")
    headers = {"Upload-Offset": "0"}
    answer = service.ask("PATCH", where, data=PHOTO, content_type=PIECE, headers=headers)
    assert answer.status_code == 204
    service.work()
    assert service.ask("GET", where).status_code == 200


LARGE = written(noise((1_200, 900)), quality=95)
TWICE = settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@given(cuts=st.lists(st.integers(0, len(LARGE)), max_size=9), seed=st.integers(0, 999))
@TWICE
def test_any_cuts_in_any_order_come_to_the_file(
    service: Service, cuts: list[int], seed: int
) -> None:
    """Whatever is sent when: only what goes on where it stands is taken, and the file arrives."""
    sending = Sending(service, begun(service, LARGE))
    edges = sorted({0, *cuts, len(LARGE)})
    pieces = [*pairwise(edges)]
    held, chance = 0, Random(seed)
    while held < len(LARGE):
        begins, ends = chance.choice(pieces)
        answer = sending.patch("0.jpg", begins, LARGE[begins:ends])
        assert answer.status_code == (204 if begins == held else 409), answer.text
        held = ends if begins == held else held
        assert int(sending.head("0.jpg").headers["Upload-Offset"]) == held
    service.work()
    assert states(service, sending.uuid) == ["arrived"]


def test_what_comes_at_once_is_kept_by_chunks(service: Service) -> None:
    sending = Sending(service, begun(service, LARGE))
    sending.patch("0.jpg", 0, LARGE[: 3 * CHUNK + 5])
    sizes = [len(each["content"]) for each in service.database.parts.find()]
    assert sorted(sizes) == [5, CHUNK, CHUNK, CHUNK]
