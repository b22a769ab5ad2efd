"""A storm: lives at two helpdesks, webhooks lost, doubled and shuffled, processes killed meanwhile.

Lives take place in real seconds at fakes of the helpdesks, each act when its time has come; what
becomes of its webhook is drawn beforehand, so that a seed gives the same storm again as far as a
machine can.
"""

from __future__ import annotations

import heapq
import json
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from random import Random
from threading import Condition, Thread
from typing import Any, TypeAlias

import requests

from tests.fakes.freshdesk.server import FakeFreshdesk
from tests.fakes.freshdesk.ticket import AGENT as AGENT_THERE
from tests.fakes.freshdesk.ticket import REQUESTER, Change
from tests.fakes.freshdesk.webhooks import body_of, headers_of
from tests.fakes.zendesk.server import FakeZendesk
from tests.zendesk_lives import AGENT, COLLEAGUE, Life, signed

Act: TypeAlias = "Callable[[], object]"
Post: TypeAlias = "Callable[[requests.Session, str], requests.Response]"

LOST, DOUBLED = 0.2, 0.1
LATE_SECONDS = 6.0  # by which a webhook may come later than it was posted: so they are shuffled
ATTEMPTS, BETWEEN_SECONDS = 5, 1.0  # of a helpdesk's own, before it gives up
POSTERS = 4
SECRET = "the-secret-of-the-storm"


@dataclass(slots=True)
class Webhooks:
    """Posts what the helpdesks tell, but for what is lost; some of it twice, none of it in order.

    `counts` are of webhooks: told, lost, doubled, taken, and given up because nobody answered.
    """

    address: str
    draw: Random
    counts: Counter[str] = field(default_factory=Counter)
    _waiting: list[tuple[float, int, Post]] = field(default_factory=list)
    _changed: Condition = field(default_factory=Condition)
    _ended: bool = False

    def tell(self, post: Post) -> None:
        """Has it posted soon, or lost."""
        with self._changed:
            self.counts["told"] += 1
            if self.draw.random() < LOST:
                self.counts["lost"] += 1
                return
            times = 2 if self.draw.random() < DOUBLED else 1
            self.counts["doubled"] += times - 1
            for _ in range(times):
                at = time.monotonic() + self.draw.uniform(0, LATE_SECONDS)
                heapq.heappush(self._waiting, (at, self.draw.getrandbits(60), post))
            self._changed.notify_all()

    @contextmanager
    def posting(self) -> Iterator[None]:
        """Posts until the block has ended and all is posted; an error ends it at once."""
        threads = [Thread(target=self._go) for _ in range(POSTERS)]
        for each in threads:
            each.start()
        try:
            yield
        except BaseException:
            self._waiting.clear()  # nobody is there any more
            raise
        finally:
            with self._changed:
                self._ended = True
                self._changed.notify_all()
            for each in threads:
                each.join()

    def _go(self) -> None:
        with requests.Session() as session:
            session.trust_env = False
            while (post := self._next()) is not None:
                self._insist(session, post)

    def _next(self) -> Post | None:
        with self._changed:
            while True:
                wait = None if not self._waiting else self._waiting[0][0] - time.monotonic()
                if wait is not None and wait <= 0:
                    return heapq.heappop(self._waiting)[2]
                if wait is None and self._ended:
                    return None
                self._changed.wait(wait)

    def _insist(self, session: requests.Session, post: Post) -> None:
        for _ in range(ATTEMPTS):
            try:
                if post(session, self.address).status_code < 300:
                    self.counts["taken"] += 1
                    return
            except requests.RequestException:
                pass  # somebody was just killed: helpdesks come again
            time.sleep(BETWEEN_SECONDS)
        self.counts["given up"] += 1


@dataclass(slots=True)
class ZendeskLives:
    """Tickets at the fake Zendesk: their acts, when each takes place, and what tells of it."""

    zendesk: FakeZendesk
    webhooks: Webhooks
    lives: tuple[Life, ...]

    def acts(self) -> Iterator[tuple[float, Act]]:
        """Each act of all lives, and its instant."""
        for life in self.lives:
            for at, body in zip(life.happened, life.posted, strict=True):
                yield at, partial(self._happen, body)

    def _happen(self, body: bytes) -> None:
        told = json.loads(body)
        with self.zendesk.tickets.lock:
            standing = self.zendesk.tickets.find(int(told["detail"]["id"]))
            # What we have written meanwhile stands there whoever does something to the ticket.
            ours = [each for each in (standing.tags if standing else ()) if each.startswith("pl-")]
            told["detail"]["tags"] = [*told["detail"]["tags"], *sorted(ours)]
            self.zendesk.tickets.take(told)
        self.webhooks.tell(partial(_post_signed, json.dumps(told).encode()))


