"""Who comes in: sign-in, the tokens that it gives, their renewal and their end.

Tokens are random and worth nothing when the database is read: only their SHA-256 is kept. An API
token lives for 15 minutes and is renewed by a refresh token, which is good once: whoever uses one
a second time ends the sign-in, for one of the two holders has stolen it and nobody can tell which
(RFC 9700, section 4.14.2).

One second use is none: that of a phone whose answer was lost on the way. So the refresh token
that was renewed last is taken again as long as no token of any answer to it was used. The first to
be used, at whichever request, shows that an answer arrived: it stands alone from then on, and the
refresh token before it and those of the other answers are as old as any.
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
from mobile_api.signed_in import SignedIn
from plugin.directory.passwords import Passwords
from plugin.stores.layout import Mongo
from plugin.stores.people.sessions import Door, Kept, Pair, Sessions
from plugin.stores.people.tries import Tries
from plugin.stores.people.users import User, Users, id_of

ACCESS_SECONDS = 15 * 60
REFRESH_SECONDS = 30 * 86_400  # without a renewal
LONGEST_SECONDS = 90 * 86_400  # then a password is asked again
PAGES_SECONDS = 12 * 3_600

# From which try within an hour on the next one has to wait. An office has one address.
MOST_BY_BOTH, MOST_BY_ADDRESS, MOST_BY_NAME = 5, 50, 50

SEEN_SECONDS = 60  # how exactly it is kept when a sign-in was last used

MOST_ANSWERS = 5  # to one refresh token: of more that were lost, the oldest are worth nothing

_LONGEST_NAME = 100
_LONGEST_AGENT = 200
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
class Begun:
    """A sign-in as it began: its id, at which door, when (UTC seconds) and on what."""

    session: str
    door: Door
    at: int
    agent: str


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

    def sign_in(  # noqa: PLR0913 - who, with what, when, from where, on what, at which door
        self,
        name: str,
        password: str,
        now: int,
        *,
        address: str = "",
        agent: str = "",
        door: Door = Door.API,
    ) -> Session:
        """A new sign-in at the door; `agent` is the User-Agent by which it is known again.

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
        begun = Begun(uuid4().hex, door, now, _in_one_line(agent))
        session, kept = _issued(user, begun, now)
        self.sessions.begin(kept)
        return session

    def refresh(self, token: str, now: int) -> Session:
        """New tokens for a refresh token; the same once more where nobody used them. SignInRefused.

        What is older ends the sign-in.
        """
        while True:  # whoever is overtaken by another renewal looks again
            kept, user = self._renewable(token, now)
            begun = Begun(kept.id, kept.door, kept.begun_at, kept.agent)
            session, issued = _issued(user, begun, now)
            turned = _turned(kept, hash_of(token), issued)
            if turned is None:
                self._end(kept.id, "a refresh token was used twice")
                raise SignInRefused(_ENDED)
            if self.sessions.turn(kept, turned):
                return session

    def sign_out(self, token: str) -> None:
        """Ends the sign-in of the token, whichever of its tokens it is and however old."""
        self._end(_session_of(token), "signed out")

    def revoke_all(self, user: str, why: str = "revoked", *, but: str = "") -> int:
        """How many sign-ins of the user were ended; the one whose token `but` is stands on."""
        ended = self.sessions.end_all(id_of(user), why, _session_of(but))
        self._tell()
        return ended

    def standing(self, user: str, token: str, now: int) -> tuple[SignedIn, ...]:
        """The user's sign-ins: that of the token, then the others, the last used first."""
        current = _session_of(token)
        found = sorted(self.sessions.of(id_of(user), now), key=lambda each: each.id != current)
        return tuple(
            SignedIn(each.id, each.begun_at, each.seen_at, each.until, each.agent,
                     is_current=each.id == current, is_app=each.door is Door.API)
            for each in found
        )  # fmt: skip

    def revoke(self, user: str, session: str, why: str = "revoked") -> bool:
        """Whether that sign-in of the user stood until now; it is ended."""
        ended = self.sessions.end_of(id_of(user), session, why)
        self._tell()
        return ended

    def user_of(self, token: str, door: Door, now: int) -> User | None:
        """Who the token was given to at that door; None when it is good for nothing."""
        kept = self._used(token, door, now)
        user = self.users.find(kept.user) if kept else None
        if kept is None or user is None or not user.active:
            return None
        if now - kept.seen_at >= SEEN_SECONDS:
            self.sessions.see(kept.id, now)
        return user

    def _used(self, token: str, door: Door, now: int) -> Kept | None:
        """The sign-in of an access token that is good: it stands alone among the answers."""
        given = hash_of(token)
        while True:  # whoever is overtaken by a renewal looks again
            kept = self.sessions.find(_session_of(token))
            if kept is None or kept.door is not door:
                return None
            pair = next((p for p in kept.pairs if hmac.compare_digest(p.access, given)), None)
            if pair is None or pair.access_until <= now:
                return None
            proven = replace(kept, pairs=(pair,), before=None)
            if kept == proven or self.sessions.turn(kept, proven):
                return proven

    def _renewable(self, token: str, now: int) -> tuple[Kept, User]:
        """The sign-in a refresh token names, and whose it is. SignInRefused where it is over."""
        kept = self.sessions.find(_session_of(token)) if token.startswith("pr_") else None
        user = self.users.find(kept.user) if kept else None
        if kept is None or user is None or not user.active or kept.newest.refresh_until <= now:
            raise SignInRefused(_ENDED)
        return kept, user

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


def _in_one_line(agent: str) -> str:
    """What a browser says it is, as far as it is kept."""
    return "".join(each for each in agent if each.isprintable())[:_LONGEST_AGENT]


def _issued(user: User, begun: Begun, now: int) -> tuple[Session, Kept]:
    """New tokens, and what is kept of them."""
    pages, session = begun.door is Door.PAGES, begun.session
    access = f"pa_{session}_{secrets.token_urlsafe(32)}"
    refresh = "" if pages else f"pr_{session}_{secrets.token_urlsafe(32)}"
    access_until = now + (PAGES_SECONDS if pages else ACCESS_SECONDS)
    refresh_until = 0 if pages else min(now + REFRESH_SECONDS, begun.at + LONGEST_SECONDS)
    hashed = hash_of(refresh) if refresh else None
    kept = Kept(
        id=session,
        user=user.id,
        door=begun.door,
        pairs=(Pair(hash_of(access), access_until, hashed, refresh_until),),
        begun_at=begun.at,
        agent=begun.agent,
        seen_at=now,
    )
    return Session(user, access, access_until, refresh, refresh_until), kept


def _turned(kept: Kept, given: str, issued: Kept) -> Kept | None:
    """The sign-in with what was issued for the hash of a refresh token; None for one too old."""
    if any(each.refresh == given for each in kept.pairs):
        return replace(issued, before=given)
    if kept.before == given:
        pairs = (*issued.pairs, *kept.pairs)[:MOST_ANSWERS]
        return replace(issued, pairs=pairs, before=given)
    return None
