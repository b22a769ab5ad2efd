"""What states and steps are called on the pages of document control."""

from __future__ import annotations

from collections.abc import Mapping

from plugin.authoring.history import What
from plugin.language import N_
from standards.lifecycle import Standing, State

STATES: Mapping[State, str] = {
    State.DRAFT: N_("being written"),
    State.IN_REVIEW: N_("in review"),
    State.APPROVED: N_("approved"),
    State.PUBLISHED: N_("published"),
    State.DROPPED: N_("dropped"),
}
STANDINGS: Mapping[Standing, str] = {
    Standing.COMING: N_("coming"),
    Standing.IN_FORCE: N_("in force"),
    Standing.SUPERSEDED: N_("superseded"),
    Standing.WITHDRAWN: N_("withdrawn from use"),
}
HAPPENED: Mapping[What, str] = {
    What.EDIT: N_("text written"),
    What.SUBMIT: N_("put into review"),
    What.RETURN: N_("sent back to its authors"),
    What.APPROVE: N_("approval given"),
    What.DROP: N_("draft dropped"),
    What.PUBLISH: N_("version published"),
    What.WITHDRAW: N_("version withdrawn"),
}
