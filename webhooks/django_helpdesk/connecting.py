"""What to set at django-helpdesk so that it posts its tickets here, in words for its admin."""

from __future__ import annotations

from collections.abc import Iterator

from webhooks.contract import Connecting


def steps(path: str) -> Iterator[str]:
    """The lines to print; `path` is that of the route, under whatever address the service has."""
    address = "https://THE-SERVICE'S-PUBLIC-ADDRESS" + path
    yield "In the environment of django-helpdesk's own processes (web, and whatever fetches mail),"
    yield "the same address twice, and only one in each:"
    yield f"  HELPDESK_NEW_TICKET_WEBHOOK_URLS={address}"
    yield f"  HELPDESK_FOLLOWUP_WEBHOOK_URLS={address}"
    yield "In its Django settings, for tags and for tickets to be read again:"
    yield "  HELPDESK_ACTIVATE_API_ENDPOINT = True"
    yield '  HELPDESK_SHOW_CUSTOM_FIELDS_FOLLOW_UP_LIST = ["none"]'
    yield "  (or the fields that agents fill in, never tags: their form would write old ones back)"
    yield "In its admin pages: a custom field named tags, of a single line, for staff only; and a"
    yield "user of our own who is staff and nothing else."
    yield "Whoever knows the address can post: keep it as you keep a password."


CONNECTING = Connecting(
    whose="a django-helpdesk",
    about=(
        "NAME begins every id of the helpdesk. Its webhooks can prove nothing, so the address that"
        " they post to ends with a secret: keep it out of sight."
    ),
    secret="Ends the address that is posted to; made by us where it is left out.",
    user="The user that tickets are read and tags written as.",
    token="That user's password.",
    examples=(
        "dh-acme --address https://help.acme.example --user bot --token-file password.txt",
        "dh-acme --address https://help.acme.example --no-write-back",
    ),
    steps=steps,
)
