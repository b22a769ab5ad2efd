"""Whose contacts a caller sees: everybody's, their team's, or their own."""

from __future__ import annotations

from collections.abc import Mapping

from mobile_api.permissions import Action, Caller, Scope
from plugin.language import N_
from plugin.stores.filed.reports import Whose

SAID: Mapping[Scope, str] = {
    Scope.TEAM: N_("You see what counts for your team."),
    Scope.OWN: N_("You see what counts for you."),
}


def whose_of(caller: Caller, action: Action) -> Whose | None:
    """Whose occurrences the caller sees under the action; None: everybody's.

    Nobody's for a caller who may not do it at all.
    """
    match caller.scope(action):
        case Scope.ALL:
            return None
        case Scope.TEAM:
            return Whose(caller.team_identities | caller.identities, caller.groups)
        case Scope.OWN:
            return Whose(caller.identities)
        case _:
            return Whose()
