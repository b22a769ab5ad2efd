"""A house in which a standard is written, approved, published and withdrawn on pages."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from mobile_api.permissions import Role
from plugin.app import create_app
from plugin.authoring.drafting import Drafting
from plugin.config import Config
from plugin.directory.passwords import Passwords
from plugin.house import House
from plugin.sealing import Sealer, new_key
from plugin.stores.layout import Mongo
from plugin.stores.people.users import User, Users
from plugin.stores.versions.drafts import Drafts, DraftVersion
from plugin.stores.versions.standards import Published, Standards
from standards.model import Area
from tests.plugin.directory.people import CHEAP, PASSWORD
from tests.plugin.publishing.published import put, text_of

WARSAW = ZoneInfo("Europe/Warsaw")
NOW = 1_780_000_000  # 2026-05-28T22:26:40+02:00
WEEK = 7 * 86_400
# Who signs in, what they are called, and their roles.
USERS = {
    "ann": ("Ann Ash", Role.TRAINER),
    "tom": ("Tom Tar", Role.TRAINER),
    "law": ("Lea Law", Role.APPROVER),
    "ops": ("Olaf Ops", Role.APPROVER),
    "root": ("Root", Role.ADMIN),
    "boss": ("Bea Boss", Role.TEAM_LEADER),
    "eve": ("Eve Elm", Role.EMPLOYEE),
    "shop": ("Sam Shop", Role.SHOPPER),
    "kim": ("Kim Key", Role.COORDINATOR),
    "rex": ("Rex Row", Role.REVIEWER),
}


def text(version: int = 2, weight: float = 2, approvals: str = "[law, service]") -> str:
    """A version of the desk's promise that asks for approvals."""
    asked = f"review_by: 2030-06-30, approvals: {approvals}}}".encode()
    return text_of(version, weight).replace(b"review_by: 2030-06-30}", asked).decode()


@dataclass(slots=True)
class Desk:
    """A house of one's own, its clock, and a browser for each who signs in."""

    database: Mongo
    now: int = NOW
    house: House = field(init=False)
    _app: Flask | None = None
    _browsers: dict[str, FlaskClient] = field(default_factory=dict)

    def __post_init__(self) -> None:
        sealer = Sealer([new_key()])
        self.house = House(Config(zone=WARSAW), self.database, sealer, lambda: self.now)
        hashed = Passwords.of(CHEAP).hashed(PASSWORD)
        users = Users(self.database)
        for name, (called, role) in USERS.items():
            users.add(User(name, called, frozenset({role}), None, "en", password=hashed))

    @property
    def standards(self) -> Standards:
        """The published standards, read anew."""
        return Standards(self.database)

    @property
    def drafts(self) -> Drafts:
        """The drafts."""
        return Drafts(self.database)

    def published(
        self, version: int = 1, weight: float = 1, begins: int = NOW - WEEK, said: str | None = None
    ) -> Published:
        """A version published a week ago without a draft; effective then, if not told otherwise."""
        raw = text_of(version, weight) if said is None else said.encode()
        return put(self.standards, raw, begins, NOW - WEEK).published

    def written(self, *steps: str, by: str = "ann", said: str | None = None) -> DraftVersion:
        """A draft of `by`, after steps such as `submit ann` or `approve law law`."""
        version = max((each.version for each in self.standards.versions("contact")), default=0) + 1
        self.drafting(by).begin("contact", said or text(version), "heavier")
        for each in steps:
            self.taken(*each.split())
        return self.drafts.of("contact")

    def taken(self, step: str, by: str, area: str = "law") -> None:
        """A step with the draft as it stands."""
        drafting, seen = self.drafting(by), self.drafts.of("contact").revision
        match step:
            case "submit":
                drafting.submit("contact", seen, "please look")
            case "approve":
                drafting.approve("contact", seen, Area(area), "fine")
            case "return":
                drafting.send_back("contact", seen, "not so")
            case "publish":
                drafting.publish("contact", seen, None)

    def drafting(self, by: str) -> Drafting:
        """What somebody may do with drafts."""
        return Drafting(self.drafts, self.standards, by, self.now)

    def browser(self, name: str, language: str = "en") -> FlaskClient:
        """The browser of somebody who has signed in."""
        if name not in self._browsers:
            self._app = self._app or create_app(self.house, CHEAP)
            client = self._app.test_client()
            told = {"csrf_token": token_in(client.get("/sign-in").text)}
            client.post("/sign-in", data={**told, "name": name, "password": PASSWORD})
            self._browsers[name] = client
        self._browsers[name].set_cookie("language", language)
        return self._browsers[name]

    def get(self, name: str, path: str, language: str = "en") -> TestResponse:
        """The page as somebody sees it."""
        return self.browser(name, language).get(path)

    def send(self, name: str, path: str, page: str = "/standards", **said: str) -> TestResponse:
        """What somebody is answered who sends a form."""
        token = token_in(self.get(name, page).text)
        return self.browser(name).post(path, data={"csrf_token": token, **said})

    def step(self, name: str, step: str, **said: str) -> TestResponse:
        """What somebody is answered who sends a form of the draft as it stands."""
        told = {"revision": str(self.drafts.of("contact").revision), **said}
        return self.send(name, f"/standards/contact/draft/{step}", **told)


def token_in(page: str) -> str:
    """The token of the first form on the page."""
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert found is not None
    return found[1]
