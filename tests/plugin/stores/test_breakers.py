"""Breakers are changed one step at a time, by however many processes."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial

from plugin.stores.layout import Mongo
from plugin.stores.tickets.breakers import Breakers
from plugin.tickets.breaker import Breaker, State

NOW = 1_772_439_240
OPEN = Breaker(State.OPEN, rests=1, run_at=NOW, reason="unwell")


def _instead(put: Breaker, standing: Breaker) -> Breaker:
    return put


def one_more(breaker: Breaker) -> Breaker:
    return replace(breaker, faults=breaker.faults + 1)


def test_who_was_never_troubled_is_closed(database: Mongo) -> None:
    assert Breakers(database).of("zd-acme") == Breaker()
    assert Breakers(database).all() == {}
    assert Breakers(database).barred(NOW) == frozenset()


def test_steps_of_many_at_once_are_all_taken(database: Mongo) -> None:
    breakers = Breakers(database)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: breakers.change("zd-acme", one_more), range(40)))
    assert breakers.of("zd-acme").faults == 40


def test_a_step_that_changes_nothing_writes_nothing(database: Mongo) -> None:
    Breakers(database).change("zd-acme", lambda breaker: breaker)
    assert database.breakers.count_documents({}) == 0


def test_one_of_many_probes(database: Mongo) -> None:
    breakers = Breakers(database)
    breakers.change("zd-acme", lambda breaker: OPEN)
    with ThreadPoolExecutor(8) as pool:
        claims = list(pool.map(lambda _: breakers.claim_probe("zd-acme", NOW), range(16)))
    assert sum(claims) == 1
    assert breakers.of("zd-acme").state is State.HALF_OPEN
    assert breakers.barred(NOW) == {"zd-acme"}


def test_who_is_well_or_rests_is_not_probed(database: Mongo) -> None:
    breakers = Breakers(database)
    assert not breakers.claim_probe("zd-acme", NOW)
    breakers.change("zd-acme", lambda breaker: OPEN)
    assert not breakers.claim_probe("zd-acme", NOW - 1)


def test_what_bars_and_what_does_not(database: Mongo) -> None:
    breakers = Breakers(database)
    standing = {
        "well": Breaker(faults=2),
        "paused": Breaker(paused_until=NOW + 1),
        "paused before": Breaker(paused_until=NOW),
        "open": replace(OPEN, run_at=NOW + 1),
        "to be probed": OPEN,
        "to be probed, but paused": replace(OPEN, paused_until=NOW + 1),
    }
    for name, breaker in standing.items():
        breakers.change(name, partial(_instead, breaker))
    assert breakers.barred(NOW) == {"paused", "open", "to be probed, but paused"}
    assert breakers.all() == standing


def test_what_is_forgotten_is_well(database: Mongo) -> None:
    breakers = Breakers(database)
    breakers.change("zd-acme", lambda breaker: OPEN)
    breakers.forget("zd-acme")
    assert breakers.of("zd-acme") == Breaker()
