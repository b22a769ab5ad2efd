"""Steering and looking into a fake Zendesk that is a process of its own, under `/fake/`.

GET  /fake/tickets             {number: {"status", "tags"}} of all that are there
PUT  /fake/tickets/NUMBER      {"tags", "status"}: a ticket that has been there already
POST /fake/tickets/NUMBER      {"add", "remove", "actor", "status"}: somebody changes it
PUT  /fake/faults              {"seed", "rate", "always"}
GET  /fake/calls               {"calls": [...], "complaints": [...]}
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tests.fakes.zendesk.api import Answer, Asked
from tests.fakes.zendesk.faults import Fault, Faults

if TYPE_CHECKING:
    from tests.fakes.zendesk.server import FakeZendesk


def controlled(zendesk: FakeZendesk, asked: Asked) -> Answer:
    """What the request under `/fake/` is answered."""
    given: dict[str, Any] = json.loads(asked.body) if asked.body else {}
    match asked.method, asked.path.split("/")[2:]:
        case "GET", ["tickets"]:
            every = {each.id: each for each in zendesk.tickets.all()}
            told = {
                number: {"status": each.status, "tags": sorted(each.tags)}
                for number, each in every.items()
            }
            return Answer(200, told)
        case "PUT", ["tickets", number]:
            zendesk.tickets.put(int(number), given.get("tags", ()), given.get("status", "open"))
            return Answer(204)
        case "POST", ["tickets", number]:
            return _change(zendesk, int(number), given)
        case "PUT", ["faults"]:
            always = given.get("always")
            zendesk.faults = Faults(
                given.get("seed", 0),
                given.get("rate", 0.0),
                always=None if always is None else Fault(always),
            )
            return Answer(204)
        case "GET", ["calls"]:
            return Answer(200, {"calls": zendesk.calls(), "complaints": zendesk.api.complaints})
    return Answer(404, {"error": "nothing is steered by that"})


def _change(zendesk: FakeZendesk, number: int, given: dict[str, Any]) -> Answer:
    actor = given.get("actor", 7)
    zendesk.tickets.tag(number, given.get("add", ()), given.get("remove", ()), actor)
    if "status" in given:
        zendesk.tickets.set_status(number, given["status"], actor)
    return Answer(204)
