"""Every collection that the service keeps: a line a store."""

from __future__ import annotations

from plugin.stores import (
    cards,
    contacts,
    deliveries,
    directory,
    events,
    sessions,
    standards,
    tallies,
    texts,
    tries,
    users,
)
from plugin.stores.connections import CONNECTIONS
from plugin.stores.layout import Layout, Mongo, lay_out
from plugin.stores.outbox import OUTBOX

LAYOUTS: tuple[Layout, ...] = (
    CONNECTIONS,
    OUTBOX,
    deliveries.LAYOUT,
    *standards.LAYOUTS,
    *users.LAYOUTS,
    *sessions.LAYOUTS,
    *tries.LAYOUTS,
    *directory.LAYOUTS,
    events.LAYOUT,
    texts.LAYOUT,
    contacts.LAYOUT,
    cards.LAYOUT,
    tallies.LAYOUT,
)


def lay_out_all(database: Mongo) -> None:
    """Makes every collection, index and validator that is missing."""
    lay_out(database, LAYOUTS)
