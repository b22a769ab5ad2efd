"""The API as it is served: the real app on a real mongod behind a real server, with things in it.

`tried` has Schemathesis try every operation of openapi.yaml there, by the rules of
schemathesis.toml.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import requests
from werkzeug.serving import WSGIRequestHandler, make_server

from mobile_api.assigning import Assignment
from mobile_api.permissions import Role
from plugin.directory.importing import import_sheet
from plugin.directory.passwords import Passwords
from plugin.stores.layout import Mongo
from plugin.stores.people.directory import Directory
from plugin.stores.people.users import User, Users
from plugin.stores.shopping.assignments import Assignments
from plugin.stores.tickets.connections import Connection, Connections
from tests.mobile_api.service import (
    CHEAP,
    NOW,
    PASSWORD,
    STANDARD,
    Service,
    file_of,
    opened,
    visit,
)
from tests.plugin.visits.pictures import by_a_camera
from webhooks.contract import Account

ROOT = Path(__file__).parents[2]
DOCUMENT = ROOT / "openapi.yaml"
RULES = Path(__file__).with_name("schemathesis.toml")
PHOTO = by_a_camera()
EVERY_ROLE = "olga"
# What was submitted, under ids that schemathesis.toml names: by whom, and where.
SUBMITTED = (
    (UUID("0d0d0d0d-1111-4222-8333-444444444444"), EVERY_ROLE, "visits"),
    (UUID("0d0d0d0d-1111-4222-8333-444444444444"), EVERY_ROLE, "reviews"),
    (UUID("0e0e0e0e-1111-4222-8333-444444444444"), "anna", "visits"),
    (UUID("0e0e0e0e-1111-4222-8333-444444444444"), "rita", "reviews"),
)
ASSIGNED = "0f0f0f0f-1111-4222-8333-444444444444"
SHEET = b"kind;id;name;identity\nperson;ann;Ann Ash;zd-acme/user/7\nteam;mail;Mail;\n"


class _Quiet(WSGIRequestHandler):
    """Says nothing of each request."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        return


@dataclass(frozen=True, slots=True)
class Live:
    """The service, and where it listens."""

    service: Service
    address: str

    def token(self, user: str) -> str:
        """A new access token of the user's."""
        given = {"name": user, "password": PASSWORD}
        answer = requests.post(f"{self.address}/api/v1/sessions", json=given, timeout=10)
        return str(answer.json()["access_token"])


@contextmanager
def live(database: Mongo) -> Iterator[Live]:
    """The service with a person, a connection, a standard, and what was submitted."""
    with opened(database) as service:
        _furnish(service)
        server = make_server("127.0.0.1", 0, service.app, threaded=True, request_handler=_Quiet)
        serving = threading.Thread(target=server.serve_forever)
        serving.start()
        try:
            yield Live(service, f"http://127.0.0.1:{server.port}")
        finally:
            server.shutdown()
            serving.join()
            server.server_close()


def _furnish(service: Service) -> None:
    database, house = service.database, service.house
    hashed = Passwords.of(CHEAP).hashed(PASSWORD)
    Users(database).add(User(EVERY_ROLE, "Olga", frozenset(Role), person="ann", password=hashed))
    import_sheet(Directory(database), SHEET, house.config.zone)
    _teach(service)
    _assign(service)
    account = Account("zd-acme", "https://acme.zendesk.example", "pl", None)
    kept = Connection(
        account, "zendesk", ("a-secret-of-tests",), "a@example.org", "a-token-of-tests"
    )
    Connections(database, house.sealer).keep(kept)
    for uuid, user, of in SUBMITTED:
        _submit(service, uuid, user, of)
    service.work()


def _teach(service: Service) -> None:
    """A draft of the shop's standard, a backtest of it, and its version to be learnt."""
    told = {"text": STANDARD.replace("VERSION", "2"), "why": "tidier"}
    asked = {"code": "shop", "since": "2026-01-01T00:00:00Z", "until": "2026-09-01T00:00:00Z"}
    given = {"to": [{"kind": "person", "id": "ann"}], "due": "2027-12-01"}
    for path, body in (
        ("/drafts/shop", told),
        ("/backtests", asked),
        ("/training/shop/1/assignments", given),
    ):
        answer = service.ask("POST", path, EVERY_ROLE, json=body)
        assert answer.status_code == 201, answer.text


def _assign(service: Service) -> None:
    """A visit that Anna is to make, under an id that schemathesis.toml names."""
    made = Assignment(
        id=ASSIGNED,
        shopper="anna",
        location="acme/shop/1",
        opens_at=NOW,
        closes_at=NOW + 86_400,
        standard="shop",
        by=EVERY_ROLE,
        at=NOW,
    )
    Assignments(service.database).create(made)


def _submit(service: Service, uuid: UUID, user: str, of: str) -> None:
    """A submission with one photo that has come and one that has not."""
    files = [file_of(PHOTO, "front.jpg", None), file_of(PHOTO, "back.jpg", None)]
    given = visit(files=files)
    if of == "reviews":
        given |= {"about": "zd-acme/ticket/7", "answers": {"S-1": "open"}}
    answer = service.put(given, uuid, user, of)
    assert answer.status_code == 201, answer.text
    path = f"/{of}/{uuid}/files/front.jpg"
    answer = service.ask("PUT", path, user, data=PHOTO, content_type="image/jpeg")
    assert answer.status_code == 201, answer.text


def tried(at: Live, token: str, examples: int, *more: str) -> subprocess.CompletedProcess[str]:
    """What Schemathesis says after so many examples an operation, asked with the token.

    The rules hold unless `more` names operations that they leave out.
    """
    rules = [] if "--include-path" in more else ["--config-file", str(RULES)]
    command = [sys.executable, "-m", "schemathesis.cli", *rules, "run"]
    asked = [str(DOCUMENT), "--url", at.address, "--max-examples", str(examples)]
    header = ["--header", f"Authorization: Bearer {token}"]
    return subprocess.run(
        [*command, *asked, *header, *more],
        cwd=ROOT,
        env={**os.environ, "NO_COLOR": "1", "COLUMNS": "140"},
        capture_output=True,
        text=True,
        check=False,
        timeout=900,
    )
