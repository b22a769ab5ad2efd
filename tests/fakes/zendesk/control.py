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

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

from tests.fakes.zendesk.api import Answer, Asked
from tests.fakes.zendesk.faults import KINDS, Fault, Faults

if TYPE_CHECKING:
    from tests.fakes.zendesk.server import FakeZendesk


def controlled(zendesk: FakeZendesk, asked: Asked) -> Answer:
    """What the request under `/fake/` is answered."""
    given = json.loads(asked.body) if asked.body else {}
    match asked.method, asked.path.split("/")[2:]:
        case "GET", ["tickets"]:
            every = {each.id: each for each in zendesk.tickets.all()}
            shown = {
                number: {"status": each.status, "tags": sorted(each.tags)}
                for number, each in every.items()
            }
            return Answer(200, shown)
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
                KINDS[given.get("kinds", "passing")],
                always=None if always is None else Fault(always),
            )
            return Answer(204)
        case "PUT", ["events"]:
            for told in given:
                zendesk.tickets.take(told)
            return Answer(204)
        case "GET", ["events"]:
            histories = zendesk.tickets.histories().values()
            return Answer(200, [told for history in histories for told in history])
        case "GET", ["calls"]:
            return Answer(200, _calls(zendesk))
    return Answer(404, {"error": "nothing is steered by that"})


def _calls(zendesk: FakeZendesk) -> dict[str, Any]:
    statuses = Counter(str(each.status) for each in zendesk.log)
    complaints = zendesk.api.complaints
    return {"calls": zendesk.calls(), "complaints": complaints, "statuses": statuses}


def _change(zendesk: FakeZendesk, number: int, given: dict[str, Any]) -> Answer:
    actor = given.get("actor", 7)
    zendesk.tickets.tag(number, given.get("add", ()), given.get("remove", ()), actor)
    if "status" in given:
        zendesk.tickets.set_status(number, given["status"], actor)
    return Answer(204)
