"""Failures slow the next try down, for whoever makes them, across all processes."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from mobile_api.refusals import SignInRefused
from plugin.directory.signing_in import MOST_BY_ADDRESS, MOST_BY_NAME, SigningIn, TooManyTries
from plugin.stores.layout import Mongo
from plugin.stores.people.tries import FORGOTTEN_SECONDS, LONGEST_WAIT_SECONDS, Tries
from tests.plugin.directory.people import NOW, PASSWORD, register, way_in


@pytest.fixture
def signing_in(database: Mongo) -> SigningIn:
    register(database, "ann")
    register(database, "bob")
    return way_in(database)


def fail(signing_in: SigningIn, now: int = NOW, name: str = "ann", address: str = "a") -> int:
    """0 when the try was looked at; else how long the next one has to wait."""
    try:
        signing_in.sign_in(name, "wrong", now, address=address)
    except TooManyTries as error:
        return int(error.headers["Retry-After"])
    except SignInRefused:
        return 0
    raise AssertionError("a wrong password came in")


def test_five_failures_and_the_sixth_waits(signing_in: SigningIn) -> None:
    assert [fail(signing_in) for _ in range(7)] == [0, 0, 0, 0, 0, 15, 15]


def test_waiting_is_no_try_and_the_wait_doubles(signing_in: SigningIn) -> None:
    for _ in range(5):
        fail(signing_in)
    assert [fail(signing_in, NOW + later) for later in (1, 14, 15, 16, 44, 45, 46)] == [
        14, 1, 0, 29, 1, 0, 59,
    ]  # fmt: skip


def test_the_wait_has_an_end(database: Mongo) -> None:
    tries, now = Tries(database), NOW
    waits: list[int] = []
    for _ in range(30):
        assert tries.count("ann", 5, now) == 0
        waits.append(tries.count("ann", 5, now) if len(waits) >= 4 else 0)
        now += waits[-1]
    assert waits[4:12] == [15, 30, 60, 120, 240, 480, 900, 900]
    assert max(waits) == LONGEST_WAIT_SECONDS


def test_the_right_password_has_to_wait_as_well(signing_in: SigningIn) -> None:
    for _ in range(5):
        fail(signing_in)
    with pytest.raises(TooManyTries):
        signing_in.sign_in("ann", PASSWORD, NOW, address="a")
    assert signing_in.sign_in("ann", PASSWORD, NOW + 15, address="a").user.id == "ann"


def test_whoever_comes_in_begins_anew(signing_in: SigningIn) -> None:
    for _ in range(4):
        fail(signing_in)
    signing_in.sign_in("ann", PASSWORD, NOW, address="a")
    assert [fail(signing_in) for _ in range(6)] == [0, 0, 0, 0, 0, 15]


def test_an_hour_forgets(signing_in: SigningIn) -> None:
    for _ in range(4):
        fail(signing_in)
    later = NOW + FORGOTTEN_SECONDS
    assert [fail(signing_in, later) for _ in range(6)] == [0, 0, 0, 0, 0, 15]


def test_colleagues_at_the_same_address_and_ann_elsewhere_go_on(signing_in: SigningIn) -> None:
    for _ in range(6):
        fail(signing_in)
    assert signing_in.sign_in("bob", PASSWORD, NOW, address="a").user.id == "bob"
    assert signing_in.sign_in("ann", PASSWORD, NOW, address="b").user.id == "ann"


def test_an_address_that_tries_every_name_waits(signing_in: SigningIn) -> None:
    waits = [fail(signing_in, name=f"user{number}") for number in range(MOST_BY_ADDRESS + 1)]
    assert waits == [0] * MOST_BY_ADDRESS + [15]
    assert fail(signing_in, name="user1", address="b") == 0


def test_a_name_that_many_addresses_try_waits(signing_in: SigningIn) -> None:
    waits = [fail(signing_in, address=f"10.0.0.{number}") for number in range(MOST_BY_NAME + 1)]
    assert waits == [0] * MOST_BY_NAME + [15]


def test_an_office_may_sign_in_from_one_address(signing_in: SigningIn) -> None:
    for _ in range(2 * MOST_BY_ADDRESS):
        signing_in.sign_in("ann", PASSWORD, NOW, address="a")
    assert fail(signing_in) == 0


def test_many_at_once_are_no_more_than_their_number(database: Mongo, signing_in: SigningIn) -> None:
    with ThreadPoolExecutor(8) as threads:
        waits = list(threads.map(lambda _: fail(way_in(database)), range(24)))
    assert waits.count(0) == 5
