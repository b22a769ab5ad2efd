"""Reconciling: what a helpdesk says has changed is read again, so that no lost webhook is missed.

Pages of the helpdesk's export name contacts; each that was not read whole since it changed is
wanted among the re-reads. The cursor is kept after each page: whoever dies is gone on from.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import structlog

from plugin.house import House
from plugin.sealing import SealBroken
from plugin.stores.tickets.breakers import Breakers
from plugin.stores.tickets.connections import Connection, Connections
from plugin.stores.tickets.reconciliations import Page, Reconciliations, Run
from plugin.stores.tickets.rereads import Rereads
from plugin.tickets.errands import SHORTEST_BACK_OFF, backed_off, cannot_call, unspoken
from plugin.tickets.line import Line
from plugin.tickets.sender import NotLetIn, Paused, Sender, Unanswered
from webhooks.contract import CallRefused, Changed, ExportPage, Helpdesk
from webhooks.helpdesks import HELPDESKS

PAGE_SECONDS = 7  # between two pages: Zendesk's export may be asked for 10 times a minute
LATEST_SECONDS = 61  # before now: nearer no export may begin
SKEW_SECONDS = 120  # by which the helpdesk's clock and ours may differ, and its copies lag
LONGEST_BACK_OFF = 900  # seconds
MOST_REFUSALS = 3  # of one cursor in a row, before the run begins again without it
LOOK_SECONDS = 60  # between two looks for connections that are new

_log = structlog.get_logger("plumbline.reconciling")


class Step(StrEnum):
    """What became of a step."""

    NONE = "none"  # nothing was due
    PAGE = "page"  # a page was turned
    ENDED = "ended"  # it was the last
    LATER = "later"  # the helpdesk does not answer, or asks us to wait
    REFUSED = "refused"  # only the connection's owner can mend it


@dataclass(frozen=True, slots=True)
class Pace:
    """How many seconds lie between two pages; what gives 0..1 and spreads what is tried again."""

    page_seconds: int = PAGE_SECONDS
    chance: Callable[[], float] = random.random


_USUAL = Pace()


class Reconciling:
    """Turns pages of connections' exports."""

    def __init__(
        self,
        house: House,
        worker: str,
        line: Line | None = None,
        helpdesks: Mapping[str, Helpdesk] = HELPDESKS,
        pace: Pace = _USUAL,
    ) -> None:
        self.runs = Reconciliations(house.database, worker)
        self.rereads = Rereads(house.database, worker)
        self._connections = Connections(house.database, house.sealer)
        sender = Sender(private=house.config.private_addresses)
        self._line = line or Line(Breakers(house.database), sender, pace.chance)
        self._helpdesks = helpdesks
        self._pace = pace
        self._minutes = house.config.reconcile_minutes

    def may(self) -> tuple[str, ...]:
        """The connections whose helpdesk may be asked what has changed, by name."""
        return tuple(each.name for each in self._connections.all() if self.why_not(each) is None)

    def why_not(self, connection: Connection | None) -> str | None:
        """Why the helpdesk cannot be asked; None when it can."""
        said = unspoken(connection, self._helpdesks)
        return said if said is not None or connection is None else cannot_call(connection, "read")

    def find(self, name: str) -> Connection | None:
        """The connection as it stands now; None when there is none. SealBroken without its key."""
        return self._connections.find(name, as_now=True)

    def step(self, now: int, connection: str | None = None) -> Step:
        """Turns the page that is due longest, or the connection's if that is due."""
        run = self.runs.take(now, connection)
        if run is None:
            return Step.NONE
        try:
            return self._turn(run, now)
        except Paused as error:
            self.runs.later(run, error.until, str(error), counts=False)
            return Step.LATER
        except Unanswered as error:
            self.runs.later(
                run, backed_off(run.tries, LONGEST_BACK_OFF, self._pace.chance(), now), str(error)
            )
            return Step.LATER
        except (CallRefused, SealBroken) as error:
            self._refused(run, error, now)
            return Step.REFUSED

    def _refused(self, run: Run, error: Exception, now: int) -> None:
        _log.warning("not reconciled", connection=run.connection, reason=str(error))
        run_at = now + LONGEST_BACK_OFF
        lost = run.cursor is not None and run.tries >= MOST_REFUSALS
        if lost and isinstance(error, CallRefused) and not isinstance(error, NotLetIn):
            self.runs.without_cursor(run, run_at, str(error))
        else:
            self.runs.later(run, run_at, str(error))

    def _turn(self, run: Run, now: int) -> Step:
        connection = self._connections.find(run.connection)
        reason = self.why_not(connection)
        if connection is None or reason is not None:
            raise CallRefused(reason or "")
        helpdesk = self._helpdesks[connection.helpdesk]
        if not self._line.is_well(connection, helpdesk.who_we_are(connection.account), now):
            left = "the connection is left in peace"
            self.runs.later(run, now + SHORTEST_BACK_OFF, left, counts=False)
            return Step.LATER
        latest = now - LATEST_SECONDS
        since = latest if run.since is None else min(run.since, latest)
        talk = helpdesk.changed_since(since, run.cursor, connection.account)
        return self._keep(run, self._line.speak(talk, connection, now), now)

    def _keep(self, run: Run, page: ExportPage, now: int) -> Step:
        """First what is to be read, then the cursor: a page may count twice, and never not at all.

        What a dead process has wanted already stands there; to want it again changes nothing.
        """
        wanted = self._stale(page.changed)
        for contact in wanted:
            self.rereads.want(contact, run.connection, now)
        told = Page(page.cursor, len(page.changed), len(wanted))
        if not page.done:
            self.runs.turned(run, told, now + self._pace.page_seconds)
            return Step.PAGE
        self.runs.ended(run, told, now, now + 60 * self._minutes if self._minutes else None)
        _log.info("reconciled", connection=run.connection, changed=run.changed + told.changed)
        return Step.ENDED

    def _stale(self, changed: Sequence[Changed]) -> tuple[str, ...]:
        """Those that were not read whole since they changed, each once."""
        latest: dict[str, int] = {}
        for each in changed:
            latest[each.contact] = max(each.updated_at, latest.get(each.contact, 0))
        read_at = self.rereads.last_read(latest)
        return tuple(
            contact
            for contact, updated_at in latest.items()
            if read_at.get(contact, 0) < updated_at + SKEW_SECONDS
        )


class ReconcilingStation:
    """Reconciles every connection every so often, as PLUMBLINE_RECONCILE_MINUTES says; 0: never."""

    name = "reconciling"

    def __init__(self, house: House, worker: str, reconciling: Reconciling | None = None) -> None:
        self._reconciling = reconciling or Reconciling(house, worker)
        self._minutes = house.config.reconcile_minutes
        self._looked_at: int | None = None

    def work_once(self, now: int) -> bool:
        """Whether a page was turned at that instant."""
        if not self._minutes:
            return False
        if self._looked_at is None or now - self._looked_at >= LOOK_SECONDS:
            self._looked_at = now
            self._look(now)
        return self._reconciling.step(now) in (Step.PAGE, Step.ENDED)

    def _look(self, now: int) -> None:
        """Has connections that are new begin in a while."""
        try:
            named = self._reconciling.may()
        except SealBroken as error:
            _log.warning("new connections are not seen", reason=str(error))
            return
        self._reconciling.runs.expect(named, now + 60 * self._minutes)

    def stop(self, now: int) -> None:
        """Gives the lease back that this station still holds."""
        self._reconciling.runs.give_back(now)


def reconciling_station(house: House, worker: str) -> ReconcilingStation:
    """The station as it runs."""
    return ReconcilingStation(house, worker)
