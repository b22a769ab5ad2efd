"""The phone's day in one call: whole, by what has changed, and not at all."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

from mobile_api.assigning import Assignment, Fee
from plugin.stores.shopping.assignments import Assignments
from tests.mobile_api.service import NOW, Service, visit

DAY = 86_400


def assignment(**more: Any) -> Assignment:
    """An open assignment of anna's."""
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
    return Assignment(**given)


def create(service: Service, **more: Any) -> Assignment:
    """The assignment as it is kept."""
    return Assignments(service.database).create(assignment(**more))


def asked(service: Service, since: str | None = None, user: str = "anna") -> dict[str, Any]:
    """The user's day, or what of it has changed."""
    query = {} if since is None else {"since": since}
    answer = service.ask("GET", "/work", user, query_string=query)
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.get_json()
    return told


def test_everything_of_the_day_comes_in_one_answer(service: Service) -> None:
    made = create(service)
    assert service.put(visit(), user="anna").status_code == 201
    told = asked(service)
    assert told["whole"]
    assert [each["id"] for each in told["assignments"]] == [made.id]
