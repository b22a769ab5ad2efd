"""What is counted, rolled up by day and month: changes of the tallies taken up, a handful at once.

    {_id, code, version, cut, span: "2026-03-02" | "2026-03" | None, rows: "[[...], ...]",
     and what the cut's head names: team | location | channel | employee and team}

A change is taken up and forgotten within one transaction, so rollups and changes together are exact
at every instant, whenever somebody is stopped.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pymongo import ASCENDING, DeleteOne, IndexModel, ReplaceOne
from pymongo.client_session import ClientSession

from plugin.stores.filed import tallies
from plugin.stores.filed.cuts import HEADS, Cut, Rolled, month_of, rolled, unrolled
from plugin.stores.filed.tallies import Day, Rows, added, day_in, read, settled
from plugin.stores.layout import Document, Layout, Mongo

MOST = 400  # changes taken up at once

LAYOUT = Layout(
    "rollups",
    indexes=(
        IndexModel(
            [
                *((name, ASCENDING) for name in ("code", "version", "cut", "span")),
                ("employee", ASCENDING),
                ("team", ASCENDING),
            ],
            name="spans",
        ),
    ),
    schema={
        "required": ["code", "version", "cut", "span", "rows"],
        "properties": {"rows": {"bsonType": "string"}},
    },
)


class Rollups:
    """The rollups of one database, and the changes that they have not taken up."""

    def __init__(self, database: Mongo) -> None:
        self._rollups = database[LAYOUT.name]
        self._changes = database[tallies.LAYOUT.name]

    def take_up(self, session: ClientSession, most: int = MOST) -> int:
        """Takes the oldest changes up, at most so many, and forgets them; how many those were."""
        found = list(self._changes.find({}, session=session).sort("_id", ASCENDING).limit(most))
        if found:
            taken = {"_id": {"$in": [each["_id"] for each in found]}}
            self._changes.delete_many(taken, session=session)
            self._grow(rolled(_by_day(found)), session)
        return len(found)

    def on_day(self, day: Day, session: ClientSession) -> Rows:
        """What is counted on the day by everything, changes with it."""
        asked = {**_of(day), "cut": Cut.WHOSE.value, "span": day.day}
        kept = self._rollups.find(asked, session=session)
        known = ((_head(each), read(each["rows"])) for each in kept)
        changes = self._changes.find(day._asdict(), session=session)
        return added(dict(unrolled(known)), *(read(each["rows"]) for each in changes))

    def rebuild(self, day: Day, rows: Rows, session: ClientSession) -> None:
        """Lets these be all that is counted on the day."""
        self._changes.delete_many(day._asdict(), session=session)
        self._make({**_of(day), "span": day.day}, rolled_over(day, day.day, rows), session)
        if day.day is not None:
            self._sum_month(day, month_of(day.day), session)

    def faults(self, day: Day, session: ClientSession) -> tuple[str, ...]:
        """The rollups of the day or of its month that are no sum of those they are made of."""
        wrong = self._differing(day, day.day, self._by_everything(day, session), session)
        if day.day is None:
            return wrong
        month = month_of(day.day)
        return *wrong, *self._differing(day, month, self._of_month(day, month, session), session)

    def days(self, session: ClientSession | None = None) -> set[Day]:
        """Every day on which anything is counted."""
        kept = self._rollups.find({"cut": Cut.ALL.value}, {"rows": 0}, session=session)
        spans = {(each["code"], int(each["version"]), each["span"]) for each in kept}
        days = {Day(*each) for each in spans if each[2] is None or len(each[2]) > len("2026-03")}
        changes = self._changes.find({}, {"code": 1, "version": 1, "day": 1}, session=session)
        return days | {day_in(each) for each in changes}

    def _sum_month(self, day: Day, month: str, session: ClientSession) -> None:
        rows = self._of_month(day, month, session)
        self._make({**_of(day), "span": month}, rolled_over(day, month, rows), session)

    def _of_month(self, day: Day, month: str, session: ClientSession) -> Rows:
        """What the days of the month count by everything, without the changes."""
        within = {"$gt": month, "$lt": f"{month}~"}
        asked = {**_of(day), "cut": Cut.WHOSE.value, "span": within}
        sums: dict[tuple[str | None, ...], list[int]] = {}
        for each in self._rollups.find(asked, session=session):
            for parts, numbers in unrolled([(_head(each), read(each["rows"]))]):
                tallies.add(sums, parts, numbers)
        return settled(sums)

    def _by_everything(self, day: Day, session: ClientSession) -> Rows:
        asked = {**_of(day), "cut": Cut.WHOSE.value, "span": day.day}
        kept = self._rollups.find(asked, session=session)
        return dict(unrolled((_head(each), read(each["rows"])) for each in kept))

    def _differing(
        self, day: Day, span: str | None, rows: Rows, session: ClientSession
    ) -> tuple[str, ...]:
        asked = {**_of(day), "span": span}
        kept = {each["_id"]: each["rows"] for each in self._rollups.find(asked, session=session)}
        made = {each.id: tallies.written(its) for each, its in rolled_over(day, span, rows).items()}
        return tuple(sorted(key for key in {*kept, *made} if kept.get(key) != made.get(key)))

    def _make(self, asked: Document, made: Mapping[Rolled, Rows], session: ClientSession) -> None:
        self._rollups.delete_many(asked, session=session)
        documents = [each.document(rows) for each, rows in made.items()]
        if documents:
            self._rollups.insert_many(documents, ordered=False, session=session)

    def _grow(self, more: Mapping[Rolled, Rows], session: ClientSession) -> None:
        """Adds to each rollup; one in which nothing is left goes."""
        ids = [each.id for each in more]
        kept = self._rollups.find({"_id": {"$in": ids}}, {"rows": 1}, session=session)
        known = {each["_id"]: read(each["rows"]) for each in kept}
        writes: list[DeleteOne | ReplaceOne[Document]] = []
        for each, rows in more.items():
            grown = added(known.get(each.id, {}), rows)
            if grown:
                writes.append(ReplaceOne({"_id": each.id}, each.document(grown), upsert=True))
            else:
                writes.append(DeleteOne({"_id": each.id}))
        self._rollups.bulk_write(writes, ordered=False, session=session)


def rolled_over(day: Day, span: str | None, rows: Rows) -> Mapping[Rolled, Rows]:
    """The rollups over the span that holds these rows alone."""
    told = rolled({day: rows}, (span,))
    return {each: its for each, its in told.items() if its}


def _by_day(changes: Iterable[Document]) -> Mapping[Day, Rows]:
    told: dict[Day, list[Rows]] = {}
    for each in changes:
        told.setdefault(day_in(each), []).append(read(each["rows"]))
    return {day: added(*each) for day, each in told.items()}


def _of(day: Day) -> Document:
    return {"code": day.code, "version": day.version}


def _head(found: Document) -> tuple[str | None, ...]:
    return tuple(found[name] for name in HEADS[Cut(found["cut"])])
