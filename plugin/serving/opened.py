"""Opens the house for one process: `from plugin.serving.opened import opened`.

    with opened(os.environ) as house:
        ...

The database is that of MONGODB_URI; else the embedded one of the service that runs over the data
directory; else one of the command's own, for as long as the command takes.
"""

from __future__ import annotations

import shlex
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

from plugin.config import Config, read_config
from plugin.house import House
from plugin.keys import KEY_FILE, kept_keys
from plugin.sealing import SealBroken, Sealer
from plugin.stores.embedded.ownership import DirectoryTaken
from plugin.stores.embedded.owning import attached, own
from plugin.stores.keeping.seal_probe import probe
from plugin.stores.layout import Mongo
from plugin.stores.migrations.run import bring_up
from plugin.stores.opening import client_of, database_of, reach
from plugin.unopened import Unopened


class KeysWrong(Unopened):
    """Our keys do not open what is sealed in the database."""


@contextmanager
def opened(environment: Mapping[str, str], *, may_own: bool = True) -> Iterator[House]:
    """The house, its database brought up to this version.

    Without `may_own` it attaches to a running service only. Unopened says why there is none.
    """
    config = with_keys(read_config(environment))
    with ExitStack() as stack:
        uri = config.mongodb_uri or stack.enter_context(_embedded(config, environment, may_own))
        yield stack.enter_context(house_at(uri, config))


@contextmanager
def house_at(uri: str, config: Config) -> Iterator[House]:
    """The house over the database at the address. For one process, and never before a fork."""
    pool = max(config.web_threads, config.worker_threads) + 4
    with client_of(uri, pool) as client:
        reach(client)
        database = database_of(client, config.database)
        sealer = Sealer(config.keys)
        bring_up(database)
        _try_keys(database, sealer)
        yield House(config, database, sealer, now)


def _try_keys(database: Mongo, sealer: Sealer) -> None:
    try:
        probe(database, sealer.seal, sealer.open)
    except SealBroken:
        raise KeysWrong(
            "the keys do not open what is sealed in the database; give PLUMBLINE_KEYS (or the file"
            f" `{KEY_FILE}` of the data directory) with which it was made"
        ) from None


def with_keys(config: Config) -> Config:
    """The settings with the keys of the data directory, where the environment named none."""
    return config if config.keys else replace(config, keys=kept_keys(config.data))


def now() -> int:
    """UTC seconds by the machine's clock."""
    return int(time.time())


def called() -> str:
    """The command line of this process, as messages say it; no value of an option stands in it."""
    words = (word.partition("=")[0] for word in sys.argv[1:3])
    return shlex.join([Path(sys.argv[0]).name, *words])


@contextmanager
def _embedded(config: Config, environment: Mapping[str, str], may_own: bool) -> Iterator[str]:
    if not may_own:
        yield attached(config.data)
        return
    try:
        owned = own(environment, config.data, called(), now(), serves=False)
    except DirectoryTaken:
        yield attached(config.data)
        return
    try:
        yield owned.uri
    finally:
        owned.stop()
