"""Runs a demonstration: furnishes the house, posts what the firm's helpdesk and phones would."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias
from zoneinfo import ZoneInfo

from plugin.demo.assigning import assign, assigned
from plugin.demo.authoring import write_next
from plugin.demo.course import Course
from plugin.demo.firm import CONNECTION
from plugin.demo.furnishing import (
    COORDINATOR,
    REVIEWER,
    SHOPPERS,
    Furnished,
    furnish,
    refuse_if_used,
    sign_ins,
)
from plugin.demo.lives import Era, courses
from plugin.demo.posting import Address, Helpdesk, Phone, each_of
from plugin.demo.sizes import FULL, Size
from plugin.demo.training import train
from plugin.demo.visits import Answered, reviews, visits
from plugin.demo.zendesk import bodies_of
from plugin.house import House
from plugin.stores.keeping.demo import Demonstrations
from plugin.stores.keeping.figures import read_figures
from plugin.stores.tickets.deliveries import Deliveries
from plugin.stores.versions.standards import Standards

# Is told what is being done, how many are done, and how many there are.
Watch: TypeAlias = "Callable[[str, int, int], None]"
ZONE = "Europe/Warsaw"
_LOOK_SECONDS, _PATIENCE_SECONDS = 0.3, 120
_WAITED_FOR, _UNFINISHED = ("deliveries", "visits"), ("ready", "leased")
_HOURS_OF = ("contact", "service")


class NotFiled(Exception):
    """What was posted is not filed; the message says what to look at."""


@dataclass(frozen=True, slots=True)
class Shown:
    """The sign-ins of a demonstration, and how many webhooks it took; none when it stood."""

    passwords: Mapping[str, str]
    webhooks: int
    seconds: float


def run(house: House, address: Address, size: Size, watch: Watch) -> Shown:
    """The demonstration of that size, filed to its end; one that stands already is left as it is.

    HouseInUse, ServiceRefused and NotFiled say why there is none. One that was broken off goes on:
    it posts the same again, and what the service has it has once.
    """
    begun, demonstrations = time.monotonic(), Demonstrations(house.database)
    if demonstrations.is_done(size.name):
        return Shown(sign_ins(house), 0, time.monotonic() - begun)
    if not demonstrations.has_begun():
        refuse_if_used(house)
    until = demonstrations.begun(size.name, house.clock())
    # Whichever size comes first: the standards are in force before the first ticket of either.
    furnished = furnish(house, FULL.begins_at(until) - 86_400)
    webhooks = _Telling(house, address, size, watch, furnished, until).tell()
    write_next(house, size.begins_at(until))
    train(house)
    assign(house, until)
    demonstrations.done(size.name, house.clock())
    return Shown(furnished.passwords, webhooks, time.monotonic() - begun)


@dataclass(frozen=True, slots=True)
class _Telling:
    house: House
    address: Address
    size: Size
    watch: Watch
    furnished: Furnished
    until: int

    def tell(self) -> int:
        """How many webhooks were posted; all is filed."""
        era, seed = self._era(), f"plumbline/{self.size.name}"
        told_visits = tuple(visits(era, self.size.visits, seed))
        self._submit("visits", assigned(self.house, told_visits))
        size = self.size
        told = tuple(courses(era, size.tickets, seed, size.workers, size.first_number))
        webhooks = self._deliver(told, seed)
        self._submit("reviews", tuple(reviews(era, self.size.reviews, seed, told)))
        self._wait()
        return webhooks

    def _era(self) -> Era:
        code, calendar = _HOURS_OF
        standard = next(
            each
            for each in Standards(self.house.database).in_force(self.until)
            if each.code == code
        )
        begins_at = self.size.begins_at(self.until)
        return Era(begins_at, self.until, ZoneInfo(ZONE), standard.hours[calendar])

    def _deliver(self, told: tuple[Course, ...], seed: str) -> int:
        helpdesk = Helpdesk(
            self.address, CONNECTION, self.furnished.secret, lambda: int(time.time())
        )
        sent: list[int] = []

        def deliver(course: Course) -> None:
            bodies = tuple(bodies_of(course, seed, self.until))
            for body in bodies:
                helpdesk.deliver(body)
            sent.append(len(bodies))

        for place, _ in enumerate(each_of(deliver, told), 1):
            self.watch("tickets", place, len(told))
        return sum(sent)

    def _submit(self, plural: str, answered: tuple[Answered, ...]) -> None:
        names = SHOPPERS if plural == "visits" else (REVIEWER,)
        phones = [self._phone(name) for name in names]
        coordinator = self._phone(COORDINATOR)

        def submit(numbered: tuple[int, Answered]) -> None:
            place, each = numbered
            path, phone = f"{plural}/{each.id}", phones[place % len(phones)]
            phone.put(path, each.body)
            for name, content in each.photos.items():
                phone.put_file(f"{path}/files/{name}", content)

        for place, _ in enumerate(each_of(submit, enumerate(answered)), 1):
            self.watch(plural, place, len(answered))
        accepted = [f"{plural}/{each.id}" for each in answered if each.accepted]
        for place, _ in enumerate(each_of(coordinator.accept, accepted), 1):
            self.watch(f"{plural} accepted", place, len(accepted))

    def _phone(self, name: str) -> Phone:
        return Phone.signed_in(self.address, name, self.furnished.passwords[name])

    def _wait(self) -> None:
        """Returns once every delivery and every submission is filed. NotFiled when workers lack."""
        most, quiet_since = self._left(), time.monotonic()
        left = most
        while left:
            self.watch("filed", most - left, most)
            time.sleep(_LOOK_SECONDS)
            before, left = left, self._left()
            most = max(most, left)
            if left < before:
                quiet_since = time.monotonic()
            if time.monotonic() - quiet_since > _PATIENCE_SECONDS:
                raise NotFiled(f"{left:,} are not filed and nothing moves; do workers run?")
        self.watch("filed", most, most)
        deliveries = Deliveries(self.house.database, self.house.sealer)
        if deliveries.listed(connection=CONNECTION, limit=1):
            raise NotFiled("some deliveries failed; plumbline deliveries says why")

    def _left(self) -> int:
        states = self._figures()
        return sum(states[queue][state] for queue in _WAITED_FOR for state in _UNFINISHED)

    def _figures(self) -> Mapping[str, Mapping[str, int]]:
        return read_figures(self.house.database, self.house.clock()).states
