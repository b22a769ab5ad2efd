"""What to enter at Freshdesk so that it posts its news here, in words for its admin."""

from __future__ import annotations

from collections.abc import Iterator

from webhooks.contract import Connecting

_BODY = '{"ticket_id": "{{ticket.id}}", "triggered_event": "{{triggered_event}}"}'


def steps(path: str) -> Iterator[str]:
    """The lines to print; `path` is that of the route, under whatever address the service has."""
    yield "At Freshdesk, Admin, Workflows, Automations, make two rules: one that runs on ticket"
    yield "creation, one that runs on ticket updates, each with the action Trigger webhook:"
    yield "  Request type    POST"
    yield "  URL             https://THE-SERVICE'S-PUBLIC-ADDRESS" + path
    yield "  Custom headers  X-Webhook-Secret: THE SECRET"
    yield "  Encoding        JSON; content Advanced:"
    yield f"                  {_BODY}"
    yield "  Update rule     performed by anybody but the agent whose API key we use;"
    yield "                  events: status, priority, type, group, agent, reply sent,"
    yield "                  note added, tags, satisfaction"


CONNECTING = Connecting(
    whose="an account of Freshdesk's",
    about=(
        "NAME begins every id of the account and ends the webhook's address. Tickets are read with"
        " the API key, so without one no ticket is judged."
    ),
    secret="What the rule's webhook sends with each delivery; made by us where it is left out.",
    user="Not needed: the API key says who we are.",
    token="The API key of the user that tickets are read and tags written as.",
    examples=(
        "fd-acme --address https://acme.freshdesk.com --token-file key.txt",
        "fd-acme --add-secret --secret-file secret.txt",
    ),
    steps=steps,
    usual_user="X",
)
