"""kill -9 at any moment of an upload: all that a receipt or a HEAD told is there afterwards."""

from __future__ import annotations

import hashlib
import json
import random
import struct
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPResponse
from threading import Event, Thread
from typing import Any

import pytest

from benchmarks.uploads import CHUNK, Phone, expect
from mobile_api.permissions import Role
from plugin.directory.passwords import Passwords
from plugin.directory.signing_in import SigningIn
from plugin.house import House
from plugin.stores.people.users import User, Users
from plugin.stores.submissions.file_documents import id_of
from plugin.stores.submissions.files import Files, pieces_of
from tests.long.processes import Service, serving, until
from tests.mobile_api.service import CHEAP, PASSWORD, publish_shop
from tests.mobile_api.test_receipts import proven

pytestmark = pytest.mark.long

KILLED = ("answering", "mongod", "web", "answering", "worker", "mongod", "answering", "answering")
SECONDS_A_FILE = 2.0  # how long one takes to record, at 88,200 bytes a second


@dataclass(slots=True)
class Watchful(Phone):
    """A phone that remembers what it was told: bytes held of each file, and the last receipts."""

    told: dict[str, int] = field(default_factory=dict)
    contents: dict[str, bytes] = field(default_factory=dict)
    receipts: list[str] = field(default_factory=list)

    def ask(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes = b""
    ) -> HTTPResponse:
        """The answer; one of a service that comes up again is none."""
        answer = Phone.ask(self, method, path, headers, body)
        if answer.status >= 500:
            raise ConnectionError(f"answered {answer.status}")
        return answer

    def go_on(self, where: str, content: bytes, held: int) -> int:
        """How many bytes the service says that it holds after one more piece, or after a break."""
        held = Phone.go_on(self, where, content, held)
        self.told[where] = max(held, self.told.get(where, 0))
        return held

    def visit(self, number: int) -> None:
        """Sends a visit of two sounds, and asks for its receipt on the way."""
        self.chunk = None if number % 2 else CHUNK
        files = {f"{each}.wav": sound(100 * number + each) for each in range(2)}
        path = self.submit(files)
        for name, content in files.items():
            self.contents[f"{path}/files/{name}"] = content
            self.send(path, name, content)
            expect(self.insist("GET", f"{path}/receipt", {}), 200)
            self.receipts.append(json.loads(self.said)["receipt"])

    def body_of(self, named: list[dict[str, Any]]) -> Mapping[str, Any]:
        """What a visit to the tests' shop says."""
        asked = {"standard": "shop", "version": 1}
        return {"questionnaire": asked, "answers": {"S-1": "closed"}, "files": named}


def sound(seed: int) -> bytes:
    """A WAV of noise; each seed has its own."""
    samples = random.Random(seed).randbytes(int(88_200 * SECONDS_A_FILE))
    form = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 1, 44_100, 88_200, 2, 16)
    inside = b"WAVE" + form + struct.pack("<4sI", b"data", len(samples)) + samples
    return struct.pack("<4sI", b"RIFF", len(inside)) + inside


@dataclass(frozen=True, slots=True)
class Ended:
    """After the last kill: what the phone was told, and the house that came back."""

    phone: Watchful
    house: House
    key: dict[str, str]


@pytest.fixture(scope="module")
def ended() -> Iterator[Ended]:
    with serving(web_processes=2, worker_processes=1) as service:
        service.until_ready()
        phone = Watchful(service.port, signed_in(service))
        with sending(phone):
            kill_in_turn(service)
        service.until_ready()
        expect(phone.insist("GET", "/api/v1/receipt-key", {}), 200)
        key = json.loads(phone.said)
        phone.hang_up()
        with service.house() as house:
            assert until(lambda: not house.database.files.count_documents(DUE), 60), service.log()
            yield Ended(phone, house, key)


DUE = {"state": {"$in": ["ready", "leased"]}}


@contextmanager
def sending(phone: Watchful) -> Iterator[None]:
    """Sends visit after visit for as long as the block lasts; the last is sent to its end."""
    enough, failed = Event(), list[Exception]()

    def send() -> None:
        number = 0
        try:
            while not enough.is_set():
                phone.visit(number)
                number += 1
        except Exception as error:
            failed.append(error)

    thread = Thread(target=send)
    thread.start()
    try:
        yield
    finally:
        enough.set()
        thread.join()
    assert not failed, failed


def kill_in_turn(service: Service) -> None:
    chance = random.Random(6)
    for role in KILLED:
        time.sleep(chance.uniform(0.2, 1.5))
        service.kill(role)
        service.until_ready()


def signed_in(service: Service) -> str:
    """The token of a shopper; the shop's standard is published."""
    now = int(time.time())
    with service.house() as house:
        publish_shop(house.database, now=now)
        hashed = Passwords.of(CHEAP).hashed(PASSWORD)
        Users(house.database).add(User("anna", "Anna", frozenset({Role.SHOPPER}), password=hashed))
        signing_in = SigningIn.over(house.database, CHEAP)
        return signing_in.sign_in("anna", PASSWORD, now).access_token


def bytes_of(house: House, contact: str, name: str) -> bytes:
    """What is there of the file, however far it has come."""
    kept = Files(house.database, house.clock).kept(contact, name)
    if kept is not None:
        return kept.content
    file = house.database.files.find_one({"_id": id_of(contact, name)}) or {}
    return bytes(file.get("content") or b"".join(pieces_of(house.database, file)))


def test_enough_was_sent_and_cut_off_to_tell(ended: Ended) -> None:
    assert len(ended.phone.told) >= 6
    assert len(ended.phone.receipts) >= 6


def test_every_byte_that_was_told_is_there(ended: Ended) -> None:
    for where, told in ended.phone.told.items():
        visit, _, name = where.removeprefix("/api/v1/visits/").partition("/files/")
        content = ended.phone.contents[where]
        assert bytes_of(ended.house, f"visit/{visit}", name)[:told] == content[:told]


def test_every_file_that_was_sent_to_its_end_has_arrived(ended: Ended) -> None:
    for where, told in ended.phone.told.items():
        assert told == len(ended.phone.contents[where])
    states = ended.house.database.files.distinct("state")
    assert states == ["done"]
    assert ended.house.database.files.count_documents({"kept": None}) == 0


def test_every_receipt_is_of_the_one_key_and_says_what_is_there(ended: Ended) -> None:
    for each in ended.phone.receipts:
        receipt = proven(each, ended.key)
        visit = ended.house.database.visits.find_one({"_id": receipt["contact"]}) or {}
        assert hashlib.sha256(visit["body"].encode()).hexdigest() == receipt["sha256"]
        assert len(visit["body"].encode()) == receipt["bytes"]
        for file in receipt["files"]:
            here = bytes_of(ended.house, receipt["contact"], file["name"])
            assert len(here) >= file["held"]
            if file["held"] == file["bytes"]:
                assert hashlib.sha256(here).hexdigest() == file["sha256"]


def test_no_part_of_what_has_arrived_is_left(ended: Ended) -> None:
    """Nothing but parts of senders that died between a part and its file: those expire."""
    left = list(ended.house.database.parts.find({}, {"_id": 1, "expires_at": 1}))
    assert all(each["expires_at"].timestamp() > time.time() for each in left)
    assert len(left) <= len(KILLED) * 2
