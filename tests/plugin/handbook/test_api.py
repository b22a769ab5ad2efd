"""Handbooks and leaflets by the API, for those who see standards."""

from __future__ import annotations

import pytest

from mobile_api.permissions import Role
from plugin.publishing.publish import publish
from plugin.stores.layout import Mongo
from plugin.stores.versions.standards import Standards
from tests.plugin.api.admins import Program, program
from tests.plugin.directory.people import NOW, register
from tests.plugin.handbook.samples import FIRST, SECOND

HANDBOOK, LEAFLET = "/standards/counter/1/handbook", "/standards/counter/2/leaflet"


@pytest.fixture
def house(database: Mongo) -> Mongo:
    """Two versions of a standard, an employee and a shopper."""
    for text in (FIRST, SECOND):
        raw = text.replace("  approvals: [law, hr]\n", "").encode()
        standards = Standards(database)
        publish(standards, raw, effective_from=None, by="ann", now=NOW, why="Customers asked")
    register(database, "eve", Role.EMPLOYEE)
    register(database, "sam", Role.SHOPPER)
    return database


def as_(house: Mongo, name: str) -> Program:
    made = program(house)
    assert made.sign_in(name).status_code == 201
    return made


def test_they_are_handed_out_as_files(house: Mongo) -> None:
    eve = as_(house, "eve")
    book = eve.ask("GET", HANDBOOK)
    assert book.headers["Content-Type"] == "application/pdf"
    assert 'filename="counter-1-handbook-en.pdf"' in book.headers["Content-Disposition"]
    assert book.data.startswith(b"%PDF")
    page = eve.ask("GET", f"{HANDBOOK}?as=html&language=ru")
    assert "Сделано хорошо" in page.data.decode()
    leaflet = eve.ask("GET", f"{LEAFLET}?as=html&since=1")
    assert "Customers asked" in leaflet.data.decode()
    assert eve.ask("GET", LEAFLET).data.startswith(b"%PDF")


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/standards/counter/3/handbook", 404),
        ("/standards/nothing/1/leaflet", 404),
        (f"{LEAFLET}?since=9", 404),
        (f"{LEAFLET}?since=0", 422),
        (f"{LEAFLET}?since=x", 422),
        (f"{HANDBOOK}?as=doc", 422),
        (f"{HANDBOOK}?language=de", 422),
    ],
)
def test_what_there_is_not_is_said(house: Mongo, path: str, status: int) -> None:
    answer = as_(house, "eve").ask("GET", path)
    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_who_sees_no_standards_gets_none(house: Mongo) -> None:
    for path in (HANDBOOK, LEAFLET):
        assert as_(house, "sam").ask("GET", path).status_code == 403
