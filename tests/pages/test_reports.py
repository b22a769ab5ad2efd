"""What reports read they find by an index, however much there is."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import pytest

from plugin.stores.filed.reports import Behind, Question, Reports, Stretch, Whose
from plugin.stores.layout import Mongo
from scoring.judge import Verdict
from scoring.scorecard import Standing
from standards.kinds import Instrument
from tests.pages.acme import Filled

ANNAS = Whose(frozenset({"zd-acme/user/anna-lis"}), frozenset({"zd-acme/group/mail"}))
EVERYBODY = Stretch("contact", 1, "2026-02-01", "2026-02-28")
OWN = Stretch("contact", 1, "2026-02-01", "2026-02-28", ANNAS)
WANTED = Behind("RSP-01", Instrument.TICKET, Verdict.MET, frozenset({Standing.FINAL}))
Read: TypeAlias = "Callable[[Reports], object]"

READS: dict[str, Read] = {
    "counted": lambda reports: reports.counted(EVERYBODY),
    "counted for some": lambda reports: reports.counted(OWN),
    "numbers": lambda reports: reports.numbers(OWN, WANTED),
    "undated": lambda reports: reports.undated(EVERYBODY),
    "has any": lambda reports: reports.has_any(OWN),
    "newest day": lambda reports: reports.newest_day("contact", 1, None),
    "behind": lambda reports: reports.behind(EVERYBODY, WANTED),
    "behind for some": lambda reports: reports.behind(OWN, WANTED, after="2026-02-20 a"),
    "cards of": lambda reports: reports.cards_of("zd-acme/ticket/1001", ANNAS),
    "reviews of": lambda reports: reports.reviews_of("zd-acme/ticket/1001", None),
}


@pytest.fixture
def profiled(acme: Filled) -> Mongo:
    """The database, which writes down how each query was answered."""
    database = acme.house.database
    database.command("profile", 0)
    database.drop_collection("system.profile")
    return database


@pytest.mark.parametrize("name", READS)
def test_no_collection_is_read_from_end_to_end(profiled: Mongo, name: str) -> None:
    profiled.command("profile", 2)
    READS[name](Reports(profiled))
    profiled.command("profile", 0)
    plans = [
        (each["ns"].rpartition(".")[2], each.get("planSummary"), each.get("hasSortStage", False))
        for each in profiled["system.profile"].find({"op": {"$in": ["query", "command"]}})
        if each.get("planSummary")
    ]
    assert plans
    assert [plan for plan in plans if "COLLSCAN" in str(plan[1])] == []
    if name.startswith("behind"):
        assert [sorts for _, _, sorts in plans] == [False]


def test_who_may_see_nothing_finds_nothing(acme: Filled) -> None:
    reports = Reports(acme.house.database)
    nobody = Stretch("contact", 1, "2026-01-01", "2026-03-31", Whose())
    found = reports.counted(nobody)
    assert dict(found.cells) == {}
    assert dict(found.contacts) == {}
    assert reports.behind(nobody, WANTED).cards == ()
    assert reports.cards_of("zd-acme/ticket/1001", Whose()) == ()
    assert not reports.has_any(nobody)


def test_a_criterion_of_a_strange_name_is_only_a_name(acme: Filled) -> None:
    strange = Behind("$contact", Instrument.TICKET, Verdict.MET, frozenset({Standing.FINAL}))
    assert Reports(acme.house.database).behind(EVERYBODY, strange).cards == ()


def test_of_employees_are_the_counts_that_bear_their_names(acme: Filled) -> None:
    reports, stretch = (
        Reports(acme.house.database),
        Stretch("contact", 1, "2026-01-01", "2026-03-31"),
    )
    everybody = reports.by(Question(stretch, ("employee",)))
    names = [employee for (employee,) in everybody if employee is not None]
    found = reports.by_employee(stretch, names[:3])
    assert found == {name: everybody[(name,)] for name in names[:3]}
    assert reports.by_employee(stretch, []) == {}
