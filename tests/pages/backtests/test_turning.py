"""Every contact that a backtest sees otherwise can be reached, and taken along as a file."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook

from plugin.pages.backtests import turning
from plugin.stores.versions.backtest_turns import NO_TEAM, Turns, Wanted
from plugin.stores.versions.backtests import Backtests
from scoring.backtest import Flip
from tests.pages.acme import Filled, signed_in
from tests.pages.backtests.asked import Working
from tests.pages.backtests.test_backtests import asked
from tests.pages.seen import Seen


@pytest.fixture
def address(trainer: FlaskClient, working: Working) -> Iterator[str]:
    """A backtest that is over."""
    found = asked(trainer)
    working.all()
    trainer.get(found)
    yield found
    working.house.database["backtest_turns"].delete_many({})


def contacts_on(client: FlaskClient, path: str) -> tuple[list[str], str]:
    """The names on a page, and where the next begins; empty where it is the last."""
    seen = Seen(client.get(path).text)
    assert seen.faults == []
    onward = [
        str(each.attributes["href"]) for each in seen.of("a", "button") if "after=" in str(each)
    ]
    return [each.text for each in seen.of("th") if each.attributes.get("scope") == "row"], (
        onward[0] if onward else ""
    )


def flips_of(acme: Filled, address: str) -> dict[Flip, int]:
    """How many flip each way, as the sums have it."""
    found = Backtests(acme.house.database).found(address.rpartition("/")[2])
    return {flip: each.number for flip, each in found.flips.items()}


def test_every_contact_that_flips_is_reached_page_by_page(
    acme: Filled, trainer: FlaskClient, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turning, "MOST", 3)
    turns = Turns(acme.house.database)
    backtest = address.rpartition("/")[2]
    every = [each.contact for each in turns.listed(backtest, Wanted())]
    assert len(every) > 3
    path, pages = f"{address}/contacts", []
    while path:
        names, path = contacts_on(trainer, path)
        assert 0 < len(names) <= 3
        pages += names
    assert len(pages) == len(set(pages)) == len(every) == turns.count(backtest, Wanted())
    flips: dict[Flip, int] = {}
    for each in turns.listed(backtest, Wanted()):
        for one in each.turns:
            flip = Flip(one.criterion, one.was, one.now)
            flips[flip] = flips.get(flip, 0) + 1
    assert flips == flips_of(acme, address)


def test_one_criterion_or_one_team_is_looked_at_alone(
    acme: Filled, trainer: FlaskClient, address: str
) -> None:
    turns, backtest = Turns(acme.house.database), address.rpartition("/")[2]
    assert turns.criteria(backtest)
    for code in turns.criteria(backtest):
        seen = Seen(trainer.get(f"{address}/contacts?criterion={code}").text)
        lines = [each.text for each in seen.of("li") if "→" in each.text]
        assert lines
        assert {each.split()[0] for each in lines} == {code}
    for team in (each or NO_TEAM for each in turns.teams(backtest)):
        wanted = Wanted(team=team)
        found = [*turns.listed(backtest, wanted)]
        assert len(found) == turns.count(backtest, wanted) > 0
        assert all(wanted.fits(one) for each in found for one in each.turns)
        names, _ = contacts_on(trainer, f"{address}/contacts?team={team}")
        assert len(names) == min(len(found), turning.MOST)
    assert "Nothing here" in trainer.get(f"{address}/contacts?criterion=NO-99").text
    assert trainer.get(f"{address}0/contacts").status_code == 404


def test_it_is_handed_on_with_every_contact(
    acme: Filled, trainer: FlaskClient, address: str
) -> None:
    rows = [*csv.reader(io.StringIO(trainer.get(f"{address}?as=csv").data.decode("utf-8-sig")))]
    assert rows[0][0] == "Code"
    turned = rows[[row[:1] for row in rows].index(["Which contacts change"]) + 2 :]
    assert len(turned) == sum(flips_of(acme, address).values())
    assert all("/contacts/zd-acme/ticket/" in row[1] for row in turned)
    book = load_workbook(io.BytesIO(trainer.get(f"{address}?as=xlsx").data))
    assert len(book.sheetnames) >= 3
    assert sum(sheet.max_row for sheet in book) > len(turned)
    assert trainer.get(f"{address}?as=pdf").data[:5] == b"%PDF-"


def test_tickets_whose_opening_nobody_told_are_counted_and_said(
    acme: Filled, trainer: FlaskClient, working: Working
) -> None:
    contacts, events = acme.house.database["contacts"], acme.house.database["events"]
    one = contacts.find_one({"opened_at": {"$ne": None}})
    assert one is not None
    at = one["opened_at"]
    contacts.update_one({"_id": one["_id"]}, {"$set": {"opened_at": None}})
    try:
        assert events.count_documents({"contact": one["_id"]})
        address = asked(trainer)
        working.all()
        said = trainer.get(address).text
    finally:
        contacts.update_one({"_id": one["_id"]}, {"$set": {"opened_at": at}})
    assert "Left out: 1 ticket, because nobody told when it was opened." in said


def test_whoever_sees_no_drafts_sees_no_contacts_of_backtests(acme: Filled, address: str) -> None:
    staff = signed_in(acme.house, "anna")
    assert staff.get(f"{address}/contacts").status_code in {403, 404}
