"""Deliveries are kept once and sealed, read a contact at a time, and tried anew when asked."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from plugin.sealing import Sealer, new_key
from plugin.stores.layout import Document, Mongo
from plugin.stores.tickets.deliveries import Deliveries, Listed
from plugin.stores.tickets.inbox import Inbox
from webhooks.contract import Delivery, Label

NOW = 1_772_438_400
SEALER = Sealer([new_key()])
TICKET = "zd-acme/ticket/1"


def kept(database: Mongo) -> Deliveries:
    return Deliveries(database, SEALER)


def inbox(database: Mongo, worker: str = "one") -> Inbox:
    return Inbox(database, SEALER, worker, days=2)


def put(
    database: Mongo, key: str, contact: str | None = TICKET, at: int = NOW, **more: str
) -> bool:
    connection, unreadable = more.get("connection", "zd-acme"), more.get("unreadable")
    delivery = Delivery({"content-type": "application/json"}, key.encode(), at)
    return kept(database).keep(connection, Label(key, contact), delivery, unreadable)


def standing(database: Mongo, key: str) -> Document:
    return database.deliveries.find_one({"_id": f"zd-acme {key}"}) or {}


def keys(taken: object) -> list[str]:
    return [each.delivery.body.decode() for each in taken]  # type: ignore[attr-defined]


def test_a_delivery_is_kept_once_and_as_it_came(database: Mongo) -> None:
    assert put(database, "a")
    assert not put(database, "a", at=NOW + 9)
    (taken,) = inbox(database).take(NOW)
    assert taken.delivery == Delivery({"content-type": "application/json"}, b"a", NOW)
    assert (taken.key, taken.connection, taken.contact) == ("zd-acme a", "zd-acme", TICKET)


def test_the_same_key_of_another_connection_is_another_delivery(database: Mongo) -> None:
    assert put(database, "a")
    assert put(database, "a", connection="zd-other")


def test_what_it_says_is_not_to_be_read_in_the_database(database: Mongo) -> None:
    put(database, "a secret word")
    assert b"secret word" not in bytes(standing(database, "a secret word")["body"])


def test_all_of_a_contact_come_together_by_arrival(database: Mongo) -> None:
    for key, contact, at in (
        ("late", TICKET, NOW - 1),
        ("early", TICKET, NOW - 9),
        ("other", "zd-acme/ticket/2", NOW - 5),
        ("not yet", TICKET, NOW + 1),
    ):
        put(database, key, contact, at)
    first, second = inbox(database, "one"), inbox(database, "two")
    assert keys(first.take(NOW)) == ["early", "late"]
    assert keys(second.take(NOW)) == ["other"]
    assert keys(second.take(NOW)) == []
    assert keys(second.take(NOW + 1)) == ["not yet"]


def test_what_is_about_nobody_comes_one_by_one(database: Mongo) -> None:
    for key in ("a", "b"):
        put(database, key, None)
    assert len(inbox(database).take(NOW)) == 1


def test_what_is_done_goes_after_its_days(database: Mongo) -> None:
    put(database, "a")
    ours = inbox(database)
    assert ours.finish(ours.take(NOW), NOW)
    told = standing(database, "a")
    assert told["state"] == "done"
    assert told["expires_at"] == datetime.fromtimestamp(NOW + 2 * 86_400, UTC)


def test_whoever_was_too_slow_finishes_nothing(database: Mongo) -> None:
    put(database, "a")
    slow, quick = inbox(database, "slow"), inbox(database, "quick")
    taken = slow.take(NOW)
    taken_over = quick.take(NOW + 61)
    assert not slow.finish(taken, NOW + 62)
    assert quick.finish(taken_over, NOW + 62)


def test_what_kills_every_worker_is_set_aside(database: Mongo) -> None:
    put(database, "a")
    for turn in range(8):
        assert inbox(database, f"worker {turn}").take(NOW + turn * 61)
    assert inbox(database).take(NOW + 8 * 61) == ()
    assert standing(database, "a")["state"] == "failed"
    assert "8 tries" in standing(database, "a")["reason"]


def test_what_no_key_opens_is_set_aside_and_stops_nobody(database: Mongo) -> None:
    put(database, "a")
    stranger = Inbox(database, Sealer([new_key()]), "stranger")
    assert stranger.take(NOW) == ()
    assert "PLUMBLINE_KEYS" in standing(database, "a")["reason"]


def test_an_unreadable_one_is_listed_with_its_reason_and_tried_anew(database: Mongo) -> None:
    put(database, "a", None, unreadable="the body is no JSON")
    assert inbox(database).take(NOW) == ()
    assert kept(database).listed() == (
        Listed("zd-acme a", "zd-acme", None, "failed", "the body is no JSON", 0, NOW),
    )
    assert kept(database).replay("zd-acme a", NOW + 5)
    assert kept(database).listed() == ()
    (taken,) = inbox(database).take(NOW + 5)
    assert taken.lease["tries"] == 1


def test_one_that_was_tried_too_often_is_tried_anew_from_the_start(database: Mongo) -> None:
    put(database, "a")
    ours = inbox(database)
    for turn in range(8):
        ours.again(ours.take(NOW + turn), NOW + turn + 1, "the standard is gone")
    assert [each.reason for each in kept(database).listed()] == ["the standard is gone"]
    assert kept(database).replay_failed(NOW + 9) == 1
    assert keys(ours.take(NOW + 9)) == ["a"]


def test_only_what_failed_is_replayed(database: Mongo) -> None:
    put(database, "a")
    assert not kept(database).replay("zd-acme a", NOW)
    assert not kept(database).replay("zd-acme nothing", NOW)
    assert kept(database).replay_failed(NOW) == 0


def test_replaying_may_be_of_one_connection(database: Mongo) -> None:
    for connection in ("zd-acme", "zd-other"):
        put(database, "a", unreadable="no", connection=connection)
    assert kept(database).replay_failed(NOW, "zd-other") == 1
    assert kept(database).counted() == {"ready": 1, "leased": 0, "failed": 1}


def test_a_lease_is_given_back(database: Mongo) -> None:
    put(database, "a")
    ours = inbox(database)
    ours.take(NOW)
    assert ours.give_back(NOW) == 1
    assert keys(inbox(database, "two").take(NOW)) == ["a"]


@pytest.mark.parametrize(
    ("asked", "index"),
    [
        ({"state": "failed"}, "set_aside"),
        ({"state": "ready", "run_at": {"$gte": 0}}, "due"),
        ({"contact": TICKET, "state": "ready", "run_at": {"$lte": NOW}}, "contact"),
    ],
    ids=["failed ones", "ready ones", "those of a contact"],
)
def test_no_question_walks_through_all(database: Mongo, asked: Document, index: str) -> None:
    plan = database.deliveries.find(asked).explain()["queryPlanner"]["winningPlan"]
    assert index in str(plan)
    assert "COLLSCAN" not in str(plan)
