"""A visit touches nobody until it is accepted, and nobody whom it may have mistaken."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from mobile_api.visits.judging import card_of
from plugin.feedback.report import Report
from plugin.feedback.reporting import Reporting
from plugin.house import House
from plugin.pages.periods import Period
from plugin.stores.filed.cards import Cards
from plugin.stores.people.directory import Directory, Identity, Person
from plugin.stores.submissions.visits import submitted_of
from plugin.stores.transactions import transact
from plugin.stores.versions.standards import Standards
from tests.pages.acme import AS_OF, Filled

QUARTER = Period(date(2026, 1, 1), date(2026, 3, 31))
EWAS = "visit/5ad82540-ba31-5fac-83f8-2971ee952d94"


def report(house: House, person: Person) -> Report:
    standard = Standards(house.database).version("shop-visit", 1)
    assert standard is not None
    return Reporting.of(house).report(person, standard, QUARTER)


def ewa_in(house: House) -> Person:
    ewa = Directory(house.database).person("ewa")
    assert ewa is not None
    return ewa


def file(house: House, contact: str, accepted_at: int | None) -> None:
    """Files the card of the visit anew, accepted then or not at all."""
    kept = house.database.visits.find_one({"_id": contact})
    assert kept is not None
    submitted = replace(submitted_of(kept), accepted_at=accepted_at)
    card = card_of(submitted, Standards(house.database).version)
    filing = Cards(house.database, house.config.zone)
    transact(house.database, lambda session: filing.file(contact, [card], session))


def test_a_visit_that_is_not_accepted_changes_no_figure(acme: Filled) -> None:
    house, ewa = acme.house, ewa_in(acme.house)
    both = report(house, ewa)
    assert (both.whole.contacts, both.provisional) == (2, 0)
    file(house, EWAS, None)
    one = report(house, ewa)
    assert (one.whole.contacts, one.provisional) == (1, 1)
    assert 0 < one.whole.decided < both.whole.decided
    file(house, EWAS, AS_OF - 60)
    assert report(house, ewa).feedback == both.feedback


def test_who_was_seen_too_uncertainly_is_told_nothing_of_it(acme: Filled) -> None:
    """Adam was seen twice: by his badge, and once by a description, at a confidence of 0.6."""
    adam = Person("adam", "Adam", identities=(Identity("acme-shops/employee/adam-sroka"),))
    found = report(acme.house, adam)
    assert (found.whole.contacts, found.provisional) == (1, 0)
