"""The sender tells secrets to nobody but the helpdesk, and takes no answer without end."""

from __future__ import annotations

import logging
import traceback
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import replace

import pytest
import structlog
from structlog.testing import capture_logs

from plugin.tickets.sender import NotLetIn, Sender, Unanswered, Unsent
from tests.fakes.faults import Fault
from tests.fakes.zendesk.server import USER, FakeZendesk
from tests.loopback import LOOPBACK
from tests.plugin.sending.desk import NOW, SECRET, Desk, connection_to
from webhooks.contract import Account, Call, CallRefused
from webhooks.zendesk.who import who_we_are

SECRETS = (USER.token, SECRET, b64encode(f"{USER.email}/token:{USER.token}".encode()).decode())
ME = Call("GET", "/api/v2/users/me")

# What does not end in an answer for the adapter.
_ANSWERS = (Fault.NONE, Fault.SLOW, Fault.LATE, Fault.CONFLICT)
TROUBLES = [each for each in Fault if each not in _ANSWERS]


def test_an_answer_is_handed_on(zendesk: FakeZendesk) -> None:
    reply = Sender(private=LOOPBACK).send(connection_to(zendesk), ME, NOW)
    assert reply.status == 200
    assert reply.body["user"]["id"] == USER.id
    assert reply.headers["x-rate-limit"] == "1000000"


@pytest.mark.parametrize("fault", [Fault.GARBLED, Fault.PAGE, Fault.MOVED, Fault.BAD_GATEWAY])
def test_a_page_of_somebody_on_the_way_is_no_answer(zendesk: FakeZendesk, fault: Fault) -> None:
    zendesk.faults.order(fault)
    with pytest.raises(Unanswered, match="the helpdesk answers"):
        Sender(private=LOOPBACK).send(connection_to(zendesk), ME, NOW)


@pytest.mark.parametrize("fault", TROUBLES)
def test_no_secret_stands_in_what_is_raised_or_logged(
    zendesk: FakeZendesk, fault: Fault, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    zendesk.faults.always = fault
    with pytest.raises((Unsent, CallRefused)) as raised:
        Sender(private=LOOPBACK).converse(who_we_are(), connection_to(zendesk), NOW)
    shown = "".join(traceback.format_exception(raised.value))
    assert raised.value.__context__ is None or raised.value.__suppress_context__
    assert not [each for each in SECRETS if each in shown + repr(raised.value) + caplog.text]


def test_no_secret_stands_in_the_outbox_or_its_log(desk: Desk, zendesk: FakeZendesk) -> None:
    for ticket, fault in enumerate(TROUBLES, 1):
        zendesk.tickets.put(ticket)
        desk.want(ticket, "pl-rsp-01-missed")
        zendesk.faults.order(fault)
    structlog.reset_defaults()
    with capture_logs() as logged:
        for _ in range(40):
            desk.work()
            desk.clock.pass_by(120)
    shown = f"{logged} {list(desk.database.outbox.find())} {list(desk.database.breakers.find())}"
    assert logged, "the breaker has opened at least once"
    assert not [each for each in SECRETS if each in shown]


def test_a_user_whose_name_is_no_latin_is_let_in(zendesk: FakeZendesk) -> None:
    polish = replace(USER, email="łucja@acme.example")
    zendesk.api.user = polish
    connection = connection_to(zendesk, user=polish.email)
    assert Sender(private=LOOPBACK).converse(who_we_are(), connection, NOW).value == str(USER.id)


def test_the_environment_sends_nothing_elsewhere(
    zendesk: FakeZendesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert Sender(private=LOOPBACK).send(connection_to(zendesk), ME, NOW).status == 200


def test_who_is_not_there_does_not_answer() -> None:
    account = Account("zd-acme", "http://127.0.0.1:9", "pl")
    with FakeZendesk() as zendesk:
        connection = connection_to(zendesk, account=account)
    with pytest.raises(Unanswered, match="cannot be reached: ConnectionError"):
        Sender(private=LOOPBACK).send(connection, ME, NOW)


def test_an_answer_that_drips_is_not_waited_for(zendesk: FakeZendesk) -> None:
    seconds = iter(range(0, 1000, 20))
    with pytest.raises(Unanswered, match="takes more than 10 s"):
        Sender(lambda: next(seconds), LOOPBACK).send(connection_to(zendesk), ME, NOW)


def test_a_talk_without_end_is_ended(zendesk: FakeZendesk) -> None:
    seconds: Iterator[float] = (each / 10 for each in range(10_000))

    def endless() -> Iterator[Call]:
        while True:
            yield ME

    with pytest.raises(Unanswered, match="takes more than 30 s"):
        Sender(lambda: next(seconds), LOOPBACK).converse(endless(), connection_to(zendesk), NOW)  # type: ignore[arg-type]  # a generator it is
    assert len(zendesk.log) > 5


def test_shut_out_is_told_apart_from_not_allowed_this(zendesk: FakeZendesk) -> None:
    decisive = []
    for fault in (Fault.UNAUTHORIZED, Fault.FORBIDDEN):
        zendesk.faults.order(fault)
        with pytest.raises(NotLetIn) as raised:
            Sender(private=LOOPBACK).converse(who_we_are(), connection_to(zendesk), NOW)
        decisive.append(raised.value.decisive)
    assert decisive == [True, False]


def test_cookies_are_not_kept(zendesk: FakeZendesk) -> None:
    sender = Sender(private=LOOPBACK)
    for _ in range(2):
        sender.send(connection_to(zendesk), ME, NOW)
    assert not [each for each in zendesk.log if "cookie" in each.asked.headers]
