"""A helpdesk that is unwell or shuts us out is left in peace, and found well again by itself."""

from __future__ import annotations

import pytest

from plugin.tickets.breaker import (
    LONGEST_REST,
    Breaker,
    State,
    answered,
    faulted,
    paused,
    probe_answered,
    probe_failed,
    probing,
)
from tests.fakes.faults import Fault
from tests.fakes.zendesk.server import FakeZendesk
from tests.plugin.sending.desk import NAME, NOW, Clock, Desk
from webhooks.contract import Account

OPEN = Breaker(State.OPEN, rests=1, run_at=NOW, reason="unwell")


def broken(breaker: Breaker, times: int) -> Breaker:
    for _ in range(times):
        breaker = faulted(breaker, NOW, "unwell", 0.0, decisive=False)
    return breaker


def test_two_faults_are_none_and_three_open() -> None:
    assert broken(Breaker(), 2).lets_pass(NOW)
    assert not broken(Breaker(), 3).lets_pass(NOW)


def test_an_answer_between_makes_them_no_row() -> None:
    assert broken(answered(broken(Breaker(), 2)), 2).lets_pass(NOW)


def test_one_that_only_the_owner_can_mend_opens_at_once() -> None:
    shut_out = faulted(Breaker(), NOW, "the token is wrong", 0.0, decisive=True)
    assert shut_out.state is State.OPEN


def test_what_was_under_way_when_it_opened_changes_nothing() -> None:
    assert broken(OPEN, 1) == OPEN
    assert answered(OPEN) == OPEN


def test_a_probe_is_wanted_when_the_rest_is_over_and_of_one_alone() -> None:
    assert not OPEN.wants_probe(NOW - 1)
    assert OPEN.wants_probe(NOW)
    assert not probing(OPEN, NOW).wants_probe(NOW)
    assert probing(OPEN, NOW).wants_probe(NOW + 60), "whoever probed has been killed"


def test_rests_grow_and_have_an_end() -> None:
    rests, breaker = [], OPEN
    for _ in range(12):
        breaker = probe_failed(probing(breaker, NOW), NOW, "still unwell", 0.0)
        rests.append(breaker.run_at - NOW)
    assert rests[:3] == [30, 60, 120]
    assert rests == sorted(rests)
    assert rests[-1] == LONGEST_REST


def test_chance_spreads_the_probes() -> None:
    assert [probe_failed(OPEN, NOW, "", chance).run_at - NOW for chance in (0.0, 1.0)] == [30, 37]


def test_well_for_the_probe_but_not_for_others_rests_longer() -> None:
    again = broken(probe_answered(probing(OPEN, NOW)), 3)
    assert again.run_at - NOW == 30


def test_a_pause_is_never_shortened() -> None:
    assert paused(paused(Breaker(), NOW + 60, "busy"), NOW + 5, "busy").paused_until == NOW + 60


@pytest.mark.parametrize(
    ("fault", "calls"),
    [
        (Fault.UNAUTHORIZED, 1),
        (Fault.FORBIDDEN, 3),
        (Fault.ERROR_500, 3),
        (Fault.BAD_GATEWAY, 3),
        (Fault.UNAVAILABLE, 3),
        (Fault.HUNG_UP, 3),
        (Fault.PAGE, 3),
        (Fault.MOVED, 3),
        (Fault.GARBLED, 3),
        (Fault.HUGE, 3),
    ],
)
def test_it_opens_and_nothing_is_lost_and_it_closes_by_itself(
    desk: Desk, zendesk: FakeZendesk, clock: Clock, fault: Fault, calls: int
) -> None:
    for ticket in range(1, 6):
        zendesk.tickets.put(ticket)
        desk.want(ticket, "pl-rsp-01-missed")
    zendesk.faults.always = fault
    assert desk.work() == calls
    assert desk.breakers.of(NAME).state is State.OPEN
    assert desk.breakers.barred(clock.now) == {NAME}
    unwell = desk.outbox.counts()
    assert unwell["ready"] == 5
    clock.pass_by(20)
    assert desk.work() <= 1, "one probe, and nobody else"
    assert desk.breakers.of(NAME).state is State.OPEN
    zendesk.faults.always = None
    clock.pass_by(60)
    assert desk.work() == 5
    assert desk.breakers.of(NAME).state is State.CLOSED
    assert [desk.tags(ticket) for ticket in range(1, 6)] == [{"pl-rsp-01-missed"}] * 5
    assert desk.outbox.counts()["done"] == 5


def test_time_outs_open_it(
    desk: Desk, zendesk: FakeZendesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("plugin.tickets.sender.READ_SECONDS", 0.05)
    for ticket in range(1, 5):
        zendesk.tickets.put(ticket)
        desk.want(ticket, "pl-rsp-01-missed")
    zendesk.faults.always = Fault.SLOW
    assert desk.work() == 3
    assert desk.breakers.of(NAME).reason == "the helpdesk does not answer in time"


def test_every_process_knows_of_it_and_one_of_them_probes(
    desk: Desk, zendesk: FakeZendesk, clock: Clock
) -> None:
    others = [Desk(desk.database, zendesk, clock, name) for name in ("two", "three")]
    for ticket in (1, 2, 3):
        zendesk.tickets.put(ticket)
        desk.want(ticket, "pl-rsp-01-missed")
    zendesk.faults.always = Fault.UNAUTHORIZED
    assert desk.work() == 1
    assert [each.work() for each in others] == [0, 0]
    clock.pass_by(30)
    asked = len(zendesk.log)
    assert sum(each.work() for each in (desk, *others)) == 1
    assert zendesk.calls(asked) == ["GET /api/v2/users/me"]


def test_an_unwell_helpdesk_stops_no_other(desk: Desk, zendesk: FakeZendesk, clock: Clock) -> None:
    with FakeZendesk(clock) as other:
        desk.connect("zd-other", account=_at(other))
        other.tickets.put(9)
        zendesk.faults.always = Fault.UNAUTHORIZED
        zendesk.tickets.put(1)
        desk.want(1, "pl-rsp-01-missed")
        desk.want(9, "pl-rsp-01-missed", connection="zd-other")
        desk.work()
        assert other.tickets.tags(9) == {"pl-rsp-01-missed"}
        assert desk.state(1) == "ready"


def _at(zendesk: FakeZendesk) -> Account:
    return Account("zd-other", zendesk.address, "pl", "900")
