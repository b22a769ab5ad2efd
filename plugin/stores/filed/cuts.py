"""The ways in which counts are rolled up: each a sum over the same rows, for another question.

Rows by everything (`tallies.KEYED`) are as many as there are occurrences. A page asks for one thing
at a time, so a rollup says what is counted for one value of one thing, over a day or a month, in as
few rows as there are criteria. Whose occurrences a team leader sees goes by team and employee in
one, and they too may look at locations: that cut keeps everything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from operator import itemgetter

import orjson

from plugin.stores.filed.tallies import KEYED, Day, Numbers, Parts, Rows, add, settled, written
from plugin.stores.layout import Document

_CELL = ("criterion", "instrument", "standing")


class Cut(StrEnum):
    """By what counts are rolled up."""

    ALL = "all"
    TEAM = "team"
    LOCATION = "location"
    CHANNEL = "channel"
    WHOSE = "whose"


# What a document of the cut says once for all its rows, and what each of its rows says.
HEADS: Mapping[Cut, tuple[str, ...]] = {
    Cut.ALL: (),
    Cut.TEAM: ("team",),
    Cut.LOCATION: ("location",),
    Cut.CHANNEL: ("channel",),
    Cut.WHOSE: ("employee", "team"),
}
ROWS: Mapping[Cut, tuple[str, ...]] = {
    **dict.fromkeys(Cut, _CELL),
    Cut.WHOSE: (*_CELL, "location", "channel"),
}


@dataclass(frozen=True, slots=True)
class Rolled:
    """A rollup: of a version, by a cut, over a day (`2026-03-02`) or a month (`2026-03`).

    `span` None is for contacts whose day nobody knows.
    """

    code: str
    version: int
    cut: Cut
    span: str | None
    head: Parts

    @property
    def id(self) -> str:
        """Its name among all."""
        return orjson.dumps([self.code, self.version, self.cut, self.span, *self.head]).decode()

    def document(self, rows: Rows) -> Document:
        """It as it is kept."""
        head = dict(zip(HEADS[self.cut], self.head, strict=True))
        about = {"code": self.code, "version": self.version, "cut": self.cut.value}
        return {"_id": self.id, **about, "span": self.span, **head, "rows": written(rows)}


def month_of(day: str) -> str:
    """The month that the day lies in."""
    return day[:7]


def spans_of(day: str | None) -> tuple[str | None, ...]:
    """Over what the counts of a day are rolled up."""
    return (None,) if day is None else (day, month_of(day))


def rolled(
    told: Mapping[Day, Rows], spans: tuple[str | None, ...] | None = None
) -> Mapping[Rolled, Rows]:
    """By how much each rollup grows by what is counted on those days.

    Over the spans if any are given, otherwise over each day and its month.
    """
    sums: dict[Rolled, dict[Parts, list[int]]] = {}
    for day, rows in told.items():
        for span in spans or spans_of(day.day):
            for cut in Cut:
                _roll(sums, day, cut, span, rows)
    return {each: settled(its) for each, its in sums.items()}


def _roll(
    sums: dict[Rolled, dict[Parts, list[int]]], day: Day, cut: Cut, span: str | None, rows: Rows
) -> None:
    head_of, row_of = picker(HEADS[cut]), picker(ROWS[cut])
    known: dict[Parts, dict[Parts, list[int]]] = {}
    for parts, numbers in rows.items():
        head = head_of(parts)
        if head not in known:
            known[head] = sums.setdefault(Rolled(day.code, day.version, cut, span, head), {})
        add(known[head], row_of(parts), numbers)


def unrolled(found: Iterable[tuple[Parts, Rows]]) -> Iterator[tuple[Parts, Numbers]]:
    """The rows by everything (`KEYED`) that documents of the widest cut say, each with its head."""
    whole = picker(KEYED, (*HEADS[Cut.WHOSE], *ROWS[Cut.WHOSE]))
    for head, rows in found:
        for parts, numbers in rows.items():
            yield whole((*head, *parts)), numbers


@cache
def picker(names: tuple[str, ...], told: tuple[str, ...] = KEYED) -> Callable[[Parts], Parts]:
    """Picks these names from parts that say what is told."""
    places = [told.index(name) for name in names]
    if len(places) < 2:  # of one place itemgetter makes no tuple, of none it makes nothing
        return itemgetter(slice(places[0], places[0] + 1) if places else slice(0))
    return itemgetter(*places)
