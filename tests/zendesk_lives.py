"""Tickets as Zendesk tells of them: a life is acted out, and each act posts what Zendesk would.

    life = Life(35436, opened_at)
    life.create()
    life.comment(opened_at + 600, AGENT, "We look into it.")
    life.status(opened_at + 600, "PENDING")
    life.posted    # the bodies, in the order in which it happened; `happened` are the instants

The shape is that of event subscriptions; the people are invented.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from base64 import b64encode
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from standards.instants import show_instant
from webhooks.contract import Delivery

CUSTOMER, AGENT, COLLEAGUE, OUR_USER = "501", "7", "8", "99"
SECRET = "dGVzdC1zZWNyZXQtb2Ytbm9ib2R5"
_STAFF = frozenset({AGENT, COLLEAGUE, OUR_USER})
_MOMENTS = 1_000_003  # nanoseconds between two acts of one second


@dataclass(slots=True)
class Life:
    """One ticket's life; instants are UTC seconds."""

    number: int
    opened_at: int
    channel: str = "email"
    priority: str | None = "NORMAL"
    state: str = "NEW"
    assignee: str | None = None
    group: str | None = None
    requester: str = CUSTOMER
    tags: list[str] = field(default_factory=list)
    fields: dict[str, Any] = field(default_factory=dict)
    posted: list[bytes] = field(default_factory=list)
    happened: list[int] = field(default_factory=list)

    @property
    def contact(self) -> str:
        """Our id of it, at the connection `zd-acme`."""
        return f"zd-acme/ticket/{self.number}"

    def create(self, description: str = "The parcel has not come.") -> None:
        """The customer writes; the ticket is there."""
        self._post(self.opened_at, CUSTOMER, "created", {}, description=description)

    def comment(self, at: int, by: str, body: str, *, public: bool = True) -> None:
        """Somebody writes words, or a note that the customer does not see."""
        own = str(10_000 * self.number + len(self.posted))
        author = {"id": by, "is_staff": by in _STAFF, "name": f"Person {by}"}
        comment = {"id": own, "body": body, "is_public": public, "author": author}
        self._post(at, by, "comment_added", {"comment": comment})

    def redact(self, at: int, comment: str) -> None:
        """Somebody takes the words of a comment back."""
        self._post(at, AGENT, "comment_redacted", {"comment": {"id": comment}})

    def status(self, at: int, new: str, by: str = AGENT) -> None:
        """The status changes."""
        old, self.state = self.state, new
        self._post(at, by, "status_changed", {"current": new, "previous": old})

    def prioritise(self, at: int, new: str | None) -> None:
        """The priority changes."""
        old, self.priority = self.priority, new
        self._post(at, AGENT, "priority_changed", {"current": new, "previous": old})

    def assign(self, at: int, new: str | None, by: str = AGENT) -> None:
        """Somebody takes the ticket."""
        old, self.assignee = self.assignee, new
        self._post(at, by, "agent_assignment_changed", {"current": new, "previous": old})

    def move(self, at: int, new: str) -> None:
        """The ticket goes to a group."""
        old, self.group = self.group, new
        self._post(at, AGENT, "group_assignment_changed", {"current": new, "previous": old})

    def tag(self, at: int, came: list[str], went: list[str], by: str = AGENT) -> None:
        """Tags come and go."""
        self.tags = [each for each in self.tags if each not in went] + came
        told = {"tags_added": came, "tags_removed": went}
        self._post(at, by, "tags_changed", told)

    def set_field(self, at: int, name: str, new: Any, kind: str = "dropdown") -> None:
        """A field of the firm's own changes."""
        old, self.fields[name] = self.fields.get(name), new
        told = {"current": {"value": new}, "previous": {"value": old}}
        custom = {"id": name, "title": "Own", "type": kind}
        self._post(at, AGENT, "custom_field_changed", {**told, "custom_field": custom})

    def leave(self, at: int, how: str) -> None:
        """`soft_deleted`, `undeleted` or `marked_as_spam`."""
        self._post(at, AGENT, how, {})

    def hide(self, at: int, comment: str) -> None:
        """Somebody makes a comment private that the customer has had."""
        self._post(at, AGENT, "comment_made_private", {"comment": {"id": comment}})

    def rate(self, at: int, score: str, words: str | None = None) -> None:
        """The customer answers the survey: `GOOD` or `BAD`. A webhook does not tell the rest."""
        said = {"score": score, "comment": words}
        self._post(at, CUSTOMER, "csat_received", {"satisfaction_score": said})

    def pass_on(self, at: int, new: str) -> None:
        """Somebody else becomes the customer of the ticket."""
        old, self.requester = self.requester, new
        self._post(at, AGENT, "requester_changed", {"current": new, "previous": old})

    def merge(self, at: int, into: str) -> None:
        """The ticket goes on in another one."""
        self._post(at, AGENT, "merged", {"target_ticket_id": into})

    def _post(self, at: int, by: str, news: str, event: dict[str, Any], **more: Any) -> None:
        moment = len(self.posted) * _MOMENTS
        time = f"{datetime.fromtimestamp(at, UTC):%Y-%m-%dT%H:%M:%S}.{moment:09}Z"
        key = uuid5(NAMESPACE_URL, f"{self.number}/{len(self.posted)}/{news}")
        told = {
            "account_id": 22129848,
            "detail": {**self._detail(at, by), **more},
            "event": event,
            "id": str(key),
            "subject": f"zen:ticket:{self.number}",
            "time": time,
            "type": f"zen:event-type:ticket.{news}",
            "zendesk_event_version": "2022-11-06",
        }
        self.posted.append(json.dumps(told).encode())
        self.happened.append(at)

    def _detail(self, at: int, by: str) -> dict[str, Any]:
        return {
            "actor_id": by,
            "assignee_id": self.assignee,
            "brand_id": "8447346621310",
            "created_at": show_instant(self.opened_at),
            "custom_status": None,
            "description": "The parcel has not come.",
            "external_id": None,
            "form_id": "8646151517822",
            "group_id": self.group,
            "id": str(self.number),
            "is_public": True,
            "organization_id": None,
            "priority": self.priority,
            "requester_id": self.requester,
            "status": self.state,
            "subject": "Where is my parcel?",
            "submitter_id": CUSTOMER,
            "tags": list(self.tags),
            "type": "QUESTION",
            "updated_at": show_instant(at),
            "via": {"channel": self.channel},
        }


def signed(body: bytes, at: int, secret: str = SECRET) -> Delivery:
    """The body as Zendesk delivers it at that instant."""
    stamp = show_instant(at)
    proof = hmac.new(secret.encode(), stamp.encode() + body, hashlib.sha256).digest()
    headers = {
        "content-type": "application/json; charset=utf-8",
        "x-zendesk-webhook-signature": b64encode(proof).decode(),
        "x-zendesk-webhook-signature-timestamp": stamp,
    }
    return Delivery(headers, body, at)
