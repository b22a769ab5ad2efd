"""Every collection that the service keeps: a line a store."""

from __future__ import annotations

from plugin.stores import (
    acknowledgements,
    actions,
    assignments,
    backtests,
    cards,
    contacts,
    deliveries,
    demo,
    directory,
    drafts,
    events,
    graces,
    learning,
    own_questions,
    photos,
    reminders,
    rollups,
    sessions,
    standards,
    tallies,
    texts,
    tries,
    users,
    visits,
)
from plugin.stores.breakers import BREAKERS
from plugin.stores.connections import CONNECTIONS
from plugin.stores.layout import Layout, Mongo, lay_out
from plugin.stores.outbox import OUTBOX
from plugin.stores.reconciliations import RECONCILIATIONS
from plugin.stores.rereads import REREADS
from plugin.stores.seal_probe import PROBES
from plugin.stores.workers import WORKERS

LAYOUTS: tuple[Layout, ...] = (
    BREAKERS,
    CONNECTIONS,
    OUTBOX,
    RECONCILIATIONS,
    REREADS,
    deliveries.LAYOUT,
    actions.LAYOUT,
    *backtests.LAYOUTS,
    drafts.LAYOUT,
    drafts.TEXTS,
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
    rollups.LAYOUT,
    graces.LAYOUT,
    PROBES,
    WORKERS,
    visits.LAYOUT,
    *photos.LAYOUTS,
    demo.LAYOUT,
    acknowledgements.LAYOUT,
    assignments.LAYOUT,
    *learning.LAYOUTS,
    own_questions.LAYOUT,
    *reminders.LAYOUTS,
)


def lay_out_all(database: Mongo) -> None:
    """Makes every collection, index and validator that is missing."""
    lay_out(database, LAYOUTS)
