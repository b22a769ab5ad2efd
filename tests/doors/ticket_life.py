"""Tickets whose deliveries come in any way at all, while standards change and workers die.

What the lives' events make of each ticket, without any store, is the model.
"""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from plugin.stores.layout import Mongo
from plugin.stores.tickets.deliveries import Deliveries
from plugin.stores.tickets.erasure import Erasure
from tests.plugin.tickets.test_any_order import (
    ACTS,
    DAYS,
    GAPS,
    LATER_CONTACT,
    MONDAY,
    holds_as_told,
    wait_until,
)
from tests.plugin.tickets.ticket_house import CONTACT, TicketHouse
from tests.zendesk_lives import Life

MOST = 3  # tickets
_WHICH = st.integers(0, MOST - 1)
_LEASE_SECONDS = 60


class TicketLife(RuleBasedStateMachine):
    """What happens to tickets at the helpdesk, on the way to us, and here."""

    over: tuple[Mongo]  # the tests say it; Hypothesis looks into what stands here by itself

    def __init__(self) -> None:
        super().__init__()
        (self.database,) = self.over
        for name in self.database.list_collection_names():
            self.database[name].delete_many({})
        self.house = TicketHouse(self.database, MONDAY - DAYS)
        self.house.connect()
        self.house.publish(CONTACT)
        self.house.settle()
        self.house.now = MONDAY
        self.lives: list[Life] = []
        self.on_the_way: list[bytes] = []
        self.delivered: list[bytes] = []
        self.is_published = False

    def _goes_on(self, at: int) -> None:
        """Time passes; whoever has to look looks meanwhile."""
        wait_until(self.house, max(at, self.house.now))

    @precondition(lambda self: len(self.lives) < MOST)
    @rule()
    def open(self) -> None:
        """A customer writes."""
        life = Life(len(self.lives) + 1, self.house.now)
        life.create()
        self.on_the_way += life.posted
        self.lives.append(life)

    @precondition(lambda self: self.lives)
    @rule(which=_WHICH, act=st.sampled_from(sorted(ACTS)), gap=GAPS)
    def happen(self, which: int, act: str, gap: int) -> None:
        """Something happens to a ticket; the news of it is on its way."""
        life = self.lives[which % len(self.lives)]
        self._goes_on(self.house.now + gap)
        known = len(life.posted)
        ACTS[act](life, self.house.now)
        self.on_the_way += life.posted[known:]

    @precondition(lambda self: self.on_the_way)
    @rule(chance=st.randoms(use_true_random=False), most=st.integers(1, 6))
    def deliver(self, chance: object, most: int) -> None:
        """Some of the news comes, in any order."""
        chance.shuffle(self.on_the_way)  # type: ignore[attr-defined]
        burst, self.on_the_way = self.on_the_way[:most], self.on_the_way[most:]
        self.house.receive(burst)
        self.delivered += burst

    @precondition(lambda self: self.delivered)
    @rule(which=st.integers(0, 1_000), times=st.integers(1, 3))
    def deliver_again(self, which: int, times: int) -> None:
        """News comes that came before."""
        self.house.receive([self.delivered[which % len(self.delivered)]] * times)

    @rule()
    def work(self) -> None:
        """The stations do whatever is due."""
        self.house.settle()

    @rule()
    def worker_dies(self) -> None:
        """A worker takes deliveries and is never heard of again; another one comes."""
        self.house.deliveries.inbox.take(self.house.now)
        self.house = TicketHouse(self.database, self.house.now, "another")
        self._goes_on(self.house.now + _LEASE_SECONDS)

    @rule(seconds=st.sampled_from([1, 3_600, 90_000]))
    def wait(self, seconds: int) -> None:
        """Nothing happens, which is looked after."""
        self._goes_on(self.house.now + seconds)

    @precondition(lambda self: not self.is_published)
    @rule()
    def publish(self) -> None:
        """Another version comes into force from now on."""
        self.house.settle()
        self.house.publish(LATER_CONTACT, self.house.now)
        # What knew the standards of before looks anew within a second; here, at once.
        self.house = TicketHouse(self.database, self.house.now)
        self.is_published = True
        self.house.settle()

    @rule()
    def replay(self) -> None:
        """An admin has everything tried anew that was set aside."""
        Deliveries(self.database, self.house.house.sealer).replay_failed(self.house.now)

    @rule()
    def read_all_again(self) -> None:
        """What was read is read once more; words that were erased cannot be."""
        unerased = {"state": "done", "body": {"$ne": b""}}
        again = {"$set": {"state": "ready", "run_at": self.house.now, "tries": 0}}
        self.database.deliveries.update_many(unerased, again)

    @precondition(lambda self: self.lives)
    @rule(which=_WHICH)
    def erase(self, which: int) -> None:
        """The words of a ticket go; what is judged of it stays."""
        contact = self.lives[which % len(self.lives)].contact
        erasure = Erasure(self.database, self.house.house.config.delivery_days)
        erasure.of_contact(contact, self.house.now)
        kept = {"contact": contact, "sealed": {"$ne": None}}
        assert self.database.texts.count_documents(kept) == 0

    @invariant()
    def nothing_is_set_aside(self) -> None:
        """All that comes can be read."""
        assert self.database.deliveries.count_documents({"state": "failed"}) == 0

    def teardown(self) -> None:
        """At the end all has come, and what is filed is what the events make of each ticket."""
        self.house.receive(self.on_the_way)
        self._goes_on(self.house.now + _LEASE_SECONDS)
        self._goes_on(self.house.now + 3 * DAYS)
        assert set(self.house.states()) <= {"done"}
        holds_as_told(self.house, self.lives)
