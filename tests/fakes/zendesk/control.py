"""Steering and looking into a fake Zendesk that is a process of its own, under `/fake/`.

GET  /fake/tickets             {number: {"status", "tags"}} of all that are there
PUT  /fake/tickets/NUMBER      {"tags", "status"}: a ticket that has been there already
POST /fake/tickets/NUMBER      {"add", "remove", "actor", "status"}: somebody changes it
PUT  /fake/faults              {"seed", "rate", "kinds": "passing" or "stormy", "always"}
PUT  /fake/events              [envelope, ...]: what webhooks told elsewhere has happened here
GET  /fake/events              [envelope, ...]: all that webhooks told, or would have, by ticket
GET  /fake/calls               {"calls": [...], "complaints": [...], "statuses": {status: number}}
"""

from __future__ import annotations

from typing import Any

from tests.fakes.asking import Answer
from tests.fakes.server import NO_CONTROL
from tests.fakes.zendesk.tickets import Tickets


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
            tickets.put(int(number), given.get("tags", ()), given.get("status", "open"))
            return Answer(204)
        case "POST", ["tickets", number]:
            return _change(tickets, int(number), given)
        case "PUT", ["events"]:
            for told in given:
                tickets.take(told)
            return Answer(204)
        case "GET", ["events"]:
            histories = tickets.histories().values()
            return Answer(200, [told for history in histories for told in history])
    return NO_CONTROL


def _change(tickets: Tickets, number: int, given: dict[str, Any]) -> Answer:
    actor = given.get("actor", 7)
    tickets.tag(number, given.get("add", ()), given.get("remove", ()), actor)
    if "status" in given:
        tickets.set_status(number, given["status"], actor)
    return Answer(204)
