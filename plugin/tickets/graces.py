"""The station of graces: has contacts judged anew in which somebody is bound otherwise by now."""

from __future__ import annotations

from dataclasses import dataclass

import structlog

from plugin.house import House
from plugin.stores.filed.recounted import Recounted
from plugin.stores.training.bindings import Bindings
from plugin.stores.training.graces import Changed, Graces
from plugin.stores.versions.standards import Standards
from plugin.tickets.due import AGAIN_SECONDS

log = structlog.get_logger("plumbline.graces")


@dataclass(frozen=True, slots=True)
class GracesStation:
    """Looks whether anybody is in grace of a version otherwise than contacts were judged by.

    Of those contacts the published version is made work again, which goes about it twice: workers
    go by what they know for a while. Visits and reviews wait until they do not any more.
    """

    graces: Graces
    bindings: Bindings
    standards: Standards
    submissions: Recounted
    name: str = "graces"

    def work_once(self, now: int) -> bool:
        """Whether anything had changed; what follows from it is due then."""
        changed = self.graces.changed(self.bindings)
        for each in changed:
            self._make_due(each, now)
            self.graces.keep(each)
        return bool(changed)

    def stop(self, now: int) -> None:
        """Holds nothing that could be given back."""

    def _make_due(self, changed: Changed, now: int) -> None:
        if changed.since >= now:
            return
        self.standards.make_due(changed.code, changed.version, now, changed.since)
        later = now + AGAIN_SECONDS
        self.submissions.make_submissions_due(changed.code, changed.since, later)
        log.info("graces changed", standard=changed.code, since=changed.since)


def graces_station(house: House, worker: str) -> GracesStation:
    """The station over the house's graces; it is the same for every worker."""
    database, standards = house.database, Standards(house.database)
    bindings = Bindings(database, house.config.zone, standards)
    return GracesStation(Graces(database), bindings, standards, Recounted(database))
