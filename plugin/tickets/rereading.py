"""The station of re-reading: what deliveries only hint at is read from the helpdesk's API.

All that the API tells of the contact is filed in one transaction with the errand's end; what was
known already changes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import ClassVar

from plugin.house import House
from plugin.stores.tickets.connections import Connection
from plugin.stores.tickets.errands import Errand
from plugin.stores.tickets.rereads import Rereads
from plugin.stores.transactions import Session, transact
from plugin.tickets.errands import ErrandStation, cannot_call
from plugin.tickets.filing import Filing, filing_of
from plugin.tickets.station import LeaseLost
from scoring.evidence import Event, EventKind
from webhooks.contract import Helpdesk, News

_GONE, _BACK = "gone/", "back/"
_LEAVING = (EventKind.DELETED, EventKind.SPAM, EventKind.RESTORED)


def rereads_station(house: House, worker: str) -> RereadsStation:
    """The station as it runs: real helpdesks, real chance."""
    return RereadsStation(house, worker)


class RereadsStation(ErrandStation[Rereads, Errand]):
    """Takes the contact that is due longest and reads it again."""

    name: ClassVar[str] = "rereads"
    store = Rereads

    @cached_property
    def filing(self) -> Filing:
        """The stores that what is read goes through."""
        return filing_of(self.house)

    def why_not(self, connection: Connection) -> str | None:
        """Why nothing is read there; None when contacts are."""
        return cannot_call(connection, "read")

    def go(self, errand: Errand, connection: Connection, helpdesk: Helpdesk, now: int) -> None:
        """Reads the contact again and files what is told."""
        log = self.filing.events.of(errand.contact)
        talk = helpdesk.read_again(errand.contact, connection.account, log)
        told = self.line.speak(talk, connection, now)
        news = News(errand.contact, events=gone(errand.contact, log, now)) if told is None else told
        if told is not None:
            news = with_return(news, log, now)
        self._file(errand, news, now)

    def _file(self, errand: Errand, news: News, now: int) -> None:
        def work(session: Session) -> bool:
            changed = bool(news.events or news.redacted) and self.filing.take_in(
                errand.contact, errand.connection, [news], now, session
            )
            if not self.errands.settle(errand, now, session):
                raise LeaseLost
            return changed

        try:
            changed = transact(self.house.database, work)
        except LeaseLost:
            return
        self.filing.measures.count("filed" if changed else "unchanged", "contacts")


def gone(contact: str, log: Sequence[Event], now: int) -> tuple[Event, ...]:
    """What must have happened where the helpdesk has the contact no more: it has left judgment.

    Nothing, where we never knew it or knew that it had left.
    """
    if not log or _has_left(log):
        return ()
    return (_supposed(contact, f"{_GONE}{now}", EventKind.DELETED, now),)


def with_return(news: News, log: Sequence[Event], now: int) -> News:
    """The news, and that the contact is back, where we had supposed that it was gone."""
    leaving = [each for each in log if each.kind in _LEAVING]
    if not leaving or not leaving[-1].id.startswith(_GONE):
        return news
    contact = leaving[-1].contact
    back = _supposed(contact, f"{_BACK}{now}", EventKind.RESTORED, now)
    return News(contact, news.opened_at, (*news.events, back), news.redacted)


def _has_left(log: Sequence[Event]) -> bool:
    leaving = [each for each in log if each.kind in _LEAVING]
    return bool(leaving) and leaving[-1].kind is not EventKind.RESTORED


def _supposed(contact: str, event: str, kind: EventKind, now: int) -> Event:
    return Event(contact, event, kind, now, reconstructed=True)
