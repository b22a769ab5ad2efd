"""Accepts a submission: from then on its card is final and counts."""

from __future__ import annotations

from typing import Any

from mobile_api.needs import MobileHouse
from mobile_api.permissions import Caller
from mobile_api.refusals import OwnSubmission, PhotosMissing
from mobile_api.submissions import Photo, PhotoState, Submitted
from mobile_api.submitting import found, told


def accept(
    house: MobileHouse, contact: str, caller: Caller, without_photos: bool
) -> dict[str, Any]:
    """The submission as it stands once accepted; accepting again changes nothing.

    NotFound, OwnSubmission, AlreadyReplaced; PhotosMissing while a named photo has not arrived,
    unless it is to be accepted without them.
    """
    submitted = found(house, contact, caller)
    if submitted.by == caller.user:
        raise OwnSubmission("somebody else accepts what you sent")
    if submitted.accepted_at is None and not without_photos:
        _check_photos(house, submitted)
    return told(house, house.submissions.accept(contact, caller.user, house.clock()))


def _check_photos(house: MobileHouse, submitted: Submitted) -> None:
    missing = [each for each in house.photos.of(submitted) if each.state is not PhotoState.ARRIVED]
    if missing:
        said = "wait for the photos, or say that it is accepted without them"
        raise PhotosMissing(said, tuple(_missing(each) for each in missing))


def _missing(photo: Photo) -> dict[str, str]:
    why = f": {photo.why}" if photo.why else ""
    return {"fault": photo.state.value, "detail": f"{photo.file.name} is {photo.state}{why}"}
