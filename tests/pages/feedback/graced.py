"""A team of whom some know the new version already, one came to know it late, and one has time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from uuid import uuid4

from pymongo import MongoClient

from mobile_api.permissions import Role
from plugin.directory.passwords import Passwords
from plugin.stores.collections import lay_out_all
from plugin.stores.layout import Document
from plugin.stores.opening import database_of
from plugin.stores.people.directory import Directory, Everybody, Group
from plugin.stores.people.users import User, Users
from tests.pages.acme import CHEAP, PASSWORD
from tests.plugin.tickets.graced_house import HOUR, GracedHouse, Talk, at, person, user

NAMES = ("anna", "oleg", "marta", "julia", "lena")
BEGINS, PASSED, LATEST = at(7, 9), at(10, 14, 30), at(40)
USERS = {
    "admin": (Role.ADMIN, None),
    "leader": (Role.TEAM_LEADER, "lena"),
    "anna": (Role.EMPLOYEE, "anna"),
    "oleg": (Role.EMPLOYEE, "oleg"),
}
SHARED = 900  # the ticket that Anna and Oleg both worked at, while she was in grace


@contextmanager
def graced(mongo: MongoClient[Document]) -> Iterator[GracedHouse]:
    """The house in a database of its own, as of April 2026.

    Version 2 came on 9 March at nine. Anna passed on 12 March, Marta has until 11 April.
    """
    name = f"test-{uuid4().hex}"
    database = database_of(mongo, name)
    lay_out_all(database)
    house = GracedHouse(database)
    _with_people(house)
    house.publish(1, at(0))
    house.publish(2, BEGINS)
    house.assign("anna", 2, at(14))
    house.assign("marta", 2, LATEST)
    house.passes("anna", 2, PASSED)
    for number, talk in enumerate(_talks()):
        house.file(replace(talk, number=number))
    house.file(Talk(SHARED, at(8, 10), _words("anna", also="oleg")))
    house.settle()
    yield house
    mongo.drop_database(name)


def _talks() -> Iterator[Talk]:
    for day in range(25):
        for hour, who in enumerate(NAMES[:4], 9):
            yield Talk(0, at(day, hour), _words(who, also=who), closed=day < 24)


def _words(who: str, also: str) -> tuple[tuple[int, str | None], ...]:
    """Answered after three hours, which version 1 takes for good; asked again, and answered."""
    return ((3 * HOUR, user(who)), (4 * HOUR, None), (5 * HOUR, user(also)))


def _with_people(house: GracedHouse) -> None:
    directory, database = Directory(house.database), house.database
    people = {each: replace(person(each), team="mail") for each in NAMES}
    teams = {"mail": Group("mail", "Mail", ("mail",))}
    directory.bring_to(directory.everybody(), Everybody(people, teams, {}))
    hashed = Passwords.of(CHEAP).hashed(PASSWORD)
    for name, (role, who) in USERS.items():
        Users(database).add(User(name, name.title(), frozenset({role}), who, "en", password=hashed))
