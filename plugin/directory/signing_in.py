"""Who comes in: sign-in, the tokens that it gives, their renewal and their end.

Tokens are random and worth nothing when the database is read: only their SHA-256 is kept. An API
token lives for 15 minutes and is renewed by a refresh token, which is good once: whoever uses one
a second time ends the sign-in, for one of the two holders has stolen it.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from uuid import uuid4

from argon2 import PasswordHasher

from mobile_api.refusals import SignInRefused
from plugin.directory.passwords import Passwords
from plugin.stores.layout import Mongo
from plugin.stores.people.sessions import Door, Kept, Sessions
from plugin.stores.people.tries import Tries
from plugin.stores.people.users import User, Users, id_of

ACCESS_SECONDS = 15 * 60
REFRESH_SECONDS = 30 * 86_400  # without a renewal
LONGEST_SECONDS = 90 * 86_400  # then a password is asked again
PAGES_SECONDS = 12 * 3_600

# From which try within an hour on the next one has to wait. An office has one address.
MOST_BY_BOTH, MOST_BY_ADDRESS, MOST_BY_NAME = 5, 50, 50

_LONGEST_NAME = 100
_REFUSED = "name or password do not fit"
_ENDED = "the token is no longer good; sign in again"


class TooManyTries(Exception):
    """So many have failed that the next one has to wait; `headers` say how long."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"too many tries; wait {seconds} seconds")
        self.seconds = seconds
        self.headers = {"Retry-After": str(seconds)}


@dataclass(frozen=True, slots=True)
class Session:
    """What somebody who signs in is given, in the clear this once; ends in UTC seconds.

    `refresh_token` is empty at the pages, where nothing is renewed.
    """

    user: User
    access_token: str = field(repr=False)
    access_until: int
    refresh_token: str = field(repr=False)
    refresh_until: int


@dataclass(frozen=True, slots=True)
class SigningIn:
    """The way in and out; `heard` is called whenever a sign-in has ended in this process."""

    users: Users
    sessions: Sessions
    tries: Tries
    passwords: Passwords
    heard: list[Callable[[], None]] = field(default_factory=list)

    @classmethod
    def over(cls, database: Mongo, hasher: PasswordHasher | None = None) -> SigningIn:
        """The way into the house of this database."""
        passwords = Passwords.of(hasher or PasswordHasher())
        return cls(Users(database), Sessions(database), Tries(database), passwords)

    def sign_in(
        self, name: str, password: str, now: int, *, address: str = "", door: Door = Door.API
    ) -> Session:
        """A new sign-in at the door.

        SignInRefused when name and password do not fit, or the user is not active; TooManyTries
        when so many from the `address`, or for the name, did not.
        """
        name = id_of(name[:_LONGEST_NAME])
        self._count(name, address, now)
        user = self.users.find(name)
        fits = self.passwords.fits(user.password if user else None, password)
        if user is None or not fits or not user.active:
            raise SignInRefused(_REFUSED)
        self._fitted(user, password, address)
        session, kept = _issued(user, uuid4().hex, door, now, now)
        self.sessions.begin(kept)
        return session

    def refresh(self, token: str, now: int) -> Session:
        """New tokens for a refresh token, which is worth nothing from now on. SignInRefused."""
        kept = self.sessions.find(_session_of(token)) if token.startswith("pr_") else None
        user = self.users.find(kept.user) if kept else None
        if kept is None or user is None or not user.active or kept.refresh_until <= now:
            raise SignInRefused(_ENDED)
        session, turned = _issued(user, kept.id, kept.door, kept.begun_at, now)
        if not self.sessions.turn(turned, hash_of(token), now):
            self._end(kept.id, "a refresh token was used twice")
            raise SignInRefused(_ENDED)
        return session

    def sign_out(self, token: str) -> None:
        """Ends the sign-in of the token, whichever of its tokens it is and however old."""
        self._end(_session_of(token), "signed out")

    def revoke_all(self, user: str, why: str = "revoked") -> int:
        """How many sign-ins of the user were ended."""
        ended = self.sessions.end_all(id_of(user), why)
        self._tell()
        return ended

    def user_of(self, token: str, door: Door, now: int) -> User | None:
        """Who the token was given to at that door; None when it is good for nothing."""
        kept = self.sessions.find(_session_of(token))
        if kept is None or kept.door is not door or kept.access_until <= now:
            return None
        if not hmac.compare_digest(kept.access, hash_of(token)):
            return None
        user = self.users.find(kept.user)
        return user if user is not None and user.active else None

    def _end(self, session: str, why: str) -> None:
        self.sessions.end(session, why)
        self._tell()

    def _tell(self) -> None:
        for hear in self.heard:
            hear()

    def _count(self, name: str, address: str, now: int) -> None:
        counted = (
            (_both(name, address), MOST_BY_BOTH),
            (f"from {address}", MOST_BY_ADDRESS),
            (f"as {name}", MOST_BY_NAME),
        )
        for key, most in counted:
            if wait := self.tries.count(key, most, now):
                raise TooManyTries(wait)

    def _fitted(self, user: User, password: str, address: str) -> None:
        """The tries so far were the user's own slips; at their address others may try as well."""
        self.tries.forget(_both(user.id, address))
        self.tries.forget(f"as {user.id}")
        self.tries.forgive(f"from {address}")
        if self.passwords.is_outdated(user.password):
            self.users.change(replace(user, password=self.passwords.hashed(password)))


def _both(name: str, address: str) -> str:
    return f"as {name} from {address}"


def hash_of(token: str) -> str:
    """SHA-256 of the token in hex: enough for 256 random bits."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _session_of(token: str) -> str:
    """The sign-in that a token names: `pa_SESSION_SECRET`."""
    return token[3:35] if token[:3] in {"pa_", "pr_"} else ""


def _issued(user: User, session: str, door: Door, begun_at: int, now: int) -> tuple[Session, Kept]:
    """New tokens, and what is kept of them."""
    pages = door is Door.PAGES
    access = f"pa_{session}_{secrets.token_urlsafe(32)}"
    refresh = "" if pages else f"pr_{session}_{secrets.token_urlsafe(32)}"
    access_until = now + (PAGES_SECONDS if pages else ACCESS_SECONDS)
    refresh_until = 0 if pages else min(now + REFRESH_SECONDS, begun_at + LONGEST_SECONDS)
    kept = Kept(
        id=session,
        user=user.id,
        door=door,
        access=hash_of(access),
        access_until=access_until,
        refresh=hash_of(refresh) if refresh else None,
        refresh_until=refresh_until,
        begun_at=begun_at,
    )
    return Session(user, access, access_until, refresh, refresh_until), kept
