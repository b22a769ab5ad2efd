"""A visit says something of the older version to whom that binds, as far as it asked the same."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from mobile_api.visits.submissions import Submitted
from plugin.config import Config
from plugin.feedback.reporting import Reporting
from plugin.house import House
from plugin.pages.periods import Period
from plugin.publishing.publish import publish
from plugin.sealing import Sealer
from plugin.stores.layout import Document, Mongo
from plugin.stores.people.directory import Directory, Everybody, Identity, Person
from plugin.stores.submissions.visits import Visits
from plugin.stores.training.assignments import Assignment, Assignments, Kind, Target
from plugin.stores.versions.standards import Standards
from plugin.tickets.due import AGAIN_SECONDS
from plugin.tickets.graces import graces_station
from plugin.tickets.recount import recounting_of
from plugin.visits.station import VisitsStation
from scoring.tally.counts import Counts
from standards.kinds import Instrument
from tests.mobile_api.service import NOW, STANDARD, visit
from tests.plugin.tickets.ticket_house import KEY

DAY = 86_400
EMIL = "acme/badge/17"
SENT = "visit/00000000-0000-4000-8000-000000000001"
PERSON = Person("emil", "Emil", None, None, (Identity(EMIL),))
# Tidiness is asked as before and has to be better; the greeting is asked otherwise.
NEWER = (
    STANDARD.replace("VERSION", "2")
    .replace("full: 4, none: 2", "full: 5")
    .replace("given: {answer: 4}, then: met", "given: {answer: 5}, then: met")
    .replace("Were you greeted?", "Were you greeted by name?")
)


@pytest.fixture
def house(database: Mongo) -> House:
    """Version 2 is in force since the day before the visit, and Emil has a week for it."""
    config = Config(keys=(KEY,), zone=UTC)
    made = House(config, database, Sealer((KEY,)), lambda: NOW)
    for text, begins in ((STANDARD.replace("VERSION", "1"), 0), (NEWER, NOW - 2 * DAY)):
        publish(
            Standards(database),
            text.encode(),
            effective_from=begins,
            by="tess",
            now=NOW,
            why="It is stricter.",
        )
    directory = Directory(database)
    directory.bring_to(directory.everybody(), Everybody({"emil": PERSON}, {}, {}))
    return made


def assign(house: House) -> None:
    day = date(2026, 9, 30).isoformat()
    told = Assignment(
        "shop", 2, Target(Kind.PERSON, "emil"), NOW, "tess", day, NOW + 7 * DAY, day, NOW + 7 * DAY
    )
    Assignments(house.database).add(told)


def send(house: House, confidence: float = 1.0, accepted: bool = True) -> None:
    """A shopper has answered version 2 about Emil, and was believed."""
    employee = {"identity": EMIL, "means": "badge", "confidence": confidence}
    questionnaire = {"standard": "shop", "version": 2}
    body: dict[str, Any] = visit(employee=employee, questionnaire=questionnaire)
    visits = Visits(house.database)
    sent = Submitted(
        contact=SENT,
        instrument=Instrument.VISIT,
        questionnaire="shop",
        version=2,
        sha256="0" * 64,
        body=json.dumps(body).encode(),
        by="anna",
        received_at=NOW,
    )
    assert visits.keep(sent) is None
    if accepted:
        visits.accept(SENT, "carol", NOW)


def settle(house: House, now: int = NOW) -> None:
    while graces_station(house, "one").work_once(now) | VisitsStation.of(house, "one").work_once(
        now
    ):
        pass


def marks(house: House) -> dict[int, Document]:
    """Of each version of which a card is filed, whose it is and its verdicts of two criteria."""
    found = house.database.cards.find({"contact": SENT})
    return {
        each["version"]: {
            "bound": each.get("bound"),
            **{
                finding["criterion"]: finding["verdict"]
                for finding in each["card"]["findings"]
                if finding["criterion"] in {"S-2", "S-3"}
            },
        }
        for each in found
    }


def counted(house: House, version: int) -> dict[str, Counts]:
    standard = Standards(house.database).version("shop", version)
    assert standard is not None
    today = datetime.fromtimestamp(NOW, UTC).date()
    days = Period(today - timedelta(7), today)
    return dict(Reporting.of(house).counted((PERSON,), standard, days).get("emil", {}))


def test_a_visit_is_judged_by_both_versions(house: House) -> None:
    assign(house)
    send(house)
    settle(house)
    assert marks(house) == {
        1: {"bound": [EMIL], "S-2": "unknown", "S-3": "met"},
        2: {"bound": None, "S-2": "met", "S-3": "missed"},
    }
    assert counted(house, 1)["S-3"].met == 1
    assert counted(house, 2) == {}
    assert recounting_of(house).recount().agrees


def test_an_employee_who_is_not_sure_enough_is_in_no_grace(house: House) -> None:
    assign(house)
    send(house, confidence=0.1)
    settle(house)
    assert [*marks(house)] == [2]


def test_a_late_assignment_has_visits_judged_anew(house: House) -> None:
    send(house)
    settle(house)
    assert counted(house, 2)["S-2"].met == 1
    assign(house)
    settle(house)
    assert [*marks(house)] == [2]
    assert counted(house, 2) == {}
    settle(house, NOW + AGAIN_SECONDS)
    assert sorted(marks(house)) == [1, 2]
    assert recounting_of(house).recount().agrees


def test_an_open_visit_is_open_in_the_grace(house: House) -> None:
    assign(house)
    send(house, accepted=False)
    settle(house)
    standard = Standards(house.database).version("shop", 1)
    assert standard is not None
    today = datetime.fromtimestamp(NOW, UTC).date()
    report = Reporting.of(house).report(PERSON, standard, Period(today - timedelta(7), today))
    assert report.provisional == 1
