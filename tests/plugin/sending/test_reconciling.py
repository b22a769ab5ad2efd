"""What helpdesks say has changed is read again: nothing is missed, and nothing read for nothing."""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import structlog
from click.testing import CliRunner

from plugin.cli.main import cli
from plugin.config import Config
from plugin.house import House
from plugin.publishing.publish import publish
from plugin.sealing import Sealer, new_key
from plugin.stores.layout import Mongo
from plugin.stores.tickets.connections import Connections
from plugin.stores.tickets.deliveries import Deliveries
from plugin.stores.tickets.events import Events
from plugin.stores.tickets.reconciliations import FIRST_SECONDS, SLACK_SECONDS, Reconciliations
from plugin.stores.tickets.rereads import Rereads
from plugin.stores.versions.standards import Standards
from plugin.tickets.line import Line
from plugin.tickets.reconciling import (
    LOOK_SECONDS,
    MOST_REFUSALS,
    PAGE_SECONDS,
    SKEW_SECONDS,
    Pace,
    Reconciling,
    ReconcilingStation,
    Step,
)
from plugin.tickets.rereading import RereadsStation
from plugin.tickets.sender import Sender
from plugin.tickets.station import deliveries_station
from scoring.evidence import Event
from scoring.timeline import in_order
from tests.fakes.asking import Asked
from tests.fakes.faults import Fault
from tests.fakes.zendesk.server import FakeZendesk
from tests.loopback import LOOPBACK, SETTING
from tests.mongo import ADDRESS
from tests.plugin.sending.desk import KEY, NAME, NOW, Desk, connection_to, contact_of
from tests.zendesk_lives import AGENT, Life, signed
from webhooks.contract import Account, Label
from webhooks.helpdesks import HELPDESKS

OLD = NOW - 86_400


def life(number: int, at: int = OLD) -> Life:
    """A ticket that was opened, answered, solved and rated."""
    made = Life(number, at)
    made.create()
    made.comment(at + 600, AGENT, "We look into it.")
    made.status(at + 900, "SOLVED")
    made.rate(at + 1_000, "GOOD", "Thank you")
    return made


def lived(desk: Desk, *lives: Life) -> None:
    """They happened at the helpdesk; nobody was told."""
    for each in lives:
        for body in each.posted:
            desk.zendesk.tickets.take(json.loads(body))


def told(desk: Desk, life: Life) -> list[Event]:
    """The log as all webhooks and one reading of the rating would have it."""
    account = Account(NAME, desk.zendesk.address, "pl", str(desk.zendesk.user.id))
    news = [HELPDESKS["zendesk"].read(signed(body, NOW), account) for body in life.posted]
    return [replace(each, text=None, seq=0) for one in news for each in one.events]


def log_of(desk: Desk, life: Life) -> list[Event]:
    log = in_order(Events(desk.database).of(contact_of(life.number)))
    return [replace(each, seq=0) for each in log if each.kind != "rated"]


@pytest.fixture
def reconciling(desk: Desk) -> Reconciling:
    return made(desk, "one")


def made(desk: Desk, worker: str) -> Reconciling:
    line = Line(desk.breakers, Sender(private=LOOPBACK), lambda: 0.5)
    return Reconciling(desk.house, worker, line, pace=Pace(chance=lambda: 0.5))


def ended(desk: Desk, reconciling: Reconciling, since: int | None = None) -> list[Step]:
    """The steps of a run to its end."""
    reconciling.runs.begin(NAME, since, desk.clock.now)
    steps: list[Step] = []
    while not steps or steps[-1] is not Step.ENDED:
        steps.append(reconciling.step(desk.clock.now, NAME))
        assert len(steps) < 50
        desk.clock.pass_by(PAGE_SECONDS)
    return steps


def reread(desk: Desk) -> int:
    """How many contacts were read again."""
    line = Line(desk.breakers, Sender(private=LOOPBACK), lambda: 0.5)
    station = RereadsStation(desk.house, "one", line, HELPDESKS, lambda: 0.5)
    number = 0
    while station.work_once(desk.clock.now):
        number += 1
        assert number < 200
    return number


def test_what_was_lost_is_there_after_a_run(desk: Desk, reconciling: Reconciling) -> None:
    lives = [life(number) for number in range(1, 6)]
    lived(desk, *lives)
    assert ended(desk, reconciling) == [Step.ENDED]
    assert reread(desk) == 5
    for each in lives:
        assert log_of(desk, each) == told(desk, each)
    run = Reconciliations(desk.database).find(NAME)
    assert run is not None
    assert (run.changed, run.wanted, run.known, run.under_way) == (5, 5, 0, False)


