"""What states of assignments and marks of visits are called on pages."""

from __future__ import annotations

from collections.abc import Mapping

from mobile_api.assigning import AssignmentState
from mobile_api.visits.submissions import MarkKind
from plugin.language import N_

STATES: Mapping[AssignmentState, str] = {
    AssignmentState.OPEN: N_("open"),
    AssignmentState.DONE: N_("done"),
    AssignmentState.CLOSED: N_("closed"),
    AssignmentState.WITHDRAWN: N_("withdrawn"),
}
# What each list is called.
LISTS: Mapping[AssignmentState, str] = {
    AssignmentState.OPEN: N_("Open"),
    AssignmentState.DONE: N_("Done"),
    AssignmentState.CLOSED: N_("Closed"),
    AssignmentState.WITHDRAWN: N_("Withdrawn"),
}
MARKS: Mapping[MarkKind, str] = {
    MarkKind.FAR: N_("far from the location"),
    MarkKind.NO_POSITION: N_("no position"),
    MarkKind.CLOCK: N_("the phone's clock was off"),
    MarkKind.LATE: N_("after its window"),
    MarkKind.CLOSED_ASSIGNMENT: N_("the assignment was closed"),
    MarkKind.OLDER_QUESTIONNAIRE: N_("an older questionnaire"),
    MarkKind.NOT_CERTIFIED: N_("the shopper was not certified"),
    MarkKind.OTHER_LOCATION: N_("another location"),
    MarkKind.OTHER_SHOPPER: N_("another shopper's assignment"),
    MarkKind.UNKNOWN_ASSIGNMENT: N_("an unknown assignment"),
}
