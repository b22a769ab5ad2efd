"""Who we are at Zendesk: the user whose changes are our own echo."""

from __future__ import annotations

from typing import Any

from webhooks.contract import Call, Reply, Talk
from webhooks.zendesk.replies import refusal

_ME = Call("GET", "/api/v2/users/me")


def who_we_are() -> Talk[str]:
    """Zendesk's id of the user that our calls are made as.

    CallRefused when it lets us in as nobody: it answers a stranger with a user without id.
    """
    reply = yield _ME
    found = _user_id(reply)
    if found is None:
        raise refusal(reply, "who we are")
    return found


def _user_id(reply: Reply) -> str | None:
    body: Any = reply.body
    user = body.get("user") if reply.status == 200 and isinstance(body, dict) else None
    found = user.get("id") if isinstance(user, dict) else None
    return str(found) if isinstance(found, int | str) and found else None
