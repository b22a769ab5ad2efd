"""Workers are killed while they send to a helpdesk that falters: in the end all is as wanted."""

from __future__ import annotations

import os
import random
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from plugin.config import Config
from plugin.house import House
from plugin.sealing import Sealer, new_key
from plugin.stores.layout import Mongo
from plugin.stores.tickets.connections import Connections
from plugin.stores.tickets.outbox import Outbox
from tests.fakes.faults import Faults
from tests.fakes.zendesk.server import FakeZendesk
from tests.long.processes import PLUMBLINE, environment_of, until
from tests.mongo import ADDRESS
from tests.plugin.sending.desk import NAME, connection_to, contact_of

pytestmark = pytest.mark.long

SEED = 7
TICKETS = 60
KILLS = 5
BETWEEN_SECONDS = 4.0
IN_A_TALK_SECONDS = 10.0  # for a kill to find a worker that talks
ANSWERS_AFTER_SECONDS = 0.03  # so that a kill falls between a call and its answer
SETTLED_SECONDS = 240.0  # leases of those that were killed have to run out
OURS = [f"pl-{letter}-missed" for letter in "abcd"]


KEY = new_key()


@pytest.fixture
def house(database: Mongo) -> House:
    return House(Config(), database, Sealer([KEY]), lambda: int(time.time()))


@contextmanager
def worker(house: House, data: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A worker over the test's database, ended with the block."""
    environment = environment_of(
        data, 1, mongodb_uri=os.environ[ADDRESS], database=house.database.name, keys=KEY
    )
    with (data / "worker.log").open("ab") as log:
        process = subprocess.Popen([PLUMBLINE, "worker"], env=environment, stdout=log, stderr=log)
    try:
        yield process
    finally:
        process.kill()
        process.wait(30)


def test_tags_are_as_wanted_after_kills_and_faults(house: House, tmp_path: Path) -> None:
    chance = random.Random(SEED)
    wanted: dict[int, frozenset[str]] = {}
    theirs: dict[int, set[str]] = {ticket: set() for ticket in range(1, TICKETS + 1)}
    outbox, broken_off = Outbox(house.database), 0
    with FakeZendesk(faults=Faults(SEED, 0.1)) as zendesk, ExitStack() as workers:
        zendesk.watch = lambda asked: time.sleep(ANSWERS_AFTER_SECONDS)
        for ticket in theirs:
            zendesk.tickets.put(ticket)
        Connections(house.database, house.sealer).keep(connection_to(zendesk))
        for _ in range(KILLS):
            process = workers.enter_context(worker(house, tmp_path))
            ends_at = time.monotonic() + BETWEEN_SECONDS
            while time.monotonic() < ends_at or len(wanted) < TICKETS // 2:
                ticket = chance.randint(1, TICKETS)
                wanted[ticket] = frozenset(chance.sample(OURS, chance.randint(0, 3)))
                outbox.want(contact_of(ticket), NAME, wanted[ticket], house.clock())
                tag = f"agents-{chance.randint(1, 5)}"
                theirs[ticket].add(tag)
                zendesk.tickets.tag(ticket, [tag])
                time.sleep(0.02)
            until(lambda: outbox.counts()["leased"] > 0, IN_A_TALK_SECONDS)
            process.kill()
            process.wait(30)
            broken_off += outbox.counts()["leased"]
        workers.enter_context(worker(house, tmp_path))
        zendesk.faults.rate = 0.0
        assert until(lambda: _is_settled(outbox), SETTLED_SECONDS), outbox.counts()
        for ticket, tags in wanted.items():
            assert zendesk.tickets.tags(ticket) == tags | theirs[ticket]
        assert zendesk.api.complaints == []
        assert broken_off, "no kill fell into a talk, so this has told nothing"


def _is_settled(outbox: Outbox) -> bool:
    counted = outbox.counts()
    return not counted["ready"] and not counted["leased"]