def test_a_run_goes_page_by_page_and_leaves_the_helpdesk_time(
    desk: Desk, zendesk: FakeZendesk, reconciling: Reconciling
) -> None:
    zendesk.api.export_page = 2
    lived(desk, *(life(number) for number in range(1, 6)))
    reconciling.runs.begin(NAME, None, desk.clock.now)
    assert reconciling.step(desk.clock.now) is Step.PAGE
    assert reconciling.step(desk.clock.now) is Step.NONE
    assert reconciling.step(desk.clock.pass_by(PAGE_SECONDS)) is Step.PAGE
    assert reconciling.step(desk.clock.pass_by(PAGE_SECONDS)) is Step.ENDED
    assert Rereads(desk.database).waiting(NAME) == 5


@pytest.mark.parametrize("died_at", range(8))
def test_whoever_dies_is_gone_on_from(
    desk: Desk, zendesk: FakeZendesk, monkeypatch: pytest.MonkeyPatch, died_at: int
) -> None:
    """The process ends before its `died_at`th write, wherever that is."""
    zendesk.api.export_page = 2
    lived(desk, *(life(number) for number in range(1, 6)))
    first = made(desk, "first")
    writes = iter(range(died_at, -1, -1))
    for owner, name in ((first.rereads, "want"), (first.runs, "turned"), (first.runs, "ended")):
        monkeypatch.setattr(owner, name, dying(getattr(owner, name), writes))
    with pytest.raises(SystemExit):
        ended(desk, first)
    before = len(zendesk.log)
    desk.clock.pass_by(120)
    second = made(desk, "second")
    assert ended(desk, second)[-1] is Step.ENDED
    asked = [each.asked.query for each in zendesk.log[before:]]
    assert ("start_time" in asked[0]) == (died_at < 3), "what was turned is not asked for again"
    assert Rereads(desk.database).waiting(NAME) == 5
    assert reread(desk) == 5


def dying(work: object, writes: Iterator[int]) -> object:
    def done(*given: object) -> object:
        if next(writes) == 0:
            raise SystemExit
        return work(*given)  # type: ignore[operator]  # a method

    return done


def test_what_was_read_since_it_changed_is_not_read_again(
    desk: Desk, zendesk: FakeZendesk, reconciling: Reconciling
) -> None:
    lived(desk, life(1), life(2))
    ended(desk, reconciling)
    assert reread(desk) == 2
    desk.clock.pass_by(SKEW_SECONDS + 60)
    ended(desk, reconciling, OLD)
    assert Rereads(desk.database).waiting(NAME) == 0 or reread(desk) == 2
    desk.clock.pass_by(SKEW_SECONDS + 60)
    ended(desk, reconciling, OLD)
    run = reconciling.runs.find(NAME)
    assert run is not None
    assert (run.changed, run.wanted, run.known) == (2, 0, 2)
    zendesk.tickets.comment(2, "And now?", 501)
    desk.clock.pass_by(60)
    ended(desk, reconciling)
    run = reconciling.runs.find(NAME)
    assert run is not None
    assert (run.changed, run.wanted) == (1, 1)
    assert reread(desk) == 1


def test_what_webhooks_told_last_is_read_all_the_same(desk: Desk, reconciling: Reconciling) -> None:
    """The newest event that is known says nothing of those before it."""
    each = life(1)
    lived(desk, each)
    kept = Deliveries(desk.database, desk.house.sealer)
    last = signed(each.posted[2], NOW)
    kept.keep(NAME, Label("last", contact_of(1)), last)
    assert deliveries_station(desk.house, "one").work_once(desk.clock.now)
    ended(desk, reconciling)
    assert reread(desk) == 1
    assert log_of(desk, each) == told(desk, each)


def test_the_next_run_goes_on_where_the_last_ended(
    desk: Desk, zendesk: FakeZendesk, reconciling: Reconciling
) -> None:
    lived(desk, life(1))
    ended(desk, reconciling)
    lived(desk, life(2))
    before = len(zendesk.log)
    ended(desk, reconciling)
    (asked,) = [each.asked.query for each in zendesk.log[before:]]
    assert "cursor" in asked
    run = reconciling.runs.find(NAME)
    assert run is not None
    assert run.since == NOW - SLACK_SECONDS
    assert (run.changed, run.wanted) == (1, 1)


