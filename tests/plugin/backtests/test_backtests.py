"""A draft is held against what was filed, by as many workers as there are, and files nothing."""

from __future__ import annotations

import pytest

from plugin.backtests.asking import BacktestRefused, Wish, ask
from plugin.backtests.station import BacktestStation, backtest_station
from plugin.stores.layout import Mongo
from plugin.stores.versions import backtests as stored
from plugin.stores.versions.backtests import Asked, Backtests
from scoring.backtest import Flip
from scoring.judge import Verdict
from scoring.proof import admit
from standards.loader import read
from standards.model import Standard
from tests.plugin.tickets.ticket_house import BEGINNING, CONTACT, TicketHouse
from tests.zendesk_lives import AGENT, Life

MONDAY = 1_772_438_400  # 2026-03-02T08:00:00Z
HOUR = 3_600
TICKETS = 12
FIRST_REPLY = b"{full: {working_days: 1}, none: {working_days: 2}}"
# A quarter of an hour: only the quickest keep it.
STRICTER = CONTACT.replace(b"version: 1\n", b"version: 2\n", 1)


def draft(old: bytes = FIRST_REPLY, new: bytes = b"{full: PT15M, none: PT30M}") -> Standard:
    """The shipped standard with another limit, and without the examples of that criterion."""
    text = STRICTER.replace(old, new, 1).decode()
    head, _, rest = text.partition("    examples:\n")
    tail = rest.partition("  - code: ")[2]
    kept = (
        "    examples:\n"
        "      - {given: [Mon 09:00 opened, Mon 09:10 replied], facts: MAIL, then: met}\n"
        "      - {given: [Mon 09:00 opened], facts: MAIL, then: missed}\n\n"
    ).replace("MAIL", "{channel: email}")
    reading = read(f"{head}{kept}  - code: {tail}".encode())
    assert reading.draft is not None, reading.faults
    return admit(reading.draft, MONDAY)


@pytest.fixture
def house(database: Mongo, monkeypatch: pytest.MonkeyPatch) -> TicketHouse:
    """Twelve tickets a minute apart, the third and so on answered an hour after their opening."""
    monkeypatch.setattr(stored, "LEAST", 4)
    made = TicketHouse(database)
    made.connect()
    made.publish(CONTACT)
    made.now = MONDAY + 100 * HOUR
    for number in range(TICKETS):
        life = Life(number + 1, MONDAY + 60 * number)
        life.create()
        life.comment(life.opened_at + (HOUR if number >= 2 else 600), AGENT, "We look into it.")
        made.receive(life.posted)
    made.settle()
    return made


def asked(house: TicketHouse, standard: Standard | None = None) -> Asked:
    return ask(house.house, standard or draft(), Wish(MONDAY, MONDAY + HOUR, "anna"))


def work(house: TicketHouse, *stations: BacktestStation) -> None:
    while any(each.work_once(house.now) for each in stations):
        pass


def test_what_flips_is_found_and_nothing_is_filed(house: TicketHouse) -> None:
    before, tallies = house.cards(), [*house.database.tallies.find()]
    one = asked(house)
    work(house, backtest_station(house.house, "one"))
    found = Backtests(house.database).found(one.id)
    assert found.contacts == TICKETS
    flip = found.flips[Flip("RSP-01", Verdict.MET, Verdict.MISSED)]
    assert flip.contacts == sorted(f"zd-acme/ticket/{number}" for number in range(3, 13))
    was, now = found.by_criterion()["RSP-01"]
    assert (was.of(Verdict.MET), now.of(Verdict.MET), now.of(Verdict.MISSED)) == (12, 2, 10)
    assert house.cards() == before
    assert [*house.database.tallies.find()] == tallies


def test_the_same_draft_flips_nothing(house: TicketHouse) -> None:
    reading = read(CONTACT)
    assert reading.draft is not None
    one = asked(house, admit(reading.draft, MONDAY))
    work(house, backtest_station(house.house, "one"))
    found = Backtests(house.database).found(one.id)
    assert found.flips == {}
    assert found.was == found.now
    assert {was == now for was, now in found.outcomes} == {True}


def test_workers_share_the_slices(house: TicketHouse) -> None:
    one = asked(house)
    backtests = Backtests(house.database)
    assert backtests.progress(one.id).of == 3
    stations = [backtest_station(house.house, name) for name in ("one", "two")]
    assert all(each.work_once(house.now) for each in stations)
    progress = backtests.progress(one.id)
    assert (progress.done, progress.is_over) == (2, False)
    work(house, *stations)
    assert backtests.progress(one.id).is_over
    assert backtests.found(one.id).contacts == TICKETS


def test_a_slice_of_a_worker_that_died_is_judged_by_another(house: TicketHouse) -> None:
    one = asked(house)
    dead = Backtests(house.database, "dead")
    assert dead.take(house.now) is not None
    work(house, backtest_station(house.house, "one"))
    assert not dead.progress(one.id).is_over
    house.now += 121
    work(house, backtest_station(house.house, "one"))
    assert dead.found(one.id).contacts == TICKETS


def test_a_cancelled_backtest_is_left_by_all(house: TicketHouse) -> None:
    one = asked(house)
    backtests = Backtests(house.database, "one")
    held = backtests.take(house.now)
    assert held is not None
    backtests.cancel(one.id)
    assert not backtests.finish(held, backtests.found(one.id))
    assert not backtest_station(house.house, "two").work_once(house.now)
    standing = backtests.find(one.id)
    assert standing is not None
    assert standing.state == "cancelled"


def test_contacts_that_were_not_judged_by_its_code_count_as_such(house: TicketHouse) -> None:
    other = read(CONTACT.replace(b"code: contact\n", b"code: contact-two\n", 1)).draft
    assert other is not None
    one = asked(house, admit(other, MONDAY))
    work(house, backtest_station(house.house, "one"))
    found = Backtests(house.database).found(one.id)
    assert {was for was, _ in found.outcomes} == {None}
    assert (found.was, found.flips) == ({}, {})


def test_only_contacts_of_the_period_are_judged(house: TicketHouse) -> None:
    one = ask(house.house, draft(), Wish(MONDAY + 60, MONDAY + 180, "anna"))
    work(house, backtest_station(house.house, "one"))
    assert Backtests(house.database).found(one.id).contacts == 2


@pytest.mark.parametrize(
    ("since", "until", "says"),
    [(MONDAY, MONDAY, "give a period that has a length"), (MONDAY, BEGINNING, "give a period")],
)
def test_a_period_without_length_is_refused(
    house: TicketHouse, since: int, until: int, says: str
) -> None:
    with pytest.raises(BacktestRefused, match=says):
        ask(house.house, draft(), Wish(since, until, "anna"))
