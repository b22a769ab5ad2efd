"""The values of a ticket's fields, in our words. None is unknown, or none at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeAlias

from scoring.tags import is_ours
from standards.conditions import Fact
from webhooks.contract import Account, PayloadInvalid
from webhooks.zendesk.envelope import Told, part, read_id
from webhooks.zendesk.words import CHANNELS, STATUSES

Value: TypeAlias = "Callable[[Any, Account], Fact]"
_LONGEST = 200  # characters of a value that somebody might want to judge by


def word(found: Any, _: Account) -> str | None:
    """The word in lower case."""
    if found is None or found == "":
        return None
    if not isinstance(found, str) or len(found) > _LONGEST:
        raise PayloadInvalid("a value that should be a word is none")
    return found.lower()


def status(found: Any, account: Account) -> str:
    """The category of Zendesk's status. PayloadInvalid for one that we do not know."""
    told = word(found, account)
    if told is None or told not in STATUSES:
        raise PayloadInvalid("the status is none that Zendesk is known to have")
    return STATUSES[told]


def channel(found: Any, account: Account) -> str | None:
    """Our word for the channel; Zendesk's own where we have none."""
    told = word(found, account)
    return None if told is None else CHANNELS.get(told, told)


def an_id(kind: str) -> Value:
    """Reads Zendesk's id of a thing of that kind."""

    def read(found: Any, account: Account) -> str | None:
        own = read_id(found, kind)
        return None if own is None else account.id_of(kind, own)

    return read


def words(found: Any, name: str) -> tuple[str, ...]:
    """A list of words. PayloadInvalid, naming it, when it is none."""
    if not isinstance(found, list) or not all(isinstance(each, str) for each in found):
        raise PayloadInvalid(f"{name} is no list of words")
    return tuple(found)


def not_ours(tags: Iterable[str], account: Account) -> tuple[str, ...]:
    """The tags that others have set, also where they only begin as ours do."""
    return tuple(sorted({each for each in tags if not is_ours(each, account.prefix)}))


def ticket_facts(detail: Told, account: Account) -> dict[str, Fact]:
    """All that is known of a ticket by its `detail`; what is none is left out."""
    read = {name: value(detail.get(key), account) for name, key, value in _OF_TICKET}
    read["channel"] = channel(part(detail, "via").get("channel"), account)
    if detail.get("status") is not None:
        read["status"] = status(detail["status"], account)
    if detail.get("tags") is not None:
        read["tags"] = not_ours(words(detail["tags"], "detail.tags"), account)
    return {name: fact for name, fact in read.items() if fact is not None and fact != ()}


_OF_TICKET: tuple[tuple[str, str, Value], ...] = (
    ("status_label", "status", word),
    ("priority", "priority", word),
    ("contact_type", "type", word),
    ("assignee", "assignee_id", an_id("user")),
    ("group", "group_id", an_id("group")),
    ("brand", "brand_id", an_id("brand")),
    ("form", "form_id", an_id("form")),
    ("fields.organization", "organization_id", an_id("organization")),
    ("fields.custom_status", "custom_status", an_id("custom_status")),
)
