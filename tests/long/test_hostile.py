"""Deliveries that mean no good, and a helpdesk that dies: the service goes on and tells no secret.

Everything happens to one `plumbline serve` of real processes; at the end each line that any of them
has logged is searched for what nobody may read there.
"""

from __future__ import annotations

import http.client
import json
import socket
import time
from base64 import b64encode
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread, local

import pytest

from mobile_api.permissions import Role
from plugin.directory.passwords import Passwords
from plugin.house import House
from plugin.publishing.publish import publish
from plugin.serving.web import HEAD_SECONDS
from plugin.stores.people.users import User, Users
from plugin.stores.queue import DUE
from plugin.stores.tickets.breakers import Breakers
from plugin.stores.tickets.connections import Connection, Connections
from plugin.stores.tickets.outbox import Outbox
from plugin.stores.versions.standards import Standards
from plugin.tickets.breaker import State
from tests.fakes.faults import Fault
from tests.fakes.zendesk.server import USER, FakeZendesk
from tests.long.processes import Service, serving, until
from tests.zendesk_lives import Life, signed
from webhooks.contract import Account
from webhooks.receive import LARGEST

pytestmark = pytest.mark.long

SECRET, OTHER_SECRET = "the-secret-that-signs-here", "a-secret-of-somebody-else"
ADDRESS_SECRET = "the-secret-in-an-address"
PASSWORD, WRONG = "a plumb line hangs straight", "a plumb line hangs crooked"
WORDS = "My parcel with the silver candlestick has not come."
PATH = "/webhooks/zd-acme"
JSON = {"Content-Type": "application/json"}
STANDARD = Path(__file__).with_name("storm.yaml")
THREADS = 8  # of each of two processes that answer
A_SECOND, FLOOD_SECONDS = 400, 10
MOST_GROWTH_MB = 64
PROMPT_SECONDS = 3.0  # for an answer, on a machine that others use as well
CROWD_SECONDS = 40.0  # until a crowd of slow ones has been cut


@dataclass(frozen=True, slots=True)
class Run:
    """The service and its helpdesk."""

    service: Service
    zendesk: FakeZendesk

    def post(self, body: bytes, headers: Mapping[str, str], path: str = PATH) -> int:
        """The status of the answer."""
        line = http.client.HTTPConnection("127.0.0.1", self.service.port, timeout=30)
        try:
            line.request("POST", path, body, dict(headers))
            return line.getresponse().status
        finally:
            line.close()

    def dial(self) -> socket.socket:
        """A connection with the service."""
        return socket.create_connection(("127.0.0.1", self.service.port), timeout=30)

    def number(self) -> int:
        """How many deliveries are kept."""
        with self.service.house() as house:
            return int(house.database.deliveries.count_documents({}))

    def takes_others(self, number: int) -> float:
        """The seconds that an ordinary delivery takes, which is new."""
        began = time.monotonic()
        assert self.post(opening(number), proof(opening(number))) == 202
        return time.monotonic() - began


@pytest.fixture(scope="module")
def run() -> Iterator[Run]:
    with (
        FakeZendesk(springs=True) as zendesk,
        serving(web_threads=THREADS, worker_threads=2, reconcile_minutes=0) as service,
    ):
        service.until_ready()
        with service.house() as house:
            now = house.clock() - 3_600
            publish(
                Standards(house.database), STANDARD.read_bytes(), effective_from=now, by="", now=now
            )
            account = Account("zd-acme", zendesk.address, "pl", str(zendesk.user.id))
            connections = Connections(house.database, house.sealer)
            connections.keep(
                Connection(account, "zendesk", (SECRET,), USER.email, USER.token, True)
            )
            hashed = Passwords().hashed(PASSWORD)
            Users(house.database).add(
                User("root", "Root", frozenset({Role.ADMIN}), password=hashed)
            )
        assert until(lambda: Run(service, zendesk).takes_others(1) > 0, 20)
        yield Run(service, zendesk)


