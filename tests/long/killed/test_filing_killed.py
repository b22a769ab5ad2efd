"""A worker is killed between filing a visit and setting its assignment done: both or neither stand.

What holds the worker up there is a transaction of the test's own, which has the document that every
assignment takes its number from: what the worker wrote so far is undone and begun anew, again and
again, until it is killed.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from uuid import UUID, uuid4

import pytest

from mobile_api.assigning import Assignment
from plugin.stores.layout import Mongo
from plugin.stores.shopping.assignments import Assignments
from tests.long.processes import Service, serving, until
from tests.mobile_api import service as door

pytestmark = pytest.mark.long

DAY = 86_400
PATIENCE_SECONDS = 60.0
# What a killed process had begun holds its documents until then; mongod says 60 seconds.
BEGUN_SECONDS = 4
WRITE_CONFLICT = 112  # mongod's number for it
ROUNDS, A_ROUND = 3, 15


@dataclass(frozen=True, slots=True)
class Shop:
    """The running service, and the door by which visits come into its database."""

    running: Service
    door: door.Service

    @property
    def database(self) -> Mongo:
        """The service's database."""
        return self.door.database

    def assign(self) -> str:
        """The id of an assignment of anna's that is open."""
        now = self.door.now[0]
        given = Assignment(
            id=str(uuid4()),
            shopper="anna",
            location=f"acme/shop/{uuid4()}",
            opens_at=now - DAY,
            closes_at=now + DAY,
            scenario={"en": "Ask for a lamp"},
            standard="shop",
            by="carol",
        )
        return Assignments(self.database).create(given).id

    def visit(self, assignment: str) -> str:
        """The visit of the assignment, which is kept and not filed yet."""
        uuid: UUID = uuid4()
        sent = self.door.put(door.visit(assignment=assignment), uuid)
        assert sent.status_code == 201, sent.text
        return f"visit/{uuid}"

    def filed_and_done(self) -> tuple[set[str], set[str]]:
        """At one instant: the visits with cards, and those that assignments are done by."""
        with self.database.client.start_session(snapshot=True) as session:
            cards = self.database.cards.distinct("contact", session=session)
            done = {"state": "done"}
            return set(cards), set(self.database.shopping.distinct("visits", done, session=session))

    def has_filed_some_of(self, contacts: set[str]) -> bool:
        """Whether the card of at least one of the visits stands."""
        return bool(self.filed_and_done()[0] & contacts)

    def kill_the_worker(self) -> None:
        """By SIGKILL; its leases run out at once, for nobody in a test waits for that."""
        pid = self.running.kill("worker")
        assert until(lambda: pid not in self.running.pids("worker"), PATIENCE_SECONDS)
        self.database.visits.update_many({"state": "leased"}, {"$set": {"run_at": 1}})

    def until_done(self, contacts: set[str]) -> None:
        """Waits until the assignments of just these visits are done."""
        came = until(lambda: self.filed_and_done()[1] == contacts, PATIENCE_SECONDS)
        assert came, self.running.log()[-3_000:]


@pytest.fixture(scope="module")
def shop() -> Iterator[Shop]:
    with serving(web_processes=1, worker_processes=1) as running:
        running.until_ready()
        with running.house() as house:
            house.database.client.admin.command(
                "setParameter", 1, transactionLifetimeLimitSeconds=BEGUN_SECONDS
            )
            with door.opened(house.database) as opened:
                opened.now[0] = int(time.time())
                yield Shop(running, opened)


@contextmanager
def held_up(database: Mongo) -> Iterator[None]:
    """As long as it lasts no assignment takes a number; who tries to is noted."""
    database.command("profile", 2)
    with database.client.start_session() as session, session.start_transaction():
        held = {"$set": {"held": uuid4().hex}}
        assert database.shopping_numbers.update_one({}, held, session=session).modified_count
        try:
            yield
        finally:
            session.abort_transaction()
            database.command("profile", 0)
            database.drop_collection("system.profile")


def refused(database: Mongo) -> int:
    """How often somebody was refused a number."""
    told = {"ns": f"{database.name}.shopping_numbers", "errCode": WRITE_CONFLICT}
    return database["system.profile"].count_documents(told)


def test_an_assignment_is_done_though_the_worker_was_killed_before_it_was(shop: Shop) -> None:
    before = shop.filed_and_done()[1]
    assignment = shop.assign()
    with held_up(shop.database):
        contact = shop.visit(assignment)
        assert until(lambda: refused(shop.database) >= 2, PATIENCE_SECONDS), shop.running.log()
        pid = shop.running.kill("worker")
        assert until(lambda: pid not in shop.running.pids("worker"), PATIENCE_SECONDS)
        filed, done = shop.filed_and_done()
        assert contact not in filed | done
        visit = shop.database.visits.find_one({"_id": contact}) or {}
        assert visit["state"] == "leased"
    shop.database.visits.update_many({"state": "leased"}, {"$set": {"run_at": 1}})
    shop.until_done(before | {contact})
    assert contact in shop.filed_and_done()[0]
    kept = Assignments(shop.database).find(assignment)
    assert kept is not None
    assert kept.visits == (contact,)


def test_cards_and_assignments_never_part_whenever_the_worker_is_killed(shop: Shop) -> None:
    chance, sent = random.Random(4), shop.filed_and_done()[1]
    for _ in range(ROUNDS):
        given = [shop.assign() for _ in range(A_ROUND)]
        fresh = {shop.visit(each) for each in given}
        assert until(partial(shop.has_filed_some_of, fresh), PATIENCE_SECONDS)
        sent |= fresh
        time.sleep(chance.uniform(0, 0.1))
        shop.kill_the_worker()
        filed, done = shop.filed_and_done()
        assert filed == done
        shop.until_done(sent)
    assert shop.filed_and_done() == (sent, sent)
    assert all(len(each["visits"]) == 1 for each in shop.database.shopping.find())
