"""The fake Freshdesk's rules: every change of a ticket calls a webhook, as some admin typed it.

The bodies take turns: as it should be, with a comma too much, what `Simple` content sends, as XML,
as a form.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import requests

from tests.fakes.freshdesk.ticket import Change
from tests.fakes.subscription import Posted, Subscription

TIME_OUT_SECONDS = 5
MOST_ATTEMPTS = 4  # Freshdesk waits 5, 30 and 60 minutes between them; here nobody waits

_STATUSES = {2: "Open", 3: "Pending", 4: "Resolved", 5: "Closed"}


def body_of(change: Change, style: int = 0) -> tuple[str, bytes]:
    """The content type and the body of the delivery that tells of the change."""
    told = _told(change)
    kind, made = _STYLES[style % len(_STYLES)]
    return kind, made(told).encode()


def headers_of(kind: str, secret: str) -> dict[str, str]:
    """The headers of a delivery that bears the secret."""
    return {"Content-Type": kind, "User-Agent": "Freshdesk", "X-Webhook-Secret": secret}


@dataclass
class Rules(Subscription[Change]):
    """Posts what rules would; `leaves_out` is the agent whose changes they do not look at."""

    leaves_out: int | None = None

    def __call__(self, change: Change) -> None:
        """Notes the change; it is posted soon."""
        if change.actor is None or change.actor != self.leaves_out:
            super().__call__(change)

    def post(self, session: requests.Session, change: Change) -> Posted:
        kind, body = body_of(change, len(self.posted))
        headers = headers_of(kind, self.secret)
        status: int | None = None
        for _ in range(MOST_ATTEMPTS):
            try:
                answer = session.post(
                    self.address, data=body, headers=headers, timeout=TIME_OUT_SECONDS
                )
            except requests.RequestException:
                continue
            status = answer.status_code
            if status < 300:
                break
        return Posted(body, headers, status)


def _told(change: Change) -> Mapping[str, Any]:
    ticket = change.ticket
    return {
        "triggered_event": change.triggered,
        "ticket_id": str(ticket.id),
        "ticket_url": f"https://acme.freshdesk.com/helpdesk/tickets/{ticket.id}",
        "ticket_subject": f"Ticket {ticket.id}",
        "ticket_status": _STATUSES.get(ticket.status, f"Own {ticket.status}"),
    }


def _advanced(told: Mapping[str, Any]) -> str:
    return json.dumps({"freshdesk_webhook": told})


def _with_a_comma(told: Mapping[str, Any]) -> str:
    lines = "".join(f'    "{name}":"{value}",\n' for name, value in told.items())
    return f'{{"freshdesk_webhook":\n    {{\n{lines}    }}\n}}'


def _simple(told: Mapping[str, Any]) -> str:
    kept = {name: value for name, value in told.items() if name != "triggered_event"}
    return json.dumps({"freshdesk_webhook": {**kept, "ticket_id": int(told["ticket_id"])}})


def _as_xml(told: Mapping[str, Any]) -> str:
    inside = "".join(f"<{name}>{value}</{name}>" for name, value in told.items())
    return f'<?xml version="1.0"?><freshdesk_webhook>{inside}</freshdesk_webhook>'


def _as_form(told: Mapping[str, Any]) -> str:
    return urlencode({f"freshdesk_webhook[{name}]": value for name, value in told.items()})


_STYLES: tuple[tuple[str, Callable[[Mapping[str, Any]], str]], ...] = (
    ("application/json", _advanced),
    ("application/json", _with_a_comma),
    ("application/json; charset=utf-8", _simple),
    ("application/xml", _as_xml),
    ("application/x-www-form-urlencoded", _as_form),
)
