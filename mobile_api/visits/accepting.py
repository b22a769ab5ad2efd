"""Accepts a submission: from then on its card is final and counts."""

from __future__ import annotations

from typing import Any

from mobile_api.needs import MobileHouse
from mobile_api.permissions import Caller
from mobile_api.refusals import FilesMissing, OwnSubmission
from mobile_api.visits.submissions import FileState, HeldFile, Submitted
from mobile_api.visits.submitting import found, told


def accept(house: MobileHouse, contact: str, caller: Caller, without_files: bool) -> dict[str, Any]:
    """The submission as it stands once accepted; accepting again changes nothing.

    NotFound, OwnSubmission, AlreadyReplaced; FilesMissing while a named file has not arrived,
    unless it is to be accepted without them.
    """
    submitted = found(house, contact, caller)
    if submitted.by == caller.user:
        raise OwnSubmission("somebody else accepts what you sent")
    if submitted.accepted_at is None and not without_files:
        _check_files(house, submitted)
    return told(house, house.submissions.accept(contact, caller.user, house.clock()))


def _check_files(house: MobileHouse, submitted: Submitted) -> None:
    missing = [each for each in house.files.of(submitted) if each.state is not FileState.ARRIVED]
    if missing:
        said = "wait for the files, or say that it is accepted without them"
        raise FilesMissing(said, tuple(_missing(each) for each in missing))


def _missing(file: HeldFile) -> dict[str, str]:
    why = f": {file.why}" if file.why else ""
    return {"fault": file.state.value, "detail": f"{file.file.name} is {file.state}{why}"}
