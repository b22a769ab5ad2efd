"""App keys: made for a shopper, shown once, and good for the OpenRosa addresses alone.

The account's own password opens nothing there: it is kept as an argon2 hash, from which no digest
(RFC 7616) can be answered, and an app that stores a password in the clear should have one that
opens one door and can be revoked. So whoever signs in does so by a key, in the address or by HTTP
Basic; its SHA-256 is kept, which is enough for 256 random bits.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from uuid import uuid4

from mobile_api.permissions import Action, Caller, Scope, scope_of
from mobile_api.refusals import NotFound
from plugin.directory.callers import Callers
from plugin.directory.signing_in import hash_of
from plugin.stores.people.users import User, Users, id_of
from plugin.stores.shopping.keys import OdkKey, OdkKeys

LONGEST_NAME = 60  # characters of what a key is called
MOST_GOOD = 20  # keys of one user that are good at the same time
_PREFIX = "odk_"


class KeyUnfit(Exception):
    """There cannot be such a key; the message says why."""


@dataclass(frozen=True, slots=True)
class KeyHolders:
    """Finds who holds a key."""

    keys: OdkKeys
    users: Users
    callers: Callers

    def of(self, key: str, name: str | None, now: int) -> Caller | None:
        """The caller that the key was made for; None when it is good for nothing.

        `name` is the one they sign in by, None where they were not asked for it.
        """
        found = self.keys.good(hash_of(key), now) if key.startswith(_PREFIX) else None
        if found is None or (name is not None and id_of(name) != found.user):
            return None
        user = self.users.find(found.user)
        return self.callers.caller_of(user) if user is not None and user.active else None


@dataclass(frozen=True, slots=True)
class KeyKeeping:
    """Makes, lists and revokes keys, as far as the caller may; `clock` gives UTC seconds."""

    keys: OdkKeys
    users: Users
    clock: Callable[[], int]

    def make(self, caller: Caller, name: str, user: str | None) -> tuple[OdkKey, str]:
        """A new key and the key itself, in the clear this once. KeyUnfit, NotFound."""
        owner = self._owner(caller, user)
        named = " ".join(name.split())
        if not named or len(named) > LONGEST_NAME or not named.isprintable():
            raise KeyUnfit(f"a key is called by 1 to {LONGEST_NAME} characters")
        good = [each for each in self.keys.of(owner.id) if each.revoked_at is None]
        if len(good) >= MOST_GOOD:
            raise KeyUnfit(f"{owner.id} has {MOST_GOOD} keys; revoke one first")
        secret = _PREFIX + secrets.token_urlsafe(32)
        made = OdkKey(
            id=uuid4().hex,
            user=owner.id,
            name=named,
            key=hash_of(secret),
            made_at=self.clock(),
            made_by=caller.user,
        )
        self.keys.add(made)
        return made, secret

    def listed(self, caller: Caller) -> tuple[OdkKey, ...]:
        """One's own, or everybody's for whoever keeps them; the newest first."""
        return self.keys.of(None if _keeps_all(caller) else caller.user)

    def revoke(self, caller: Caller, name: str) -> OdkKey:
        """The key, good for nothing from now on. NotFound where it is somebody else's."""
        found = self.keys.find(name)
        if found is None or not (_keeps_all(caller) or found.user == caller.user):
            raise NotFound("there is no such key")
        self.keys.revoke(name, caller.user, self.clock())
        return self.keys.find(name) or found

    def shoppers(self) -> tuple[User, ...]:
        """Whoever may have a key."""
        return tuple(each for each in self.users.known() if _may_have_one(each))

    def _owner(self, caller: Caller, user: str | None) -> User:
        wanted = caller.user if user is None else id_of(user)
        if wanted != caller.user and not _keeps_all(caller):
            raise NotFound("there is no such shopper")
        found = self.users.find(wanted)
        if found is None or not _may_have_one(found):
            raise KeyUnfit(f"{wanted[:60]} is no shopper who may send visits")
        return found


def _keeps_all(caller: Caller) -> bool:
    return caller.scope(Action.KEEP_ODK_KEYS) is Scope.ALL


def _may_have_one(user: User) -> bool:
    return user.active and scope_of(user.roles, Action.SUBMIT_VISITS) is not None
