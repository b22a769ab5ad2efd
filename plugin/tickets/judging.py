"""Judges a contact by its whole log: by each standard in force when it was opened.

Beside that come the cards of older versions, for whoever acts in the contact and is still bound by
one of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from plugin.stores.filed.cards import Graced
from scoring.evidence import Event, EventKind, Role, Ticket
from scoring.scorecard import Scorecard, assess
from scoring.timeline import timeline_of
from standards.kinds import Instrument
from standards.model import Standard


class InForce(Protocol):
    """What is needed of the published standards."""

    def in_force(self, at: int) -> tuple[Standard, ...]:
        """Of each code the version that judges a contact opened at the UTC second, if any."""

    def version(self, code: str, number: int) -> Standard | None:
        """That version; None when it was never published."""


class Binding(Protocol):
    """What is needed of the bindings."""

    def concerns(self, code: str) -> bool:
        """Whether anybody may be in grace of a version of the code."""

    def older(
        self, code: str, judged_by: int, identities: Iterable[str], opened_at: int
    ) -> Mapping[int, tuple[str, ...]]:
        """Which of the identities are bound by which older version, in a contact opened then."""


def cards_of(
    contact: str, opened_at: int | None, log: Sequence[Event], standards: InForce, now: int
) -> tuple[Scorecard, ...]:
    """The contact's cards as of now, one a standard that asks anything of tickets.

    `opened_at` is what deliveries told of the opening; a log whose opening nobody told counts as
    opened with its first event.
    """
    began = opening_of(log) if opened_at is None else opened_at
    if began is None:
        return ()
    evidence = Ticket(contact, tuple(log))
    asking = (each for each in standards.in_force(began) if asks_of_tickets(each))
    return tuple(assess(each, evidence, as_of=now) for each in asking)


def graced_of(  # noqa: PLR0913, PLR0917  # what `cards_of` takes, and who is bound by what
    contact: str,
    opened_at: int | None,
    log: Sequence[Event],
    standards: InForce,
    bindings: Binding,
    now: int,
) -> tuple[Graced, ...]:
    """The cards of older versions, as of now: one of each that binds somebody who acts in it.

    None of a contact of which it is not known on which day it was opened, for no report has it.
    """
    began = opening_of(log) if opened_at is None else opened_at
    if began is None:
        return ()
    judging = [each for each in standards.in_force(began) if bindings.concerns(each.code)]
    opened = timeline_of(log, now).opened if judging else None
    if opened is None:
        return ()
    evidence = Ticket(contact, tuple(log))
    return tuple(
        Graced(assess(older, evidence, as_of=now), bound)
        for each in judging
        for number, bound in bindings.older(
            each.code, each.version, acting_in(log), opened.at
        ).items()
        if (older := standards.version(each.code, number)) and asks_of_tickets(older)
    )


def acting_in(log: Iterable[Event]) -> frozenset[str]:
    """Everybody who did something in the contact for the firm, or to whom it was assigned."""
    events = tuple(log)
    agents = (each.by for each in events if each.role is Role.AGENT)
    holders = (each.facts.get("assignee") for each in events)
    return frozenset(each for each in (*agents, *holders) if isinstance(each, str) and each)


def asks_of_tickets(standard: Standard) -> bool:
    """Whether any of its criteria is about tickets."""
    return any(Instrument.TICKET in each.ask.of for each in standard.criteria)


def opening_of(log: Iterable[Event]) -> int | None:
    """When the log opens, UTC seconds; None when it is empty."""
    events = tuple(log)
    opened = [each.at for each in events if each.kind is EventKind.OPENED]
    return min(opened or [each.at for each in events], default=None)


def due_at(cards: Iterable[Scorecard], log: Iterable[Event], now: int) -> int | None:
    """When silence alone may change the cards: a deadline passes, or what is told for later comes.

    After now, always. None: never.
    """
    deadlines = [each.next_deadline + 1 for each in cards if each.next_deadline is not None]
    later = [each.at for each in log if each.at > now]
    first = min([*deadlines, *later], default=None)
    return None if first is None else max(first, now + 1)
