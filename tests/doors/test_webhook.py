"""Bad inputs to the webhooks: what proves nothing is refused, what is proven is never lost.

A delivery that bears its proof but cannot be read is answered 202 and set aside with the reason,
for its sender would only send the same again. All else is a problem, and nothing is kept.
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from time import perf_counter
from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from pymongo import MongoClient

from plugin.app import create_app
from plugin.config import Config
from plugin.house import House
from plugin.sealing import Sealer, new_key
from plugin.stores.collections import lay_out_all
from plugin.stores.layout import Document
from plugin.stores.opening import database_of
from plugin.stores.tickets.connections import Connection, Connections
from tests.doors.refused import assert_problem
from tests.mobile_api.service import CHEAP
from tests.tables import rows
from tests.zendesk_lives import signed
from webhooks.contract import Account, Delivery, PayloadInvalid
from webhooks.helpdesks import HELPDESKS
from webhooks.receive import LARGEST

NOW = 1_790_000_000
SECRETS = {
    "zd-acme": ("zendesk", "a-zendesk-secret"),
    "fd-acme": ("freshdesk", "a-freshdesk-secret"),
    "dh-acme": ("django-helpdesk", "a-django-helpdesk-secret"),
}
JSON = "application/json"
BODIES = Path(__file__).parents[2] / "webhooks"
GOOD = (BODIES / "zendesk" / "payloads" / "comment_by_agent.json").read_bytes()


@dataclass(frozen=True, slots=True)
class Door:
    """Posts to the webhooks of the house."""

    house: House
    client: FlaskClient

    def __call__(self, path: str, body: bytes, headers: Mapping[str, str], **more: Any) -> Any:
        """What an address below /webhooks/ answers."""
        told = more if "input_stream" in more else {"data": body}
        return self.client.post(f"/webhooks/{path}", headers=dict(headers), **told)

    @property
    def kept(self) -> list[Document]:
        """Every delivery that was kept."""
        return list(self.house.database.deliveries.find())


@pytest.fixture(scope="module")
def opened(mongo: MongoClient[Document]) -> Iterator[Door]:
    """The webhooks of a house with a connection of each proof."""
    database = database_of(mongo, f"test-{uuid4().hex}")
    lay_out_all(database)
    made = House(Config(), database, Sealer([new_key()]), lambda: NOW)
    for name, (helpdesk, secret) in SECRETS.items():
        account = Account(name, f"https://{name}.example", "pl")
        Connections(database, made.sealer).keep(Connection(account, helpdesk, (secret,)))
    yield Door(made, create_app(made, CHEAP).test_client())
    mongo.drop_database(database.name)


@pytest.fixture
def door(opened: Door) -> Iterator[Door]:
    """The same; what was kept goes afterwards."""
    yield opened
    opened.house.database.deliveries.delete_many({})


def proven(name: str, body: bytes) -> tuple[str, dict[str, str]]:
    """The address and the headers by which the connection's helpdesk proves the body."""
    helpdesk, secret = SECRETS[name]
    if helpdesk == "zendesk":
        return name, {**signed(body, NOW, secret).headers, "Content-Type": JSON}
    if helpdesk == "freshdesk":
        return name, {"X-Webhook-Secret": secret, "Content-Type": JSON}
    return f"{name}/{secret}", {"Content-Type": JSON}


# to whom | body | what the reason says | why it is here
UNREADABLE = r"""
zd-acme | EMPTY | names no ticket | no body at all
zd-acme | {"type": "zen:event-type:ticket.created" | names no ticket | cut off
zd-acme | null | names no ticket | nothing
zd-acme | {"ticket_id": "{{ticket.id}}"} | the placeholder itself | words nobody filled in
zd-acme | {"type": "zen:event-type:ticket.created"} | id is missing | an event without its id
zd-acme | {"type": "zen:event-type:ticket.created", "id": 7} | id is missing | a number for it
zd-acme | {"type": "zen:event-type:ticket.created", "id": "a", "detail": {"id": -1}} |
    no number of a ticket | below the first
zd-acme | {"type": "zen:event-type:ticket.created", "id": "a", "detail": []} | detail is no object |
    a list for the ticket
zd-acme | {"ticket_id": 99999999999999999999999999} | names no ticket | a number that none has
fd-acme | EMPTY | the body is empty | no body at all
fd-acme | {"freshdesk_webhook": {}} | names no ticket | a rule that tells nothing
fd-acme | {"ticket_id": NaN} | names no ticket | no number of JSON's
fd-acme | {"event": "onTicketUpdate", "data": {}} | names no ticket | an app that names none
dh-acme | [] | no JSON object | a list
dh-acme | {"ticket": "7"} | ticket is missing | a text for the ticket
dh-acme | {"ticket": {"id": true}} | id is no number | a truth for its number
dh-acme | {"ticket": {"id": 7}, "followup_id": "x"} | followup_id is no number | no number
"""


