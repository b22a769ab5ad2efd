"""Migration 1: counts are kept as changes and rollups, and cards say their channel.

Before, `tallies` held a row for whatever could be counted by, in sixteen slots. All of that follows
from the cards, so it is made anew from them, a day at a time.
"""

from __future__ import annotations

from datetime import UTC
from functools import partial

from plugin.stores.filed import cards, tallies
from plugin.stores.filed.cards import Cards
from plugin.stores.filed.rollups import Rollups
from plugin.stores.filed.tallies import Day, nothing, rows_of
from plugin.stores.layout import Document, Mongo
from plugin.stores.transactions import Session, transact

_OLD: Document = {"slot": {"$exists": True}}


def roll_up(database: Mongo) -> None:
    """Makes rollups of all cards, and drops the rows that counted them before."""
    _say_channel(database)
    for day in Cards(database, UTC).days():
        transact(database, partial(_rebuild, database, day))
    database[tallies.LAYOUT.name].delete_many(_OLD)


def _say_channel(database: Mongo) -> None:
    collection = database[cards.LAYOUT.name]
    channel = {"$ifNull": ["$card.facts.channel", None]}
    collection.update_many(_OLD, [{"$set": {"channel": channel}}, {"$unset": "slot"}])
    if "slot" in collection.index_information():
        collection.drop_index("slot")


def _rebuild(database: Mongo, day: Day, session: Session) -> None:
    tally = nothing()
    for each in Cards(database, UTC).on_day(day, session):
        tally.add(each)
    Rollups(database).rebuild(day, rows_of(tally), session)
