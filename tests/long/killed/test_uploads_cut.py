"""A real server keeps what reached it of a body that breaks off, and tells it to the byte."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from benchmarks.uploads import CHUNK, MOST, Phone, expect, photos
from tests.fakes.flapping import Flapping
from tests.long.killed.test_uploads_killed import Watchful, signed_in
from tests.long.processes import Service, serving

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def service() -> Iterator[Service]:
    with serving(web_processes=2, worker_processes=1) as running:
        running.until_ready()
        yield running


@pytest.fixture(scope="module")
def token(service: Service) -> str:
    return signed_in(service)


@pytest.mark.parametrize("came", [1, 100_000, 3 * CHUNK, 399_999])
def test_what_came_before_the_break_is_held_to_the_byte(
    service: Service, token: str, came: int
) -> None:
    content = photos(1, 400_000)["0.jpg"]
    phone = Watchful(service.port, token)
    where = f"{phone.submit({'0.jpg': content})}/files/0.jpg"
    head = (
        f"PATCH {where} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n"
        "Tus-Resumable: 1.0.0\r\nContent-Type: application/offset+octet-stream\r\n"
        f"Upload-Offset: 0\r\nContent-Length: {len(content)}\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", service.port), timeout=10) as line:
        line.sendall(head.encode() + content[:came])
        line.shutdown(socket.SHUT_WR)
        line.recv(1)  # until the service has had its say, or hung up
    asked = expect(phone.insist("HEAD", where, {}), 200)
    assert asked["Upload-Offset"] == str(came)
    assert phone.go_on(where, content, came) == min(came + CHUNK, len(content))
    phone.hang_up()


@pytest.mark.parametrize("chunk", [CHUNK, None])
def test_a_link_that_is_cut_costs_little(service: Service, token: str, chunk: int | None) -> None:
    files = photos(2, 1_000_000)
    with Flapping(service.port, 300_000) as link:
        phone: Phone = Watchful(link.port, token, chunk)
        visit = phone.submit(files)
        up = link.up
        for name, content in files.items():
            phone.send(visit, name, content)
        phone.hang_up()
        assert link.cuts >= 6
        assert link.up - up <= MOST * 2_000_000