def _post_signed(body: bytes, session: requests.Session, address: str) -> requests.Response:
    headers = signed(body, int(time.time()), SECRET).headers
    return session.post(f"{address}/webhooks/zd-acme", body, headers=dict(headers), timeout=12)


def zendesk_life(number: int, begins_at: int, draw: Random) -> Life:
    """A ticket's life of about a minute, told act by act."""
    life = Life(number, begins_at + draw.randrange(20), priority=draw.choice([None, "NORMAL"]))
    life.create()
    at = life.opened_at
    for _ in range(draw.randrange(2, 9)):
        at += draw.randrange(1, 9)
        _ZENDESK[draw.choice(sorted(_ZENDESK))](life, at)
    if draw.random() < 0.6:
        life.status(at + 2, "SOLVED")
        if draw.random() < 0.5:
            life.rate(at + 4, draw.choice(["GOOD", "BAD"]))
    return life


_ZENDESK: Mapping[str, Callable[[Life, int], None]] = {
    "asks": lambda life, at: life.comment(at, life.requester, "And now?"),
    "replies": lambda life, at: life.comment(at, AGENT, "Soon."),
    "replies too": lambda life, at: life.comment(at, COLLEAGUE, "It is on its way."),
    "notes": lambda life, at: life.comment(at, AGENT, "Call them.", public=False),
    "waits": lambda life, at: life.status(at, "PENDING"),
    "goes on": lambda life, at: life.status(at, "OPEN"),
    "solves": lambda life, at: life.status(at, "SOLVED"),
    "takes": lambda life, at: life.assign(at, AGENT),
    "hands on": lambda life, at: life.assign(at, COLLEAGUE),
    "hurries": lambda life, at: life.prioritise(at, "URGENT"),
    "labels": lambda life, at: life.tag(at, [f"parcel-{len(life.posted)}"], []),
}


@dataclass(slots=True)
class FreshdeskLives:
    """Tickets at the fake Freshdesk, whose rules tell little more than that something happened."""

    freshdesk: FakeFreshdesk
    webhooks: Webhooks
    plans: tuple[tuple[float, Act], ...] = ()

    def plan(self, numbers: range, begins_at: int, draw: Random) -> None:
        """Draws the lives of these tickets; from now on their webhooks are posted."""
        self.plans = tuple(
            step for number in numbers for step in self._life(number, begins_at, draw)
        )
        self.freshdesk.tickets.heard = self._heard

    def acts(self) -> Iterator[tuple[float, Act]]:
        """Each act of all lives, and its instant."""
        yield from self.plans

    def _life(self, number: int, begins_at: int, draw: Random) -> Iterator[tuple[float, Act]]:
        tickets, at = self.freshdesk.tickets, begins_at + draw.randrange(20)
        yield at, partial(tickets.create, number, assignee=AGENT_THERE)
        for _ in range(draw.randrange(2, 8)):
            at += draw.randrange(2, 9)
            act, *told = _FRESHDESK[draw.choice(sorted(_FRESHDESK))](tickets, number)
            yield at, partial(act, *told)
        if draw.random() < 0.6:
            yield at + 2, partial(tickets.set_status, number, 4)
            if draw.random() < 0.5:
                yield at + 4, partial(tickets.rate, number, draw.choice([103, 100, -103]))

    def _heard(self, change: Change) -> None:
        if change.actor != self.freshdesk.user.id:
            style = self.webhooks.counts["told"]
            self.webhooks.tell(partial(_post_rule, *body_of(change, style)))


def _post_rule(
    kind: str, body: bytes, session: requests.Session, address: str
) -> requests.Response:
    headers = headers_of(kind, SECRET)
    return session.post(f"{address}/webhooks/fd-acme", body, headers=headers, timeout=5)


_FRESHDESK: Mapping[str, Callable[[Any, int], tuple[Any, ...]]] = {
    "asks": lambda tickets, own: (tickets.comment, own, "And now?", REQUESTER),
    "replies": lambda tickets, own: (tickets.comment, own, "Soon.", AGENT_THERE),
    "waits": lambda tickets, own: (tickets.set_status, own, 3),
    "goes on": lambda tickets, own: (tickets.set_status, own, 2),
    "solves": lambda tickets, own: (tickets.set_status, own, 4),
    "hands on": lambda tickets, own: (tickets.assign, own, 8, 2),
}


def play(acts: Iterator[tuple[float, Act]], meanwhile: Callable[[], None]) -> None:
    """Has each act take place at its instant; returns after the last one."""
    for at, act in sorted(acts, key=lambda each: each[0]):
        while (rest := at - time.time()) > 0:
            meanwhile()
            time.sleep(min(rest, 0.2))
        act()
