"""The fake Zendesk's event subscription: every change of a ticket, signed and posted."""

from __future__ import annotations

import hashlib
import hmac
import json
from base64 import b64encode
from uuid import uuid4

import requests

from tests.fakes.subscription import Posted, Subscription
from tests.fakes.zendesk.envelopes import envelope
from tests.fakes.zendesk.ticket import Change, shown_instant

TIME_OUT_SECONDS = 12
MOST_ATTEMPTS = 6  # after time-outs; after 409, 429 and 503 there are up to three more


def body_of(change: Change, at: float, event_id: str | None = None) -> bytes:
    """The body of the delivery that tells of the change."""
    return json.dumps(envelope(change, at, event_id)).encode()


def signed(body: bytes, secret: str, at: float) -> dict[str, str]:
    """The headers of a delivery of the body, signed at that instant."""
    stamp = shown_instant(at)
    digest = hmac.new(secret.encode(), stamp.encode() + body, hashlib.sha256).digest()
    return {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "Zendesk Webhook",
        "X-Zendesk-Account-Id": "12514403",
        "X-Zendesk-Webhook-Id": "01HAN96XNH1J7DY8D7RZ22QMT9",
        "X-Zendesk-Webhook-Invocation-Id": uuid4().hex,
        "X-Zendesk-Webhook-Signature": b64encode(digest).decode(),
        "X-Zendesk-Webhook-Signature-Timestamp": stamp,
    }


class Subscribed(Subscription[Change]):
    """Signs what it posts."""

    def post(self, session: requests.Session, change: Change) -> Posted:
        body = body_of(change, self.clock())
        headers: dict[str, str] = {}
        status: int | None = None
        for attempt in range(MOST_ATTEMPTS):
            headers = signed(body, self.secret, self.clock())
            try:
                answer = session.post(
                    self.address, data=body, headers=headers, timeout=TIME_OUT_SECONDS
                )
            except requests.RequestException:
                status = None
                continue
            status = answer.status_code
            if status not in (409, 429, 503) or attempt >= 3:
                break
        return Posted(body, headers, status)
