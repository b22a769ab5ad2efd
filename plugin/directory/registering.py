"""What an admin does to users: makes them, changes them, ends their sign-ins.

UserRefused
├── UserUnfit     the name, the person, a role or the language cannot be; it says which
├── UnknownUser   nobody signs in by that name
└── LastAdmin     nobody would be left to let anybody in
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from mobile_api.permissions import Role
from plugin.directory.signing_in import SigningIn
from plugin.stores.people.directory import Directory
from plugin.stores.people.users import User
from standards.languages import LANGUAGES

_ID = re.compile(r"[\w.@+-]{2,64}")


class UserRefused(Exception):
    """The user is not kept or changed; the message says why and what to do."""


class UserUnfit(UserRefused):
    """The name, the person, a role or the language cannot be."""


class UnknownUser(UserRefused):
    """Nobody signs in by that name."""


class LastAdmin(UserRefused):
    """Nobody would be left to let anybody in."""


@dataclass(frozen=True, slots=True)
class Registering:
    """Keeps the users of the house."""

    signing_in: SigningIn
    directory: Directory

    def add(self, user: User, password: str) -> User:
        """The new user, kept with that password. UserRefused, NameTaken, PasswordUnfit.

        Who has no `name` is called as the person that they are.
        """
        if not _ID.fullmatch(user.id):
            said = "a name to sign in by has 2 to 64 small letters, digits and . @ + - _"
            raise UserUnfit(f"{user.id[:70]!r} cannot be it; {said}")
        self._hold(user)
        hashed = self.signing_in.passwords.hashed(password)
        user = replace(user, name=user.name.strip() or self._name_of(user), password=hashed)
        self.signing_in.users.add(user)
        return user

    def change(self, user: User) -> User:
        """The user as they are now said to be, their password apart. UserRefused.

        Whoever is made inactive, or has other roles, is signed out everywhere.
        """
        old = self.find(user.id)
        new = replace(user, password=old.password)
        self._hold(new)
        self._leave_an_admin(old, new)
        self.signing_in.users.change(new)
        if new.roles != old.roles or not new.active:
            self.signing_in.revoke_all(new.id, "the user was changed")
        return new

    def set_password(self, name: str, password: str) -> User:
        """The user, with another password from now on and signed out everywhere."""
        user = self.find(name)
        user = replace(user, password=self.signing_in.passwords.hashed(password))
        self.signing_in.users.change(user)
        self.signing_in.revoke_all(user.id, "the password was changed")
        return user

    def find(self, name: str) -> User:
        """Who signs in by the name. UnknownUser."""
        user = self.signing_in.users.find(name)
        if user is None:
            raise UnknownUser(f"nobody signs in as {name[:70]!r}; look at the list of users")
        return user

    def _name_of(self, user: User) -> str:
        person = self.directory.person(user.person) if user.person else None
        return person.name if person else user.id

    def _hold(self, user: User) -> None:
        if not user.roles:
            roles = ", ".join(role.value for role in Role)
            raise UserUnfit(f"{user.id} has no role; give one of {roles}")
        if user.language not in LANGUAGES:
            raise UserUnfit(f"{user.language!r} is no language; give one of {_languages()}")
        if user.person is not None and self.directory.person(user.person) is None:
            said = f"the directory has no person {user.person!r}"
            raise UserUnfit(f"{said}; import the directory first")

    def _leave_an_admin(self, old: User, new: User) -> None:
        if not _is_admin(old) or _is_admin(new):
            return
        if not any(_is_admin(each) for each in self.signing_in.users.known() if each.id != old.id):
            raise LastAdmin(f"{old.id} is the last admin; make another one first")


def _is_admin(user: User) -> bool:
    return user.active and Role.ADMIN in user.roles


def _languages() -> str:
    return ", ".join(LANGUAGES)
