"""Filing what was submitted: once, whoever is overtaken, and only what can be judged."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC

import pytest

from mobile_api.visits.judging import card_of
from mobile_api.visits.submissions import Submitted
from plugin.stores.layout import Mongo
from plugin.stores.shopping.assignments import Assignments
from plugin.stores.submissions.visits import Filing, Visits
from plugin.stores.training.bindings import Bindings
from plugin.stores.versions.standards import Standards
from plugin.visits.station import VisitsStation
from standards.kinds import Instrument
from tests.mobile_api.service import NOW, publish_shop, visit


@pytest.fixture
def keep(database: Mongo) -> Callable[..., Submitted]:
    """Keeps a visit of that number; the shop's standard is published."""
    publish_shop(database)

    def kept(number: int, **more: object) -> Submitted:
        contact = f"visit/00000000-0000-4000-8000-{number:012}"
        sent = Submitted(
            contact=contact,
            instrument=Instrument.VISIT,
            questionnaire="shop",
            version=1,
            sha256="0" * 64,
            body=json.dumps(visit(**more)).encode(),
            by="anna",
            received_at=NOW,
        )
        assert Visits(database).keep(sent) is None
        return sent

    return kept


def station(database: Mongo) -> VisitsStation:
    standards = Standards(database)
    bindings = Bindings(database, UTC, standards)
    return VisitsStation(filing(database), standards.version, bindings, Assignments(database))


def filing(database: Mongo, worker: str = "w") -> Filing:
    return Filing.over(database, UTC, worker)


def test_whoever_is_overtaken_by_an_acceptance_files_nothing(
    database: Mongo, keep: Callable[..., Submitted]
) -> None:
    sent = keep(1)
    slow = filing(database, "slow")
    taken = slow.take(NOW)
    assert taken is not None
    Visits(database).accept(sent.contact, "carol", NOW)
    card = card_of(taken.submitted, Standards(database).version)
    assert not slow.file(taken, (card,))
    assert database.cards.count_documents({}) == 0
    assert station(database).work_once(NOW)
    [filed] = database.cards.find()
    assert filed["standing"] == "final"


def test_whoever_lost_the_lease_files_nothing(
    database: Mongo, keep: Callable[..., Submitted]
) -> None:
    keep(1)
    slow = filing(database, "slow")
    taken = slow.take(NOW)
    assert taken is not None
    assert station(database).work_once(NOW + 61)
    before = list(database.tallies.find())
    card = card_of(taken.submitted, Standards(database).version)
    assert not slow.file(taken, (card,))
    assert list(database.tallies.find()) == before


def test_what_a_worker_gives_back_another_files(
    database: Mongo, keep: Callable[..., Submitted]
) -> None:
    keep(1)
    stopping = filing(database, "stopping")
    assert stopping.take(NOW) is not None
    assert not station(database).work_once(NOW)
    stopping.give_back(NOW)
    assert station(database).work_once(NOW)
    assert database.cards.count_documents({}) == 1


def test_what_cannot_be_judged_stops_nobody(
    database: Mongo, keep: Callable[..., Submitted]
) -> None:
    keep(1, questionnaire={"standard": "gone", "version": 1})
    keep(2)
    works = station(database)
    assert works.work_once(NOW)
    assert works.work_once(NOW)
    assert not works.work_once(NOW)
    [filed] = database.cards.find()
    assert filed["contact"].endswith("2")
    waiting = database.visits.find_one({"state": "ready"}) or {}
    assert "gone version 1" in waiting["reason"]
    for later in range(1, 12):
        works.work_once(NOW + 60 * later)
    assert database.visits.count_documents({"state": "failed"}) == 1


def test_what_ends_every_worker_is_set_aside(
    database: Mongo, keep: Callable[..., Submitted]
) -> None:
    keep(1)
    for number in range(8):  # each of them dies over it
        assert filing(database, "dies").take(NOW + 100 * number) is not None
    assert station(database).work_once(NOW + 1_000)
    assert database.visits.count_documents({"state": "failed"}) == 1
