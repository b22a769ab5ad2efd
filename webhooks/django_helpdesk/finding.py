"""Asks django-helpdesk's API for one ticket, at the least cost to the helpdesk.

For one ticket 2.6.1 reads all tickets, field by field, that its list would show
(helpdesk/views/api.py, `TicketViewSet.get_queryset`): of 2,000 that takes it a second. The list can
be narrowed by status, also for one ticket, and few tickets are open.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from webhooks.contract import Call, Reply, Talk
from webhooks.django_helpdesk.replies import is_gone

Narrowed: TypeAlias = "Mapping[str, str]"

# The last asks among all: a ticket may have moved from a later to an earlier one meanwhile.
_AMONG: tuple[Narrowed, ...] = ({"status": "1,2"}, {"status": "3"}, {"status": "4,5"}, {})


def find(path: str) -> Talk[tuple[Reply, Narrowed]]:
    """What is answered for the ticket at the path, and among which tickets it was found.

    Where it is among none the answer is that it is gone.
    """
    among: Narrowed = {}
    for among in _AMONG:
        reply = yield Call("GET", path, among)
        if not is_gone(reply):
            break
    return reply, among
