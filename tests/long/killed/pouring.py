"""Pours webhooks and visits into a running service, and remembers what it has answered for."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event, Lock, Thread
from typing import Any
from zoneinfo import ZoneInfo

import orjson

from plugin.demo.course import Course
from plugin.demo.firm import CONNECTION
from plugin.demo.furnishing import COORDINATOR, SHOPPERS, Furnished
from plugin.demo.lives import Era, courses
from plugin.demo.posting import Address, Helpdesk, Phone, ServiceRefused
from plugin.demo.sizes import SMALL
from plugin.demo.visits import Answered, visits
from plugin.demo.zendesk import bodies_of
from plugin.stores.versions.standards import Standards
from tests.long.processes import Service

SEED = "killed in turn"
_HELPDESKS = 3  # that many tickets are told of at once
_PATIENCE_SECONDS = 90.0
_PAUSE_SECONDS = 0.02


@dataclass(slots=True)
class Poured:
    """What was answered for: events by their ids, visits by theirs, and whether one was accepted.

    `refused` are the answers that were no answer for it.
    """

    events: dict[str, bytes] = field(default_factory=dict)
    visits: dict[str, bool] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)
    lock: Lock = field(default_factory=Lock)


@contextmanager
def pouring(service: Service, furnished: Furnished, until: int) -> Iterator[Poured]:
    """Pours for as long as the block lasts; at its end all that was begun is answered for."""
    with service.house() as house:
        hours = next(
            each.hours["service"]
            for each in Standards(house.database).in_force(until)
            if each.code == "contact"
        )
    era = Era(SMALL.begins_at(until), until, ZoneInfo("Europe/Warsaw"), hours)
    poured, enough = Poured(), Event()
    tickets = courses(era, 5_000, SEED, SMALL.workers, 10_001)
    pouring_tickets = _Tickets(service, furnished, until, poured, enough, tickets).pour
    threads = [Thread(target=pouring_tickets) for _ in range(_HELPDESKS)]
    threads.append(Thread(target=_Visits(service, furnished, poured, enough, era).pour))
    for each in threads:
        each.start()
    try:
        yield poured
    finally:
        enough.set()
        for each in threads:
            each.join()


@dataclass(slots=True)
class _Tickets:
    service: Service
    furnished: Furnished
    until: int
    poured: Poured
    enough: Event
    tickets: Iterator[Course]
    lock: Lock = field(default_factory=Lock)

    def pour(self) -> None:
        address = Address("127.0.0.1", self.service.port)
        helpdesk = Helpdesk(address, CONNECTION, self.furnished.secret, lambda: int(time.time()))
        while not self.enough.is_set():
            with self.lock:
                course = next(self.tickets)
            self._tell(helpdesk, course)
        address.hang_up()

    def _tell(self, helpdesk: Helpdesk, course: Course) -> None:
        for body in bodies_of(course, SEED, self.until):
            _insisted(self.poured, helpdesk.deliver, body)
            with self.poured.lock:
                self.poured.events[orjson.loads(body)["id"]] = body
            time.sleep(_PAUSE_SECONDS)


@dataclass(slots=True)
class _Visits:
    service: Service
    furnished: Furnished
    poured: Poured
    enough: Event
    era: Era

    def pour(self) -> None:
        shopper, coordinator = self._phone(SHOPPERS[0]), self._phone(COORDINATOR)
        for each in visits(self.era, 1_000, SEED):
            if self.enough.is_set():
                break
            self._submit(shopper, coordinator, each)
            time.sleep(10 * _PAUSE_SECONDS)
        for phone in (shopper, coordinator):
            phone.address.hang_up()

    def _submit(self, shopper: Phone, coordinator: Phone, visit: Answered) -> None:
        path = f"visits/{visit.id}"
        _insisted(self.poured, shopper.put, path, visit.body)
        with self.poured.lock:
            self.poured.visits[str(visit.id)] = False
        for name, content in visit.photos.items():
            _insisted(self.poured, shopper.put_file, f"{path}/files/{name}", content)
        if visit.accepted:
            _insisted(self.poured, coordinator.accept, path)
            with self.poured.lock:
                self.poured.visits[str(visit.id)] = True

    def _phone(self, name: str) -> Phone:
        address = Address("127.0.0.1", self.service.port)
        made: list[Phone] = []

        def sign_in() -> None:
            made.append(Phone.signed_in(address, name, self.furnished.passwords[name]))

        _insisted(self.poured, sign_in)
        return made[0]


def _insisted(poured: Poured, ask: Any, *told: Any) -> None:
    """Asks until the service answers for it, ServiceRefused when it never does."""
    until = time.monotonic() + _PATIENCE_SECONDS
    while True:
        try:
            ask(*told)
            return
        except ServiceRefused as error:
            with poured.lock:
                poured.refused.append(str(error))
            if time.monotonic() > until:
                raise
            time.sleep(0.5)