def test_a_run_from_later_on_leaves_no_gap_behind(
    desk: Desk, zendesk: FakeZendesk, reconciling: Reconciling
) -> None:
    ended(desk, reconciling)
    lived(desk, life(1))
    desk.clock.pass_by(7_200)
    ended(desk, reconciling, desk.clock.now - 600)
    assert Rereads(desk.database).waiting(NAME) == 0
    ended(desk, reconciling)
    assert Rereads(desk.database).waiting(NAME) == 1


def test_a_first_run_begins_seven_days_ago(desk: Desk, zendesk: FakeZendesk) -> None:
    ended(desk, made(desk, "one"))
    assert zendesk.log[-1].asked.query["start_time"] == str(NOW - FIRST_SECONDS)


def test_one_process_at_a_time_has_a_run(
    desk: Desk, zendesk: FakeZendesk, reconciling: Reconciling
) -> None:
    other = made(desk, "two")
    reconciling.runs.begin(NAME, None, desk.clock.now)
    met = []
    zendesk.watch = lambda asked: met.append(other.step(desk.clock.now, NAME))
    assert reconciling.step(desk.clock.now) is Step.ENDED
    assert met == [Step.NONE]


def test_a_new_run_takes_the_place_of_one_that_is_under_way(
    desk: Desk, zendesk: FakeZendesk, reconciling: Reconciling
) -> None:
    lived(desk, life(1))
    reconciling.runs.begin(NAME, None, desk.clock.now)

    def begin_anew(asked: Asked) -> None:
        reconciling.runs.begin(NAME, OLD, desk.clock.now)

    zendesk.watch = begin_anew
    reconciling.step(desk.clock.now)
    run = reconciling.runs.find(NAME)
    assert run is not None
    assert (run.number, run.under_way, run.pages, run.cursor) == (2, True, 0, None)


@pytest.mark.parametrize(
    ("fault", "step"),
    [
        (Fault.TOO_MANY, Step.LATER),
        (Fault.TOO_MANY_AS_TEXT, Step.LATER),
        (Fault.ERROR_500, Step.LATER),
        (Fault.HUNG_UP, Step.LATER),
        (Fault.CUT, Step.LATER),
        (Fault.SENSELESS, Step.REFUSED),
        (Fault.UNAUTHORIZED, Step.REFUSED),
        (Fault.FORBIDDEN, Step.REFUSED),
    ],
)
def test_a_helpdesk_in_trouble_is_asked_later(
    desk: Desk, zendesk: FakeZendesk, reconciling: Reconciling, fault: Fault, step: Step
) -> None:
    lived(desk, life(1))
    reconciling.runs.begin(NAME, None, desk.clock.now)
    zendesk.faults.order(fault)
    assert reconciling.step(desk.clock.now) is step
    run = reconciling.runs.find(NAME)
    assert run is not None
    assert run.under_way
    assert run.reason
    assert reconciling.step(desk.clock.now) is Step.NONE
    desk.clock.pass_by(3_600)
    assert reconciling.step(desk.clock.now) is Step.ENDED


def test_a_cursor_that_leads_nowhere_is_given_up(
    desk: Desk, zendesk: FakeZendesk, reconciling: Reconciling
) -> None:
    ended(desk, reconciling)
    lived(desk, life(1))
    reconciling.runs.begin(NAME, None, desk.clock.now)
    zendesk.faults.always = Fault.SENSELESS
    for _ in range(MOST_REFUSALS):
        assert reconciling.step(desk.clock.now) is Step.REFUSED
        desk.clock.pass_by(3_600)
    zendesk.faults.always = None
    assert reconciling.step(desk.clock.now) is Step.ENDED
    assert zendesk.log[-1].asked.query["start_time"] == str(NOW - SLACK_SECONDS)
    assert Rereads(desk.database).waiting(NAME) == 1


def test_the_worker_reconciles_by_itself_every_so_often(desk: Desk, zendesk: FakeZendesk) -> None:
    lived(desk, life(1))
    station = ReconcilingStation(desk.house, "one", made(desk, "one"))
    assert not station.work_once(desk.clock.now)
    assert not station.work_once(desk.clock.pass_by(60 * 60 - 1))
    assert station.work_once(desk.clock.pass_by(1))
    assert Rereads(desk.database).waiting(NAME) == 1
    assert not station.work_once(desk.clock.pass_by(60 * 60 - 1))
    assert station.work_once(desk.clock.pass_by(1))


