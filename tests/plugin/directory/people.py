"""A way into a house whose passwords are cheap, and who comes by it."""

from __future__ import annotations

from argon2 import PasswordHasher

from mobile_api.permissions import Role
from plugin.directory.registering import Registering
from plugin.directory.signing_in import SigningIn
from plugin.stores.layout import Mongo
from plugin.stores.people.directory import Directory
from plugin.stores.people.users import User

NOW = 1_780_000_000
PASSWORD = "correct horse battery"
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


def way_in(database: Mongo) -> SigningIn:
    return SigningIn.over(database, CHEAP)


def register(database: Mongo, name: str, *roles: Role, person: str | None = None) -> User:
    """A user of that name, whose password is PASSWORD."""
    user = User(id=name, name="", roles=frozenset(roles or (Role.SHOPPER,)), person=person)
    return Registering(way_in(database), Directory(database)).add(user, PASSWORD)
