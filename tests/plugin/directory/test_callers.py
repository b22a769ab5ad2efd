"""What a caller brings along, and how soon a change reaches a process that knew them."""

from __future__ import annotations

import pytest

from mobile_api.permissions import Caller, Role
from plugin.directory.callers import Callers
from plugin.directory.importing import import_sheet
from plugin.stores.layout import Mongo
from plugin.stores.people.directory import Directory
from plugin.stores.people.sessions import Door
from standards.zones import load_zone
from tests.plugin.directory.people import NOW, PASSWORD, register, way_in

SHEET = """\
kind,id,name,team,location,identity,from,until
team,mail,Mail,,,zd-acme/group/2,,
team,phone,Phone,,,zd-acme/group/3,,
person,ann,Ann Ash,mail,,zd-acme/user/7,,
person,ann,,,,badge/17,,
person,bea,Bea Birch,mail,,zd-acme/user/8,,
person,cat,Cat Cedar,phone,,zd-acme/user/9,,
person,cat,,,,zd-acme/user/10,,2026-01-31
person,dan,Dan Dogwood,mail,,zd-acme/user/10,2026-02-01,
person,eve,Eve Elm,,,,,
"""


@pytest.fixture
def ticks() -> list[float]:
    return [0.0]


@pytest.fixture
def callers(database: Mongo, ticks: list[float]) -> Callers:
    import_sheet(Directory(database), SHEET.encode(), load_zone("Europe/Warsaw"))
    return Callers(way_in(database), Directory(database), ticking=lambda: ticks[0])


def caller(callers: Callers, name: str, *roles: Role, person: str | None = None) -> Caller:
    user = register(callers.directory.database, name, *roles, person=person)
    return callers.caller_of(user)


def test_a_user_brings_their_identities_and_those_of_the_team(callers: Callers) -> None:
    ann = caller(callers, "ann", Role.TEAM_LEADER, person="ann")
    assert (ann.name, ann.employee, sorted(ann.teams)) == ("Ann Ash", "ann", ["mail"])
    assert ann.identities == {"zd-acme/user/7", "badge/17"}
    assert ann.team_identities == {"zd-acme/user/7", "badge/17", "zd-acme/user/8"}
    assert ann.groups == {"zd-acme/group/2"}


def test_an_identity_that_was_handed_on_is_in_nobodys_own_scope(callers: Callers) -> None:
    assert caller(callers, "dan", person="dan").identities == frozenset()
    assert caller(callers, "cat", person="cat").identities == {"zd-acme/user/9"}


def test_who_has_no_team_has_nobody_in_it(callers: Callers) -> None:
    eve = caller(callers, "eve", person="eve")
    assert (eve.teams, eve.team_identities, eve.groups) == (frozenset(),) * 3


def test_who_is_nobody_in_the_directory_brings_nothing(callers: Callers) -> None:
    guest = caller(callers, "guest", Role.SHOPPER)
    assert (guest.employee, guest.identities, guest.team_identities) == (None, *[frozenset()] * 2)


def test_a_caller_is_known_for_five_seconds_without_asking(
    callers: Callers, ticks: list[float], database: Mongo
) -> None:
    register(database, "ann")
    token = callers.signing_in.sign_in("ann", PASSWORD, NOW).access_token
    assert callers.of(token, Door.API, NOW) is not None
    way_in(database).revoke_all("ann")  # as another process does it
    ticks[0] = 4.9
    assert callers.of(token, Door.API, NOW) is not None
    ticks[0] = 5.0
    assert callers.of(token, Door.API, NOW) is None


def test_what_ends_in_this_process_ends_at_once(callers: Callers, database: Mongo) -> None:
    register(database, "ann")
    token = callers.signing_in.sign_in("ann", PASSWORD, NOW).access_token
    assert callers.of(token, Door.API, NOW) is not None
    callers.signing_in.sign_out(token)
    assert callers.of(token, Door.API, NOW) is None


def test_a_token_known_at_one_door_is_not_known_at_another(
    callers: Callers, database: Mongo
) -> None:
    register(database, "ann")
    token = callers.signing_in.sign_in("ann", PASSWORD, NOW).access_token
    assert callers.of(token, Door.API, NOW) is not None
    assert callers.of(token, Door.PAGES, NOW) is None
