"""Pages say from when a version counts for whom, and show whom a card is of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from flask.testing import FlaskClient
from pymongo import MongoClient

from plugin.stores.layout import Document
from tests.pages.acme import PASSWORD, browser, signed_in
from tests.pages.feedback.graced import SHARED, graced
from tests.plugin.tickets.graced_house import GracedHouse, at

MARCH = "standard=mail&from=2026-03-01&until=2026-03-31"
TICKET = f"zd-acme/ticket/{SHARED}"


@pytest.fixture(scope="module")
def house(mongo: MongoClient[Document]) -> Iterator[GracedHouse]:
    with graced(mongo) as made:
        yield made


def words(client: FlaskClient, address: str) -> str:
    """What the page says, in one line, without its marks."""
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    return " ".join(re.sub(r"<[^>]*>", " ", answer.text).split())


def asked(house: GracedHouse, person: str, version: int | None = None) -> dict[str, Any]:
    """What the API says of the person's March."""
    number = "" if version is None else f"&version={version}"
    return fetched(house, f"/api/v1/employees/{person}/feedback?{MARCH}{number}")


def fetched(house: GracedHouse, address: str) -> dict[str, Any]:
    """What the API answers a team leader."""
    client = browser(house.house)
    told = {"name": "leader", "password": PASSWORD}
    token = client.post("/api/v1/sessions", json=told).get_json()["access_token"]
    found: dict[str, Any] = client.get(
        address, headers={"Authorization": f"Bearer {token}"}
    ).get_json()
    return found


SAID = {
    "who passed": (
        f"/employees/anna?{MARCH}&version=2",
        "version 2 counts for Anna from 12 Mar 2026 14:30 on, when it was passed; its effective"
        " date is 9 Mar 2026 09:00",
        "before that, version 1 counted",
    ),
    "who passed, by the version before": (
        f"/employees/anna?{MARCH}&version=1",
        "version 1 counts for Anna from 2 Mar 2026 00:00 on, its effective date",
        "from 12 Mar 2026 14:30 on, version 2 counts",
    ),
    "who has time": (
        f"/employees/marta?{MARCH}&version=2",
        "version 2 counts for Marta from 11 Apr 2026 00:00 on, the latest date that was set; its"
        " effective date is 9 Mar 2026 09:00",
    ),
    "to whom nothing was assigned": (
        f"/employees/oleg?{MARCH}&version=2",
        "version 2 counts for Oleg from 9 Mar 2026 09:00 on, its effective date",
    ),
    "compliance": (
        f"/compliance?{MARCH}&version=2",
        "version 2 is in force from 9 Mar 2026 09:00 on",
        "1 person is in grace until 11 Apr 2026 00:00 at most",
    ),
    "compliance with the version before": (
        f"/compliance?{MARCH}&version=1",
        "version 1 was in force from 2 Mar 2026 00:00 until 9 Mar 2026 09:00",
    ),
    "a team": (f"/employees?{MARCH}", "Marta Mail version 1 counts on the last of these days"),
    "a card of both": (
        f"/contacts/{TICKET}",
        "This version does not count for Anna: another card below does.",
        "For Anna, who had not passed the newer version when this contact was opened",
    ),
}


@pytest.mark.parametrize("name", SAID)
def test_pages_say_whom_a_version_binds_from_when(house: GracedHouse, name: str) -> None:
    address, *said = SAID[name]
    shown = words(signed_in(house.house, "leader"), address)
    for each in said:
        assert each in shown


def test_an_example_of_a_grace_leads_to_its_card(house: GracedHouse) -> None:
    client = signed_in(house.house, "leader")
    shown = client.get(f"/employees/marta?{MARCH}&version=1").text
    graced = re.findall(r'href="(/contacts/[^"#]*)\?criterion=RSP-01#(mail-v1-RSP-01)"', shown)
    assert graced
    address, place = graced[0]
    assert f'id="{place}"' in client.get(address).text


@pytest.mark.parametrize(("person", "version"), [("anna", 2), ("marta", 1), ("oleg", 2)])
def test_unless_asked_it_is_the_version_that_bound_them_longest(
    house: GracedHouse, person: str, version: int
) -> None:
    assert asked(house, person)["standard"]["version"] == version


