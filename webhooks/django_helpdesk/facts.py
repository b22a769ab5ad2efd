"""The facts of a ticket of which django-helpdesk tells no history: they are as they stand."""

from __future__ import annotations

from typing import Any

from scoring.tags import is_ours
from standards.conditions import FIELD, Fact, Facts
from webhooks.contract import Account
from webhooks.django_helpdesk.ticket import Ticket
from webhooks.django_helpdesk.words import CUSTOM, PRIORITIES, TAGS

_LONGEST = 200  # characters of a value that somebody might want to judge by


def facts_of(ticket: Ticket, account: Account) -> Facts:
    """Priority, assignee (None: nobody), group, tags and the firm's own fields, as they stand."""
    assignee = ticket.assigned_to
    return {
        "priority": PRIORITIES[ticket.priority],
        "assignee": None if assignee is None else account.id_of("user", assignee),
        "group": account.id_of("queue", ticket.queue),
        **_tags(ticket, account),
        **_fields(ticket),
    }


def tags_in(value: Any) -> tuple[str, ...]:
    """The words of the field that holds tags, each once, as they stand there."""
    return tuple(dict.fromkeys(value.split())) if isinstance(value, str) else ()


def _tags(ticket: Ticket, account: Account) -> Facts:
    """The tags of others; ours are no news."""
    if TAGS not in ticket.custom:
        return {}
    told = tags_in(ticket.custom[TAGS])
    return {"tags": tuple(sorted({each for each in told if not is_ours(each, account.prefix)}))}


def _fields(ticket: Ticket) -> Facts:
    found = {name: value for name, value in ticket.custom.items() if name != TAGS}
    return {
        f"{FIELD}{name.removeprefix(CUSTOM)}": _plain(value)
        for name, value in found.items()
        if not _is_words(value)
    }


def _plain(value: Any) -> Fact:
    return value if isinstance(value, str | bool | int | float) and value != "" else None


def _is_words(value: Any) -> bool:
    """Whether people have written sentences there: those do not belong among facts."""
    return isinstance(value, str) and (len(value) > _LONGEST or "\n" in value)
