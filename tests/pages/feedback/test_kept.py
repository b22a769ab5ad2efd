"""What is kept of what is said: sealed, once, in order, never too much; read by an index."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from plugin.feedback.reporting import Reporting
from plugin.pages.periods import Period
from plugin.sealing import Sealer, new_key
from plugin.stores.keeping.resealing import reseal
from plugin.stores.layout import Mongo
from plugin.stores.people.acknowledgements import (
    MOST,
    About,
    Acknowledgements,
    Full,
    Reading,
    Words,
)
from plugin.stores.people.directory import Directory
from plugin.stores.versions.standards import Standards
from tests.pages.feedback.team import Staffed

MARCH = About("anna", "contact", 1, "2026-03-01", "2026-03-31")
APRIL = replace(MARCH, first="2026-04-01", last="2026-04-30")
ONE, OTHER = "1" * 64, "2" * 64
SAID = Words("a" * 32, ONE, "anna", own=True, at=100, text="Zażółć gęślą jaźń")


@pytest.fixture
def kept(database: Mongo) -> Acknowledgements:
    return Acknowledgements(database, Sealer([new_key()]))


def test_a_reading_is_kept_once_with_what_was_shown(kept: Acknowledgements) -> None:
    kept.read(MARCH, Reading(ONE, "anna", 100, '{"met": 1}'))
    kept.read(MARCH, Reading(ONE, "anna", 200, '{"met": 1}'))
    kept.read(MARCH, Reading(OTHER, "anna", 300, '{"met": 2}'))
    said = kept.of(MARCH)
    assert [(each.hash, each.at, each.shown) for each in said.readings] == [
        (ONE, 100, '{"met": 1}'),
        (OTHER, 300, '{"met": 2}'),
    ]
    assert said.read_at(ONE) == 100
    assert said.read_at("3" * 64) is None
    assert kept.of(APRIL).readings == ()


def test_words_of_one_second_stay_in_their_order(kept: Acknowledgements) -> None:
    ids = [f"{number:032x}" for number in (9, 3, 7, 1)]
    for each in ids:
        kept.say(MARCH, replace(SAID, id=each, text=each))
    assert [each.text for each in kept.of(MARCH).words] == ids


def test_words_are_sealed_and_lost_without_their_key(kept: Acknowledgements) -> None:
    kept.say(MARCH, SAID)
    document = kept.database.acknowledgements.find_one({})
    assert document is not None
    assert SAID.text is not None
    assert SAID.text.encode() not in bytes(document["sealed"])
    assert kept.of(MARCH).words == (SAID,)
    stranger = Acknowledgements(kept.database, Sealer([new_key()]))
    assert [each.text for each in stranger.of(MARCH).words] == [None]


def test_keys_can_be_changed(database: Mongo) -> None:
    old, new = new_key(), new_key()
    Acknowledgements(database, Sealer([old])).say(MARCH, SAID)
    assert reseal(database, (new, old), lambda *_: None)["acknowledgements"].anew == 1
    assert Acknowledgements(database, Sealer([new])).of(MARCH).words == (SAID,)


def test_there_is_an_end_of_what_is_taken(kept: Acknowledgements) -> None:
    for number in range(MOST):
        kept.say(MARCH, replace(SAID, id=f"{number:032x}"))
    kept.say(MARCH, replace(SAID, id=f"{0:032x}"))  # sent again: it is there
    with pytest.raises(Full, match="no more is taken"):
        kept.say(MARCH, replace(SAID, id="f" * 32))
    kept.say(APRIL, SAID)


def test_the_last_talked_about_come_first(kept: Acknowledgements) -> None:
    kept.say(MARCH, SAID)
    kept.read(APRIL, Reading(ONE, "anna", 50, "{}"))
    kept.say(replace(MARCH, person="oleg"), SAID)
    assert [each.about for each in kept.last_of("anna", 5)] == [MARCH, APRIL]
    assert [each.about for each in kept.last_of("anna", 1)] == [MARCH]
    assert [each.text for each in kept.last_of("anna", 1)[0].words] == [None]


READS = {
    "a report": lambda reporting, people, standard, march: reporting.report(
        people["anna"], standard, march
    ),
    "people": lambda reporting, people, standard, march: reporting.beside(
        tuple(people.values()), standard, march
    ),
    "whether judged": lambda reporting, people, standard, march: reporting.judged(
        people["anna"], (standard.code, standard.version), march
    ),
}


@pytest.mark.parametrize("name", READS)
def test_no_collection_that_grows_is_read_from_end_to_end(team: Staffed, name: str) -> None:
    database = team.house.database
    standard = Standards(database).version("contact", 1)
    people = {each.id: each for each in Directory(database).people(("mail",))}
    march = Period(date(2026, 3, 1), date(2026, 3, 31))
    database.drop_collection("system.profile")
    database.command("profile", 2)
    READS[name](Reporting.of(team.house), people, standard, march)
    Acknowledgements(database, team.house.sealer).of(MARCH)
    Acknowledgements(database, team.house.sealer).last_of("anna", 5)
    database.command("profile", 0)
    found = database["system.profile"].find({"op": {"$in": ["query", "command"]}})
    plans = [(each["ns"], str(each["planSummary"])) for each in found if each.get("planSummary")]
    database.drop_collection("system.profile")
    assert plans
    assert [plan for plan in plans if "COLLSCAN" in plan[1]] == []
