"""Whose tasks a caller sees, sets and closes: everybody's, their team's, or their own."""

from __future__ import annotations

from mobile_api.permissions import Action, Caller, Scope
from plugin.stores.people.actions import Seeing
from plugin.stores.people.directory import Directory


def seeing_of(caller: Caller, action: Action, directory: Directory) -> Seeing | None:
    """Whose tasks the caller may do it to; None: everybody's.

    A team leader's are those that somebody of the team is to do, or that are about one of them or
    about the team; an employee's those that are theirs to do. Nobody's for who may not at all.
    """
    me = frozenset({caller.employee} if caller.employee else ())
    match caller.scope(action):
        case Scope.ALL:
            return None
        case Scope.TEAM:
            ours = me.union(*(directory.members_of(team) for team in caller.teams))
            return Seeing(owners=ours, people=ours, teams=caller.teams)
        case Scope.OWN:
            return Seeing(owners=me)
        case _:
            return Seeing()
