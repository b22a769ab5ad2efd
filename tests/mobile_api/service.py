"""The service as phones meet it: the real app on a real mongod, with a clock to move."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC
from typing import Any
from uuid import UUID, uuid4

from argon2 import PasswordHasher
from flask import Flask
from werkzeug.test import TestResponse

from mobile_api.permissions import Role
from plugin.app import create_app
from plugin.config import Config
from plugin.directory.passwords import Passwords
from plugin.house import House
from plugin.publishing.publish import publish
from plugin.sealing import Sealer, new_key
from plugin.stores.layout import Mongo
from plugin.stores.people.users import User, Users
from plugin.stores.versions.standards import Standards
from plugin.visits.file_station import FileStation
from plugin.visits.station import VisitsStation

NOW = 1_790_000_000
PASSWORD = "a password of the tests"
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)

STANDARD = """\
code: shop
title: {en: A visit, pl: Wizyta, ru: Визит}
version: VERSION
languages: [en, pl, ru]
governance: {owner: Head of retail, review_by: 2030-06-30}
criteria:
  - code: S-1
    title: Open
    why: A locked door sells nothing.
    weight: 2
    severity: critical
    ask:
      kind: choice
      question: {en: Was it open?, pl: Czy było otwarte?, ru: Было ли открыто?}
      of: [visit, review]
      answers: {open: 1, hinted: 0.5, closed: 0}
      labels:
        open: {en: Open, pl: Otwarte, ru: Открыто}
        hinted: {en: So so, pl: Tak sobie, ru: Так себе}
        closed: {en: Closed, pl: Zamknięte, ru: Закрыто}
      required: true
      na: false
    examples: [{given: {answer: open}, then: met}, {given: {answer: closed}, then: missed}]
  - code: S-2
    title: Greeted
    why: A greeting costs nothing.
    weight: 1
    ask:
      kind: yes_no
      question: Were you greeted?
      of: [visit]
      required: true
      show_if: {S-1: [open, hinted]}
    examples: [{given: {answer: yes}, then: met}, {given: {answer: no}, then: missed}]
  - code: S-3
    title: Tidy
    why: People see it.
    weight: 1
    ask: {kind: scale, question: How tidy was it?, of: [visit, review], from: 1, to: 5}
    limits: {full: 4, none: 2}
    examples: [{given: {answer: 4}, then: met}, {given: {answer: 1}, then: missed}]
  - code: S-4
    title: People in the queue
    why: Nobody likes to wait.
    weight: 1
    ask: {kind: number, question: How many stood before you?, of: [visit], unit: people}
    limits: {full: 2, none: 5}
    examples: [{given: {answer: 1}, then: met}, {given: {answer: 6}, then: missed}]
  - code: S-5
    title: Wait
    why: Nobody likes to wait.
    weight: 1
    ask: {kind: duration, question: How long did you wait?, of: [visit]}
    limits: {full: PT3M, none: PT8M}
    examples: [{given: {answer: PT1M}, then: met}, {given: {answer: PT9M}, then: missed}]
  - code: S-6
    title: Front
    why: A picture settles it.
    weight: 1
    ask: {kind: photo, question: A photo of the front, of: [visit]}
    examples: [{given: {answer: front.jpg}, then: met}]
  - code: S-7
    title: Words
    why: What no tick says.
    weight: 1
    ask: {kind: text, question: What would you change?, of: [visit, review]}
    examples: [{given: {answer: Nothing}, then: met}]
  - code: S-8
    title: The key shop's corner
    why: Only there.
    weight: 1
    applies: {location: [acme/shop/key]}
    ask: {kind: yes_no, question: Was the corner lit?, of: [visit], required: true}
    examples: [{given: {answer: yes}, then: met}, {given: {answer: no}, then: missed}]
