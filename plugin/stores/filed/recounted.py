"""What a recount asks of the database besides what its stores know."""

from __future__ import annotations

from collections.abc import Iterator

from pymongo import ASCENDING

from plugin.stores.filed import cards
from plugin.stores.layout import Document, Mongo
from plugin.stores.queue import DONE, FRESH
from plugin.stores.submissions import visits
from plugin.stores.tickets import contacts


class Recounted:
    """Contacts of every sort, by what they are kept as."""

    def __init__(self, database: Mongo) -> None:
        self._database = database

    def submissions(self) -> Iterator[str]:
        """Every visit and review whose card is filed by now, by id."""
        asked: Document = {"state": DONE}
        found = self._database[visits.LAYOUT.name].find(asked, {"_id": 1}).sort("_id", ASCENDING)
        for each in found:
            yield each["_id"]

    def number_of_submissions(self) -> int:
        """How many visits and reviews there are, about."""
        return self._database[visits.LAYOUT.name].estimated_document_count()

    def make_submission_due(self, contact: str, now: int) -> None:
        """Has the card of a visit or review filed anew."""
        told = {"$set": {**FRESH, "run_at": now}}
        self._database[visits.LAYOUT.name].update_one({"_id": contact, "state": DONE}, told)

    def make_submissions_due(self, code: str, since: int, run_at: int) -> None:
        """Has the cards of all answers to the code that came since then filed anew."""
        which = {"received_at": {"$gte": since}, "questionnaire.standard": code, "state": DONE}
        told = {"$set": {**FRESH, "run_at": run_at}}
        self._database[visits.LAYOUT.name].update_many(which, told)

    def orphans(self) -> Iterator[tuple[str, str]]:
        """Cards of contacts that nobody knows: each contact with the card's id."""
        known = [_known(each.LAYOUT.name) for each in (contacts, visits)]
        lost: Document = {each["$lookup"]["as"]: [] for each in known}
        told: Document = {"contact": 1}
        steps = [*known, {"$match": lost}, {"$project": told}]
        for each in self._database[cards.LAYOUT.name].aggregate(steps, allowDiskUse=True):
            yield each["contact"], each["_id"]


def _known(name: str) -> Document:
    how = {"from": name, "localField": "contact", "foreignField": "_id", "as": f"known_{name}"}
    return {"$lookup": how}
