"""One event of Zendesk's about one of our contacts: who did it, when, and our events made of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from scoring.evidence import Event, EventKind, Role
from standards.conditions import Fact, Facts
from webhooks.contract import Account
from webhooks.natural_ids import change_id
from webhooks.zendesk.envelope import Instant, Notice, Told, own_id

# Of one save the opening counts first, then its words, then what else it changed (MODEL, Events).
_RANKS = {EventKind.OPENED: 0, EventKind.MESSAGE: 1}
_OTHERS = 2
_A_SECOND = 10**9  # nanoseconds
# Within each rank there is a second for what webhooks tell, and one for what is read again.
_A_RANK = 2 * _A_SECOND
BEHIND = tuple(rank * _A_RANK + _A_SECOND for rank in range(_OTHERS + 1))
SYSTEM = "-1"  # Zendesk's id of itself: triggers and automations


@dataclass(frozen=True, slots=True)
class Happening:
    """What happened, at which account, to which contact, and when."""

    notice: Notice
    account: Account
    contact: str
    at: Instant

    @property
    def detail(self) -> Told:
        """The ticket after the change."""
        return self.notice.detail

    @property
    def event(self) -> Told:
        """The change."""
        return self.notice.event

    @property
    def actor(self) -> str | None:
        """Zendesk's id of who did it; None when it is not told."""
        return own_id(self.detail, "actor_id")

    def role_of(self, user: str | None) -> Role:
        """The requester is the customer, Zendesk itself and nobody are the system."""
        if user is None or user == SYSTEM:
            return Role.SYSTEM
        return Role.CUSTOMER if user == own_id(self.detail, "requester_id") else Role.AGENT

    def identity(self, user: str | None) -> str | None:
        """Our id of Zendesk's user; None for nobody and for Zendesk itself."""
        return None if user in (None, SYSTEM) else self.account.id_of("user", user)

    def made(self, name: str, kind: EventKind, at: Instant | None = None, **told: Any) -> Event:
        """Our event of that id and kind, in the order in which it counts."""
        when = at or self.at
        seq = rank_of(kind) * _A_RANK + when.nanoseconds
        return Event(self.contact, name, kind, when.seconds, seq=seq, **told)

    def changed(
        self, field: str, old: Fact, facts: Facts, kind: EventKind = EventKind.CHANGED
    ) -> Event:
        """The event that the field is now as in `facts`, done by the actor."""
        new = facts.get(field)
        name = change_id(self.contact, field, old, new, self.at.seconds)
        actor = self.actor
        return self.made(name, kind, role=self.role_of(actor), by=self.identity(actor), facts=facts)


def rank_of(kind: EventKind) -> int:
    """Where events of that kind count among those of one second."""
    return _RANKS.get(kind, _OTHERS)