@pytest.mark.parametrize(("name", "body", "said"), rows(UNREADABLE))
def test_what_is_proven_but_cannot_be_read_is_set_aside(
    door: Door, name: str, body: str, said: str
) -> None:
    raw = b"" if body == "EMPTY" else body.encode()
    answer = door(proven(name, raw)[0], raw, proven(name, raw)[1])
    assert (answer.status_code, answer.data) == (202, b"")
    [kept] = door.kept
    assert (kept["state"], kept["connection"]) == ("failed", name)
    assert said in kept["reason"]
    assert door.house.sealer.open(bytes(kept["body"])) == raw
    assert SECRETS[name][1] not in str(kept)


RAW = {
    "lists without end": b"[" * 100_000,
    "objects without end": b'{"a":' * 50_000,
    "another encoding": '{"ticket": 1}'.encode("utf-16"),
    "no text at all": b"\xff\xfe\x00\x80" * 1_000,
    "NUL": b"\0" * 1_000,
    "packed without a word": b"\x1f\x8b\x08\x00" + bytes(range(256)),
    "half of a character": b'{"ticket": "\\ud800"}',
    "as large as may be": b"x" * LARGEST,
}


@pytest.mark.parametrize("raw", RAW.values(), ids=RAW.keys())
@pytest.mark.parametrize("name", SECRETS)
def test_bytes_that_say_nothing_are_set_aside_as_they_came(
    door: Door, name: str, raw: bytes
) -> None:
    path, headers = proven(name, raw)
    assert [door(path, raw, headers).status_code for _ in range(2)] == [202, 202]
    [kept] = door.kept
    assert (kept["state"], door.house.sealer.open(bytes(kept["body"]))) == ("failed", raw)


# path | the header that is changed | status and slug | what is said | why it is here
REFUSED = """
nobody | X-Other: 1 | 404 unknown-connection | - | nobody of that name
zd-acme%00 | X-Other: 1 | 404 unknown-connection | - | NUL behind a name
ZD-ACME | X-Other: 1 | 404 unknown-connection | - | large letters
%FF | X-Other: 1 | 404 unknown-connection | - | no text
zd-acme | X-Zendesk-Webhook-Signature: - | 401 signature-invalid | missing | no signature
zd-acme | X-Zendesk-Webhook-Signature: AAAA | 401 signature-invalid | no secret | a made-up one
zd-acme | X-Zendesk-Webhook-Signature: ÿÿ | 401 signature-invalid | no secret | no text
zd-acme | X-Zendesk-Webhook-Signature-Timestamp: - | 401 signature-invalid | missing | no time
zd-acme | X-Zendesk-Webhook-Signature-Timestamp: 2020-01-01T00:00:00Z | 401 signature-invalid |
    no secret | another time than was signed
zd-acme | Content-Type: image/png | 415 wrong-content-type | a delivery is sent as | a picture
zd-acme | Content-Type: multipart/form-data | 415 wrong-content-type | sent as | a form of parts
fd-acme | X-Webhook-Secret: - | 401 signature-invalid | bears no secret | no secret
fd-acme | X-Webhook-Secret: a-freshdesk-secre | 401 signature-invalid | none of | a letter short
fd-acme | X-Webhook-Secret: A-FRESHDESK-SECRET | 401 signature-invalid | none of | large letters
dh-acme | X-Other: 1 | 401 signature-invalid | ends without | no secret in the address
dh-acme/a-guess | X-Other: 1 | 401 signature-invalid | none of | a guess
dh-acme/%00 | X-Other: 1 | 401 signature-invalid | none of | NUL for a secret
dh-acme/a-zendesk-secret | X-Other: 1 | 401 signature-invalid | none of | another's secret
"""