def test_a_connection_without_its_key_stops_no_other(desk: Desk, zendesk: FakeZendesk) -> None:
    station = ReconcilingStation(desk.house, "one", made(desk, "one"))
    assert not station.work_once(desk.clock.now)
    other = connection_to(zendesk, "zd-other")
    Connections(desk.database, Sealer([new_key()])).keep(other)
    assert station.work_once(desk.clock.pass_by(60 * 60))


def test_a_worker_that_is_not_to_reconcile_does_not(desk: Desk, zendesk: FakeZendesk) -> None:
    house = replace(desk.house, config=replace(desk.house.config, reconcile_minutes=0))
    station = ReconcilingStation(house, "one", made(desk, "one"))
    for _ in range(3):
        assert not station.work_once(desk.clock.pass_by(LOOK_SECONDS * 60))
    assert zendesk.log == []


def test_a_connection_that_only_listens_is_left_out(desk: Desk, zendesk: FakeZendesk) -> None:
    desk.connect("zd-other", token=None, write_back=False)
    assert made(desk, "one").may() == (NAME,)


@pytest.fixture
def commanded(database: Mongo, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeZendesk]:
    """A fake by the machine's own clock, and a house connected with it that commands open."""
    monkeypatch.setenv("MONGODB_URI", os.environ[ADDRESS])
    monkeypatch.setenv("PLUMBLINE_DATABASE", database.name)
    monkeypatch.setenv("PLUMBLINE_KEYS", KEY)
    monkeypatch.setenv("PLUMBLINE_PRIVATE_ADDRESSES", SETTING)
    root = logging.getLogger()
    handlers = root.handlers[:]
    with FakeZendesk() as zendesk:
        yield zendesk
    root.handlers[:] = handlers
    structlog.reset_defaults()
    assert zendesk.api.complaints == []


def connected(database: Mongo, zendesk: FakeZendesk) -> Desk:
    made = Desk(database, zendesk, lambda: NOW)  # type: ignore[arg-type]  # nobody sets it
    made.house = House(Config(), database, Sealer([KEY]), lambda: NOW)
    made.connect()
    return made


def test_the_command_reads_all_and_says_how_much(database: Mongo, commanded: FakeZendesk) -> None:
    desk = connected(database, commanded)
    text = Path("standards/library/contact.yaml").read_bytes()
    publish(Standards(database), text, effective_from=OLD - 900, by="anna", now=OLD - 900)
    lived(desk, life(1), life(2))
    done = CliRunner().invoke(cli, ["reconcile", "--since", "2026-03-01T00:00:00Z"])
    assert done.stdout == (
        f"{NAME}: 2 changed since 2026-03-01T00:00:00Z: 2 to be read again,"
        " 0 read since they changed\n"
    )
    assert done.exit_code == 0
    assert database.cards.count_documents({}) == 2
    assert log_of(desk, life(1)) == told(desk, life(1))
    again = CliRunner().invoke(cli, ["reconcile", NAME])
    assert again.stdout.startswith(f"{NAME}: 0 changed since 20")


def test_the_command_may_leave_the_reading_to_others(
    database: Mongo, commanded: FakeZendesk
) -> None:
    lived(connected(database, commanded), life(1))
    done = CliRunner().invoke(cli, ["reconcile", "--no-wait", "--since", "2026-03-01T00:00:00Z"])
    assert "1 to be read again" in done.stdout
    assert "1 still wait" in done.stdout
    assert done.exit_code == 0


def test_the_command_says_who_refuses(database: Mongo, commanded: FakeZendesk) -> None:
    connected(database, commanded)
    commanded.api.only_agent = True
    done = CliRunner().invoke(cli, ["reconcile"])
    assert done.stdout.startswith(f"{NAME}: Zendesk answered 403")
    assert done.exit_code == 1


def test_a_connection_that_is_none_is_refused(database: Mongo, commanded: FakeZendesk) -> None:
    done = CliRunner().invoke(cli, ["reconcile", "zd-nobody"])
    assert done.stderr == ("zd-nobody: there is no such connection; `plumbline connect` gives it\n")
    assert done.exit_code == 1


def test_without_connections_there_is_nothing_to_do(
    database: Mongo, commanded: FakeZendesk
) -> None:
    done = CliRunner().invoke(cli, ["reconcile"])
    assert "No connection has a user and token" in done.stdout
    assert done.exit_code == 0
