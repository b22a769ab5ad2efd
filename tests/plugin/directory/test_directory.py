"""Who was known by an identity, when, and how pages call them."""

from __future__ import annotations

import pytest

from plugin.directory.importing import import_sheet
from plugin.stores.layout import Mongo
from plugin.stores.people.directory import Directory
from standards.instants import parse_instant
from standards.zones import load_zone
from tests.tables import rows

SHEET = """\
kind,id,name,team,location,identity,from,until
location,lodz,Łódź,,,shop-2,,
team,mail,Mail,,,zd-acme/group/2,,
person,ann,Ann,mail,lodz,desk/1,2026-01-01,2026-03-28
person,bea,Bea,mail,lodz,desk/1,2026-03-29,
person,bea,,,,zd-acme/user/8,,
"""


@pytest.fixture
def directory(database: Mongo) -> Directory:
    made = Directory(database)
    import_sheet(made, SHEET.encode(), load_zone("Europe/Warsaw"))
    return made


# identity | at | who | why
HOLDERS = """
desk/1         | 2025-12-31T23:59:59+01:00 | -   | before anybody had it
desk/1         | 2026-01-01T00:00:00+01:00 | ann | from midnight of her first day
desk/1         | 2026-03-28T23:59:59+01:00 | ann | to the last second of her last day
desk/1         | 2026-03-29T00:00:00+01:00 | bea | from midnight, on a day of 23 hours
desk/1         | 2030-01-01T00:00:00+01:00 | bea | for as long as nothing ends it
zd-acme/user/8 | 1999-01-01T00:00:00+01:00 | bea | always, where no day is said
zd-acme/user/9 | 2026-01-01T00:00:00+01:00 | -   | nobody knows it
"""


@pytest.mark.parametrize(("identity", "at", "who"), rows(HOLDERS))
def test_an_identity_is_somebodys_for_a_time(
    directory: Directory, identity: str, at: str, who: str
) -> None:
    person = directory.person_of(identity, parse_instant(at))
    assert (person.id if person else "-") == who


def test_pages_show_names_and_the_last_holder_gives_hers(directory: Directory) -> None:
    asked = ["desk/1", "zd-acme/user/8", "zd-acme/group/2", "shop-2", "zd-acme/user/9"]
    assert directory.names(asked) == {
        "desk/1": "Bea",
        "zd-acme/user/8": "Bea",
        "zd-acme/group/2": "Mail",
        "shop-2": "Łódź",
    }


def test_what_nobody_knows_is_said_in_the_order_asked(directory: Directory) -> None:
    assert directory.unknown(["z", "desk/1", "a", "z", "shop-2"]) == ("z", "a")


def test_a_team_is_its_members_and_its_groups(directory: Directory) -> None:
    assert directory.members_of("mail") == {"ann", "bea"}
    assert directory.groups_of("mail") == {"zd-acme/group/2"}
    assert directory.groups_of("nobody") == frozenset()


def test_what_two_of_a_team_had_in_turn_is_the_teams(directory: Directory) -> None:
    assert directory.identities_of(["ann"]) == frozenset()
    assert directory.identities_of(["ann", "bea"]) == {"desk/1", "zd-acme/user/8"}
