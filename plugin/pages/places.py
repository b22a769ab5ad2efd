"""The pages that stand in the head of every page, for whoever has any part in them."""

from __future__ import annotations

from dataclasses import dataclass

from mobile_api.permissions import Action, Caller
from plugin.language import N_


@dataclass(frozen=True, slots=True)
class Place:
    """A page in the head: the view, what it is called, and the action that it is."""

    endpoint: str
    name: str
    action: Action


PLACES = (
    Place("pages.compliance", N_("Compliance"), Action.SEE_COMPLIANCE),
    Place("pages.employees", N_("People"), Action.ANSWER_FEEDBACK),
    Place("pages.own_feedback", N_("My feedback"), Action.CONFIRM_FEEDBACK),
    Place("pages.learning", N_("My standards"), Action.LEARN),
    Place("pages.training", N_("Training"), Action.SEE_TRAINING),
    Place("pages.standards", N_("Standards"), Action.SEE_STANDARDS),
    Place("pages.library", N_("Library"), Action.SEE_DRAFTS),
    Place("pages.assignments", N_("Assignments"), Action.KEEP_ASSIGNMENTS),
    Place("pages.odk", N_("ODK Collect"), Action.KEEP_ODK_KEYS),
    Place("pages.tasks", N_("Actions"), Action.SEE_ACTIONS),
)


def places_of(caller: Caller | None) -> tuple[Place, ...]:
    """The places where the caller may go; none for somebody unknown."""
    if caller is None:
        return ()
    return tuple(each for each in PLACES if caller.scope(each.action) is not None)
