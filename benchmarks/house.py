"""The house of a server process that is measured, from the environment it is started with."""

from __future__ import annotations

import os
import time

from plugin.config import Config
from plugin.house import House
from plugin.operations.logs import configure
from plugin.sealing import Sealer
from plugin.stores.opening import client_of, database_of

ENVIRONMENT = ("BENCH_URI", "BENCH_KEY")  # where, sealed with what


def house_of(database: str) -> House:
    """The house over the database of that name, by the real clock; its logs as in a service."""
    uri, key = (os.environ[name] for name in ENVIRONMENT)
    config = Config(keys=(key,))
    configure(config)
    opened = database_of(client_of(uri, pool=64), database)
    return House(config, opened, Sealer([key]), lambda: int(time.time()))
