"""Steering and looking into a fake Freshdesk that is a process of its own, under `/fake/`.

GET  /fake/tickets             {number: {"status", "tags"}} of all that are in no bin
PUT  /fake/tickets/NUMBER      {"tags", "status"}: a ticket that has been there already
POST /fake/tickets/NUMBER      {"add", "remove", "actor", "status"}: somebody changes it
PUT  /fake/acts                [["comment", {"number", "text", "at", ...}], ...]: what is done, each
                               a method of `Tickets` by its name; `at` may lie in the past
GET  /fake/webhooks            [{"at", "actor", "type", "body"}]: what rules have sent, in order
PUT  /fake/faults              {"seed", "rate", "kinds": "passing" or "stormy", "always"}
GET  /fake/calls               {"calls": [...], "complaints": [...], "statuses": {status: number}}
"""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

from tests.fakes.freshdesk.api import Answer, Asked
from tests.fakes.freshdesk.webhooks import body_of
from tests.fakes.zendesk.faults import KINDS, Fault, Faults

if TYPE_CHECKING:
    from tests.fakes.freshdesk.server import FakeFreshdesk

ACTS = frozenset(
    {
        "create",
        "tag",
        "set_status",
        "assign",
        "alter",
        "set_field",
        "comment",
        "uncomment",
        "rate",
        "bin",
        "erase",
    }
)


def controlled(freshdesk: FakeFreshdesk, asked: Asked) -> Answer:
    """What the request under `/fake/` is answered."""
    given = json.loads(asked.body) if asked.body else {}
    tickets = freshdesk.tickets
    match asked.method, asked.path.split("/")[2:]:
        case "GET", ["tickets"]:
            every = {each.id: each for each in tickets.all()}
            shown = {
                number: {"status": each.status, "tags": sorted(each.tags)}
                for number, each in every.items()
            }
            return Answer(200, shown)
        case "PUT", ["tickets", number]:
            tickets.put(int(number), given.get("tags", ()), given.get("status", 2))
            return Answer(204)
        case "POST", ["tickets", number]:
            return _change(freshdesk, int(number), given)
        case "PUT", ["acts"]:
            for name, told in given:
                if name not in ACTS:
                    return Answer(400, {"error": f"{name} is nothing that is done"})
                getattr(tickets, name)(**told)
            return Answer(204)
        case "GET", ["webhooks"]:
            return Answer(200, _webhooks(freshdesk))
        case "PUT", ["faults"]:
            always = given.get("always")
            freshdesk.faults = Faults(
                given.get("seed", 0),
                given.get("rate", 0.0),
                KINDS[given.get("kinds", "passing")],
                always=None if always is None else Fault(always),
            )
            return Answer(204)
        case "GET", ["calls"]:
            statuses = Counter(str(each.status) for each in freshdesk.log)
            complaints = freshdesk.api.complaints
            told = {"calls": freshdesk.calls(), "complaints": complaints, "statuses": statuses}
            return Answer(200, told)
    return Answer(404, {"error": "nothing is steered by that"})


def _webhooks(freshdesk: FakeFreshdesk) -> list[dict[str, Any]]:
    told = []
    for style, change in enumerate(freshdesk.tickets.changes):
        kind, body = body_of(change, style)
        made = {"at": change.at, "actor": change.actor, "type": kind, "body": body.decode()}
        told.append(made)
    return told


def _change(freshdesk: FakeFreshdesk, number: int, given: dict[str, Any]) -> Answer:
    actor = given.get("actor", 7)
    freshdesk.tickets.tag(number, given.get("add", ()), given.get("remove", ()), actor)
    if "status" in given:
        freshdesk.tickets.set_status(number, given["status"], actor)
    return Answer(204)
