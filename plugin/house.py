"""What the running service is made of, built once a process and handed to whoever needs it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

from plugin.config import Config
from plugin.measures import Measures
from plugin.sealing import Sealer
from plugin.stores.layout import Mongo

Clock: TypeAlias = "Callable[[], int]"  # UTC seconds


@dataclass(frozen=True, slots=True)
class House:
    """The settings, the database, what seals, the clock, and what this process has counted."""

    config: Config
    database: Mongo
    sealer: Sealer
    clock: Clock
    measures: Measures = field(default_factory=Measures)
