"""What to enter at Zendesk so that it posts its ticket events here, in words for its admin."""

from __future__ import annotations

from collections.abc import Iterator

from webhooks.contract import Connecting
from webhooks.zendesk.events import READERS, TOLD_BY_READING
from webhooks.zendesk.triggers import TEMPLATE

# They are no events of ours, but erase words that we keep.
ERASING = ("comment_redacted", "description_changed")

_WHERE = "Zendesk's Admin Center, Apps and integrations, Webhooks, Create webhook"


def event_types() -> tuple[str, ...]:
    """The types to subscribe to, as Zendesk's API names them."""
    return tuple(
        f"zen:event-type:ticket.{each}" for each in sorted({*READERS, *ERASING, *TOLD_BY_READING})
    )


def steps(path: str) -> Iterator[str]:
    """The lines to print; `path` is that of the route, under whatever address the service has."""
    yield f"At {_WHERE}:"
    yield "  Connect to     Zendesk events"
    yield "  Endpoint URL   https://THE-SERVICE'S-PUBLIC-ADDRESS" + path
    yield "  Request        POST, JSON; no authentication: the signature proves the sender"
    yield "  Events         these of tickets; others do no harm:"
    for each in event_types():
        yield f"                 {each.removeprefix('zen:event-type:')}"
    yield "Or connect it to a trigger, with this body, and the ticket is read again by the API:"
    yield f"                 {TEMPLATE}"
    yield "Then reveal the webhook's signing secret and keep it here, if this one is not it yet."


CONNECTING = Connecting(
    whose="an account of Zendesk's",
    about="NAME begins every id of the account and ends the webhook's address.",
    secret="The webhook's signing secret.",
    user="The e-mail address of the user that tags are written as.",
    token="That user's API token.",
    examples=(
        "zd-acme --address https://acme.zendesk.com --user bot@acme.example",
        "zd-acme --address https://acme.zendesk.com --no-write-back",
        "zd-acme --add-secret --secret-file secret.txt",
    ),
    steps=steps,
    # What signs webhooks that are tried before they are saved (Zendesk, "Verifying webhook
    # authenticity").
    public_secrets=frozenset({"dGhpc19zZWNyZXRfaXNfZm9yX3Rlc3Rpbmdfb25seQ=="}),
)
