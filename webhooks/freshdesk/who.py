"""Who we are at Freshdesk: the agent whose changes are our own echo."""

from __future__ import annotations

from webhooks.contract import Call, Talk
from webhooks.freshdesk.asking import refusal, the_object
from webhooks.freshdesk.body import number

_ME = Call("GET", "/api/v2/agents/me")
_ASKED = "who we are"


def who_we_are() -> Talk[str]:
    """Freshdesk's id of the agent whose key it is. CallRefused when it is nobody's."""
    reply = yield _ME
    own = number(the_object(reply, _ASKED).get("id"))
    if own is None:
        raise refusal(reply, _ASKED)
    return own
