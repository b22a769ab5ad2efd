"""A worker is killed just as the mail host has taken a reminder: one mail too many at most."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from plugin.config import Config
from plugin.house import House
from plugin.sealing import Sealer, new_key
from plugin.stores.layout import Mongo
from plugin.stores.training.assignments import Assignment, Assignments
from tests.fakes.mail_host import SENDER, Post, mail_host
from tests.long.processes import PLUMBLINE, environment_of
from tests.mongo import ADDRESS
from tests.pages.acme import with_people, with_standards
from tests.pages.training.school import ANNA

pytestmark = pytest.mark.long

KEY = new_key()
PATIENCE_SECONDS = 60.0


@pytest.mark.parametrize(("kills", "state"), [(1, "done"), (3, "failed")])
def test_a_killed_worker_sends_one_mail_too_many_at_most(
    database: Mongo, tmp_path: Path, kills: int, state: str
) -> None:
    house = House(Config(), database, Sealer([KEY]), lambda: int(time.time()))
    _overdue(house)
    post, worker = Post(), dict[str, subprocess.Popen[bytes]]()
    with mail_host(post) as host:
        environment = {
            **environment_of(
                tmp_path, 1, mongodb_uri=os.environ[ADDRESS], database=database.name, keys=KEY
            ),
            "PLUMBLINE_SMTP_HOST": host.host,
            "PLUMBLINE_SMTP_PORT": str(host.port),
            "PLUMBLINE_SMTP_SECURITY": "none",
            "PLUMBLINE_SMTP_FROM": SENDER,
        }

        def kill() -> None:
            if len(post.mails) <= kills:
                worker["now"].kill()

        post.taken = kill
        for _ in range(kills):
            worker["now"] = subprocess.Popen([PLUMBLINE, "worker"], env=environment)
            _wait(lambda: worker["now"].poll() is not None or _state(database) == "failed")
            worker["now"].kill()
            assert worker["now"].wait(30) == -signal.SIGKILL
            # The lease runs out; nobody in a test waits for as long as that.
            database.reminders.update_many({"state": "leased"}, {"$set": {"run_at": 1}})
        worker["now"] = subprocess.Popen([PLUMBLINE, "worker"], env=environment)
        try:
            _wait(lambda: _state(database) == state)
        finally:
            worker["now"].terminate()
            with suppress(subprocess.TimeoutExpired):
                worker["now"].wait(30)
    assert len(post.mails) == 2
    assert len({each["Message-ID"] for each in post.mails}) == 1


def _overdue(house: House) -> None:
    """Anna is to know a version by yesterday, and can be written to."""
    database, today = house.database, datetime.now(UTC).date()
    with_people(house)
    with_standards(house, "contact")
    database.people.update_one({"_id": "anna"}, {"$set": {"email": "anna@acme.example"}})
    midnight = int(datetime(today.year, today.month, today.day, tzinfo=UTC).timestamp())
    due = (today - timedelta(days=1)).isoformat()
    Assignments(database).add(Assignment("contact", 1, ANNA, midnight, "trainer", due, midnight))


def _state(database: Mongo) -> str:
    found = database.reminders.find_one({})
    return "" if found is None else str(found["state"])


def _wait(until: Callable[[], bool]) -> None:
    ends_at = time.monotonic() + PATIENCE_SECONDS
    while not until():
        assert time.monotonic() < ends_at
        time.sleep(0.1)
