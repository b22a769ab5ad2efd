"""After a storm and a reconciliation all is as if there had been none.

Of the webhooks of several hundred tickets at two helpdesks a fifth is lost, a tenth comes twice and
none comes in order; a tenth of our calls is answered 429 or 5xx; every few seconds a process is
killed. Then `plumbline reconcile` is run, killed, and run again. Zendesk has a history: events,
cards and tags equal those of a run without faults. Freshdesk has none: replies, ratings and the
last state are exact, and whatever else differs is marked `reconstructed`.
"""

from __future__ import annotations

import json
import os
import subprocess
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random
from typing import Any, TypeVar

import pytest

from plugin.house import House
from plugin.publishing.publish import publish
from plugin.stores.keeping.figures import read_figures
from plugin.stores.tickets.connections import Connection, Connections
from plugin.stores.tickets.contacts import Contacts
from plugin.stores.tickets.events import Events, news_in, without_words
from plugin.stores.versions.standards import Standards
from plugin.tickets.judging import cards_of
from plugin.tickets.recount import recounting_of
from scoring.evidence import Event, EventKind
from scoring.outcome import outcome_hash
from scoring.tags import tags_of
from scoring.timeline import in_order
from tests.fakes.asking import Asked
from tests.fakes.faults import Fault, Faults
from tests.fakes.freshdesk.apps import event_of
from tests.fakes.freshdesk.server import FakeFreshdesk
from tests.fakes.zendesk.server import USER, FakeZendesk
from tests.long.processes import PLUMBLINE, Service, serving, until
from tests.long.storm import SECRET, FreshdeskLives, Webhooks, ZendeskLives, play, zendesk_life
from tests.zendesk_lives import Life, signed
from webhooks.contract import Account, Call, Delivery, News, Reply, Talk
from webhooks.freshdesk.comparing import known_facts
from webhooks.freshdesk.values import facts_of, status_facts
from webhooks.helpdesks import HELPDESKS

T = TypeVar("T")

pytestmark = pytest.mark.long

SEED = int(os.environ.get("PLUMBLINE_STORM_SEED", "20261122"))
SEEDED = f"the storm's seed was {SEED}: PLUMBLINE_STORM_SEED={SEED} brings it again"
ZENDESK_LIVES, FRESHDESK_LIVES = 130, 70
FIRST = 1_001
FAULTY = 0.1
FAULTS = (
    Fault.ERROR_500,
    Fault.BAD_GATEWAY,
    Fault.UNAVAILABLE,
    Fault.UNAVAILABLE_FOR_A_SECOND,
    Fault.TOO_MANY,
    Fault.TOO_MANY_AS_TEXT,
)
KILLED = ("worker", "mongod", "answering", "worker", "web", "supervisor")
BETWEEN_SECONDS = 5.0
SETTLED_SECONDS = 150.0  # leases of those that were killed have to run out
RECONCILED_SECONDS = 150
STANDARD = Path(__file__).with_name("storm.yaml")
EXACT = (EventKind.MESSAGE, EventKind.RATED)


@dataclass(slots=True)
class Kills:
    """Kills one process after another, each some seconds after the one before."""

    service: Service
    draw: Random
    done: list[str] = field(default_factory=list)
    _next: float = field(default_factory=lambda: time.monotonic() + BETWEEN_SECONDS)

    def maybe(self) -> None:
        """Kills the next one when its time has come."""
        if time.monotonic() < self._next:
            return
        role = KILLED[len(self.done) % len(KILLED)]
        self.service.kill(role)
        self.done.append(role)
        if role == "supervisor":
            self.service.start()
        self._next = time.monotonic() + self.draw.uniform(0.7, 1.3) * BETWEEN_SECONDS


@dataclass(frozen=True, slots=True)
class Passed:
    """The storm when it has passed: what stands in the house, and what is true."""

    house: House
    zendesk: FakeZendesk
    freshdesk: FakeFreshdesk
    lives: tuple[Life, ...]
    webhooks: Webhooks
    kills: tuple[str, ...]
    gaps: int  # tickets of which something was not known before the reconciliation
    clean: dict[str, list[Event]] = field(default_factory=dict)


