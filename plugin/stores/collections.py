"""Every collection that the service keeps: a line a store."""

from __future__ import annotations

from plugin.stores.filed import cards, rollups, tallies
from plugin.stores.keeping import demo
from plugin.stores.keeping.seal_probe import PROBES
from plugin.stores.keeping.workers import WORKERS
from plugin.stores.layout import Layout, Mongo, lay_out
from plugin.stores.people import acknowledgements, actions, directory, sessions, tries, users
from plugin.stores.shopping import (
    assigned,
    certificates,
    cursors,
    instances,
    keys,
    receipt_keys,
)
from plugin.stores.submissions import file_documents, visits
from plugin.stores.tickets import contacts, deliveries, events, texts
from plugin.stores.tickets.breakers import BREAKERS
from plugin.stores.tickets.connections import CONNECTIONS
from plugin.stores.tickets.outbox import OUTBOX
from plugin.stores.tickets.reconciliations import RECONCILIATIONS
from plugin.stores.tickets.rereads import REREADS
from plugin.stores.training import assignments, graces, learning, own_questions, reminders
from plugin.stores.versions import backtest_turns, backtests, drafts, standards

LAYOUTS: tuple[Layout, ...] = (
    BREAKERS,
    CONNECTIONS,
    OUTBOX,
    RECONCILIATIONS,
    REREADS,
    deliveries.LAYOUT,
    actions.LAYOUT,
    *backtests.LAYOUTS,
    backtest_turns.LAYOUT,
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
    *file_documents.LAYOUTS,
    demo.LAYOUT,
    *instances.LAYOUTS,
    keys.LAYOUT,
    receipt_keys.LAYOUT,
    acknowledgements.LAYOUT,
    assignments.LAYOUT,
    *assigned.LAYOUTS,
    certificates.LAYOUT,
    cursors.LAYOUT,
    *learning.LAYOUTS,
    own_questions.LAYOUT,
    *reminders.LAYOUTS,
)


def lay_out_all(database: Mongo) -> None:
    """Makes every collection, index and validator that is missing."""
    lay_out(database, LAYOUTS)
