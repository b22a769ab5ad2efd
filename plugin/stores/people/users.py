"""Who may sign in: by a name of theirs, with roles, and the person that they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pymongo import ASCENDING, IndexModel
from pymongo.errors import DuplicateKeyError

from mobile_api.permissions import Role
from plugin.stores.layout import Document, Layout, Mongo
from standards.model import Area

LAYOUTS = (
    Layout(
        "users",
        indexes=(
            IndexModel([("person", ASCENDING)], name="person"),
            IndexModel([("roles", ASCENDING)], name="roles"),
        ),
        schema={
            "required": ["name", "password", "roles", "language", "active"],
            "properties": {
                "name": {"bsonType": "string"},
                "password": {"bsonType": "string", "pattern": "^\\$argon2id\\$"},
                "roles": {"bsonType": "array", "items": {"enum": [role.value for role in Role]}},
                "person": {"bsonType": ["string", "null"]},
                "active": {"bsonType": "bool"},
                "areas": {"bsonType": "array", "items": {"enum": [area.value for area in Area]}},
            },
        },
    ),
)


class NameTaken(Exception):
    """Somebody signs in by that name already."""


@dataclass(frozen=True, slots=True)
class User:
    """Somebody who may sign in.

    `id` is what they type, in small letters; `password` its argon2 hash; `person` who they are in
    the directory, None for nobody there. `areas` are the parts of the firm that they approve
    standards for; of any where they have none.
    """

    id: str
    name: str
    roles: frozenset[Role]
    person: str | None = None
    language: str = "en"
    active: bool = True
    areas: frozenset[Area] = frozenset()
    password: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Users:
    """The users of the house."""

    database: Mongo

    def find(self, name: str) -> User | None:
        """Who signs in by the name, however its letters are written; None when nobody does."""
        found = self.database.users.find_one({"_id": id_of(name)})
        return None if found is None else _user(found)

    def known(self) -> tuple[User, ...]:
        """Everybody, in the order of their names."""
        return tuple(_user(each) for each in self.database.users.find().sort("_id"))

    def called(self, name: str) -> str:
        """What whoever signs in by the name is called; the name where nothing else is known."""
        found = self.find(name)
        return (found and found.name) or name

    def of_person(self, person: str) -> User | None:
        """The active user that the person signs in as; of several the first by name."""
        wanted = {"person": person, "active": True}
        found = self.database.users.find_one(wanted, sort=[("_id", 1)])
        return None if found is None else _user(found)

    def add(self, user: User) -> None:
        """Keeps a new user. NameTaken when there is one of that name."""
        try:
            self.database.users.insert_one(_document(user))
        except DuplicateKeyError as error:
            raise NameTaken(f"{user.id} is a user already; choose another name") from error

    def change(self, user: User) -> bool:
        """Whether there is such a user, who is now as said."""
        document = _document(user)
        return self.database.users.replace_one({"_id": user.id}, document).matched_count == 1


def id_of(name: str) -> str:
    """The name as it is kept: without blanks around it, in small letters."""
    return name.strip().casefold()


def _document(user: User) -> Document:
    return {
        "_id": user.id,
        "name": user.name,
        "password": user.password,
        "roles": sorted(user.roles),
        "person": user.person,
        "language": user.language,
        "active": user.active,
        "areas": sorted(user.areas),
    }


def _user(document: Mapping[str, Any]) -> User:
    return User(
        id=document["_id"],
        name=document["name"],
        roles=frozenset(map(Role, document["roles"])),
        person=document.get("person"),
        language=document["language"],
        active=document["active"],
        areas=frozenset(map(Area, document.get("areas", ()))),
        password=document["password"],
    )
