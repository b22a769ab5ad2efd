"""Whose feedback a caller sees: their own, their team's, or everybody's."""

from __future__ import annotations

from mobile_api.permissions import Action, Caller, Scope
from plugin.stores.people.directory import Directory, Person


def person_for(directory: Directory, caller: Caller, action: Action, name: str) -> Person | None:
    """The person of that id, where the caller may do that with their feedback; otherwise None."""
    person = directory.person(name)
    return person if person is not None and reaches(caller, action, person) else None


def reaches(caller: Caller, action: Action, person: Person) -> bool:
    """Whether the caller may do that with the person's feedback.

    One confirms one's own feedback alone, and answers that of others alone.
    """
    scope, is_own = caller.scope(action), caller.employee == person.id
    if action is Action.CONFIRM_FEEDBACK:
        return is_own and scope is not None
    if action is Action.ANSWER_FEEDBACK and is_own:
        return False
    match scope:
        case Scope.ALL:
            return True
        case Scope.TEAM:
            return is_own or person.team in caller.teams
        case Scope.OWN:
            return is_own
        case _:
            return False


def people_for(directory: Directory, caller: Caller) -> tuple[Person, ...]:
    """The people whose feedback the caller sees, by name."""
    match caller.scope(Action.SEE_FEEDBACK):
        case Scope.ALL:
            return directory.people()
        case Scope.TEAM:
            return directory.people(caller.teams)
        case _:
            own = directory.person(caller.employee) if caller.employee else None
            return () if own is None else (own,)
