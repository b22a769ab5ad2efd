"""The visits that came of assignments, without their bodies."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from mobile_api.visits.submissions import Submitted
from plugin.stores.layout import Mongo
from plugin.stores.submissions.visits import submitted_of


@dataclass(frozen=True, slots=True)
class Visited:
    """The visits of the house, by their contacts."""

    database: Mongo

    def headings(self, contacts: Iterable[str]) -> Mapping[str, Submitted]:
        """Each of them that was sent, with what was odd about it."""
        wanted = {"_id": {"$in": sorted(set(contacts))}}
        found = self.database.visits.find(wanted, {"body": 0})
        return {each["_id"]: submitted_of(each) for each in found}