def opening(number: int, ago: int = 0) -> bytes:
    """A ticket is opened."""
    life = Life(number, int(time.time()) // 60 * 60 - ago)
    life.create(WORDS)
    return life.posted[0]


def proof(body: bytes, at: int | None = None, secret: str = SECRET) -> dict[str, str]:
    return dict(signed(body, int(time.time()) if at is None else at, secret).headers)


def test_what_is_too_large_is_refused_before_it_is_read(run: Run) -> None:
    before = run.number()
    large = b'{"x": "' + b"x" * LARGEST + b'"}'
    assert run.post(large, proof(large)) == 413
    with run.dial() as line:
        line.sendall(head({"Content-Length": str(10 * 1024**3), **JSON}) + b"{")
        assert b" 413 " in line.recv(1024)
    assert run.number() == before


def test_what_is_too_large_and_comes_in_pieces_is_refused(run: Run) -> None:
    before = run.number()
    with run.dial() as line:
        line.sendall(head({"Transfer-Encoding": "chunked", **JSON}))
        piece = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"
        try:
            for _ in range(40):
                line.sendall(piece)
            line.sendall(b"0\r\n\r\n")
        except OSError:
            pass  # it was refused on the way
        else:
            assert b" 413 " in line.recv(1024)
    assert run.number() == before
    assert run.takes_others(2) < PROMPT_SECONDS


def head(headers: Mapping[str, str]) -> bytes:
    lines = [f"POST {PATH} HTTP/1.1", "Host: plumbline", *(f"{n}: {v}" for n, v in headers.items())]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def test_what_is_forged_is_refused_and_not_kept(run: Run) -> None:
    before, body, now = run.number(), opening(3), int(time.time())
    whole = proof(body)
    crooked = {**whole, "x-zendesk-webhook-signature": b64encode(b"x" * 32).decode()}
    nameless = {k: v for k, v in whole.items() if "signature" not in k}
    later = {**whole, "x-zendesk-webhook-signature-timestamp": "2030-01-01T00:00:00Z"}
    for headers in (crooked, nameless, later, JSON, proof(body, secret=OTHER_SECRET)):
        assert run.post(body, headers) == 401
    assert run.post(body + b" ", whole) == 401
    assert run.post(body, proof(body, now), f"{PATH}/{ADDRESS_SECRET}") in (202, 401, 404)
    assert run.post(body, proof(body, now), "/webhooks/zd-nobody") == 404
    assert run.number() <= before + 1


def test_what_is_played_again_has_no_effect(run: Run) -> None:
    body, now = opening(4), int(time.time())
    taken = proof(body)
    assert run.post(body, taken) == 202
    before = run.number()
    assert run.post(body, taken) == 202
    assert run.post(body, proof(body, now - 600)) == 401  # recorded ten minutes ago
    assert run.post(body, proof(body, now + 600)) == 401
    assert run.number() == before


def test_slow_heads_keep_nobody_waiting_and_are_cut(run: Run) -> None:
    slow = [run.dial() for _ in range(100)]
    began = time.monotonic()
    for each in slow:
        each.sendall(b"POST /webhooks/zd-acme HTTP/1.1\r\nHost: plumb")
    assert max(run.takes_others(100 + each) for each in range(20)) < PROMPT_SECONDS
    for each in slow:
        each.settimeout(HEAD_SECONDS + 10)
        assert b"202" not in each.recv(1024)
        each.close()
    assert time.monotonic() - began < HEAD_SECONDS + 10


def test_slow_bodies_are_cut_and_others_go_on(run: Run) -> None:
    """There are several times as many as there are threads, and each sends a byte now and then."""
    before = run.number()
    slow = [run.dial() for _ in range(4 * 2 * THREADS)]
    began = time.monotonic()
    for each in slow:
        each.sendall(head({"Content-Length": "2000", **JSON}) + b"{")
    with dripping(slow):
        assert run.takes_others(200) < CROWD_SECONDS
        assert until(lambda: all(map(is_cut, slow)), CROWD_SECONDS)
    print(f"\n{len(slow)} slow bodies were cut within {time.monotonic() - began:.1f} s")
    assert max(run.takes_others(201 + each) for each in range(20)) < PROMPT_SECONDS
    assert run.number() == before + 21


@contextmanager
def dripping(lines: list[socket.socket]) -> Iterator[None]:
    """Sends a byte over each, again and again."""
    enough = Event()

    def drip() -> None:
        while not enough.wait(0.5):
            for each in lines:
                with suppress(OSError):
                    each.sendall(b" ")

    thread = Thread(target=drip)
    thread.start()
    try:
        yield
    finally:
        enough.set()
        thread.join()
        for each in lines:
            each.close()


def is_cut(line: socket.socket) -> bool:
    line.settimeout(0.01)
    try:
        line.recv(1024)
    except TimeoutError:
        return False
    except OSError:
        pass
    return True


def test_in_a_flood_nothing_accepted_is_lost_and_memory_stays_flat(run: Run) -> None:
    # Opened before there was a standard: no card is filed, and no tag is wanted.
    bodies = [opening(10_000 + n, 2 * 86_400) for n in range(A_SECOND * FLOOD_SECONDS)]
    mine, held = local(), memory(run)
    lines: list[http.client.HTTPConnection] = []

    def post(body: bytes) -> tuple[str, int]:
        if not hasattr(mine, "line"):
            mine.line = http.client.HTTPConnection("127.0.0.1", run.service.port, timeout=30)
            lines.append(mine.line)
        mine.line.request("POST", PATH, body, proof(body))
        reply = mine.line.getresponse()
        reply.read()
        return str(json.loads(body)["id"]), reply.status

    began = time.monotonic()
    with ThreadPoolExecutor(16) as threads:
        asked = []
        for number, body in enumerate(bodies):
            time.sleep(max(0.0, began + number / A_SECOND - time.monotonic()))
            asked.append(threads.submit(post, body))
        answers = dict(each.result() for each in asked)
    seconds = time.monotonic() - began
    for line in lines:
        line.close()
    assert set(answers.values()) <= {202, 503}
    accepted = {name for name, status in answers.items() if status == 202}
    assert len(accepted) > len(bodies) / 2
    with run.service.house() as house:
        kept = {str(each["_id"]).split()[1] for each in house.database.deliveries.find({}, {})}
    assert accepted <= kept
    with run.service.house() as house:
        assert until(lambda: is_read(house), 240)
    growth = memory(run) - held
    print(f"\n{len(accepted):,} accepted of {len(bodies):,} in {seconds:.0f} s; {growth:+.0f} MB")
    assert growth < MOST_GROWTH_MB


def is_read(house: House) -> bool:
    """Whether all that was accepted has been read by a worker."""
    return house.database.deliveries.count_documents(DUE, limit=1) == 0


def memory(run: Run) -> float:
    """The resident memory of those that answer, megabytes."""
    told = [Path(f"/proc/{pid}/statm").read_text().split() for pid in run.service.pids("answering")]
    return sum(int(each[1]) * 4096 for each in told) / 1024**2


def test_when_the_helpdesk_dies_and_comes_back_nothing_is_lost(run: Run) -> None:
    run.zendesk.faults.always = Fault.ERROR_500
    late = range(500, 520)
    for number in late:  # opened long ago, and nobody has answered: a tag is wanted
        body = opening(number, ago=600)
        assert run.post(body, proof(body)) == 202
    with run.service.house() as house:
        breakers, outbox = Breakers(house.database), Outbox(house.database)
        assert until(lambda: breakers.of("zd-acme").state is State.OPEN, 60)
        asked = len(run.zendesk.log)
        time.sleep(8)
        assert len(run.zendesk.log) - asked <= 3  # it is left in peace
        run.zendesk.faults.always = None
        assert until(lambda: breakers.of("zd-acme").state is State.CLOSED, 60)
        assert until(lambda: all(is_tagged(run, number) for number in late), 120)
        assert outbox.counts()["failed"] == 0


def is_tagged(run: Run, number: int) -> bool:
    found = run.zendesk.tickets.find(number)
    return found is not None and any(each.startswith("pl-") for each in found.tags)


def test_no_line_of_any_log_tells_a_secret(run: Run) -> None:
    for password in (WRONG, PASSWORD):
        told = json.dumps({"name": "root", "password": password}).encode()
        assert run.post(told, JSON, "/api/v1/sessions") in (201, 401)
    said = run.service.stop()
    assert said == 0
    basic = b64encode(f"{USER.email}/token:{USER.token}".encode()).decode()
    keys = (run.service.data / "keys").read_text().split()
    secrets = (SECRET, OTHER_SECRET, ADDRESS_SECRET, USER.token, basic, PASSWORD, WRONG, *keys)
    logs = [each for each in run.service.data.rglob("*.log*") if each.is_file()]
    text = "\n".join(each.read_text("utf-8", "replace") for each in logs)
    assert len(logs) >= 2
    assert text.count("\n") > 300
    for secret in (*secrets, WORDS, "silver candlestick"):
        assert secret not in text
