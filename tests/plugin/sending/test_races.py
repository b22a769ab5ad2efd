"""Nothing of ours is lost or left behind, whoever else writes and whenever we are killed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from plugin.stores.tickets.outbox import Outbox
from tests.fakes.asking import Asked
from tests.fakes.faults import Fault
from tests.fakes.zendesk.server import FakeZendesk
from tests.plugin.sending.desk import Clock, Desk

LEASE_SECONDS = 60


class Killed(BaseException):
    """The process is gone."""


def test_a_change_between_reading_and_writing_is_read_again(
    desk: Desk, zendesk: FakeZendesk, clock: Clock
) -> None:
    zendesk.tickets.put(1, ["vip"])
    clock.pass_by(10)
    changes = iter([["refund"], ["escalated"]])

    def meddle(asked: Asked) -> None:
        if asked.method == "PUT" and (added := next(changes, None)):
            clock.pass_by(1)
            zendesk.tickets.tag(1, added)

    zendesk.watch = meddle
    desk.want(1, "pl-rsp-01-missed")
    assert desk.work() == 1
    assert desk.tags(1) == {"vip", "refund", "escalated", "pl-rsp-01-missed"}
    assert [each.status for each in zendesk.log] == [200, 409, 200, 409, 200, 200]
    assert desk.state(1) == "done"


def test_who_never_stops_writing_is_let_pass_for_a_while(
    desk: Desk, zendesk: FakeZendesk, clock: Clock
) -> None:
    zendesk.tickets.put(1)

    def meddle(asked: Asked) -> None:
        if asked.method == "PUT":
            clock.pass_by(1)
            zendesk.tickets.tag(1, [f"n{len(zendesk.log)}"])

    zendesk.watch = meddle
    desk.want(1, "pl-rsp-01-missed")
    assert desk.station.work_once(clock.now)
    assert desk.state(1) == "ready"
    zendesk.watch = lambda asked: None
    clock.pass_by(5)
    desk.work()
    assert "pl-rsp-01-missed" in desk.tags(1)


def test_what_is_wanted_while_it_is_sent_is_sent_after(desk: Desk, zendesk: FakeZendesk) -> None:
    zendesk.tickets.put(1)
    changed: list[bool] = []

    def want_otherwise(asked: Asked) -> None:
        if asked.method == "PUT" and not changed:
            changed.append(True)
            desk.want(1, "pl-res-01-missed")

    zendesk.watch = want_otherwise
    desk.want(1, "pl-rsp-01-missed")
    assert desk.work() == 2
    assert desk.tags(1) == {"pl-res-01-missed"}
    assert desk.document(1)["maybe"] == ["pl-res-01-missed"]


def test_killed_between_sending_and_noting_leaves_no_stale_tag(
    desk: Desk, zendesk: FakeZendesk, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    zendesk.tickets.put(1, ["vip"])
    desk.want(1, "pl-rsp-01-missed")
    with monkeypatch.context() as patched:
        patched.setattr(Outbox, "settle", _killed)
        with pytest.raises(Killed):
            desk.work()
    assert desk.tags(1) == {"vip", "pl-rsp-01-missed"}
    desk.want(1, "pl-res-01-missed")
    assert desk.work() == 0, "the lease of the one that was killed runs on"
    clock.pass_by(LEASE_SECONDS)
    successor = Desk(desk.database, zendesk, clock, "two")
    assert successor.work() == 1
    assert desk.tags(1) == {"vip", "pl-res-01-missed"}


def test_killed_before_sending_leaves_nothing_unsent(
    desk: Desk, zendesk: FakeZendesk, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    zendesk.tickets.put(1)
    desk.want(1, "pl-rsp-01-missed")
    with monkeypatch.context() as patched:
        patched.setattr(Outbox, "expect", _killed)
        with pytest.raises(Killed):
            desk.work()
    clock.pass_by(LEASE_SECONDS)
    assert Desk(desk.database, zendesk, clock, "two").work() == 1
    assert desk.tags(1) == {"pl-rsp-01-missed"}


def test_done_without_an_answer_is_found_done(
    desk: Desk, zendesk: FakeZendesk, clock: Clock
) -> None:
    zendesk.tickets.put(1)
    zendesk.faults.order(Fault.NONE, Fault.HUNG_UP_AFTER)
    desk.want(1, "pl-rsp-01-missed")
    desk.work()
    assert desk.tags(1) == {"pl-rsp-01-missed"}
    desk.want(1)
    clock.pass_by(5)
    desk.work()
    assert desk.tags(1) == set()


def test_two_workers_take_a_contact_once(desk: Desk, zendesk: FakeZendesk, clock: Clock) -> None:
    zendesk.tickets.put(1)
    other = Desk(desk.database, zendesk, clock, "two")
    seen: list[int] = []
    zendesk.watch = lambda asked: seen.append(other.work())
    desk.want(1, "pl-rsp-01-missed")
    assert desk.work() == 1
    assert seen == [0, 0]


def test_who_was_too_slow_notes_nothing(desk: Desk, zendesk: FakeZendesk, clock: Clock) -> None:
    zendesk.tickets.put(1)
    desk.want(1, "pl-rsp-01-missed")
    slow = desk.outbox.take(clock.now)
    assert slow is not None
    clock.pass_by(LEASE_SECONDS)
    assert Desk(desk.database, zendesk, clock, "two").work() == 1
    assert not desk.outbox.expect(slow)
    assert not desk.outbox.later(slow, clock.now, "too slow")
    assert desk.state(1) == "done"


def test_who_stops_gives_back(desk: Desk, zendesk: FakeZendesk, clock: Clock) -> None:
    zendesk.tickets.put(1)
    desk.want(1, "pl-rsp-01-missed")
    assert desk.outbox.take(clock.now) is not None
    desk.station.stop(clock.now)
    assert Desk(desk.database, zendesk, clock, "two").work() == 1


def test_a_stale_wanted_is_not_what_is_settled(desk: Desk, zendesk: FakeZendesk) -> None:
    zendesk.tickets.put(1)
    desk.want(1, "pl-rsp-01-missed")
    taken = desk.outbox.take(desk.clock.now)
    assert taken is not None
    with_other_token = replace(taken, taken={**taken.taken, "token": "another"})
    assert not desk.outbox.expect(with_other_token)


def _killed(*given: object) -> None:
    raise Killed
