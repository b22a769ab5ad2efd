"""Every collection that the service keeps: a line a store."""

from __future__ import annotations

from plugin.stores.layout import Layout, Mongo, lay_out

LAYOUTS: tuple[Layout, ...] = ()


def lay_out_all(database: Mongo) -> None:
    """Makes every collection, index and validator that is missing."""
    lay_out(database, LAYOUTS)
