"""Where a contact stands at its own helpdesk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

# Helpdesk -> its name in front of people, and where a ticket of that number stands.
_TICKETS: Mapping[str, tuple[str, str]] = {
    "zendesk": ("Zendesk", "/agent/tickets/{number}"),
}


@dataclass(frozen=True, slots=True)
class Link:
    """An address at the helpdesk, and the helpdesk's name."""

    helpdesk: str
    address: str


def link_of(contact: str, helpdesk: str, address: str) -> Link | None:
    """Where the contact stands at the helpdesk of that address; None where that is not known."""
    _, _, number = contact.rpartition("/ticket/")
    if helpdesk not in _TICKETS or not number or urlsplit(address).scheme not in {"https", "http"}:
        return None
    name, path = _TICKETS[helpdesk]
    return Link(name, address.rstrip("/") + path.format(number=quote(number, safe="")))
