"""What is wanted comes to stand at the helpdesk, and what is not goes; nobody else's tags move."""

from __future__ import annotations

from tests.fakes.zendesk.server import FakeZendesk
from tests.plugin.sending.desk import Clock, Desk


def test_wanted_tags_come_to_stand_beside_those_of_others(desk: Desk, zendesk: FakeZendesk) -> None:
    zendesk.tickets.put(1, ["vip"])
    desk.want(1, "pl-rsp-01-missed", "pl-contact-failed")
    assert desk.work() == 1
    assert desk.tags(1) == {"vip", "pl-rsp-01-missed", "pl-contact-failed"}
    assert desk.state(1) == "done"
    assert zendesk.calls() == ["GET /api/v2/tickets/1", "PUT /api/v2/tickets/1/tags"]


def test_only_the_difference_is_sent(desk: Desk, zendesk: FakeZendesk, clock: Clock) -> None:
    zendesk.tickets.put(1, ["vip"])
    desk.want(1, "pl-rsp-01-missed", "pl-res-01-missed")
    desk.work()
    clock.pass_by(5)
    desk.want(1, "pl-rsp-01-missed")
    asked = len(zendesk.log)
    assert desk.work() == 1
    assert desk.tags(1) == {"vip", "pl-rsp-01-missed"}
    assert b"pl-rsp-01-missed" not in zendesk.log[asked + 1].asked.body


def test_ten_wants_are_one_sending(desk: Desk, zendesk: FakeZendesk) -> None:
    zendesk.tickets.put(1)
    for number in range(10):
        desk.want(1, f"pl-rsp-{number:02}-missed")
    assert desk.work() == 1
    assert desk.tags(1) == {"pl-rsp-09-missed"}
    assert len(zendesk.log) == 2


def test_what_is_wanted_already_is_no_work(desk: Desk, zendesk: FakeZendesk) -> None:
    zendesk.tickets.put(1)
    desk.want(1, "pl-rsp-01-missed")
    desk.work()
    before = desk.document(1)
    desk.want(1, "pl-rsp-01-missed")
    assert desk.document(1) == before
    assert desk.work() == 0


def test_a_contact_that_never_wanted_a_tag_is_no_work(desk: Desk) -> None:
    desk.want(1)
    assert desk.document(1) == {}
