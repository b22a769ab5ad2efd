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

from typing import Any

from tests.fakes.asking import Answer
from tests.fakes.freshdesk.tickets import Tickets
from tests.fakes.freshdesk.webhooks import body_of
from tests.fakes.server import NO_CONTROL

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


def controlled(tickets: Tickets, method: str, path: list[str], given: Any) -> Answer:
    """What the request under `/fake/` is answered."""
    match method, path:
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
            return _change(tickets, int(number), given)
        case "PUT", ["acts"]:
            for name, told in given:
                if name not in ACTS:
                    return Answer(400, {"error": f"{name} is nothing that is done"})
                getattr(tickets, name)(**told)
            return Answer(204)
        case "GET", ["webhooks"]:
            return Answer(200, _webhooks(tickets))
    return NO_CONTROL


def _webhooks(tickets: Tickets) -> list[dict[str, Any]]:
    told = []
    for style, change in enumerate(tickets.changes):
        kind, body = body_of(change, style)
        made = {"at": change.at, "actor": change.actor, "type": kind, "body": body.decode()}
        told.append(made)
    return told


def _change(tickets: Tickets, number: int, given: dict[str, Any]) -> Answer:
    actor = given.get("actor", 7)
    tickets.tag(number, given.get("add", ()), given.get("remove", ()), actor)
    if "status" in given:
        tickets.set_status(number, given["status"], actor)
    return Answer(204)
