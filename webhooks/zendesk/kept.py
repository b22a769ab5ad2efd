"""What Zendesk's API keeps of a ticket: as it is shown, its comments, and an audit for each save.

Zendesk, "Ticket Audit events reference": an audit is one save; its events are what that changed,
each with the value before.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from webhooks.contract import Account, PayloadInvalid
from webhooks.zendesk.asking import Thing
from webhooks.zendesk.envelope import TICKET, Instant, Notice, instant, own_id, part, read_id
from webhooks.zendesk.happening import SYSTEM, Happening

_RULES = frozenset({"rule", "8"})  # triggers and automations, as a word or a number
_MERGES = frozenset({"merge", "19"})


@dataclass(frozen=True, slots=True)
class Entry:
    """An event of an audit, and who did it: Zendesk itself where a rule did, whoever set it off."""

    told: Thing
    actor: str | None

    @property
    def kind(self) -> str:
        """Zendesk's word: `Create`, `Change`, `Comment` ..."""
        return str(self.told.get("type"))

    @property
    def name(self) -> str:
        """The field that was changed; a number for one of the firm's own."""
        return str(self.told.get("field_name"))

    @property
    def is_custom(self) -> bool:
        """Whether it is a change of a field of the firm's own."""
        return self.kind == "Change" and self.name.isdecimal()


@dataclass(frozen=True, slots=True)
class Save:
    """An audit."""

    own: str | None
    at: Instant
    audit: Thing
    entries: tuple[Entry, ...]

    @property
    def merged_into(self) -> str | None:
        """The ticket that this one went on in by the save; None where it did not."""
        via = part(self.audit, "via")
        source = part(via, "source")
        if str(via.get("channel")) not in _MERGES and source.get("rel") != "merge":
            return None
        to = part(source, "to")
        return read_id(to.get("ticket_id") or to.get("id"), "ticket")


@dataclass(frozen=True, slots=True)
class Kept:
    """A ticket with all its comments, their authors by number, and all saves, in order.

    `kinds` are those of the account's fields by number, where the saves change any of the firm's
    own; `rating` None: none.
    """

    contact: str
    account: Account
    ticket: Thing
    comments: tuple[Thing, ...] = ()
    users: Mapping[str, Thing] = field(default_factory=dict)
    saves: tuple[Save, ...] = ()
    kinds: Mapping[str, str] = field(default_factory=dict)
    rating: Thing | None = None

    def happening(
        self,
        news: str,
        event: Mapping[str, Any],
        at: Instant,
        actor: object = None,
        detail: Mapping[str, Any] | None = None,
    ) -> Happening:
        """What a webhook would have told of that news."""
        told = {"requester_id": self.ticket.get("requester_id"), "actor_id": actor}
        notice = Notice(
            "", f"{TICKET}{news}", None, {"detail": told | dict(detail or {}), "event": event}
        )
        return Happening(notice, self.account, self.contact, at)


def saves_of(audits: Iterable[Thing]) -> tuple[Save, ...]:
    """The saves in the order in which they were made. PayloadInvalid when one cannot be read."""
    return tuple(
        sorted((_save(each) for each in audits), key=lambda save: (save.at, _size(save.own)))
    )


def in_order(comments: Iterable[Thing]) -> tuple[Thing, ...]:
    """The comments in the order in which they were written."""
    return tuple(sorted(comments, key=lambda each: (at_of(each), _size(own_id(each, "id")))))


def at_of(told: Thing, name: str = "created_at") -> Instant:
    """The instant of that name. PayloadInvalid when there is none."""
    found = instant(told, name)
    if found is None:
        raise PayloadInvalid(f"{name} is missing")
    return found


def _save(audit: Thing) -> Save:
    told = audit.get("events")
    listed = [each for each in told if isinstance(each, dict)] if isinstance(told, list) else []
    entries = tuple(Entry(each, _actor(audit, each)) for each in listed)
    return Save(own_id(audit, "id"), at_of(audit), audit, entries)


def _actor(audit: Thing, told: Thing) -> str | None:
    via = part(told, "via") or part(audit, "via")
    return SYSTEM if str(via.get("channel")) in _RULES else own_id(audit, "author_id")


def _size(own: str | None) -> tuple[int, str]:
    """Numbers by their size, which is the order in which Zendesk gives them."""
    return (int(own), "") if own is not None and own.isdecimal() else (-1, own or "")
