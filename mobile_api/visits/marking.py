"""What is odd about a visit: marks, which never block it and never change its score.

They follow from the visit and from what was known when it came; nobody is asked anything here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt
from typing import TypeAlias

from mobile_api.assigning import Assignment, AssignmentState
from mobile_api.visits.submissions import Mark, MarkKind
from scoring.evidence import Position, Visit

# Mean radius R1 of the GRS 80 ellipsoid: H. Moritz, Geodetic Reference System 1980, Bulletin
# Geodesique 54:3 (1980). On a sphere of it distances are right to about 0.5 %.
EARTH_METRES = 6_371_008.8

# On what a shopper's words of that name are.
WORDS: Mapping[MarkKind, str] = {
    MarkKind.FAR: "position",
    MarkKind.NO_POSITION: "position",
    MarkKind.CLOCK: "clock",
    MarkKind.LATE: "late",
    MarkKind.CLOSED_ASSIGNMENT: "late",
}
_ENDED = (AssignmentState.CLOSED, AssignmentState.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class MarkLimits:
    """From where on something is odd.

    Somebody who walks on gets about 400 metres further in `old_seconds`, so that a position of
    that age still tells what is far. One no better than `vague_metres` comes from a network's
    address and says nothing of a shop.
    """

    far_metres: int = 500
    clock_seconds: int = 120
    old_seconds: int = 300
    vague_metres: int = 5_000


@dataclass(frozen=True, slots=True)
class Place:
    """A location of the directory: its id, and degrees; None where nobody wrote them down."""

    id: str
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What was known when a visit came; instants are UTC seconds by our own clock.

    `device_time` is what the phone's clock said as it sent, None where it did not say. `assignment`
    is the one that the visit names, None where there is none; `place` is where the visit was,
    `assigned_place` where it was to be. `binding` is the version that was to be answered, None
    where none was in force.
    """

    by: str
    received_at: int
    device_time: int | None = None
    assignment: Assignment | None = None
    place: Place | None = None
    assigned_place: Place | None = None
    binding: int | None = None
    is_certified: bool = False

    @property
    def own_assignment(self) -> Assignment | None:
        """The assignment, if it is the sender's."""
        found = self.assignment
        return found if found is not None and found.shopper == self.by else None


_Marking: TypeAlias = "Callable[[Visit, Surroundings, MarkLimits], Iterator[Mark]]"


def marks_of(visit: Visit, known: Surroundings, limits: MarkLimits) -> tuple[Mark, ...]:
    """Every mark of the visit, each kind at most once, with the shopper's words about it."""
    return tuple(mark for marking in _MARKINGS for mark in marking(visit, known, limits))


def metres_between(one: tuple[float, float], other: tuple[float, float]) -> float:
    """The great circle between two pairs of latitude and longitude, in metres.

    The haversine formula: R. W. Sinnott, Virtues of the Haversine, Sky and Telescope 68 (1984).
    """
    (north, east), (further_north, further_east) = (map(radians, each) for each in (one, other))
    half = (
        sin((further_north - north) / 2) ** 2
        + cos(north) * cos(further_north) * sin((further_east - east) / 2) ** 2
    )
    return 2 * EARTH_METRES * asin(min(1.0, sqrt(half)))


def written_at(visit: Visit, received_at: int, device_time: int | None, limits: MarkLimits) -> int:
    """When the visit was begun by our clock, UTC seconds; when it came where it does not say."""
    begun = visit.started_at if visit.started_at is not None else visit.ended_at
    if begun is None:
        return received_at
    return min(begun - _skew_of_visit(visit, received_at, device_time, limits), received_at)


def _mark(visit: Visit, kind: MarkKind, detail: str, figure: float | None = None) -> Mark:
    return Mark(kind, detail, figure, visit.words.get(WORDS.get(kind, "")))


def _position(visit: Visit, known: Surroundings, limits: MarkLimits) -> Iterator[Mark]:
    """The farther of the positions, or that there is none that says anything."""
    told = [(when, each) for when, each in visit.positions.items() if _says(each, limits)]
    if not told:
        said = "the phone told no position"
        if visit.positions:
            said += f" younger than {limits.old_seconds} s and better than {limits.vague_metres} m"
        yield _mark(visit, MarkKind.NO_POSITION, said)
        return
    place = known.place or known.assigned_place
    if place is None or place.latitude is None or place.longitude is None:
        return
    door = (place.latitude, place.longitude)
    least, when = max((_least_metres(each, door), when) for when, each in told)
    if least > limits.far_metres:
        said = f"at the {when} the phone was at least {least:.0f} m from the location"
        yield _mark(visit, MarkKind.FAR, said, round(least))


