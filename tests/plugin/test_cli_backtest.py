"""`plumbline backtest`: a draft's file, or with --version a recount; refused in one line."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from plugin.cli.main import cli
from plugin.stores.layout import Mongo
from tests.mongo import ADDRESS
from tests.plugin.backtests.test_backtests import MONDAY, draft
from tests.plugin.tickets.ticket_house import CONTACT, KEY, TicketHouse
from tests.zendesk_lives import AGENT, Life

PERIOD = ("--since", "2026-03-02T09:00:00+01:00", "--until", "2026-03-09T09:00:00+01:00")


@pytest.fixture
def house(database: Mongo, monkeypatch: pytest.MonkeyPatch) -> TicketHouse:
    """Three tickets, two of them answered after an hour."""
    monkeypatch.setenv("MONGODB_URI", os.environ[ADDRESS])
    monkeypatch.setenv("PLUMBLINE_DATABASE", database.name)
    monkeypatch.setenv("PLUMBLINE_KEYS", KEY)
    made = TicketHouse(database)
    made.connect()
    made.publish(CONTACT)
    for number in range(3):
        life = Life(number + 1, MONDAY + 60 * number)
        life.create()
        life.comment(life.opened_at + (3_600 if number else 60), AGENT, "We look into it.")
        made.now = life.happened[-1]
        made.receive(life.posted)
        made.settle()
    while made.now < MONDAY + 60 * 86_400:
        made.now += 20 * 86_400
        made.settle()
    return made


def run(*words: str) -> Result:
    return CliRunner().invoke(cli, ["backtest", *words])


def test_a_draft_is_held_against_what_is_filed(house: TicketHouse, tmp_path: Path) -> None:
    path = tmp_path / "next.yaml"
    path.write_text(draft().text, encoding="utf-8")
    before = house.cards()
    shown = run(str(path), *PERIOD)
    assert shown.exit_code == 0, shown.output
    assert "3 contacts" in shown.output
    assert "RSP-01 met -> missed: 2 (zd-acme/ticket/2, zd-acme/ticket/3)" in shown.output
    told = json.loads(run(str(path), *PERIOD, "--format", "json").stdout)
    assert ["RSP-01", "met", "missed", 2, ["zd-acme/ticket/2", "zd-acme/ticket/3"]] in told["flips"]
    assert house.cards() == before


def test_a_recount_by_the_version_in_force_flips_nothing(house: TicketHouse) -> None:
    shown = run("contact", "--version", "1", *PERIOD)
    assert shown.exit_code == 0, shown.output
    assert "3 contacts" in shown.output
    assert "->" not in shown.output
    (kept,) = house.database.backtests.find()
    assert (kept["kind"], kept["state"]) == ("recount", "over")


# what is asked for | what is said of it
REFUSED = [
    (("contact", "--version", "7", *PERIOD), "there is no version 7"),
    (("nobody", "--version", "1", *PERIOD), "there is no version 1"),
    (("missing.yaml", *PERIOD), "missing.yaml"),
    (("contact", "--version", "1", *PERIOD[:2], "--until", PERIOD[1]), "has a length"),
    (("contact", "--version", "1", "--since", "2016-01-01T00:00Z", *PERIOD[2:]), "longer than"),
    (("contact", "--version", "1", "--since", "soon", *PERIOD[2:]), "soon"),
]


@pytest.mark.parametrize(("words", "says"), REFUSED, ids=lambda each: str(each)[:50])
def test_what_cannot_be_judged_is_refused_in_words(
    house: TicketHouse, words: tuple[str, ...], says: str
) -> None:
    refused = run(*words)
    assert refused.exit_code != 0
    assert says in refused.output
    assert "Traceback" not in refused.output
    assert house.database.backtests.count_documents({}) == 0
