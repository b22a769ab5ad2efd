"""A phone that keeps what it is told of its day, and what there is to tell it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from mobile_api.assigning import Assignment, Fee
from mobile_api.needs import EXTENSION
from plugin.publishing.publish import publish
from plugin.stores.shopping.assignments import Assignments
from plugin.stores.versions.standards import Standards
from tests.mobile_api.service import NOW, STANDARD, Service

DAY = 86_400
# What each list's things are known by.
NAMED: Mapping[str, Callable[[Any], str]] = {
    "assignments": lambda each: each["id"],
    "questionnaires": lambda each: f"{each['standard']}/{each['version']}",
    "briefings": lambda each: f"{each['standard']}/{each['version']}",
    "submissions": lambda each: each["contact"],
}


def create(service: Service, **more: Any) -> Assignment:
    """An open assignment of anna's, as it is kept."""
    given = {
        "id": str(uuid4()),
        "shopper": "anna",
        "location": "acme/shop/1",
        "opens_at": NOW,
        "closes_at": NOW + DAY,
        "scenario": {"en": "Ask for a lamp", "pl": "Zapytaj o lampę"},
        "standard": "shop",
        "fee": Fee("25.00", "PLN"),
        "by": "carol",
        "note": "not for the shopper",
        **more,
    }
    return Assignments(service.database).create(Assignment(**given))


def published(service: Service, version: int, text: str = STANDARD) -> None:
    """Has the version in force; the service knows of it at once."""
    written = text.replace("VERSION", str(version)).encode()
    now = service.now[0]
    standards = Standards(service.database)
    publish(standards, written, effective_from=now, by="adam", now=now, why="as agreed")
    service.app.extensions[EXTENSION].questionnaires.versions("shop")


def wait(service: Service, seconds: int) -> None:
    """Lets the time pass; everybody signs in anew."""
    service.now[0] += seconds
    service.tokens.clear()


def asked(service: Service, since: str | None = None, user: str = "anna") -> dict[str, Any]:
    """The user's day, or what of it has changed."""
    query = {} if since is None else {"since": since}
    answer = service.ask("GET", "/work", user, query_string=query)
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.get_json()
    return told


@dataclass
class Phone:
    """What a phone holds; `told` is the last answer."""

    service: Service
    user: str = "anna"
    cursor: str | None = None
    told: dict[str, Any] = field(default_factory=dict)
    held: dict[str, dict[str, Any]] = field(default_factory=dict)

    def sync(self, lost: bool = False) -> None:
        """Asks for what is new and keeps it; `lost`: the answer never arrives."""
        told = asked(self.service, self.cursor, self.user)
        if lost:
            return
        self.told, self.cursor = told, told["cursor"]
        self.held = after({} if told["whole"] else self.held, told)


def after(held: dict[str, dict[str, Any]], told: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """What is held once the answer is applied."""
    gone = set(told["gone"])
    now = {}
    for name, key in NAMED.items():
        kept = held.get(name, {}) | {key(each): each for each in told[name]}
        now[name] = {each: it for each, it in kept.items() if each not in gone}
    return now | {name: told[name] for name in ("account", "limits", "receipt_key")}
