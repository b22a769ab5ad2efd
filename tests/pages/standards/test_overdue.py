"""A standard whose day of review has passed is flagged wherever it is used, with its owner."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from pymongo import MongoClient

from plugin.publishing.flags import Overdue, overdue
from plugin.publishing.withdraw import Withdrawal, withdraw
from plugin.stores.layout import Document
from tests.pages.acme import Filled, filled, signed_in
from tests.pages.standards.desk import NOW, WARSAW, Desk
from tests.plugin.publishing.published import text_of

pytestmark = pytest.mark.long

LATE = text_of().replace(b"2030-06-30", b"2026-05-27").decode()
# 2026-05-27 is over in Warsaw at this second, and not yet one before.
OVER = 1_779_919_200


@pytest.mark.parametrize(("now", "codes"), [(OVER - 1, ()), (OVER, ("contact",))])
def test_it_is_overdue_when_its_day_is_over_in_the_zone(
    desk: Desk, now: int, codes: tuple[str, ...]
) -> None:
    desk.published(said=LATE)
    found = overdue(desk.standards, now, WARSAW)
    assert tuple(each.code for each in found) == codes
    if found:
        assert found == (Overdue("contact", 1, {"en": "Head of service"}, date(2026, 5, 27)),)


def test_only_what_is_in_force_is_overdue(desk: Desk) -> None:
    desk.published(said=LATE, begins=NOW + 60)
    assert overdue(desk.standards, NOW, WARSAW) == ()
    assert overdue(desk.standards, NOW + 60, WARSAW) != ()
    withdraw(desk.standards, "contact", 1, Withdrawal("ann", NOW + 90, "wrong"))
    assert overdue(desk.standards, NOW + 120, WARSAW) == ()


def test_its_owner_is_told_that_it_is_theirs(desk: Desk) -> None:
    desk.published(said=LATE.replace("owner: Head of service", "owner: Bea Boss"))
    assert "You answer for Contact" in desk.get("boss", "/standards/contact").text
    told = desk.get("eve", "/standards/contact").text
    assert "Contact was to be looked at again by 27 May 2026; Bea Boss answers for it." in told
    listed = desk.get("ann", "/standards").text
    assert "to be looked at again since 27 May 2026" in listed


@pytest.fixture(scope="module")
def acme(mongo: MongoClient[Document]) -> Iterator[Filled]:
    """The example shop's house."""
    with filled(mongo) as house:
        yield house


MARCH = "from=2026-03-01&until=2026-03-31"
PAGES = (
    f"/compliance?standard=contact&{MARCH}",
    f"/compliance/contact/1/RSP-01/figures?{MARCH}",
    f"/compliance/contact/1/RSP-01?{MARCH}",
    "/contacts/zd-acme/ticket/1008",
    f"/employees?standard=contact&{MARCH}",
    f"/employees/anna?standard=contact&{MARCH}",
    "/standards/contact",
)
AFTER = 1_900_000_000  # 2030-03-17


@pytest.mark.parametrize("path", PAGES)
def test_every_page_that_uses_it_is_flagged(acme: Filled, path: str) -> None:
    later = replace(acme.house, clock=lambda: AFTER)
    before, after = (signed_in(house, "admin").get(path) for house in (acme.house, later))
    assert (before.status_code, after.status_code) == (200, 200)
    told = "was to be looked at again by 30 Jun 2027"
    assert told not in before.text
    assert told in after.text
