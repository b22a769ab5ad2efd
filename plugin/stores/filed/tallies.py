"""What filing a contact changes in the counts: a document a day, written once and never again.

A change says by how much the counts of a day differ since the contact was filed: whole numbers, so
changes add up in any order. As filing only ever inserts, two contacts filed at the same time never
wait for one another. `plugin.stores.filed.rollups` takes changes up; whoever reads counts adds
those to the rollups that are not taken up yet.

    {_id, code, version, day: "2026-03-02" or None, rows: "[[criterion, instrument, ...], ...]"}

A row is a key (`KEYED`) followed by its numbers (`COUNTED`), all rows one text: JSON is read many
times as fast as arrays of BSON are. A row without a criterion counts the cards themselves in
`contacts`, of the team that their contact is with.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from datetime import UTC
from typing import NamedTuple, TypeAlias

import orjson
from pymongo import ASCENDING, IndexModel
from pymongo.client_session import ClientSession

from plugin.stores.layout import Document, Layout, Mongo
from scoring.scorecard import Standing
from scoring.tally.brief import BriefCard
from scoring.tally.counts import Counts
from scoring.tally.grouping import Grouping
from scoring.tally.tally import Tally

KEYED = ("criterion", "instrument", "standing", "employee", "team", "location", "channel")
COUNTED = tuple(each.name for each in fields(Counts))
GROUPING = Grouping(KEYED, UTC)  # no day among them: the zone says nothing here
ALL = frozenset(Standing)
OF_DAY = [("code", ASCENDING), ("version", ASCENDING), ("day", ASCENDING)]

LAYOUT = Layout(
    "tallies",
    indexes=(IndexModel(OF_DAY, name="days"),),
    schema={
        "required": ["code", "version", "day", "rows"],
        "properties": {"rows": {"bsonType": "string"}},
    },
)

Part: TypeAlias = "str | None"
Parts: TypeAlias = "tuple[Part, ...]"
Numbers: TypeAlias = "tuple[int, ...]"
# What is counted on a day by everything that there is to count by; rows of zeros are left out.
Rows: TypeAlias = "Mapping[Parts, Numbers]"


class Day(NamedTuple):
    """A version of a standard on a day, `YYYY-MM-DD` in the firm's zone; None: nobody knows it."""

    code: str
    version: int
    day: str | None


class Told(NamedTuple):
    """A card in brief with the day that it is counted on."""

    card: BriefCard
    day: str | None


class Tallies:
    """The changes that are not taken up yet."""

    def __init__(self, database: Mongo) -> None:
        self._changes = database[LAYOUT.name]

    def change(self, was: Iterable[Told], now: Iterable[Told], session: ClientSession) -> None:
        """Counts the cards as they are now instead of as they were."""
        made = [
            {**day._asdict(), "rows": written(rows)}
            for day, rows in difference(was, now).items()
            if rows
        ]
        if made:
            self._changes.insert_many(made, ordered=False, session=session)


def difference(was: Iterable[Told], now: Iterable[Told]) -> Mapping[Day, Rows]:
    """By how much each day's counts differ when cards are as they are now, not as they were."""
    tallies: dict[Day, Tally] = {}
    for each in was:
        _of(tallies, each).subtract(each.card)
    for each in now:
        _of(tallies, each).add(each.card)
    return {day: rows_of(tally) for day, tally in tallies.items()}


def nothing() -> Tally:
    """A tally that counts as rows do, and has counted nothing yet."""
    return Tally(GROUPING, ALL, whole=True)


def rows_of(tally: Tally) -> Rows:
    """What the tally has counted; of one standard, for rows do not name it."""
    return {
        key.parts: tuple(getattr(counts, name) for name in COUNTED)
        for key, counts in tally.rows().items()
    }


def added(*told: Rows) -> Rows:
    """The rows summed, without those of zeros."""
    sums: dict[Parts, list[int]] = {}
    for rows in told:
        for parts, numbers in rows.items():
            add(sums, parts, numbers)
    return settled(sums)


def add(sums: dict[Parts, list[int]], parts: Parts, numbers: Iterable[int]) -> None:
    """Adds the numbers to those of the key."""
    known = sums.get(parts)
    if known is None:
        sums[parts] = list(numbers)
    else:
        for place, number in enumerate(numbers):
            known[place] += number


def settled(sums: Mapping[Parts, list[int]]) -> Rows:
    """The sums without those of zeros."""
    return {parts: tuple(numbers) for parts, numbers in sums.items() if any(numbers)}


def written(rows: Rows) -> str:
    """The rows as one text, in order."""
    ordered = sorted(
        rows.items(), key=lambda row: [(each is not None, each or "") for each in row[0]]
    )
    return orjson.dumps([[*parts, *numbers] for parts, numbers in ordered]).decode()


def read(text: str) -> Rows:
    """The rows of a text that `written` made."""
    return dict(rows_in(text))


def rows_in(text: str) -> Iterator[tuple[Parts, Numbers]]:
    """Each row of a text that `written` made."""
    width = len(COUNTED)
    return ((tuple(each[:-width]), tuple(each[-width:])) for each in orjson.loads(text))


def day_in(found: Document) -> Day:
    """The day that the document is about."""
    return Day(found["code"], int(found["version"]), found["day"])


def _of(tallies: dict[Day, Tally], told: Told) -> Tally:
    standard = told.card.standard
    return tallies.setdefault(Day(standard.code, standard.version, told.day), nothing())
