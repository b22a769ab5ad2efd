"""Every migration, in order: a line each, for good. A number once given is never given again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from plugin.stores.layout import Mongo
from plugin.stores.migrations.rolled_up import roll_up


@dataclass(frozen=True, slots=True)
class Migration:
    """A change to what is stored. `change` may be cut off anywhere and is run again from its start.

    It runs after the layouts were brought up; so a collection that it needs is there.
    """

    number: int
    name: str
    change: Callable[[Mongo], None]


MIGRATIONS: tuple[Migration, ...] = (Migration(1, "counts rolled up", roll_up),)
