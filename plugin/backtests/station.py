"""The station of backtests: judges slices of contacts under a draft, and files nothing."""

from __future__ import annotations

from dataclasses import dataclass, field

import structlog

from plugin.house import House
from plugin.stores.backtests import Asked, Backtests, Judged, Slice
from plugin.stores.transactions import is_passing
from scoring.backtest import Backtest
from scoring.evidence import Ticket
from scoring.proof import admit
from scoring.scorecard import assess
from scoring.tally.brief import brief_of
from standards.loader import read
from standards.model import Standard

SHORTEST_WAIT = 2  # seconds before a slice that failed is tried again

log = structlog.get_logger("plumbline.backtests")


@dataclass(slots=True)
class BacktestStation:
    """Takes slices of whichever backtest is due."""

    backtests: Backtests
    name: str = "backtests"
    _drafts: dict[str, tuple[Asked, Standard]] = field(default_factory=dict)

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
            known = self._draft(taken.backtest)
            if known is not None:
                self.backtests.finish(taken, self._judged(taken, *known))
        except Exception as error:
            wait = 1 if is_passing(error) else SHORTEST_WAIT ** taken.lease["tries"]
            log.warning("slice not judged", backtest=taken.backtest, exc_info=error)
            self.backtests.again(taken, now + wait, type(error).__name__)

    def _judged(self, taken: Slice, asked: Asked, draft: Standard) -> Backtest:
        found = Backtest()
        for each in self.backtests.contacts(taken, asked.code):
            if each.log:
                _take(found, each, draft, asked.asked_at)
        return found

    def _draft(self, backtest: str) -> tuple[Asked, Standard] | None:
        """What was asked and its draft; None when nobody asks it any more."""
        if backtest not in self._drafts:
            asked = self.backtests.find(backtest)
            if asked is None:
                return None
            draft = read(asked.text.encode(), asked.holidays).draft
            assert draft is not None, "it was read when it was asked"
            self._drafts = {backtest: (asked, admit(draft, asked.asked_at))}
        return self._drafts[backtest]


def _take(found: Backtest, each: Judged, draft: Standard, asked_at: int) -> None:
    """Judges the contact as of the instant of its card; of one without, as of the asking."""
    as_of = asked_at if each.as_of is None else each.as_of
    card = assess(draft, Ticket(each.contact, each.log), as_of=as_of)
    found.take(each.card, each.outcome, brief_of(card), card.verdict)


def backtest_station(house: House, worker: str) -> BacktestStation:
    """The station over the house's backtests, for the worker of that name."""
    return BacktestStation(Backtests(house.database, worker))
