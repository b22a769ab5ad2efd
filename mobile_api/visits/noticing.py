"""Gathers what was known when a visit came, and has it marked."""

from __future__ import annotations

from mobile_api.assigning import Assignment
from mobile_api.needs import MobileHouse
from mobile_api.visits.marking import Surroundings, marks_of, written_at
from mobile_api.visits.submissions import Mark
from scoring.evidence import Visit
from standards.instants import parse_instant
from standards.kinds import Instrument

DEVICE_TIME = "Device-Time"  # the header: what the phone's clock says as it sends


def device_time_of(said: str | None) -> int | None:
    """The instant in the header, UTC seconds; None where there is none, or none that is one.

    The header is the app's, not the shopper's: one that cannot be read marks nobody.
    """
    try:
        return None if said is None else parse_instant(said)
    except ValueError:
        return None


def noticed(
    house: MobileHouse, visit: Visit, by: str, received_at: int, device_time: int | None
) -> tuple[Mark, ...]:
    """The marks of a visit that came at that second; a review has none."""
    if visit.instrument is not Instrument.VISIT:
        return ()
    named = visit.assignment
    assignment = None if named is None else house.assignments.find(named)
    own = assignment if assignment is not None and assignment.shopper == by else None
    begun = written_at(visit, received_at, device_time, house.mark_limits)
    known = Surroundings(
        by=by,
        received_at=received_at,
        device_time=device_time,
        assignment=assignment,
        place=None if visit.location is None else house.places.place(visit.location),
        assigned_place=None if own is None else house.places.place(own.location),
        binding=_binding(house, visit, own, begun, received_at),
        is_certified=house.certified.is_certified(by, visit.questionnaire, visit.version),
    )
    return marks_of(visit, known, house.mark_limits)


def _binding(
    house: MobileHouse, visit: Visit, own: Assignment | None, begun: int, received_at: int
) -> int | None:
    """The version that was to be answered: the assignment's, else the one in force.

    Where none was in force as the visit began, it is the one that was when it came.
    """
    if own is not None and own.version is not None and own.standard == visit.questionnaire:
        return own.version
    for at in (begun, received_at):
        found = (each for each in house.questionnaires.in_force(at))
        numbers = [each.version for each in found if each.code == visit.questionnaire]
        if numbers:
            return numbers[0]
    return None