@pytest.fixture(scope="module")
def passed() -> Iterator[Passed]:
    draw = Random(SEED)
    with (
        FakeZendesk(faults=Faults(SEED, FAULTY, FAULTS)) as zendesk,
        FakeFreshdesk(faults=Faults(SEED + 1, FAULTY, FAULTS)) as freshdesk,
        serving(workers=2, reconcile_minutes=0) as service,
    ):
        service.until_ready()
        furnish(service, zendesk, freshdesk)
        webhooks, kills = Webhooks(service.address, Random(SEED)), Kills(service, draw)
        begins_at = int(time.time()) + 3
        lives = tuple(
            zendesk_life(FIRST + n, begins_at, Random(f"{SEED}/{n}")) for n in range(ZENDESK_LIVES)
        )
        there = FreshdeskLives(freshdesk, webhooks)
        there.plan(range(FIRST, FIRST + FRESHDESK_LIVES), begins_at, draw)
        here = ZendeskLives(zendesk, webhooks, lives)
        with webhooks.posting():
            play(iter([*here.acts(), *there.acts()]), kills.maybe)
        service.until_ready()
        ended_at = time.monotonic()
        with service.house() as house:
            gaps = sum(has_gaps(house, zd(zendesk), each) for each in lives)
        reconciled(service)
        with service.house() as house:
            assert until(lambda: not left_in(house), SETTLED_SECONDS), (left_in(house), SEEDED)
            print(
                f"\n{len(lives)} + {FRESHDESK_LIVES} tickets; webhooks: {dict(webhooks.counts)};"
                f" {gaps} of {len(lives)} tickets with gaps before the reconciliation;"
                f" killed: {len(kills.done)}; calls: {len(zendesk.log)} + {len(freshdesk.log)},"
                f" faults among them: {faults_of(zendesk)} + {faults_of(freshdesk)};"
                f" all as it should be after {time.monotonic() - ended_at:.0f} s; {SEEDED}"
            )
            yield Passed(house, zendesk, freshdesk, lives, webhooks, tuple(kills.done), gaps)


def furnish(service: Service, zendesk: FakeZendesk, freshdesk: FakeFreshdesk) -> None:
    """A standard, and a connection with each fake."""
    with service.house() as house:
        now = house.clock() - 60
        publish(
            Standards(house.database), STANDARD.read_bytes(), effective_from=now, by="", now=now
        )
        connections = Connections(house.database, house.sealer)
        made = Connection(zd(zendesk), "zendesk", (SECRET,), USER.email, USER.token, True)
        connections.keep(made)
        key = freshdesk.user.token
        connections.keep(Connection(fd(freshdesk), "freshdesk", (SECRET,), "X", key, True))


def zd(zendesk: FakeZendesk) -> Account:
    return Account("zd-acme", zendesk.address, "pl", str(zendesk.user.id))


def fd(freshdesk: FakeFreshdesk) -> Account:
    return Account("fd-acme", freshdesk.address, "pl", str(freshdesk.user.id))


