"""Told to end, the service finishes what it has begun to answer, and waits for nobody idle."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from socket import create_connection, socket

import pytest

from tests.long.processes import Service, serving

pytestmark = pytest.mark.long

BODY = b'{"type": "zen:event-type:ticket.created"}'


@pytest.fixture
def service() -> Iterator[Service]:
    with serving(web_processes=1) as running:
        running.until_ready()
        yield running


def connected(service: Service) -> socket:
    return create_connection(("127.0.0.1", service.port), timeout=30)


def test_a_request_whose_body_still_comes_is_answered(service: Service) -> None:
    head = f"POST /webhooks/nobody HTTP/1.1\r\nHost: here\r\nContent-Length: {len(BODY)}\r\n\r\n"
    with connected(service) as slow:
        slow.sendall(head.encode() + BODY[:10])
        time.sleep(0.5)
        service.process.send_signal(signal.SIGTERM)
        time.sleep(1.0)
        slow.sendall(BODY[10:])
        assert slow.recv(65_536).startswith(b"HTTP/1.1 4")  # nobody has no connection
    assert service.process.wait(60) == 0
    assert "did not end in time" not in service.log()


def test_a_connection_that_is_only_kept_open_holds_nobody_up(service: Service) -> None:
    with connected(service) as idle:
        idle.sendall(b"GET /health/live HTTP/1.1\r\nHost: here\r\n\r\n")
        assert idle.recv(65_536).startswith(b"HTTP/1.1 200")
        began = time.monotonic()
        service.process.send_signal(signal.SIGTERM)
        assert service.process.wait(60) == 0
        assert time.monotonic() - began < 20
