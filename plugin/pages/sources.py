"""Where pages take what they show: the stores of the house, and the evidence of a contact."""

from __future__ import annotations

from dataclasses import dataclass, replace

from mobile_api.visits.judging import read_again
from plugin.house import House
from plugin.pages.links import Link, link_of
from plugin.pages.naming import Names
from plugin.sealing import SealBroken
from plugin.stores.filed.reports import Filed, Reports
from plugin.stores.people.directory import Directory
from plugin.stores.queue import FAILED
from plugin.stores.submissions.visits import Visits
from plugin.stores.tickets.connections import Connections
from plugin.stores.tickets.deliveries import Deliveries
from plugin.stores.tickets.events import Events
from plugin.stores.training.bindings import Bindings
from plugin.stores.versions.standards import Standards, Unreadable
from plugin.visits.judging import as_answering
from scoring.evidence import Evidence, Ticket
from scoring.submission import Faulty
from standards.kinds import Instrument
from standards.model import Standard


@dataclass(frozen=True, slots=True)
class Sources:
    """The stores of one house."""

    house: House
    reports: Reports
    standards: Standards
    events: Events
    directory: Directory
    connections: Connections
    deliveries: Deliveries
    visits: Visits
    bindings: Bindings

    @classmethod
    def of(cls, house: House) -> Sources:
        """The stores over the house's database."""
        standards = Standards(house.database)
        return cls(
            house=house,
            reports=Reports(house.database),
            standards=standards,
            events=Events(house.database),
            directory=Directory(house.database),
            connections=Connections(house.database, house.sealer),
            deliveries=Deliveries(house.database, house.sealer),
            visits=Visits(house.database),
            bindings=Bindings(house.database, house.config.zone, standards),
        )

    def standard(self, code: str, version: int) -> Standard | None:
        """That version; None when there is none, or this release cannot read it any more."""
        try:
            return self.standards.version(code, version)
        except Unreadable:
            return None

    def evidence(self, filed: Filed) -> Evidence | None:
        """What the card rests on, as it is known now; None when it is not known any more."""
        if filed.instrument is Instrument.TICKET:
            events = self.events.of(filed.contact)
            return Ticket(filed.contact, tuple(events)) if events else None
        submitted = self.visits.find(filed.contact)
        if submitted is None:
            return None
        try:
            read = read_again(submitted, self.standard)
        except Faulty:
            return None
        wanted = self.standard(filed.code, filed.version)
        visit = read.visit if wanted is None else as_answering(read.visit, read.standard, wanted)
        return replace(visit, accepted=submitted.accepted_at is not None)

    def names(self, identities: frozenset[str]) -> Names:
        """What the directory calls them."""
        return Names(self.directory.names(identities))

    def link(self, contact: str) -> Link | None:
        """Where the contact stands at its helpdesk; None where that is not known."""
        try:
            found = self.connections.find(contact.partition("/")[0])
        except SealBroken:
            return None
        return None if found is None else link_of(contact, found.helpdesk, found.account.address)

    def failed_deliveries(self) -> int:
        """How many deliveries wait for somebody to look at them."""
        return self.deliveries.counted()[FAILED]
