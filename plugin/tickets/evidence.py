"""What cards rest on, judged anew: the logs of tickets, and visits and reviews as sent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from mobile_api.visits.judging import card_of
from plugin.house import House
from plugin.stores.filed.cards import Graced, card_id
from plugin.stores.filed.recounted import Recounted
from plugin.stores.submissions.visits import Visits
from plugin.stores.tickets.contacts import Contacts
from plugin.stores.tickets.events import Events
from plugin.stores.training.bindings import Bindings
from plugin.stores.transactions import Session
from plugin.stores.versions.standards import Standards
from plugin.tickets.judging import cards_of, graced_of, opening_of
from plugin.visits.judging import graced_of as graced_of_submission
from scoring.outcome import outcome_hash
from scoring.scorecard import Scorecard


@dataclass(frozen=True, slots=True)
class Filed:
    """A card as it should be filed: its id, the instant of judging, and what it says.

    `bound` is whose grace it is; None: it is counted.
    """

    id: str
    as_of: int
    outcome_hash: str
    bound: tuple[str, ...] | None = None


class Evidence(Protocol):
    """One sort of evidence."""

    @property
    def name(self) -> str:
        """What it is called where it is told how far the recount is."""

    def number(self) -> int:
        """How many contacts have such evidence, about."""

    def contacts(self) -> Iterator[str]:
        """Every contact that has such evidence."""

    def judged(
        self, contact: str, filed: Sequence[Mapping[str, Any]], session: Session
    ) -> tuple[Filed, ...] | None:
        """The contact's cards as they should be, as of the instants of those that are filed.

        None when they are just about to change.
        """

    def make_due(self, contact: str, now: int) -> None:
        """Has the contact judged anew; nothing for one that has no such evidence."""


@dataclass(frozen=True, slots=True)
class Tickets:
    """Tickets by their logs."""

    stored: Contacts
    events: Events
    standards: Standards
    bindings: Bindings
    name: str = "tickets"

    def number(self) -> int:
        """How many tickets there are, about."""
        return self.stored.number()

    def contacts(self) -> Iterator[str]:
        """Every ticket."""
        return (each.id for each in self.stored.all())

    def judged(
        self, contact: str, filed: Sequence[Mapping[str, Any]], session: Session
    ) -> tuple[Filed, ...] | None:
        """The ticket's cards, as of the instant of each that is filed."""
        known = self.stored.find(contact, session)
        if known is None:
            return None
        log = self.events.of(contact, session)
        instants = {each["as_of"] for each in filed} or {opening_of(log) or 0}
        told = (contact, known.opened_at, log, self.standards)
        return tuple(
            each
            for at in sorted(instants)
            for each in (
                *map(_filed, cards_of(*told, at)),
                *map(_graced, graced_of(*told, self.bindings, at)),
            )
        )

    def make_due(self, contact: str, now: int) -> None:
        """Has the ticket judged anew."""
        self.stored.make_one_due(contact, now)


@dataclass(frozen=True, slots=True)
class Submissions:
    """Visits and reviews by what was sent; those that wait for their filing are left out."""

    recounted: Recounted
    visits: Visits
    standards: Standards
    bindings: Bindings
    name: str = "visits and reviews"

    def number(self) -> int:
        """How many visits and reviews there are, about."""
        return self.recounted.number_of_submissions()

    def contacts(self) -> Iterator[str]:
        """Every visit and review whose card is filed."""
        return self.recounted.submissions()

    def judged(
        self, contact: str, filed: Sequence[Mapping[str, Any]], session: Session
    ) -> tuple[Filed, ...] | None:
        """The card of what was sent, and that of a grace; none once something took its place."""
        submitted = self.visits.find(contact, session)
        if submitted is None:
            return None
        if submitted.replaced_by is not None:
            return ()
        version_of = self.standards.version
        graced = map(_graced, graced_of_submission(submitted, version_of, self.bindings))
        # The instant of judging changes nothing of what a submission is judged to be.
        standing = {each["_id"]: each["as_of"] for each in filed}
        return tuple(
            replace(made, as_of=standing.get(made.id, made.as_of))
            for made in (_filed(card_of(submitted, version_of)), *graced)
        )

    def make_due(self, contact: str, now: int) -> None:
        """Has the card filed anew."""
        self.recounted.make_submission_due(contact, now)


def tickets_of(house: House) -> Tickets:
    """The tickets of the house."""
    database, standards = house.database, Standards(house.database)
    bindings = Bindings(database, house.config.zone, standards)
    return Tickets(Contacts(database), Events(database), standards, bindings)


def submissions_of(house: House) -> Submissions:
    """The visits and reviews of the house."""
    database, standards = house.database, Standards(house.database)
    bindings = Bindings(database, house.config.zone, standards)
    return Submissions(Recounted(database), Visits(database), standards, bindings)


def _filed(card: Scorecard) -> Filed:
    return Filed(card_id(card), card.as_of, outcome_hash(card))


def _graced(graced: Graced) -> Filed:
    return replace(_filed(graced.card), bound=graced.bound)
