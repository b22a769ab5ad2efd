"""What is counted in a database, and what cards count, in the same words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, tzinfo
from functools import partial

from plugin.stores.filed.cards import day_of
from plugin.stores.filed.rollups import Rollups
from plugin.stores.filed.tallies import Day, Rows, Told, difference
from plugin.stores.layout import Mongo
from plugin.stores.transactions import transact
from scoring.scorecard import Scorecard
from scoring.tally.brief import brief_of


def counted_in(database: Mongo) -> Mapping[Day, Rows]:
    """What is counted on each day on which anything is."""
    rollups = Rollups(database)
    found = {day: transact(database, partial(rollups.on_day, day)) for day in rollups.days()}
    return {day: rows for day, rows in found.items() if rows}


def counted_of(cards: Iterable[Scorecard], zone: tzinfo = UTC) -> Mapping[Day, Rows]:
    """What these cards count on each day."""
    told = [Told(brief_of(each), day_of(each.opened_at, zone)) for each in cards]
    return difference((), told)


def take_all_up(database: Mongo, most: int = 100) -> None:
    """Takes every change up."""
    while transact(database, partial(Rollups(database).take_up, most=most)):
        pass