def reconciled(service: Service) -> None:
    """`plumbline reconcile`, killed on its way, and run again to its end."""
    first = subprocess.Popen(
        [PLUMBLINE, "reconcile"],
        env=service.environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    time.sleep(6)
    first.kill()
    first.wait(30)
    said = subprocess.run(
        [PLUMBLINE, "reconcile"],
        env=service.environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=RECONCILED_SECONDS,
    )
    assert said.returncode == 0, (said.stdout, said.stderr, SEEDED)


def has_gaps(house: House, account: Account, life: Life) -> bool:
    told = [HELPDESKS["zendesk"].read(signed(body, 0), account) for body in life.posted]
    known = {each.id for each in Events(house.database).of(life.contact)}
    return not known >= {event.id for news in told for event in news.events}


def left_in(house: House) -> dict[str, int]:
    """How much of the work is not done, by queue; contacts also where a deadline is near."""
    states = read_figures(house.database, int(time.time())).states
    left = {
        name: sum(states[name].get(state, 0) for state in ("ready", "leased", "failed"))
        for name in ("deliveries", "rereads", "outbox", "contacts")
    }
    return {name: number for name, number in left.items() if number}


def faults_of(fake: FakeZendesk | FakeFreshdesk) -> int:
    return sum(each.fault is not Fault.NONE for each in fake.log)


def test_it_was_a_storm(passed: Passed) -> None:
    """Without losses, kills and faults the rest would tell nothing."""
    counts = passed.webhooks.counts
    assert 0.15 < counts["lost"] / counts["told"] < 0.25, SEEDED
    assert counts["doubled"] > 50
    assert passed.gaps > len(passed.lives) / 3
    assert len(passed.kills) >= len(KILLED)
    for fake in (passed.zendesk, passed.freshdesk):
        assert faults_of(fake) > 0.05 * len(fake.log), SEEDED
        assert fake.api.complaints == [], SEEDED


def test_no_event_of_zendesk_is_lost_doubled_or_out_of_order(passed: Passed) -> None:
    events = Events(passed.house.database)
    for life in passed.lives:
        stored = in_order(events.of(life.contact))
        assert said(stored) == said(clean_log(passed, life)), SEEDED


def test_cards_and_tags_at_zendesk_are_those_of_a_run_without_faults(passed: Passed) -> None:
    standards, prefix = Standards(passed.house.database), "pl"
    for life in passed.lives:
        clean = clean_log(passed, life)
        for card in filed(passed.house, life.contact):
            at = card["as_of"]
            (made,) = cards_of(life.contact, life.opened_at, clean, standards, at)
            assert card["outcome_hash"] == outcome_hash(made), (life.contact, SEEDED)
            assert ours(passed.zendesk, life.number) == tags_of((made,), prefix), SEEDED


def test_some_tags_were_written(passed: Passed) -> None:
    written = [each for each in passed.lives if ours(passed.zendesk, each.number)]
    assert 20 < len(written) < len(passed.lives)


def clean_log(passed: Passed, life: Life) -> list[Event]:
    """What is known of the ticket where each webhook comes once and in order."""
    if life.contact not in passed.clean:
        passed.clean[life.contact] = _clean_log(passed, life)
    return passed.clean[life.contact]


def _clean_log(passed: Passed, life: Life) -> list[Event]:
    zendesk, account = passed.zendesk, zd(passed.zendesk)
    told = [HELPDESKS["zendesk"].read(signed(body, 0), account) for body in life.posted]
    log = log_of(told)
    talk = HELPDESKS["zendesk"].read_again(life.contact, account, log)
    again = spoken(talk, zendesk)
    assert again is not None
    return log_of([again], log)


def log_of(told: Sequence[News], log: Sequence[Event] = ()) -> list[Event]:
    """The log once that was told, in order."""
    known = {each.id: each for each in log}
    for news in told:
        new = news_in(list(known.values()), news.events)
        known |= {each.id: without_words(each) for each in new}
    return in_order(known.values())


def said(log: Sequence[Event]) -> list[Event]:
    """The events in order, without the numbers of their places."""
    return [replace(each, seq=0) for each in log]


def filed(house: House, contact: str) -> list[dict[str, Any]]:
    found = list(house.database.cards.find({"contact": contact}))
    assert len(found) == 1, (contact, SEEDED)
    return found


def ours(fake: FakeZendesk | FakeFreshdesk, number: int) -> frozenset[str]:
    return frozenset(each for each in fake.tickets.tags(number) if each.startswith("pl-"))


def spoken(talk: Talk[T], fake: FakeZendesk | FakeFreshdesk) -> T:
    """What the talk comes to, without a network and without faults."""
    headers = {"authorization": fake.user.authorization(), "content-type": "application/json"}
    reply: Reply | None = None
    try:
        while True:
            reply = answered(fake, next(talk) if reply is None else talk.send(reply), headers)
    except StopIteration as ended:
        value: T = ended.value
        return value


def answered(fake: Any, call: Call, headers: dict[str, str]) -> Reply:
    body = json.dumps(call.body).encode() if call.body is not None else b""
    answer = fake.api.answer(Asked(call.method, call.path, headers, body, call.query))
    text = answer.encoded()
    told = {name.lower(): value for name, value in answer.headers.items()}
    return Reply(answer.status, told, json.loads(text) if text else None)


def freshdesk_contacts(passed: Passed) -> Iterator[tuple[int, str]]:
    for number in range(FIRST, FIRST + FRESHDESK_LIVES):
        yield number, f"fd-acme/ticket/{number}"


def told_by_apps(passed: Passed, number: int, contact: str) -> list[Event]:
    """What is known where an app tells of every change, and the rest is read."""
    if contact not in passed.clean:
        passed.clean[contact] = _told_by_apps(passed, number, contact)
    return passed.clean[contact]


def _told_by_apps(passed: Passed, number: int, contact: str) -> list[Event]:
    account, adapter = fd(passed.freshdesk), HELPDESKS["freshdesk"]
    log: list[Event] = []
    for change in passed.freshdesk.tickets.changes:
        body = event_of(change) if change.ticket.id == number else None
        if body is not None and change.actor != passed.freshdesk.user.id:
            news = adapter.read(Delivery({}, body, change.at + 1), account)
            log = log_of([news], log)
    again = spoken(adapter.read_again(contact, account, log), passed.freshdesk)
    assert again is not None
    return log_of([again], log)


def test_replies_ratings_and_the_last_state_at_freshdesk_are_exact(passed: Passed) -> None:
    events, account = Events(passed.house.database), fd(passed.freshdesk)
    for number, contact in freshdesk_contacts(passed):
        stored, clean = events.of(contact), told_by_apps(passed, number, contact)
        for kind in EXACT:
            assert by_id(stored, kind) == by_id(clean, kind), (contact, SEEDED)
        ticket = passed.freshdesk.tickets.find(number)
        assert ticket is not None
        status = status_facts(ticket.status, passed.freshdesk.api.statuses)
        truth = {**facts_of(ticket.shown(), account), **(status or {})}
        known = {name: each.value for name, each in known_facts(stored).items()}
        assert told_facts(known) == told_facts(truth), (contact, SEEDED)


def test_every_other_difference_at_freshdesk_is_marked(passed: Passed) -> None:
    events = Events(passed.house.database)
    standards = Standards(passed.house.database)
    for number, contact in freshdesk_contacts(passed):
        stored, clean = events.of(contact), told_by_apps(passed, number, contact)
        exact = {each.id: replace(each, seq=0) for each in clean}
        for event in stored:
            if not event.reconstructed and event.kind not in EXACT:
                assert replace(event, seq=0) == exact[event.id], (contact, SEEDED)
        known = Contacts(passed.house.database).find(contact)
        assert known is not None
        (card,) = filed(passed.house, contact)
        (made,) = cards_of(contact, known.opened_at, clean, standards, card["as_of"])
        flags = card["card"].get("flags", ())
        marked = any(str(each).startswith("reconstructed ") for each in flags)
        assert marked or card["outcome_hash"] == outcome_hash(made), (contact, SEEDED)


def test_tags_at_freshdesk_are_those_of_the_cards(passed: Passed) -> None:
    standards, events = Standards(passed.house.database), Events(passed.house.database)
    for number, contact in freshdesk_contacts(passed):
        (card,) = filed(passed.house, contact)
        known = Contacts(passed.house.database).find(contact)
        assert known is not None
        made = cards_of(contact, known.opened_at, events.of(contact), standards, card["as_of"])
        assert ours(passed.freshdesk, number) == tags_of(made, "pl"), (contact, SEEDED)


def test_the_counts_are_those_of_the_cards(passed: Passed) -> None:
    found = recounting_of(passed.house).recount()
    assert found.agrees, (found, SEEDED)


def by_id(log: Sequence[Event], kind: EventKind) -> dict[str, Event]:
    return {each.id: replace(each, seq=0) for each in log if each.kind is kind}


def told_facts(facts: Any) -> dict[str, Any]:
    return {name: value for name, value in facts.items() if value not in (None, ())}
