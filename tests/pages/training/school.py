"""A house where a version is assigned, and its people go their way through the pages."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from mobile_api.permissions import Role
from plugin.app import create_app
from plugin.directory.passwords import Passwords
from plugin.house import House
from plugin.language import Language
from plugin.publishing.publish import publish
from plugin.stores.layout import Document, Mongo
from plugin.stores.people.users import User, Users
from plugin.stores.training.assignments import Assignment, Kind, Target, Terms
from plugin.stores.training.learning import Learning, Try
from plugin.stores.versions.standards import Standards
from plugin.training.assigning import Assigning, GivenAssignment
from plugin.training.studying import Studying
from tests.pages.acme import (
    AS_OF,
    CHEAP,
    LIBRARY,
    PASSWORD,
    house_over,
    token_in,
    with_people,
    with_standards,
)

LESSON = "/learning/contact/1"
DAY = 86_400


@dataclass(slots=True)
class Clock:
    """The time that the house believes."""

    now: int = AS_OF

    def __call__(self) -> int:
        return self.now


ENGLISH = Language("en")


@dataclass(slots=True)
class School:
    """A house with a clock that tests turn."""

    house: House
    clock: Clock = field(default_factory=Clock)
    english: Language = ENGLISH
    app: Flask | None = None

    def enter(self, name: str) -> FlaskClient:
        """The browser of somebody who has signed in; all of them ask one app."""
        self.app = self.app or create_app(self.house, CHEAP)
        client = self.app.test_client()
        token = token_in(client.get("/sign-in").text)
        form = {"name": name, "password": PASSWORD, "csrf_token": token}
        assert client.post("/sign-in", data=form).status_code == 303
        return client

    def assign(
        self, *to: Target, version: int = 1, code: str = "contact", **said: object
    ) -> tuple[Assignment, ...]:
        """Assigns the version by the trainer; due in a week."""
        assigning = Assigning(self.house)
        terms = replace(Terms(), **{k: v for k, v in said.items() if k not in ("due", "latest")})  # type: ignore[arg-type]
        given = GivenAssignment(
            to or (ANNA,),
            str(said.get("due", "2026-04-08")),
            str(said.get("latest", "")),
            terms,
        )
        return assigning.assign(assigning.published(code, version), given, "trainer")

    def right(self, attempt: Try) -> Mapping[str, str]:
        """The right answers of the try, by the items' ids."""
        return answers_of(Studying(self.house), attempt, right=True)

    def wrong(self, attempt: Try) -> Mapping[str, str]:
        return answers_of(Studying(self.house), attempt, right=False)

    def publish(
        self, change: Callable[[str], str], version: int = 2, name: str = "contact"
    ) -> None:
        """The standard as it comes with Plumbline, changed: its next version, from now on."""
        raw = change((LIBRARY / f"{name}.yaml").read_text("utf-8"))
        raw = raw.replace("version: 1", f"version: {version}", 1)
        now = self.clock.now
        standards = Standards(self.house.database)
        publish(standards, raw.encode(), effective_from=now, by="trainer", now=now, why="better")

    def tries(self, person: str = "anna") -> tuple[Try, ...]:
        return Learning(self.house.database).of(person)


ANNA, MAIL, EMPLOYEES = (
    Target(Kind.PERSON, "anna"),
    Target(Kind.TEAM, "mail"),
    Target(Kind.ROLE, "employee"),
)


def school_over(database: Mongo) -> School:
    clock = Clock()
    return School(replace(house_over(database), clock=clock), clock)


def with_trainer(house: House) -> None:
    """Somebody who assigns, and somebody of another team who learns."""
    hashed = Passwords.of(CHEAP).hashed(PASSWORD)
    for name, role, person in (("trainer", Role.TRAINER, None), ("ewa", Role.EMPLOYEE, "ewa")):
        Users(house.database).add(
            User(name, name.title(), frozenset({role}), person, "en", password=hashed)
        )


def answers_of(studying: Studying, attempt: Try, *, right: bool) -> Mapping[str, str]:
    published = next(
        each
        for each in studying.standards.known()
        if (each.code, each.version) == (attempt.code, attempt.version)
    )
    items = studying.items(attempt, published.standard())
    return {
        each.id: next(mark for mark, what in each.answers.items() if (what == each.right) is right)
        for each in items
    }


def send(client: FlaskClient, page: str, address: str, **form: object) -> TestResponse:
    """What the address answers to the form as it stands on the page."""
    token = token_in(client.get(page).text)
    return client.post(address, data={"csrf_token": token, **form})


def begin(client: FlaskClient, lesson: str = LESSON) -> TestResponse:
    return send(client, lesson, f"{lesson}/quiz", read="yes")


def named(answers: Mapping[str, str], attempt: Try) -> dict[str, str]:
    """The answers by the names of the page's inputs."""
    return {f"q{place}": answers[each] for place, each in enumerate(attempt.asked, 1)}


def heading(text: str) -> str:
    found = re.search(r"<h1>(.*?)</h1>", text, re.DOTALL)
    assert found is not None
    return found[1].strip()


_PUBLISHED: dict[str, list[Document]] = {}  # to publish takes longer than most tests


def furnished(database: Mongo) -> School:
    """A school in the house, with the standard of contacts published."""
    made = school_over(database)
    with_people(made.house)
    with_trainer(made.house)
    if _PUBLISHED:
        for name, documents in _PUBLISHED.items():
            database[name].insert_many(dict(each) for each in documents)
    else:
        with_standards(made.house, "contact")
        for name in ("standards", "standard_heads"):
            _PUBLISHED[name] = list(database[name].find())
    return made
