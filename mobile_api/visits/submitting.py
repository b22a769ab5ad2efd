"""Takes a submission: its bytes are its identity, and every fault of it is named at once."""

from __future__ import annotations

import hashlib
from typing import Any

from mobile_api.bodies import object_in
from mobile_api.needs import MobileHouse
from mobile_api.permissions import Action, Caller, Scope
from mobile_api.refusals import NotFound, OtherBytes, SubmissionInvalid
from mobile_api.telling import submission_of
from mobile_api.visits.judging import judged, read_again
from mobile_api.visits.noticing import noticed
from mobile_api.visits.submissions import HeldFile, Mark, Submitted
from scoring.evidence import Visit
from scoring.faults import Fault
from scoring.submission import Faulty, Submission, read_submission
from standards.kinds import Instrument

LARGEST = 512 * 1024  # bytes of a submission


def submit(  # noqa: PLR0913, PLR0917 - what came, from whom, and what their clock says
    house: MobileHouse,
    instrument: Instrument,
    contact: str,
    raw: bytes,
    caller: Caller,
    device_time: int | None = None,
) -> tuple[dict[str, Any], bool]:
    """The submission as it is told, and whether it is new; it is durable then.

    `device_time` is what the sender's clock says, UTC seconds; None where it does not.

    A correction has the files of what it replaces that it names again, by their content; where
    that was cut off, it is done when the same bytes come again.

    NoJson, SubmissionInvalid with every fault, OtherBytes where the id holds another one.
    """
    read = _read(house, instrument, contact, raw)
    now = house.clock()
    marks = noticed(house, read.visit, caller.user, now, device_time)
    sent = _sent(read, raw, caller.user, now, marks)
    standing = house.submissions.keep(sent)
    if standing is not None and (standing.by, standing.sha256) != (sent.by, sent.sha256):
        raise OtherBytes(f"{contact} was sent before with other bytes; correct it under a new id")
    is_new, here = standing is None, standing or sent
    _take_files_over(house, here)
    is_bare = is_new and here.replaces is None
    files = tuple(map(HeldFile, here.files)) if is_bare else house.files.of(here)
    return _told(house, here, read, files), is_new


def _take_files_over(house: MobileHouse, submitted: Submitted) -> None:
    """Nobody has another's files: what is replaced was sent by the same person."""
    if submitted.replaces is None or not submitted.files:
        return
    older = house.submissions.heading(submitted.replaces)
    if older is not None and older.by == submitted.by:
        house.files.take_over(submitted, older)


def found(house: MobileHouse, contact: str, caller: Caller) -> Submitted:
    """The submission, if the caller may see it. NotFound otherwise."""
    submitted = house.submissions.find(contact)
    is_all = caller.scope(Action.SEE_SUBMISSIONS) is Scope.ALL
    if submitted is None or not (is_all or submitted.by == caller.user):
        raise NotFound(f"there is no {contact}")
    return submitted


def own(house: MobileHouse, contact: str, caller: Caller) -> Submitted:
    """The caller's own submission, without its body. NotFound when it is somebody else's."""
    submitted = house.submissions.heading(contact)
    if submitted is None or submitted.by != caller.user:
        raise NotFound(f"there is no {contact}")
    return submitted


def told(house: MobileHouse, submitted: Submitted) -> dict[str, Any]:
    """The submission with its card as it stands, its files, and what the directory lacks."""
    read = read_again(submitted, house.questionnaires.version)
    return _told(house, submitted, read, house.files.of(submitted))


def _told(
    house: MobileHouse, submitted: Submitted, read: Submission, files: tuple[HeldFile, ...]
) -> dict[str, Any]:
    card = None if submitted.replaced_by is not None else judged(submitted, read)
    return submission_of(submitted, card, files, _notes(house, read.visit))


def _read(house: MobileHouse, instrument: Instrument, contact: str, raw: bytes) -> Submission:
    try:
        return read_submission(object_in(raw), instrument, contact, house.questionnaires.version)
    except Faulty as error:
        faults = tuple(_fault(each) for each in error.faults)
        raise SubmissionInvalid(f"{len(faults)} to mend", faults) from None


def _fault(fault: Fault) -> dict[str, str]:
    said = {"pointer": fault.pointer, "fault": fault.fault, "detail": fault.text}
    return said if fault.question is None else {"question": fault.question, **said}


def _sent(read: Submission, raw: bytes, by: str, now: int, marks: tuple[Mark, ...]) -> Submitted:
    visit = read.visit
    replaces = visit.replaces
    return Submitted(
        contact=visit.contact,
        instrument=visit.instrument,
        questionnaire=visit.questionnaire,
        version=visit.version,
        sha256=hashlib.sha256(raw).hexdigest(),
        body=raw,
        by=by,
        received_at=now,
        about=visit.about,
        location=visit.location,
        files=visit.files,
        replaces=None if replaces is None else f"{visit.instrument.value}/{replaces}",
        assignment=visit.assignment,
        marks=marks,
    )


def _notes(house: MobileHouse, visit: Visit) -> list[str]:
    """What is odd about it although it is no fault."""
    seen = visit.employee.identity if visit.employee is not None else None
    named = [each for each in (visit.location, seen) if each is not None]
    return [f"{each} is not in the directory" for each in house.directory.unknown(named)]
