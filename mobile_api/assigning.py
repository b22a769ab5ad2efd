"""Assignments: which shopper visits which location, when, about what and for which fee."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol

from standards.instants import show_instant


class AssignmentState(StrEnum):
    """How an assignment stands."""

    OPEN = "open"
    DONE = "done"  # a visit of its shopper's was filed
    CLOSED = "closed"  # nobody expects a visit any more; one that comes late is taken and marked
    WITHDRAWN = "withdrawn"  # it was a mistake; a visit that comes all the same is taken and marked


@dataclass(frozen=True, slots=True)
class Fee:
    """What the shopper is paid: `amount` is a decimal number as text, `currency` ISO 4217."""

    amount: str
    currency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """A visit that a shopper is to make; instants are UTC seconds.

    `shopper` and `by`, who made it `at` that second, are users' ids; `location` is the word that
    visits say (an identity of the directory). `version` None: the one in force when the visit is
    written. `scenario` is by language. `changed` only grows, house-wide: whatever changes an
    assignment gives it a higher number than any had before. `visits` are the contacts that named
    it, in the order in which they were filed. `note` is the coordinator's own, not the shopper's.
    """

    id: str
    shopper: str
    location: str
    opens_at: int
    closes_at: int
    standard: str
    version: int | None = None
    scenario: Mapping[str, str] = field(default_factory=dict)
    fee: Fee | None = None
    state: AssignmentState = AssignmentState.OPEN
    changed: int = 0
    by: str = ""
    at: int = 0
    note: str = ""
    visits: tuple[str, ...] = ()

    @property
    def is_gone(self) -> bool:
        """Whether a phone has no more to do with it."""
        return self.state in (AssignmentState.CLOSED, AssignmentState.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who works at a location, by the id that visits use."""

    identity: str
    name: str


@dataclass(frozen=True, slots=True)
class Located:
    """A location as a phone is told of it: `id` is the word that visits say.

    Degrees; None where nobody wrote down where it lies. The roster is by name.
    """

    id: str
    name: str
    latitude: float | None = None
    longitude: float | None = None
    roster: tuple[Colleague, ...] = ()


class Assignments(Protocol):
    """Where assignments are kept."""

    def find(self, assignment: str) -> Assignment | None:
        """The assignment of that id."""

    def of(self, shopper: str, closing_from: int = 0) -> tuple[Assignment, ...]:
        """The shopper's that are open, and the done ones whose window ends at that second or later.

        Those that close first come first.
        """

    def changed_since(self, shopper: str, changed: int) -> tuple[Assignment, ...]:
        """The shopper's whose number is higher, the lowest first; whatever their state."""


class Locations(Protocol):
    """What is known of where assignments lead."""

    def located(self, identities: Iterable[str], at: int) -> Mapping[str, Located]:
        """Each of the locations with who works there at the UTC second; unknown ones left out."""


def told_assignment(assignment: Assignment, located: Located | None) -> dict[str, Any]:
    """The assignment as JSON, as phones and coordinators read it alike."""
    return {
        "id": assignment.id,
        "location": told_location(located or Located(assignment.location, assignment.location)),
        "window": {
            "from": show_instant(assignment.opens_at),
            "until": show_instant(assignment.closes_at),
        },
        "scenario": dict(assignment.scenario),
        "questionnaire": {"standard": assignment.standard, "version": assignment.version},
        "fee": told_fee(assignment.fee),
        "state": assignment.state.value,
        "visits": list(assignment.visits),
    }


def told_location(located: Located) -> dict[str, Any]:
    """The location as JSON."""
    return {
        "id": located.id,
        "name": located.name,
        "latitude": located.latitude,
        "longitude": located.longitude,
        "roster": [{"identity": each.identity, "name": each.name} for each in located.roster],
    }


def told_fee(fee: Fee | None) -> dict[str, str] | None:
    """The fee as JSON; null where nothing was agreed on."""
    return None if fee is None else {"amount": fee.amount, "currency": fee.currency}
