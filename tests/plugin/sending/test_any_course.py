"""Whatever happens on the way, in the end ours are those that are wanted, and others' all stand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from unittest.mock import patch

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plugin.stores.layout import Mongo
from plugin.stores.tickets.outbox import Outbox
from tests.fakes.asking import Asked
from tests.fakes.faults import PASSING, Fault
from tests.fakes.zendesk.server import FakeZendesk
from tests.plugin.sending.desk import NAME, Clock, Desk

TICKETS = (1, 2)
OURS = ("pl-a-missed", "pl-b-missed", "pl-c-missed")
THEIRS = ("vip", "refund", "pl-vip")

_tickets = st.sampled_from(TICKETS)
_tags = st.frozensets(st.sampled_from(OURS))
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("want"), _tickets, _tags),
        st.tuples(st.just("want, and other while sending"), _tickets, _tags, _tags),
        st.tuples(
            st.just("want, and agent while sending"), _tickets, _tags, st.sampled_from(THEIRS)
        ),
        st.tuples(
            st.just("want, and killed"),
            _tickets,
            _tags,
            st.sampled_from(["expect", "settle", "later"]),
        ),
        st.tuples(st.just("agent takes away"), _tickets, st.sampled_from((*THEIRS, *OURS))),
        st.tuples(st.just("goes wrong"), st.sampled_from((*PASSING, Fault.UNAUTHORIZED))),
        st.tuples(st.just("work")),
        st.tuples(st.just("time passes"), st.sampled_from([1, 20, 100])),
    ),
    max_size=12,
)


class Killed(BaseException):
    """The process is gone."""


class Course:
    """What happens to two tickets, step by step, and what everybody meant."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.wanted: dict[int, frozenset[str]] = dict.fromkeys(TICKETS, frozenset())
        self.theirs: dict[int, set[str]] = {ticket: set() for ticket in TICKETS}
        for ticket in TICKETS:
            desk.zendesk.tickets.put(ticket)

    def want(self, ticket: int, tags: frozenset[str]) -> None:
        self.wanted[ticket] = tags
        self.desk.want(ticket, *tags)

    def agent_tags(self, ticket: int, tag: str) -> None:
        self.theirs[ticket].add(tag)
        self.desk.zendesk.tickets.tag(ticket, [tag])

    def agent_takes_away(self, ticket: int, tag: str) -> None:
        """An agent who takes one of ours away has it back with the next change only."""
        self.theirs[ticket].discard(tag)
        if tag not in OURS:
            self.desk.zendesk.tickets.tag(ticket, (), [tag])

    def while_sending(self, act: Callable[[], None]) -> None:
        done: list[bool] = []

        def meddle(asked: Asked) -> None:
            if asked.method != "GET" and not done:
                done.append(True)
                self.desk.clock.pass_by(1)
                act()

        self.desk.zendesk.watch = meddle
        self.work()
        self.desk.zendesk.watch = lambda asked: None

    def killed(self, where: str) -> None:
        def die(*given: object, **told: object) -> None:
            raise Killed

        with patch.object(Outbox, where, die):
            self.work()

    def work(self) -> None:
        try:
            self.desk.work()
        except Killed:
            successor = f"{self.desk.worker}+"
            self.desk = Desk(self.desk.database, self.desk.zendesk, self.desk.clock, successor)

    def step(self, what: str, *told: Any) -> None:
        match what, told:
            case "want", (ticket, tags):
                self.want(ticket, tags)
            case "want, and other while sending", (ticket, tags, other):
                self.want(ticket, tags)
                self.while_sending(lambda: self.want(ticket, other))
            case "want, and agent while sending", (ticket, tags, tag):
                self.want(ticket, tags)
                self.while_sending(lambda: self.agent_tags(ticket, tag))
            case "want, and killed", (ticket, tags, where):
                self.want(ticket, tags)
                self.killed(where)
            case "agent takes away", (ticket, tag):
                self.agent_takes_away(ticket, tag)
            case "goes wrong", (fault,):
                self.desk.zendesk.faults.order(fault)
            case "work", ():
                self.work()
            case "time passes", (seconds,):
                self.desk.clock.pass_by(seconds)

    def come_to_rest(self) -> None:
        """Time goes by until nothing is left to do, faults that were ordered included."""
        for _ in range(60):
            self.work()
            self.desk.clock.pass_by(700)
        assert self.desk.outbox.counts()["done"] == self.desk.database.outbox.count_documents({})


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_in_the_end_all_is_as_wanted(database: Mongo, steps: list[tuple[Any, ...]]) -> None:
    for name in ("outbox", "breakers", "connections"):
        database[name].delete_many({})
    with FakeZendesk(clock := Clock()) as zendesk:
        desk = Desk(database, zendesk, clock)
        desk.connect()
        course = Course(desk)
        for step in steps:
            course.step(*step)
        course.come_to_rest()
        for ticket in TICKETS:
            assert desk.tags(ticket) == course.wanted[ticket] | course.theirs[ticket]
        assert zendesk.api.complaints == []
        assert desk.breakers.of(NAME).lets_pass(clock.now)
