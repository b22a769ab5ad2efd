"""The station of backtests: judges slices of contacts by another version, and files nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from threading import Lock
from typing import TypeAlias, assert_never

import structlog

from mobile_api.visits.judging import judged as judged_again
from mobile_api.visits.judging import read_again
from plugin.house import House
from plugin.stores.layout import Mongo
from plugin.stores.transactions import is_passing
from plugin.stores.versions.backtest_reading import LoggedTicket, Reading, SentIn
from plugin.stores.versions.backtests import Asked, Backtests, Kind, Slice, Source
from plugin.stores.versions.standards import Standards
from scoring.backtest import Backtest, Judged, Turned, judged
from scoring.evidence import Ticket
from scoring.proof import admit
from scoring.reasking import reasked
from scoring.scorecard import assess
from scoring.submission import Submission
from standards.loader import read
from standards.model import Standard

SHORTEST_WAIT = 2  # seconds before a slice that failed is tried again

_READING = Lock()

Lists: TypeAlias = "tuple[tuple[tuple[str, str | None], frozenset[date]], ...]"

log = structlog.get_logger("plumbline.backtests")


@dataclass(frozen=True, slots=True)
class Found:
    """What a slice's contacts sum up to, and of each that flips how it does."""

    sum: Backtest
    turned: dict[str, tuple[Turned, ...]]

    def take(self, contact: str, was: Judged | None, now: Judged) -> None:
        """Takes a contact in."""
        turned = self.sum.take(contact, was, now)
        if turned:
            self.turned[contact] = turned


@dataclass(frozen=True, slots=True)
class Judge:
    """Judges contacts by the version that is asked about, beside what was filed of them."""

    reading: Reading
    standards: Standards
    standard: Standard

    def found(self, taken: Slice) -> Found:
        """What is found in the slice, and the contacts that flip."""
        total = Found(Backtest(), {})
        match taken.source:
            case Source.TICKETS:
                for ticket in self.reading.tickets(taken):
                    self._take(total, ticket)
            case Source.SUBMISSIONS:
                for sent in self.reading.submissions(taken):
                    self._take_sent(total, sent)
            case source:
                assert_never(source)
        return total

    def _take(self, total: Found, each: LoggedTicket) -> None:
        asked_at = self.reading.asked.asked_at
        evidence = Ticket(each.contact, each.log)
        card = assess(self.standard, evidence, as_of=_instant(each, asked_at))
        was = None if each.card is None else Judged(each.card.outcome, each.card.occurrences)
        if was is None and each.replaced:
            was = self._as_it_was(each, evidence)
            total.sum.anew += was is not None
        total.take(each.contact, was, judged(card))

    def _as_it_was(self, each: LoggedTicket, evidence: Ticket) -> Judged | None:
        """What the card said that a version published since has taken the place of."""
        asked = self.reading.asked
        standard = self.standards.version(asked.code, each.version or 0)
        if standard is None:
            return None
        return judged(assess(standard, evidence, as_of=asked.asked_at))

    def _take_sent(self, total: Found, sent: SentIn) -> None:
        """A submission answered the questions of its own version, and no others."""
        if sent.card is None:
            return
        read_as = read_again(sent.submitted, self.standards.version)
        anew = reasked(read_as.visit, read_as.standard, self.standard)
        card = judged_again(sent.submitted, Submission(anew.visit, self.standard))
        total.sum.unasked.update(anew.unasked)
        was = Judged(sent.card.outcome, sent.card.occurrences)
        total.take(sent.submitted.contact, was, judged(card))


@dataclass(slots=True)
class BacktestStation:
    """Takes slices of whichever backtest is due."""

    backtests: Backtests
    database: Mongo
    name: str = "backtests"
    _judges: dict[str, Judge] = field(default_factory=dict)

    def work_once(self, now: int) -> bool:
        """Whether there was a slice to be judged."""
        if not self.backtests.is_due(now):
            return False
        taken = self.backtests.take(now)
        if taken is not None:
            self._work(taken, now)
        return taken is not None

    def stop(self, now: int) -> None:
        """Gives the leases back that this station still holds."""
        self.backtests.give_back(now)

    def _work(self, taken: Slice, now: int) -> None:
        try:
            judge = self._judge(taken.backtest)
            if judge is not None:
                found = judge.found(taken)
                self.backtests.finish(taken, found.sum, found.turned)
        except Exception as error:
            wait = 1 if is_passing(error) else SHORTEST_WAIT ** taken.lease["tries"]
            log.warning("slice not judged", backtest=taken.backtest, exc_info=error)
            self.backtests.again(taken, now + wait, type(error).__name__)

    def _judge(self, backtest: str) -> Judge | None:
        """Who judges by what was asked; None when nobody asks it any more."""
        if backtest not in self._judges:
            asked = self.backtests.find(backtest)
            if asked is None:
                return None
            reading = Reading(self.database, asked)
            standards = Standards(self.database)
            self._judges = {backtest: Judge(reading, standards, _standard(asked, standards))}
        return self._judges[backtest]


def _standard(asked: Asked, standards: Standards) -> Standard:
    published = standards.version(asked.code, asked.version) if asked.kind is Kind.RECOUNT else None
    if published is not None:
        return published
    holidays = tuple(sorted(asked.holidays.items(), key=str))
    with _READING:
        return _admitted(asked.text, holidays, asked.asked_at)


@lru_cache(maxsize=4)
def _admitted(text: str, holidays: Lists, asked_at: int) -> Standard:
    """The draft as it was asked about: read once a process, whichever thread is first."""
    draft = read(text.encode(), dict(holidays)).draft
    assert draft is not None, "it was read when it was asked"
    return admit(draft, asked_at)


def _instant(each: LoggedTicket, asked_at: int) -> int:
    """As of when the other version judges: of the asking, at which what was filed still stands.

    Where the card is of a later instant, or by the asking was yet to be judged anew because a
    deadline or something told for later had come, it is the card's own.
    """
    card = each.card
    if card is None:
        return asked_at
    is_late = card.next_deadline is not None and card.next_deadline < asked_at
    if is_late or card.as_of >= asked_at:
        return card.as_of
    has_come = any(card.as_of < event.at <= asked_at for event in each.log)
    return card.as_of if has_come else asked_at


def backtest_station(house: House, worker: str) -> BacktestStation:
    """The station over the house's backtests, for the worker of that name."""
    return BacktestStation(Backtests(house.database, worker), house.database)
