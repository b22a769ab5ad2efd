"""`plumbline reconcile` is killed again and again while a helpdesk falters: nothing is missed."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import time
from pathlib import Path

import pytest

from plugin.config import Config
from plugin.house import House
from plugin.sealing import Sealer, new_key
from plugin.stores.layout import Mongo
from plugin.stores.tickets.connections import Connections
from plugin.stores.tickets.events import Events
from scoring.evidence import Event
from standards.instants import show_instant
from tests.fakes.faults import STORMY, Fault, Faults
from tests.fakes.zendesk.server import FakeZendesk
from tests.long.processes import PLUMBLINE, environment_of
from tests.mongo import ADDRESS
from tests.plugin.sending.desk import connection_to
from tests.zendesk_lives import AGENT, Life, signed
from webhooks.helpdesks import HELPDESKS

pytestmark = pytest.mark.long

SEED = 11
TICKETS, A_PAGE = 40, 5
KILLED_AFTER_SECONDS = (2.0, 5.0, 9.0, 12.0)
PATIENCE_SECONDS = 240.0
EXPORT = "/api/v2/incremental/tickets/cursor"
ANSWERS_AFTER_SECONDS = 0.03  # so that a kill falls between a call and its answer

KEY = new_key()


def life(number: int, at: int, chance: random.Random) -> Life:
    made = Life(number, at)
    made.create()
    for _ in range(chance.randint(0, 6)):
        at += chance.randint(0, 3_600)
        match chance.randint(0, 3):
            case 0:
                made.comment(at, AGENT, "Soon.")
            case 1:
                made.comment(at, made.requester, "And now?")
            case 2:
                made.status(at, chance.choice(["OPEN", "PENDING", "SOLVED"]))
            case _:
                made.tag(at, [f"parcel-{at}"], [])
    return made


def test_a_run_that_is_killed_goes_on_to_its_end(database: Mongo, tmp_path: Path) -> None:
    chance = random.Random(SEED)
    now = int(time.time())
    lives = [life(each, now - 86_400, chance) for each in range(1, TICKETS + 1)]
    kinds = tuple(each for each in STORMY if each is not Fault.LATE)
    with FakeZendesk(faults=Faults(SEED, 0.1, kinds)) as zendesk:
        zendesk.api.export_page = A_PAGE
        zendesk.watch = lambda asked: time.sleep(ANSWERS_AFTER_SECONDS)
        for each in lives:
            for body in each.posted:
                zendesk.tickets.take(json.loads(body))
        house = House(Config(), database, Sealer([KEY]), lambda: int(time.time()))
        Connections(database, house.sealer).keep(connection_to(zendesk))
        environment = environment_of(
            tmp_path, 1, mongodb_uri=os.environ[ADDRESS], database=database.name, keys=KEY
        )
        since = ["--since", show_instant(now - 90_000)]
        for seconds in KILLED_AFTER_SECONDS:
            process = subprocess.Popen([PLUMBLINE, "reconcile", *since], env=environment)
            time.sleep(seconds)
            process.kill()
            assert process.wait(30) == -signal.SIGKILL, (
                "it ended too early for this to tell a thing"
            )
            since = []
        done = subprocess.run(
            [PLUMBLINE, "reconcile"],
            env=environment,
            capture_output=True,
            text=True,
            timeout=PATIENCE_SECONDS,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        assert f"{TICKETS} changed since" in done.stdout, done.stdout
        exports = [each for each in zendesk.log if each.asked.path == EXPORT]
        turned = [each for each in exports if each.fault is Fault.NONE]
        assert len(turned) <= TICKETS // A_PAGE + len(KILLED_AFTER_SECONDS)
        assert zendesk.api.complaints == []
        assert any(each.fault is not Fault.NONE for each in zendesk.log)
        account = connection_to(zendesk).account
    events = Events(database)
    for each in lives:
        news = [HELPDESKS["zendesk"].read(signed(body, now), account) for body in each.posted]
        told = {_said(event) for one in news for event in one.events}
        assert {_said(event) for event in events.of(each.contact)} == told


def _said(event: Event) -> tuple[object, ...]:
    facts = tuple(sorted((name, str(value)) for name, value in event.facts.items()))
    return event.id, event.kind, event.at, event.role, event.by, event.public, facts
