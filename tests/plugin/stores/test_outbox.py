"""What is wanted is kept once, in the transaction that wants it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from plugin.stores.layout import Document, Mongo
from plugin.stores.tickets.outbox import Outbox, Wanted
from plugin.stores.transactions import transact
from webhooks.contract import Brought

NOW = 1_772_439_240
CONTACT, ACME = "zd-acme/ticket/1", "zd-acme"
A, B = frozenset({"pl-a-missed"}), frozenset({"pl-b-missed"})


def document(database: Mongo) -> Document:
    return database.outbox.find_one({"_id": CONTACT}) or {}


def settled(outbox: Outbox, tags: frozenset[str]) -> None:
    outbox.want(CONTACT, ACME, tags, NOW)
    taken = outbox.take(NOW)
    assert taken is not None
    assert outbox.expect(taken)
    assert outbox.settle(taken, Brought.DONE, NOW)


def test_a_transaction_that_fails_wants_nothing(database: Mongo) -> None:
    outbox = Outbox(database)

    def work(session: object) -> None:
        outbox.want(CONTACT, ACME, A, NOW, session)  # type: ignore[arg-type]  # a session it is
        raise ValueError("no cards after all")

    with pytest.raises(ValueError, match="no cards"):
        transact(database, work)
    assert document(database) == {}


def test_what_is_not_wanted_any_more_is_to_be_sent_too(database: Mongo) -> None:
    outbox = Outbox(database)
    settled(outbox, A)
    outbox.want(CONTACT, ACME, frozenset(), NOW)
    taken = outbox.take(NOW)
    assert taken is not None
    assert (taken.tags, taken.maybe) == (frozenset(), A)


def test_what_may_stand_is_noted_before_it_is_sent(database: Mongo) -> None:
    outbox = Outbox(database)
    settled(outbox, A)
    outbox.want(CONTACT, ACME, B, NOW)
    taken = outbox.take(NOW)
    assert taken is not None
    assert outbox.expect(taken)
    assert set(document(database)["maybe"]) == A | B


@pytest.mark.parametrize(
    ("ended", "stands"),
    [(Brought.DONE, B), (Brought.CLOSED, A | B), (Brought.GONE, A | B)],
)
def test_only_what_was_seen_to_stand_is_forgotten(
    database: Mongo, ended: Brought, stands: frozenset[str]
) -> None:
    outbox = Outbox(database)
    settled(outbox, A)
    outbox.want(CONTACT, ACME, B, NOW)
    taken = outbox.take(NOW)
    assert taken is not None
    outbox.expect(taken)
    outbox.settle(taken, ended, NOW)
    assert frozenset(document(database)["maybe"]) == stands


def test_the_connections_that_are_left_out_are_not_taken_from(database: Mongo) -> None:
    outbox = Outbox(database)
    outbox.want(CONTACT, ACME, A, NOW)
    assert outbox.take(NOW, [ACME]) is None
    assert outbox.is_due(NOW)
    assert outbox.take(NOW, ["zd-other"]) is not None


def test_a_new_want_has_what_was_set_aside_tried_again(database: Mongo) -> None:
    outbox = Outbox(database)
    outbox.want(CONTACT, ACME, A, NOW)
    taken = outbox.take(NOW)
    assert taken is not None
    outbox.bury(taken, "it makes no sense", NOW)
    assert outbox.take(NOW + 9999) is None
    outbox.want(CONTACT, ACME, B, NOW)
    again = outbox.take(NOW)
    assert again is not None
    assert again.tries == 1


def test_a_new_want_does_not_break_a_lease(database: Mongo) -> None:
    outbox = Outbox(database)
    outbox.want(CONTACT, ACME, A, NOW)
    taken = outbox.take(NOW)
    assert taken is not None
    outbox.want(CONTACT, ACME, B, NOW)
    assert outbox.take(NOW) is None
    assert outbox.settle(taken, Brought.DONE, NOW)
    again = outbox.take(NOW)
    assert again is not None
    assert (again.tags, again.maybe) == (B, A)


def test_every_state_is_counted(database: Mongo) -> None:
    outbox = Outbox(database)
    for number in range(6):
        outbox.want(f"zd-acme/ticket/{number}", ACME, A, NOW + number)
    ends: list[Callable[[Wanted], bool]] = [
        lambda taken: outbox.settle(taken, Brought.DONE, NOW),
        lambda taken: outbox.hold(taken, "nothing is written back"),
        lambda taken: outbox.bury(taken, "it makes no sense", NOW),
        lambda taken: True,
    ]
    for end in ends:
        taken = outbox.take(NOW + 10)
        assert taken is not None
        assert end(taken)
    counted = {"ready": 2, "leased": 1, "done": 1, "held": 1, "failed": 1}
    assert dict(outbox.counts()) == counted
    assert outbox.release(ACME, NOW) == 2
    assert outbox.release("zd-other", NOW) == 0
