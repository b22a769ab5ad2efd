"""How sending ends when a ticket takes no tags, or its connection writes none."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from plugin.sealing import Sealer, new_key
from plugin.stores.tickets.connections import Connections
from plugin.tickets.errands import MOST_TRIES
from tests.fakes.faults import Fault
from tests.fakes.zendesk.server import FakeZendesk
from tests.plugin.sending.desk import NAME, Clock, Desk, connection_to
from webhooks.contract import Account


def test_a_closed_ticket_is_left_as_it_is(desk: Desk, zendesk: FakeZendesk) -> None:
    zendesk.tickets.put(1, ["vip"], status="closed")
    desk.want(1, "pl-rsp-01-missed")
    assert desk.work() == 1
    assert desk.document(1)["ended"] == "closed"
    assert zendesk.calls() == ["GET /api/v2/tickets/1"], "it is not even tried"


def test_a_ticket_that_closes_just_then_is_left_as_it_is(desk: Desk, zendesk: FakeZendesk) -> None:
    zendesk.tickets.put(1)

    def close(asked: object) -> None:
        if len(zendesk.log) == 1:
            zendesk.tickets.set_status(1, "closed")

    zendesk.watch = close
    desk.want(1, "pl-rsp-01-missed")
    assert desk.work() == 1
    assert [each.status for each in zendesk.log] == [200, 422]
    assert desk.document(1)["ended"] == "closed"


def test_a_closed_ticket_that_bears_what_is_wanted_is_done(
    desk: Desk, zendesk: FakeZendesk
) -> None:
    zendesk.tickets.put(1, ["pl-rsp-01-missed"], status="closed")
    desk.want(1, "pl-rsp-01-missed")
    desk.work()
    assert desk.document(1)["ended"] == "done"


def test_a_ticket_that_is_not_there_stops_nobody(desk: Desk, zendesk: FakeZendesk) -> None:
    zendesk.tickets.put(2)
    desk.want(1, "pl-rsp-01-missed")
    desk.want(2, "pl-rsp-01-missed")
    assert desk.work() == 2
    assert desk.document(1)["ended"] == "gone"
    assert desk.tags(2) == {"pl-rsp-01-missed"}


@pytest.mark.parametrize("after", [("pl-res-01-missed",), ()])
def test_a_ticket_that_comes_back_bears_what_is_wanted_then(
    desk: Desk, zendesk: FakeZendesk, clock: Clock, after: tuple[str, ...]
) -> None:
    zendesk.tickets.put(1)
    desk.want(1, "pl-rsp-01-missed")
    desk.work()
    zendesk.tickets.delete(1)
    desk.want(1)
    desk.work()
    assert desk.document(1)["ended"] == "gone"
    zendesk.tickets.restore(1)
    clock.pass_by(5)
    desk.want(1, *after)
    desk.work()
    assert desk.tags(1) == set(after)


def test_what_makes_no_sense_is_tried_again_and_then_set_aside(
    desk: Desk, zendesk: FakeZendesk, clock: Clock
) -> None:
    zendesk.tickets.put(1)
    zendesk.faults.always = Fault.SENSELESS
    desk.want(1, "pl-rsp-01-missed")
    for _ in range(MOST_TRIES):
        assert desk.work() == 1
        clock.pass_by(3600)
    assert desk.work() == 0
    assert desk.state(1) == "failed"
    assert "Zendesk answered 200 when asked for a ticket" in desk.document(1)["reason"]
    zendesk.faults.always = None
    desk.outbox.release(NAME, clock.now)
    assert desk.work() == 1
    assert desk.tags(1) == {"pl-rsp-01-missed"}


def test_a_redirect_is_followed_nowhere(desk: Desk, zendesk: FakeZendesk) -> None:
    zendesk.tickets.put(1)
    zendesk.faults.order(Fault.MOVED)
    desk.want(1, "pl-rsp-01-missed")
    desk.work()
    assert len(zendesk.log) == 1
    assert desk.document(1)["reason"] == "the helpdesk answers 302 and sends us elsewhere"


def test_one_ticket_that_we_may_not_touch_stops_no_other(
    desk: Desk, zendesk: FakeZendesk, clock: Clock
) -> None:
    zendesk.tickets.put(1)
    zendesk.api.forbidden.add(1)
    desk.want(1, "pl-rsp-01-missed")
    late = []
    for ticket in range(2, 42):
        zendesk.tickets.put(ticket)
        desk.want(ticket, "pl-rsp-01-missed")
        desk.work()
        late.append(not desk.tags(ticket))
        clock.pass_by(60)
    desk.work()
    assert all(desk.tags(ticket) for ticket in range(2, 42))
    assert sum(late) == 0
    assert zendesk.calls().count("GET /api/v2/tickets/1") < 12
    zendesk.api.forbidden.clear()
    clock.pass_by(3600)
    desk.work()
    assert desk.tags(1) == {"pl-rsp-01-missed"}, "it was never given up"


def test_a_contact_that_is_no_ticket_stops_nobody(desk: Desk, zendesk: FakeZendesk) -> None:
    desk.outbox.want(f"{NAME}/user/7", NAME, frozenset({"pl-a-missed"}), desk.clock.now)
    zendesk.tickets.put(2)
    desk.want(2, "pl-rsp-01-missed")
    assert desk.work() == 2
    assert desk.tags(2) == {"pl-rsp-01-missed"}


HELD: dict[str, dict[str, Any]] = {
    "the connection writes nothing back": {"write_back": False},
    "the connection has no user and token to write with": {"token": None},
    "nobody here speaks faxdesk": {"helpdesk": "faxdesk"},
}


@pytest.mark.parametrize("reason", HELD)
def test_what_may_not_be_written_is_kept_until_it_may(
    desk: Desk, zendesk: FakeZendesk, clock: Clock, reason: str
) -> None:
    zendesk.tickets.put(1)
    connections = Connections(desk.database, desk.house.sealer)
    connections.keep(connection_to(zendesk, **HELD[reason]))
    desk.want(1, "pl-rsp-01-missed")
    assert desk.work() == 1
    assert desk.work() == 0
    assert (desk.state(1), desk.document(1)["reason"]) == ("held", reason)
    assert zendesk.log == []
    desk.connect()
    assert desk.outbox.release(NAME, clock.now) == 1
    assert desk.work() >= 1, "the station believed for a moment what it had read before"
    desk.work()
    assert desk.tags(1) == {"pl-rsp-01-missed"}


def test_tags_of_a_connection_that_is_not_there_are_kept(desk: Desk) -> None:
    desk.want(1, "pl-rsp-01-missed", connection="zd-nobody")
    assert desk.work() == 1
    document = desk.document(1, "zd-nobody")
    assert (document["state"], document["reason"]) == ("held", "there is no such connection")
    assert document["wanted"] == ["pl-rsp-01-missed"]


def test_secrets_that_no_key_opens_hold_up_their_own_connection_alone(
    desk: Desk, zendesk: FakeZendesk, clock: Clock
) -> None:
    zendesk.tickets.put(1)
    Connections(desk.database, Sealer([new_key()])).keep(
        replace(connection_to(zendesk), account=Account("zd-other", zendesk.address, "pl"))
    )
    desk.want(2, "pl-rsp-01-missed", connection="zd-other")
    desk.want(1, "pl-rsp-01-missed")
    assert desk.work() == 2
    assert desk.tags(1) == {"pl-rsp-01-missed"}
    document = desk.document(2, "zd-other")
    assert document["state"] == "ready"
    assert "none of the keys" in document["reason"]


def test_another_prefix_takes_the_old_tags_along(
    desk: Desk, zendesk: FakeZendesk, clock: Clock
) -> None:
    zendesk.tickets.put(1)
    desk.want(1, "pl-rsp-01-missed")
    desk.work()
    clock.pass_by(5)
    desk.want(1, "qa-rsp-01-missed")
    desk.work()
    assert desk.tags(1) == {"qa-rsp-01-missed"}
