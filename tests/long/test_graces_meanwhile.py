"""Contacts are filed by several while people are assigned versions and pass them: all ends well.

Each worker goes by what it read up to a second ago, so some judge by what is no longer so; what
is found out later puts that right, and no count is ever touched.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle, islice
from threading import Event
from time import monotonic

import pytest

from plugin.stores.layout import Mongo
from plugin.stores.transactions import transact
from plugin.stores.versions.standards import Standards
from plugin.tickets.filing import filing_of
from plugin.tickets.recount import recounting_of
from tests.long.test_bound_by_all import ACTING, DAYS, PEOPLE, Given, Judging, Pass, World
from tests.plugin.tickets.graced_house import HOUR, STATIONS, WARSAW, GracedHouse, Talk, at
from tests.tallied import counted_in, counted_of
from webhooks.contract import News

pytestmark = pytest.mark.long

BEGINS = (at(0), at(2), at(4, 12))
WORKERS, TALKS = 4, 160
HAPPENS = (
    Given("anna", 2, at(5)),
    Given("oleg", 3, at(7)),
    Pass("anna", 2, at(3, 15)),
    Given("marta", 2, at(6)),
    Given("marta", 3, at(7)),
    Pass("oleg", 3, at(5, 8)),
)


def talks() -> Iterator[Talk]:
    whose = cycle(ACTING)
    for number in range(TALKS):
        opened_at = at(number % DAYS, 7 + number % 12)
        one, other = islice(whose, 2)
        words = ((3 * HOUR, one), (4 * HOUR, None), (5 * HOUR, other))
        yield Talk(number, opened_at, words, closed=number % 5 != 0)


def test_whoever_files_meanwhile_all_is_judged_by_what_binds(database: Mongo) -> None:
    house = GracedHouse(database)
    house.staff(PEOPLE)
    for number, begins in enumerate(BEGINS, 1):
        house.publish(number, begins)
    house.settle()
    every, ended = tuple(talks()), Event()
    with ThreadPoolExecutor(WORKERS + 3) as pool:
        working = [pool.submit(work, house, ended) for _ in range(2)]
        filing = [pool.submit(file, house, every[each::WORKERS]) for each in range(WORKERS)]
        changing = pool.submit(change, house)
        for each in (*filing, changing):
            each.result()
        ended.set()
        for worker in working:
            worker.result()
    house.settle()
    world = World(BEGINS, (*HAPPENS, *every))
    judging = Judging(Standards(database), world)
    assert counted_in(database) == counted_of(
        [judging.card(talk, number) for talk, number in judging.in_force()], WARSAW
    )
    recount = recounting_of(house.house).recount()
    assert recount.agrees, recount
    days = range(at(-1), at(DAYS + 2))
    for version in range(1, len(BEGINS) + 1):
        assert house.figures(version, -1, DAYS + 1) == {
            each.id: judging.figures(each.id, version, days) for each in PEOPLE
        }


def file(house: GracedHouse, mine: tuple[Talk, ...]) -> None:
    """One worker's part, told of in two goes."""
    filing = filing_of(house.house)
    for talk in (*mine, *mine):
        first = talk.events if filing.contacts.find(talk.contact) else talk.events[:2]
        news = News(talk.contact, talk.opened_at, first)
        transact(
            house.database,
            lambda session, news=news, talk=talk: filing.take_in(  # type: ignore[misc]
                talk.contact, "zd-acme", [news], house.now, session
            ),
        )


def change(house: GracedHouse) -> None:
    """What happens meanwhile, a little apart."""
    for each in HAPPENS:
        Event().wait(0.4)
        if isinstance(each, Given):
            house.assign(each.person, each.version, each.latest)
        else:
            house.passes(each.person, each.version, each.at)


def work(house: GracedHouse, ended: Event) -> None:
    """A worker's stations, as they go on for as long as they live."""
    stations = [make(house.house, "one") for make in STATIONS]
    began = monotonic()
    while not ended.is_set():
        instant = house.now + int(monotonic() - began)
        sum(each.work_once(instant) for each in stations)
