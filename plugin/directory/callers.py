"""Who asks, with all that scopes are held against; known for a few seconds without asking again."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from mobile_api.permissions import Caller
from plugin.directory.signing_in import SigningIn, hash_of
from plugin.stores.people.directory import Directory, Person
from plugin.stores.people.sessions import Door
from plugin.stores.people.users import User

# What is changed or revoked elsewhere reaches this process within so many seconds.
KNOWN_SECONDS = 5.0
_MOST_KNOWN = 4_096


@dataclass(frozen=True, slots=True)
class Callers:
    """Finds the caller of a token; `ticking` is a monotonic clock in seconds."""

    signing_in: SigningIn
    directory: Directory
    ticking: Callable[[], float] = time.monotonic
    _known: dict[tuple[str, Door], tuple[float, Caller]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.signing_in.heard.append(self.forget)

    def of(self, token: str, door: Door, now: int) -> Caller | None:
        """The caller that the token was given to at the door; None when it is good for nothing."""
        key, moment = (hash_of(token), door), self.ticking()
        until, caller = self._known.get(key, (0.0, None))
        if caller is not None and moment < until:
            return caller
        user = self.signing_in.user_of(token, door, now)
        self._known.pop(key, None)
        if user is None:
            return None
        caller = self.caller_of(user)
        if len(self._known) >= _MOST_KNOWN:
            self._known.clear()
        self._known[key] = (moment + KNOWN_SECONDS, caller)
        return caller

    def forget(self) -> None:
        """Asks anew from now on: something was changed in this process."""
        self._known.clear()

    def caller_of(self, user: User) -> Caller:
        """The user as a caller, with what the directory knows of them."""
        person = self.directory.person(user.person) if user.person else None
        if person is None:
            return Caller(user.id, user.name, user.roles, language=user.language, areas=user.areas)
        return self._somebody(user, person)

    def _somebody(self, user: User, person: Person) -> Caller:
        team, directory = person.team, self.directory
        return Caller(
            user=user.id,
            name=user.name,
            roles=user.roles,
            employee=person.id,
            teams=frozenset({team} if team else ()),
            language=user.language,
            areas=user.areas,
            identities=directory.identities_of([person.id]),
            team_identities=directory.identities_of(directory.members_of(team) if team else ()),
            groups=directory.groups_of(team) if team else frozenset(),
        )