def test_another_version_than_that_which_judged_leads_to_it(house: GracedHouse) -> None:
    shown = signed_in(house.house, "leader").get(f"/employees/marta?{MARCH}&version=2").text
    assert "version=1&amp;" in shown or 'version=1"' in shown


def test_the_api_says_the_dates_of_who_was_given_a_grace(house: GracedHouse) -> None:
    anna = asked(house, "anna", 2)
    assert anna["binding"] == {
        "version": 2,
        "since": "2026-03-12T13:30:00Z",
        "until": None,
        "why": "passed",
        "effective_from": "2026-03-09T08:00:00Z",
    }
    assert anna["bound_before"]["version"] == 1
    assert "binding" not in asked(house, "oleg")


def test_the_api_says_who_is_in_grace_beside_compliance(house: GracedHouse) -> None:
    address = "/api/v1/standards/mail/compliance?from=2026-03-01&until=2026-03-31"
    told = [fetched(house, f"{address}&version={version}") for version in (1, 2)]
    assert [(each["effective_from"], each["followed_at"]) for each in told] == [
        ("2026-03-01T23:00:00Z", "2026-03-09T08:00:00Z"),
        ("2026-03-09T08:00:00Z", None),
    ]
    assert told[0]["in_grace"] == {"people": 0, "until": None}
    assert told[1]["in_grace"] == {"people": 1, "until": "2026-04-10T22:00:00Z"}


def test_figures_are_of_contacts_opened_while_it_bound_them(house: GracedHouse) -> None:
    found = {
        (person, version): _decided(house, person, version)
        for person in ("anna", "marta", "oleg")
        for version in (1, 2)
    }
    # 24 closed days, two occurrences each; Anna's of nine o'clock on 12 March is of before she
    # passed, and so is what she did in the ticket that she shared with Oleg.
    assert found == {
        ("anna", 1): 2 * 11 + 1,
        ("anna", 2): 2 * 13,
        ("marta", 1): 2 * 24,
        ("marta", 2): 0,
        ("oleg", 1): 2 * 7,
        ("oleg", 2): 2 * 17 + 1,
    }


def _decided(house: GracedHouse, person: str, version: int) -> int:
    return sum(each["decided"] for each in asked(house, person, version)["criteria"])


def test_a_colleague_does_not_see_the_card_of_a_grace(house: GracedHouse) -> None:
    assert "version 1" in words(signed_in(house.house, "anna"), f"/contacts/{TICKET}")
    assert "version 1" not in words(signed_in(house.house, "oleg"), f"/contacts/{TICKET}")


def test_contacts_behind_figures_are_those_of_the_version_in_force(house: GracedHouse) -> None:
    address = f"/compliance/mail/1/RSP-01?{MARCH}&verdict=met"
    shown = signed_in(house.house, "admin").get(address).text
    assert f"/contacts/{TICKET}" not in shown


@pytest.mark.parametrize("kind", ["xlsx", "pdf"])
def test_files_say_the_dates_too(house: GracedHouse, kind: str) -> None:
    client = signed_in(house.house, "leader")
    answer = client.get(f"/employees/anna?{MARCH}&version=2&as={kind}")
    assert answer.status_code == 200
    if kind == "xlsx":
        with ZipFile(BytesIO(answer.data)) as book:
            assert b"when it was passed" in book.read("xl/sharedStrings.xml")


def test_what_was_read_stays_read_when_the_next_version_is_assigned(
    house: GracedHouse,
) -> None:
    before = [asked(house, person, 2)["hash"] for person in ("anna", "julia")]
    kept = [house.assign(person, 3, at(60)).id for person in ("anna", "julia")]
    house.publish(3, at(45))
    house.database.standards.update_one({"_id": "mail/3"}, {"$set": {"state": "done"}})
    try:
        assert [asked(house, person, 2)["hash"] for person in ("anna", "julia")] == before
        assert asked(house, "anna", 2)["bound_after"]["version"] == 3
    finally:
        house.database.assignments.delete_many({"_id": {"$in": kept}})
        house.database.standards.delete_one({"_id": "mail/3"})