def _says(position: Position, limits: MarkLimits) -> bool:
    return position.age <= limits.old_seconds and position.accuracy <= limits.vague_metres


def _least_metres(position: Position, door: tuple[float, float]) -> float:
    """The distance less the accuracy: what may be near is not called far."""
    here = (position.latitude, position.longitude)
    return max(0.0, metres_between(here, door) - position.accuracy)


def _clock(visit: Visit, known: Surroundings, limits: MarkLimits) -> Iterator[Mark]:
    """The greater skew of two: as the visit was sent, and as the phone told it of its writing."""
    skews = (_skew_of_sending(known.received_at, known.device_time), _told_skew(visit))
    skew = max((each for each in skews if each is not None), key=abs, default=0)
    if abs(skew) > limits.clock_seconds:
        said = f"the phone's clock was {abs(skew)} s {'ahead' if skew > 0 else 'behind'}"
        yield _mark(visit, MarkKind.CLOCK, said, skew)


def _skew_of_sending(received_at: int, device_time: int | None) -> int | None:
    return None if device_time is None else device_time - received_at


def _told_skew(visit: Visit) -> int | None:
    ahead = visit.device.clock_ahead if visit.device is not None else None
    return None if ahead is None else round(ahead)


def _skew_of_visit(
    visit: Visit, received_at: int, device_time: int | None, limits: MarkLimits
) -> int:
    """By how much the clock was ahead that the visit's times were read from; 0 within the limit."""
    told = _told_skew(visit)
    skew = told if told is not None else _skew_of_sending(received_at, device_time) or 0
    return skew if abs(skew) > limits.clock_seconds else 0


def _window(visit: Visit, known: Surroundings, limits: MarkLimits) -> Iterator[Mark]:
    """That it ended after its window; by our clock, and surely not after it came."""
    assignment = known.own_assignment
    ended = visit.ended_at if visit.ended_at is not None else visit.started_at
    if assignment is None:
        return
    if ended is not None:
        skew = _skew_of_visit(visit, known.received_at, known.device_time, limits)
        late = min(ended - skew, known.received_at) - assignment.closes_at
        if late > 0:
            said = f"it ended {late} s after the window closed"
            yield _mark(visit, MarkKind.LATE, said, late)
    if assignment.state in _ENDED:
        said = f"the assignment was {assignment.state} before the visit came"
        yield _mark(visit, MarkKind.CLOSED_ASSIGNMENT, said)


def _questionnaire(visit: Visit, known: Surroundings, _: MarkLimits) -> Iterator[Mark]:
    answered = f"it answers {visit.questionnaire} version {visit.version}"
    assignment = known.own_assignment
    if assignment is not None and assignment.standard != visit.questionnaire:
        said = f"{answered}, and the assignment is about {assignment.standard}"
        yield _mark(visit, MarkKind.OLDER_QUESTIONNAIRE, said)
    elif known.binding is None:
        said = f"{answered}, and no version of it was in force"
        yield _mark(visit, MarkKind.OLDER_QUESTIONNAIRE, said)
    elif known.binding != visit.version:
        said = f"{answered}, and version {known.binding} was to be answered"
        yield _mark(visit, MarkKind.OLDER_QUESTIONNAIRE, said, known.binding)


def _certificate(visit: Visit, known: Surroundings, _: MarkLimits) -> Iterator[Mark]:
    if not known.is_certified:
        said = f"the shopper is not certified for {visit.questionnaire} version {visit.version}"
        yield _mark(visit, MarkKind.NOT_CERTIFIED, said)


def _assignment(visit: Visit, known: Surroundings, _: MarkLimits) -> Iterator[Mark]:
    """Whose the assignment is, and for where; of another shopper's nothing more is told."""
    assignment = known.assignment
    if visit.assignment is None:
        return
    if assignment is None:
        yield _mark(visit, MarkKind.UNKNOWN_ASSIGNMENT, "there is no such assignment")
    elif assignment.shopper != known.by:
        yield _mark(visit, MarkKind.OTHER_SHOPPER, "the assignment is another shopper's")
    elif not _is_there(visit, assignment, known):
        where = f"it is of {visit.location}" if visit.location else "it names no location"
        said = f"{where}, and the assignment is for {assignment.location}"
        yield _mark(visit, MarkKind.OTHER_LOCATION, said)


def _is_there(visit: Visit, assignment: Assignment, known: Surroundings) -> bool:
    """Whether it is of the assigned location, by whichever of its names."""
    if visit.location == assignment.location:
        return True
    place, assigned = known.place, known.assigned_place
    return place is not None and assigned is not None and place.id == assigned.id


_MARKINGS: tuple[_Marking, ...] = (
    _position, _clock, _window, _questionnaire, _certificate, _assignment,
)  # fmt: skip