"""

CIRCUMSTANCES: dict[str, Any] = {
    "assignment": "5c0e1d3e-8a51-4d7b-9f1e-0a2b3c4d5e6f",
    "notes": {"S-1": "Only the left door."},
    "positions": {
        "start": {"latitude": 52.2297, "longitude": 21.0122, "accuracy": 12.5, "age": 3},
        "end": {
            **{"latitude": 52.2298, "longitude": 21.0121, "accuracy": 8, "age": 0},
            "at": "2026-09-20T10:20:00+02:00",
        },
    },
    "device": {"clock_ahead": -1.5, "app": "Plumbline 1.0"},
    "words": {"position": "No signal in the arcade."},
}

USERS = {
    "anna": Role.SHOPPER,
    "boris": Role.SHOPPER,
    "carol": Role.COORDINATOR,
    "rita": Role.REVIEWER,
    "adam": Role.ADMIN,
    "emil": Role.EMPLOYEE,
}


def visit(**more: Any) -> dict[str, Any]:
    """A visit without fault, with some of it changed; None takes a field away."""
    given = {
        "questionnaire": {"standard": "shop", "version": 1},
        "location": "acme/shop/1",
        "started_at": "2026-09-20T10:00:00+02:00",
        "answers": {"S-1": "open", "S-2": True, "S-3": 4, "S-4": 1},
        **more,
    }
    return {name: value for name, value in given.items() if value is not None}


def file_of(
    content: bytes, name: str = "front.jpg", question: str | None = "S-6"
) -> dict[str, Any]:
    """The file as a submission names it."""
    digest = hashlib.sha256(content).hexdigest()
    return {"name": name, "sha256": digest, "bytes": len(content), "question": question}


@dataclass
class Service:
    """The app, its house, and who is signed in."""

    app: Flask
    house: House
    now: list[int]
    tokens: dict[str, str] = field(default_factory=dict)

    def ask(self, method: str, path: str, user: str | None = "anna", **more: Any) -> TestResponse:
        """The answer to the user's request; `path` is below /api/v1."""
        headers = dict(more.pop("headers", {}))
        if user is not None:
            headers["Authorization"] = f"Bearer {self.token(user)}"
        return self.app.test_client().open(f"/api/v1{path}", method=method, headers=headers, **more)

    def token(self, user: str) -> str:
        """The user's access token, from a sign-in through the API."""
        if user not in self.tokens:
            answer = self.ask("POST", "/sessions", None, json={"name": user, "password": PASSWORD})
            assert answer.status_code == 201, answer.text
            self.tokens[user] = answer.get_json()["access_token"]
        return self.tokens[user]

    def put(
        self, given: object, uuid: UUID | None = None, user: str = "anna", of: str = "visits"
    ) -> TestResponse:
        """The answer to the submission."""
        raw = given if isinstance(given, bytes) else json.dumps(given).encode()
        path = f"/{of}/{uuid or uuid4()}"
        return self.ask("PUT", path, user, data=raw, content_type="application/json")

    def accept(
        self, uuid: UUID, user: str = "carol", of: str = "visits", **how: Any
    ) -> TestResponse:
        """The answer to the acceptance."""
        return self.ask("POST", f"/{of}/{uuid}/acceptance", user, json=how)

    def work(self) -> int:
        """How much the stations found to do, until nothing is due."""
        stations = (VisitsStation.of(self.house, "w"), FileStation.of(self.house, "w"))
        return sum(1 for _ in iter(lambda: any(s.work_once(self.now[0]) for s in stations), False))

    @property
    def database(self) -> Mongo:
        """The database of the house."""
        return self.house.database


@contextmanager
def opened(database: Mongo) -> Iterator[Service]:
    """The service over the database, with a standard published and one user of each role."""
    now = [NOW]
    house = House(Config(zone=UTC), database, Sealer([new_key()]), lambda: now[0])
    hashed = Passwords.of(CHEAP).hashed(PASSWORD)
    for name, role in USERS.items():
        Users(database).add(User(name, name.title(), frozenset({role}), password=hashed))
    publish_shop(database)
    yield Service(create_app(house, CHEAP), house, now)


def publish_shop(database: Mongo, version: int = 1, now: int = NOW - 86_400) -> None:
    """Publishes a version of the shop's standard."""
    written = STANDARD.replace("VERSION", str(version)).encode()
    standards = Standards(database)
    publish(standards, written, effective_from=now, by="adam", now=now, why="as agreed")
