"""The station of deliveries: what was kept is read, and its contact's cards are filed.

All that is ready about one contact is filed in one transaction, which also ends the deliveries'
leases: either all of it happened, or the next worker finds them as they were. What spoils the
transaction is found by filing one by one; it waits longer after each try and is buried in the end,
while what else comes about the same contact goes on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

import structlog

from plugin.house import House
from plugin.sealing import SealBroken
from plugin.stores.layout import Mongo
from plugin.stores.tickets.inbox import Inbox, Taken
from plugin.stores.tickets.rereads import Rereads
from plugin.stores.transactions import Session, is_passing, transact
from plugin.stores.versions.standards import Unreadable as StandardUnreadable
from plugin.tickets.filing import Filing, filing_of
from plugin.tickets.reading import Unreadable, read
from webhooks.contract import Helpdesk, News
from webhooks.helpdesks import HELPDESKS

Told: TypeAlias = "tuple[Taken, News]"

LONGEST_WAIT = 300  # seconds between two tries of a delivery
LEASE_SECONDS = 30  # for which a delivery waits at most when its worker has died
log = structlog.get_logger("plumbline.deliveries")


class LeaseLost(Exception):
    """Somebody else has taken a delivery over; what was to be written with it is theirs."""


@dataclass(slots=True)
class DeliveriesStation:
    """Reads what `inbox` gives and files it."""

    database: Mongo
    inbox: Inbox
    filing: Filing
    rereads: Rereads
    helpdesks: Mapping[str, Helpdesk] = field(default_factory=lambda: HELPDESKS)
    name: str = "deliveries"

    def work_once(self, now: int) -> bool:
        """Whether there was a delivery to be read at that instant."""
        taken = self.inbox.take(now)
        by_contact: dict[str, list[Told]] = {}
        silent = []
        for each in taken:
            news = self._read(each, now)
            if news is None:
                continue
            if news.contact is None or not (news.events or news.redacted or news.reread):
                silent.append(each)
            else:
                by_contact.setdefault(news.contact, []).append((each, news))
        for contact, told in by_contact.items():
            self._file(contact, told, now)
        self.inbox.finish(silent, now)
        return bool(taken)

    def stop(self, now: int) -> None:
        """Gives the leases back that this station still holds."""
        self.inbox.give_back(now)

    def _read(self, taken: Taken, now: int) -> News | None:
        """What the delivery says; None when that is for later, or never."""
        try:
            return read(taken.connection, taken.delivery, self.filing.connections, self.helpdesks)
        except Unreadable as error:
            self.inbox.bury(taken, str(error))
            self.filing.measures.count("buried", "deliveries")
        except Exception as error:
            self._put_back([taken], error, now)
        return None

    def _file(self, contact: str, told: Sequence[Told], now: int) -> None:
        """Files all that is told of the contact, or else each telling for itself."""
        try:
            self._in_one(contact, told, now)
        except LeaseLost:
            log.info("deliveries taken over", contact=contact)
        except Exception as error:
            if len(told) == 1 or _is_ours(error):
                self._put_back([each for each, _ in told], error, now)
                return
            for each in told:
                self._file(contact, [each], now)

    def _in_one(self, contact: str, told: Sequence[Told], now: int) -> None:
        taken = [each for each, _ in told]
        news = [said for _, said in told]

        connection = taken[0].connection
        said = [each for each in news if each.events or each.redacted]

        def work(session: Session) -> bool:
            changed = bool(said) and self.filing.take_in(contact, connection, said, now, session)
            if any(each.reread for each in news):
                self.rereads.want(contact, connection, now, session)
            if not self.inbox.finish(taken, now, session):
                raise LeaseLost
            return changed

        changed = transact(self.database, work)
        self.filing.measures.count("filed" if changed else "unchanged", "contacts")

    def _put_back(self, taken: Sequence[Taken], error: Exception, now: int) -> None:
        """Has them tried again later; what is not their own fault counts as no try of theirs."""
        reason = _reason(error)
        log.warning("delivery put back", delivery=taken[0].key, reason=reason, exc_info=error)
        self.filing.measures.count("failures", "deliveries", len(taken))
        for each in taken:
            tries = each.lease["tries"]
            if _is_ours(error):
                spared = {**each.lease, "tries": 0}
                self.inbox.queue.again(spared, now + 1, reason, tries=tries - 1)
            else:
                self.inbox.again([each], now + min(2**tries, LONGEST_WAIT), reason)


def deliveries_station(house: House, worker: str) -> DeliveriesStation:
    """The station over the house's deliveries, for the worker of that name."""
    inbox = Inbox(house.database, house.sealer, worker, house.config.delivery_days)
    inbox.queue = replace(inbox.queue, lease_seconds=LEASE_SECONDS)
    return DeliveriesStation(house.database, inbox, filing_of(house), Rereads(house.database))


def _is_ours(error: Exception) -> bool:
    """Whether the house is at fault and not what was delivered: it will be put right."""
    return is_passing(error) or isinstance(error, SealBroken | StandardUnreadable)


def _reason(error: Exception) -> str:
    """Where it failed, without any word of what was delivered."""
    if isinstance(error, SealBroken | StandardUnreadable):
        return str(error)
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    code = "" if trace is None else f" in {trace.tb_frame.f_code.co_qualname}"
    return f"{type(error).__name__}{code}; the log of the worker says more"
