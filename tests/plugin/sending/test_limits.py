"""Whoever asks us to wait is waited for, and what is left of a budget is left to others."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugin.tickets.limits import LONGEST_WAIT, asked_to_wait, spared_until
from tests.fakes.faults import Fault
from tests.fakes.zendesk.limits import Limits
from tests.fakes.zendesk.server import FakeZendesk
from tests.plugin.sending.desk import NAME, NOW, Clock, Desk
from tests.tables import rows
from webhooks.contract import Account

# status | Retry-After                   | seconds waited | why it is here
WAITS = """
429      | 17                            | 17             | seconds
429      | Mon, 02 Mar 2026 08:14:30 GMT | 30             | a date
429      | Mon, 02 Mar 2026 08:00:00 GMT | 1              | a date that has gone by
429      | 0                             | 1              | no seconds at all
429      | 86400                         | 3600           | longer than we wait for anybody
429      | -                             | 60             | it does not say
429      | soon                          | 60             | words that are neither
429      | 99999999999999999999          | 60             | no number that anybody means
503      | 5                             | 5              | unavailable, and knows how long
503      | -                             | -              | unavailable, and does not say
200      | 5                             | -              | an answer
"""


@pytest.mark.parametrize(("status", "asked", "waited"), rows(WAITS))
def test_how_long_a_reply_asks_us_to_wait(status: str, asked: str, waited: str) -> None:
    headers = {} if asked == "-" else {"retry-after": asked}
    until = asked_to_wait(int(status), headers, NOW)
    assert (None if until is None else until - NOW) == (None if waited == "-" else int(waited))


@given(st.text() | st.from_regex(r"[A-Z][a-z]{2}, \d+ [A-Z][a-z]{2} \d+ \d+:\d+:\d+ [+-]\d+"))
def test_whatever_is_asked_the_wait_has_an_end(asked: str) -> None:
    until = asked_to_wait(429, {"retry-after": asked}, NOW)
    assert until is not None
    assert 1 <= until - NOW <= LONGEST_WAIT


# headers, X for x-rate-limit                                        | seconds | why it is here
BUDGETS = """
X=700, X-remaining=600, ratelimit-reset=40                          | -       | enough
X=700, X-remaining=71, ratelimit-reset=40                           | -       | just enough
X=700, X-remaining=70, ratelimit-reset=40                           | 40      | a tenth is left
ratelimit-limit=200, ratelimit-remaining=0, ratelimit-reset=12      | 12      | the other spelling
rate-limit=700, rate-limit-remaining=3, rate-limit-reset=59         | 59      | as recorded
X=700, X-remaining=0                                                | 60      | no word of when
x-ratelimit-total=200, x-ratelimit-remaining=20                     | 60      | Freshdesk's
x-ratelimit-total=200, x-ratelimit-remaining=21                     | -       | Freshdesk's, enough
X=700, X-remaining=0, ratelimit-reset=0                             | 1       | full at once
X=700, X-remaining=0, ratelimit-reset=90000                         | 3600    | longer than we wait
zendesk-rate-limit-tickets-update=total=20; remaining=19; resets=59 | -       | one purpose, enough
zendesk-rate-limit-tickets-update=total=20; remaining=1; resets=59  | 59      | one purpose, spent
zendesk-ratelimit-tickets-index=total=100; remaining=0; resets=7    | 7       | another spelling
X=many, X-remaining=few                                             | -       | no numbers
-                                                                   | -       | no word of it
"""


@pytest.mark.parametrize(("headers", "waited"), rows(BUDGETS))
def test_what_is_left_of_a_budget_is_spared(headers: str, waited: str) -> None:
    told = headers.replace("X", "x-rate-limit")
    pairs = [each.partition("=") for each in told.split(", ") if each != "-"]
    until = spared_until({name: value for name, _, value in pairs}, NOW)
    assert (None if until is None else until - NOW) == (None if waited == "-" else int(waited))
    assert LONGEST_WAIT == 3600


@pytest.mark.parametrize(
    "fault", [Fault.TOO_MANY, Fault.TOO_MANY_AS_TEXT, Fault.UNAVAILABLE_FOR_A_SECOND]
)
def test_a_helpdesk_that_is_busy_is_asked_no_more_until_then(
    desk: Desk, zendesk: FakeZendesk, clock: Clock, fault: Fault
) -> None:
    for ticket in (1, 2):
        zendesk.tickets.put(ticket)
        desk.want(ticket, "pl-rsp-01-missed")
    zendesk.faults.order(fault)
    assert desk.work() == 1
    assert len(zendesk.log) == 1
    assert [desk.document(ticket)["tries"] for ticket in (1, 2)] == [0, 0], "it counts as no try"
    clock.pass_by(1)
    assert desk.work() == 2
    assert [desk.tags(ticket) for ticket in (1, 2)] == [{"pl-rsp-01-missed"}] * 2


def test_a_probe_that_finds_it_busy_finds_it_well(
    desk: Desk, zendesk: FakeZendesk, clock: Clock
) -> None:
    zendesk.tickets.put(1)
    desk.want(1, "pl-rsp-01-missed")
    zendesk.faults.order(Fault.UNAUTHORIZED, Fault.TOO_MANY)
    desk.work()
    clock.pass_by(20)
    desk.work()
    assert desk.breakers.of(NAME).paused_until == clock.now + 1
    clock.pass_by(1)
    assert desk.work() == 1
    assert desk.tags(1) == {"pl-rsp-01-missed"}


def test_all_are_sent_within_a_small_budget_and_none_of_it_is_overdrawn(
    desk: Desk, zendesk: FakeZendesk, clock: Clock
) -> None:
    with FakeZendesk(clock, limits=Limits(requests=20)) as strict:
        desk.connect("zd-strict", account=desk_account(strict))
        for ticket in range(1, 26):
            strict.tickets.put(ticket)
            desk.want(ticket, "pl-rsp-01-missed", connection="zd-strict")
        minutes = 0
        while desk.outbox.counts()["ready"]:
            desk.work()
            clock.pass_by(60)
            minutes += 1
            assert minutes < 10
        assert {each.status for each in strict.log} == {200}, "nobody had to say 429"
        tags = {strict.tickets.tags(ticket) for ticket in range(1, 26)}
        assert tags == {frozenset({"pl-rsp-01-missed"})}
        assert minutes >= 3


def test_a_ticket_changed_too_often_waits_for_its_turn(
    desk: Desk, zendesk: FakeZendesk, clock: Clock
) -> None:
    with FakeZendesk(clock, limits=Limits(updates_of_a_ticket=2)) as strict:
        desk.connect("zd-strict", account=desk_account(strict))
        strict.tickets.put(1)
        for tags in (["pl-a-missed"], ["pl-a-missed", "pl-b-missed"], ["pl-b-missed"]):
            clock.pass_by(5)
            desk.want(1, *tags, connection="zd-strict")
            desk.work()
        assert strict.tickets.tags(1) == {"pl-a-missed", "pl-b-missed"}
        clock.pass_by(600)
        desk.work()
        assert strict.tickets.tags(1) == {"pl-b-missed"}


def desk_account(zendesk: FakeZendesk) -> Account:
    return Account("zd-strict", zendesk.address, "pl", "900")
