"""The benchmark of backtests: what it fills a house with, what it holds right, what it says."""

from __future__ import annotations

import time

import pytest
from click.testing import CliRunner

from benchmarks import backtest
from benchmarks.backtest import Pace, Round
from plugin.backtests.asking import Wish, ask
from plugin.backtests.station import backtest_station
from plugin.cli.standards.standard import standard_from
from plugin.config import Config
from plugin.house import House
from plugin.publishing.publish import publish
from plugin.sealing import Sealer, new_key
from plugin.stores.layout import Mongo
from plugin.stores.versions.backtests import Backtests
from plugin.stores.versions.standards import Standards
from standards.model import Standard

TICKETS = 7


@pytest.fixture
def house(database: Mongo) -> House:
    """A house in which the shipped standard judges the benchmark's tickets."""
    raw = backtest.STANDARD.read_bytes()
    publish(Standards(database), raw, effective_from=backtest.BEGINS, by="", now=backtest.BEGINS)
    return House(Config(), database, Sealer([new_key()]), lambda: int(time.time()))


def draft() -> Standard:
    """The next version, of the same words."""
    text = backtest.STANDARD.read_bytes().replace(b"version: 1\n", b"version: 2\n", 1)
    return standard_from(text, "draft", backtest.BEGINS)


def judged(house: House, by: Standard) -> str:
    """The id of a backtest that is over."""
    wish = Wish(backtest.BEGINS, backtest.BEGINS + backtest.YEAR, "bench")
    asked, station = ask(house, by, wish), backtest_station(house, "one")
    while station.work_once(house.clock()):
        pass
    return asked.id


def test_a_house_is_filled_with_tickets_that_are_judged_and_the_same_text_says_the_same(
    house: House,
) -> None:
    made = backtest.fill(house, TICKETS)
    database = house.database
    assert len(made) == database.contacts.count_documents({}) == TICKETS
    assert database.cards.count_documents({"code": "contact"}) == TICKETS
    assert database.events.count_documents({}) == sum(len(each.events) for each in made)
    backtests = Backtests(database)
    backtest._check(backtests, judged(house, draft()), TICKETS)
    assert backtest.floor(draft(), made).a_second > 0


def test_what_is_missing_or_judged_otherwise_is_no_measurement(house: House) -> None:
    backtest.fill(house, TICKETS)
    same = judged(house, draft())
    with pytest.raises(ValueError, match="not of every ticket"):
        backtest._check(Backtests(house.database), same, TICKETS + 1)


def test_medians_are_told_by_workers_beside_the_floor() -> None:
    def one(floor: float, single: float, both: float) -> Round:
        return Round(Pace(floor, 0.5, 0), {1: Pace(single, 1, 0.1), 2: Pace(both, 1.1, 0.2)})

    lines = [*backtest.told([one(2_000, 600, 1_200), one(2_000, 500, 800), one(2_000, 700, 1_000)])]
    assert lines[0].endswith(
        "2,000 tickets a second (processor time a ticket: ours 0.50 ms, mongod's 0.00 ms)"
    )
    assert "1 worker process: 600 tickets a second" in lines[1]
    assert lines[1].endswith("0.30 of the floor")
    assert lines[2].startswith("2 worker processes: 1,000 tickets a second")
    assert lines[3] == "two beside one: 1.60 x faster"


@pytest.mark.long
def test_it_runs_with_real_worker_processes() -> None:
    ran = CliRunner().invoke(backtest.backtest, ["--tickets", "60", "--rounds", "1"])
    assert ran.exit_code == 0, ran.output
    assert "round 1: " in ran.output
    assert "two beside one: " in ran.output
