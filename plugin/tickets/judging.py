"""Judges a contact by its whole log: by each standard in force when it was opened."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from scoring.evidence import Event, EventKind, Ticket
from scoring.scorecard import Scorecard, assess
from standards.kinds import Instrument
from standards.model import Standard


class InForce(Protocol):
    """What is needed of the published standards."""

    def in_force(self, at: int) -> tuple[Standard, ...]:
        """Of each code the version that judges a contact opened at the UTC second, if any."""


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
