"""Reads counts: rollups and the changes that they have not taken up, both as of one instant."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache, partial
from typing import TypeVar

from pymongo.client_session import ClientSession
from pymongo.errors import PyMongoError
from pymongo.read_concern import ReadConcern

from plugin.stores.filed import rollups, tallies
from plugin.stores.filed.cuts import HEADS, ROWS, Cut, month_of, picker
from plugin.stores.filed.stretches import Stretch, Whose
from plugin.stores.filed.tallies import KEYED, Numbers, Part, Parts, add, rows_in, settled
from plugin.stores.layout import Document, Mongo
from scoring.tally.counts import Counts
from scoring.tally.periods import PERIODS

T = TypeVar("T")

CELL = ("criterion", "instrument", "standing")
DIMENSIONS = ("employee", "team", "location", "channel")
BY_PERIOD = ("day", "week", "month")
_PATIENCE_SECONDS, _REST_SECONDS = 10.0, 0.005
_TRANSIENT = "TransientTransactionError"
_ONE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Question:
    """What of a stretch is counted: by the names (DIMENSIONS, BY_PERIOD), each with the cell.

    `only` says which values count, of dimensions or of a cell; None there: not known.
    """

    stretch: Stretch
    by: tuple[str, ...] = ()
    only: Mapping[str, Part] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Counting:
    """The counts of one database."""

    database: Mongo

    def count(self, question: Question) -> Mapping[Parts, Counts]:
        """What is counted, by what is asked for and the cell: criterion, instrument, standing.

        Rows without a criterion count cards; a reader who does not see everybody's has none.
        """
        sums: dict[Parts, list[int]] = {}
        found = at_one_instant(self.database, partial(self._found, question))
        for key, numbers in found:
            add(sums, key, numbers)
        return {key: Counts(*numbers) for key, numbers in settled(sums).items()}

    def _found(self, question: Question, session: ClientSession) -> list[tuple[Parts, Numbers]]:
        return [*self._rolled_up(question, session), *self._changed(question, session)]

    def _rolled_up(
        self, question: Question, session: ClientSession
    ) -> Iterator[tuple[Parts, Numbers]]:
        cut = cut_of(question)
        told = (*HEADS[cut], *ROWS[cut])
        found = self.database[rollups.LAYOUT.name].find(_asked(question, cut), session=session)
        for each in found:
            head = tuple(each[name] for name in HEADS[cut])
            rows = (((*head, *parts), numbers) for parts, numbers in rows_in(each["rows"]))
            yield from _kept(question, told, each["span"], rows)

    def _changed(
        self, question: Question, session: ClientSession
    ) -> Iterator[tuple[Parts, Numbers]]:
        stretch = question.stretch
        days = {"$gte": stretch.first, "$lte": stretch.last}
        asked = {"code": stretch.code, "version": stretch.version, "day": days}
        for each in self.database[tallies.LAYOUT.name].find(asked, session=session):
            rows = _seen(rows_in(each["rows"]), stretch.whose)
            yield from _kept(question, KEYED, each["day"], rows)


def at_one_instant(database: Mongo, reading: Callable[[ClientSession], T]) -> T:
    """What the reading finds in the database as it stood at one instant; it writes nothing."""
    until = time.monotonic() + _PATIENCE_SECONDS
    with database.client.start_session() as session:
        while True:
            session.start_transaction(ReadConcern("snapshot"))
            try:
                return reading(session)
            except PyMongoError as error:
                if not error.has_error_label(_TRANSIENT) or time.monotonic() > until:
                    raise
            finally:
                if session.in_transaction:
                    session.abort_transaction()
            time.sleep(_REST_SECONDS)


def cut_of(question: Question) -> Cut:
    """The smallest cut that can answer the question."""
    asked = {*question.by, *question.only} & set(DIMENSIONS)
    if question.stretch.whose is not None or len(asked) > 1 or "employee" in asked:
        return Cut.WHOSE
    return Cut(next(iter(asked), Cut.ALL))


def spans_in(first: str, last: str, *, by_days: bool = False) -> list[str]:
    """The months and days that make up the days from first to last; `by_days`: days alone."""
    spans, day, end = [], date.fromisoformat(first), date.fromisoformat(last)
    while day <= end:
        onward = (day.replace(day=1) + timedelta(days=31)).replace(day=1)
        if day.day == 1 and onward - _ONE <= end and not by_days:
            spans.append(month_of(day.isoformat()))
            day = onward
        else:
            spans.append(day.isoformat())
            day += _ONE
    return spans


@cache
def period_in(name: str, span: str) -> str:
    """The period of that name in which the day or month lies."""
    day = span if len(span) > len("2026-03") else f"{span}-01"
    return PERIODS[name](datetime.fromisoformat(day))


def _asked(question: Question, cut: Cut) -> Document:
    stretch = question.stretch
    by_days = not {"day", "week"}.isdisjoint(question.by)
    spans = spans_in(stretch.first, stretch.last, by_days=by_days)
    asked: Document = {"code": stretch.code, "version": stretch.version, "cut": cut.value}
    asked["span"] = {"$in": spans}
    asked |= {name: question.only[name] for name in HEADS[cut] if name in question.only}
    if stretch.whose is not None:
        one_of = {"employee": stretch.whose.employees, "team": stretch.whose.teams}
        asked["$or"] = [{name: {"$in": sorted(ids)}} for name, ids in one_of.items()]
    return asked


def _seen(
    rows: Iterable[tuple[Parts, Numbers]], whose: Whose | None
) -> Iterator[tuple[Parts, Numbers]]:
    """The rows that the reader may see."""
    of = picker(("employee", "team"))
    return ((each, its) for each, its in rows if whose is None or whose.holds(*of(each)))


def _kept(
    question: Question, told: tuple[str, ...], span: str, rows: Iterable[tuple[Parts, Numbers]]
) -> Iterator[tuple[Parts, Numbers]]:
    """The rows that are asked for, each under what it is asked by."""
    periods = {name: period_in(name, span) for name in BY_PERIOD if name in question.by}
    names = (*told, *periods)
    key, only = picker((*question.by, *CELL), names), tuple(question.only)
    wanted, tested = tuple(question.only.values()), picker(only, told)
    cards_too, criterion = question.stretch.whose is None, told.index("criterion")
    said = tuple(periods.values())
    for parts, numbers in rows:
        if (not only or tested(parts) == wanted) and (cards_too or parts[criterion] is not None):
            yield key((*parts, *said)), numbers