@pytest.mark.parametrize(("path", "header", "problem", "said"), rows(REFUSED))
def test_what_proves_nothing_is_refused(
    door: Door, path: str, header: str, problem: str, said: str
) -> None:
    of = path if path in {"zd-acme", "fd-acme"} else "zd-acme"
    headers = {key.title(): told for key, told in proven(of, GOOD)[1].items()}
    name, _, value = header.partition(": ")
    changed = {**headers, name: value}
    answer = door(path, GOOD, {key: told for key, told in changed.items() if told != "-"})
    status, _, slug = problem.partition(" ")
    assert_problem(answer, int(status), slug, "" if said == "-" else said)
    assert not any(secret in answer.text for _, secret in SECRETS.values())
    assert door.kept == []


def test_basic_authentication_that_is_no_base64_proves_nothing(door: Door) -> None:
    for told in ("Basic ÿ", "Basic !!!!", f"Basic {b64encode(b'x').decode()}", "Basic", "Digest x"):
        answer = door("fd-acme", b"{}", {"Authorization": told, "Content-Type": JSON})
        assert_problem(answer, 401, "signature-invalid")


@pytest.mark.parametrize("name", SECRETS)
def test_what_is_too_large_is_refused_before_it_is_read(door: Door, name: str) -> None:
    body = _Unread(100 * LARGEST)
    path, headers = proven(name, b"")
    said = {"CONTENT_LENGTH": str(100 * LARGEST)}
    answer = door(path, b"", headers, input_stream=body, environ_overrides=said)
    assert_problem(answer, 413, "too-large")
    assert body.taken == 0
    assert door.kept == []


def test_of_what_never_ends_no_more_is_read_than_may_be(door: Door) -> None:
    body = _Unread(100 * 1024 * 1024)
    pieces = {"wsgi.input_terminated": True, "HTTP_TRANSFER_ENCODING": "chunked"}
    path, headers = proven("fd-acme", b"")
    answer = door(path, b"", headers, input_stream=body, environ_overrides=pieces)
    assert_problem(answer, 413, "too-large")
    assert body.taken <= LARGEST + 65_536
    assert door.kept == []


class _Unread(BytesIO):
    """So many bytes of nothing, counted as they are taken."""

    def __init__(self, length: int) -> None:
        super().__init__()
        self.left, self.taken = length, 0

    def read(self, size: int | None = -1) -> bytes:
        length = self.left if size is None or size < 0 else min(size, self.left)
        self.left -= length
        self.taken += length
        return b" " * length

    def readinto(self, room: Any) -> int:
        told = self.read(len(room))
        room[: len(told)] = told
        return len(told)


# Repeated up to the largest body: where a reader looks again and again, it takes minutes.
REPEATED = (
    b"[", b'{"a":', b"<", b"#<", b"<a ", b"<a>", b"<ticket_id>", b"{", b"{{", b'"', b'\\"',
    b"ticket id", b'ticket_id a="b" ', b"/tickets/", b"1", b" ", b",}", b", ", b"a=b&", b"%7B",
    b"\xff", b"\0", b"ticket_id<![CDATA[", b'<a b="c" ', b'{"ticket_id": 1, ', b"{{ a.",
)  # fmt: skip


@pytest.mark.parametrize("helpdesk", HELPDESKS.values(), ids=HELPDESKS)
def test_no_body_takes_an_adapter_long(helpdesk: Any) -> None:
    account = Account("xx-acme", "https://xx.example", "pl")
    slow = []
    for part in REPEATED:
        began = perf_counter()
        body = (part * (LARGEST // len(part) + 1))[:LARGEST]
        with suppress(PayloadInvalid):
            helpdesk.label(Delivery({"content-type": JSON}, body, NOW), account)
        if perf_counter() - began > 5:
            slow.append(part)
    assert slow == []


def test_a_duplicate_member_changes_nothing_of_whom_it_is_about(door: Door) -> None:
    told = json.loads(GOOD)
    twice = GOOD.strip()[:-1] + b', "id": "another"}'
    path, headers = proven("zd-acme", twice)
    assert door(path, twice, headers).status_code == 202
    [kept] = door.kept
    assert kept["contact"] == f"zd-acme/ticket/{told['detail']['id']}"
    assert door.house.sealer.open(bytes(kept["body"])) == twice
