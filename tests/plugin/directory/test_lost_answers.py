"""A renewal whose answer was lost costs no password, and still nobody shares a sign-in unseen."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from mobile_api.permissions import Role
from mobile_api.refusals import SignInRefused
from plugin.directory.signing_in import LONGEST_SECONDS, MOST_ANSWERS, Session, SigningIn
from plugin.stores.layout import Mongo
from plugin.stores.people.sessions import Door
from tests.plugin.directory.people import NOW, PASSWORD, register, way_in
from tests.tables import rows


@pytest.fixture
def signing_in(database: Mongo) -> SigningIn:
    register(database, "ann", Role.SHOPPER)
    return way_in(database)


def enter(signing_in: SigningIn) -> Session:
    return signing_in.sign_in("ann", PASSWORD, NOW)


def is_in(signing_in: SigningIn, session: Session, now: int = NOW) -> bool:
    return signing_in.user_of(session.access_token, Door.API, now) is not None


def ended(database: Mongo) -> list[str]:
    found = database.sessions.find({"ended": {"$ne": None}})
    return [each["ended"] for each in found]


# What is done, a letter each: R1 is renewed by, A2 is the access token of what R1 was given, and
# so on; a second R1 is given 3. What becomes of it stands behind it.
#
# steps                          | the sign-in | why it is here
LIVES = """
R1=2 A2 R2=3 A3                  | stands      | nothing is lost
R1=2 R1=3 A3 R3=4 A4             | stands      | one answer is lost
R1=2 R1=3 R1=4 A4                | stands      | two answers are lost
R1=2 R1=3 R3=4 R3=5 A5           | stands      | one of each of two renewals
R1=2 R1=3 A2 R2=4 A4             | stands      | the first answer arrives after all
R1=2 R1=3 R2=4 A4                | stands      | and is renewed before it was used
R1=2 A2 R1!                      | ended       | the answer arrived: its access token was used
R1=2 R2=3 R1!                    | ended       | the answer arrived: its refresh token was used
R1=2 R2=3 A3 R2!                 | ended       | the next one arrived as well
R1=2 A2 R2=3 R1!                 | ended       | two before the newest
R1=2 R1=3 A3 R1!                 | ended       | of two answers one was used
R1=2 R1=3 A3 R2!                 | ended       | somebody else has the other answer
R1=2 R1=3 A2 R3!                 | ended       | and so it is the other way round
R1=2 R1=3 R3=4 R2!               | ended       | or once the newer one was renewed
R1=2 R1=3 A3 a2                  | stands      | the other access token opens nothing
R1=2 a1 R1=3 A3                  | stands      | an access token before it shows nothing
"""


@pytest.mark.parametrize(("steps", "told"), rows(LIVES))
def test_what_becomes_of_a_sign_in(
    signing_in: SigningIn, database: Mongo, steps: str, told: str
) -> None:
    given = {"1": enter(signing_in)}
    for step in steps.split():
        _STEPS[step[0]](signing_in, given, step[1:])
    assert ended(database) == ([] if told == "stands" else ["a refresh token was used twice"])


def renew(signing_in: SigningIn, given: dict[str, Session], step: str) -> None:
    """`1=2`: it is taken, and given new tokens; `1!`: it is refused."""
    token = given[step[0]].refresh_token
    if step.endswith("!"):
        with pytest.raises(SignInRefused):
            signing_in.refresh(token, NOW)
    else:
        given[step[2]] = signing_in.refresh(token, NOW)


def use(signing_in: SigningIn, given: dict[str, Session], step: str) -> None:
    assert is_in(signing_in, given[step])


def use_in_vain(signing_in: SigningIn, given: dict[str, Session], step: str) -> None:
    assert not is_in(signing_in, given[step])


_STEPS: dict[str, Callable[[SigningIn, dict[str, Session], str], None]] = {
    "R": renew,
    "A": use,
    "a": use_in_vain,
}


def test_of_many_lost_answers_the_oldest_are_worth_nothing(
    signing_in: SigningIn, database: Mongo
) -> None:
    first = enter(signing_in)
    given = [signing_in.refresh(first.refresh_token, NOW) for _ in range(MOST_ANSWERS + 1)]
    [kept] = database.sessions.find()
    assert 1 + len(kept["others"]) == MOST_ANSWERS
    assert not is_in(signing_in, given[0])
    assert is_in(signing_in, given[1])


def test_a_sign_in_ends_after_a_season_whatever_was_lost(signing_in: SigningIn) -> None:
    first = enter(signing_in)
    for later in range(0, LONGEST_SECONDS, LONGEST_SECONDS // 4):
        again = signing_in.refresh(first.refresh_token, NOW + later)
    assert again.refresh_until == NOW + LONGEST_SECONDS
    with pytest.raises(SignInRefused):
        signing_in.refresh(first.refresh_token, NOW + LONGEST_SECONDS)


def test_a_sign_in_from_before_answers_were_counted_goes_on(
    signing_in: SigningIn, database: Mongo
) -> None:
    first = enter(signing_in)
    database.sessions.update_many({}, {"$unset": {"before": "", "others": ""}})
    assert is_in(signing_in, first)
    second = signing_in.refresh(first.refresh_token, NOW)
    assert is_in(signing_in, second)


@pytest.mark.parametrize("round_", range(8))
def test_two_renewals_at_once_are_both_answered_and_the_first_used_stands(
    signing_in: SigningIn, database: Mongo, round_: int
) -> None:
    first, together = enter(signing_in), Barrier(2)

    def renewed(_: int) -> Session:
        together.wait()
        return signing_in.refresh(first.refresh_token, NOW)

    with ThreadPoolExecutor(2) as threads:
        one, other = threads.map(renewed, range(2))
    used, unused = (one, other) if round_ % 2 else (other, one)
    assert one.refresh_token != other.refresh_token
    assert is_in(signing_in, used)
    assert not is_in(signing_in, unused)
    assert ended(database) == []
    signing_in.refresh(used.refresh_token, NOW)


@pytest.mark.parametrize("round_", range(8))
def test_of_two_answers_used_at_once_one_stands(
    signing_in: SigningIn, database: Mongo, round_: int
) -> None:
    first, together = enter(signing_in), Barrier(2)
    answers = [signing_in.refresh(first.refresh_token, NOW) for _ in range(2)]

    def used(answer: Session) -> bool:
        together.wait()
        return is_in(signing_in, answer)

    with ThreadPoolExecutor(2) as threads:
        let_in = list(threads.map(used, answers))
    assert sorted(let_in) == [False, True]
    assert ended(database) == []


def test_who_has_read_a_sign_in_that_was_turned_since_turns_nothing(
    signing_in: SigningIn,
) -> None:
    first = enter(signing_in)
    read = signing_in.sessions.find(first.access_token[3:35])
    assert read is not None
    signing_in.refresh(first.refresh_token, NOW)
    assert not signing_in.sessions.turn(read, read)
    signing_in.sign_out(first.access_token)
    assert not signing_in.sessions.turn(read, read)
