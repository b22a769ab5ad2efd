"""What is odd about a visit: every mark on both sides of its line, and the shopper's words."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mobile_api.assigning import Assignment, AssignmentState
from mobile_api.visits.marking import (
    EARTH_METRES,
    MarkLimits,
    Place,
    Surroundings,
    marks_of,
    metres_between,
    written_at,
)
from mobile_api.visits.submissions import Mark
from scoring.evidence import Device, Position, Visit
from standards.kinds import Instrument
from tests.tables import rows

NOW = 1_790_000_000
DOOR = (52.2297, 21.0122)
LIMITS = MarkLimits()
SHOP = Place("shop", *DOOR)
ASSIGNMENT = Assignment(
    id="a1",
    shopper="anna",
    location="acme/shop/1",
    opens_at=NOW - 86_400,
    closes_at=NOW - 600,
    standard="shop",
)
VISIT = Visit(
    contact="visit/1",
    instrument=Instrument.VISIT,
    questionnaire="shop",
    version=2,
    answers={},
    location="acme/shop/1",
    started_at=NOW - 3_600,
    ended_at=NOW - 1_800,
    assignment="a1",
    positions={"start": Position(*DOOR, 10, 0), "end": Position(*DOOR, 10, 0)},
)
KNOWN = Surroundings(
    by="anna",
    received_at=NOW,
    device_time=NOW,
    assignment=ASSIGNMENT,
    place=SHOP,
    assigned_place=SHOP,
    binding=2,
    is_certified=True,
)


def marks(visit: Visit = VISIT, known: Surroundings = KNOWN) -> dict[str, Mark]:
    """The marks by their word."""
    return {each.mark.value: each for each in marks_of(visit, known, LIMITS)}


def at(metres: float, accuracy: float = 0, age: float = 0) -> Position:
    """A position so far north of the door."""
    degrees = metres / EARTH_METRES * 180 / 3.141592653589793
    return Position(DOOR[0] + degrees, DOOR[1], accuracy, age)


def test_a_visit_as_agreed_has_no_mark() -> None:
    assert marks() == {}


# latitude, longitude | latitude, longitude | metres | why it is here
DISTANCES = """
52.2297 21.0122 | 52.2297 21.0122 | 0 | the same place
0 0 | 0 1 | 111195 | a degree along the equator
0 0 | 1 0 | 111195 | a degree along a meridian
52.2297 21.0122 | 50.0619 19.9368 | 252293 | Warsaw and Kraków
0 179.5 | 0 -179.5 | 111195 | across the date line
89.9999 0 | 89.9999 180 | 22 | across the pole
0 0 | 0 180 | 20015115 | the other side of the earth
"""


@pytest.mark.parametrize(("one", "other", "metres"), rows(DISTANCES))
def test_a_distance_is_the_great_circles(one: str, other: str, metres: str) -> None:
    here, there = (tuple(map(float, each.split())) for each in (one, other))
    found = metres_between((here[0], here[1]), (there[0], there[1]))
    assert found == pytest.approx(float(metres), rel=1e-3, abs=1)


_DEGREES = st.tuples(st.floats(-90, 90), st.floats(-180, 180))


@given(_DEGREES, _DEGREES)
def test_a_distance_is_the_same_both_ways_and_never_beyond_the_earth(
    one: tuple[float, float], other: tuple[float, float]
) -> None:
    there, back = metres_between(one, other), metres_between(other, one)
    assert there == pytest.approx(back, abs=0.1)
    assert 0 <= there <= EARTH_METRES * 3.15


# start: metres accuracy age | end: the same | mark and figure | why it is here
POSITIONS = """
499 0 0 | 0 0 0 | - | within the limit
501 0 0 | 0 0 0 | far 501 | beyond it at the start
0 0 0 | 2000 0 0 | far 2000 | beyond it at the end
900 0 0 | 700 0 0 | far 900 | the farther one counts
900 401 0 | 0 0 0 | - | perhaps within the limit
900 399 0 | 0 0 0 | far 501 | surely beyond it
900 0 300 | - | far 900 | five minutes old
900 0 301 | - | no_position | too old to say anything
900 0 301 | 0 0 0 | - | the one that says something is near
9000 5000 0 | - | far 4000 | as vague as may be
9000 5001 0 | - | no_position | too vague to say anything
- | - | no_position | none was told
- | 0 0 0 | - | one is enough
"""


@pytest.mark.parametrize(("start", "end", "expected"), rows(POSITIONS))
def test_a_position_is_held_to_the_location(start: str, end: str, expected: str) -> None:
    told = {
        when: at(*map(float, each.split()))
        for when, each in (("start", start), ("end", end))
        if each != "-"
    }
    found = marks(replace(VISIT, positions=told, words={"position": "in the arcade"}))
    said = [f"{mark} {round(each.figure) if each.figure else ''}" for mark, each in found.items()]
    assert [each.strip() for each in said] == ([] if expected == "-" else [expected])
    assert {each.words for each in found.values()} <= {"in the arcade"}


def test_what_is_too_old_or_vague_says_why() -> None:
    none = marks(replace(VISIT, positions={}))["no_position"]
    old = marks(replace(VISIT, positions={"end": at(0, 0, 900)}))["no_position"]
    assert none.detail == "the phone told no position"
    assert old.detail == "the phone told no position younger than 300 s and better than 5000 m"


@pytest.mark.parametrize("place", [None, Place("shop")])
def test_where_nobody_knows_the_location_nothing_is_far(place: Place | None) -> None:
    visit = replace(VISIT, positions={"start": at(90_000)})
    assert marks(visit, replace(KNOWN, place=place, assigned_place=place)) == {}


# the clock when it was sent, ahead | as the phone told | figure | why it is here
CLOCKS = """
120 | - | - | within the limit
121 | - | 121 | ahead
-121 | - | -121 | behind
- | - | - | nothing is known
- | 120.4 | - | as it told, within the limit
- | -3600 | -3600 | as it told
0 | 3600 | 3600 | set right after it was written
3600 | 0 | 3600 | set wrong after it was written
-200 | 300 | 300 | the greater of two
"""


@pytest.mark.parametrize(("sent", "told", "figure"), rows(CLOCKS))
def test_a_clock_is_held_to_ours(sent: str, told: str, figure: str) -> None:
    device = None if told == "-" else Device(float(told))
    visit = replace(VISIT, device=device, words={"clock": "new battery"})
    open_still = replace(ASSIGNMENT, closes_at=NOW + 86_400)
    sent_at = None if sent == "-" else NOW + int(sent)
    found = marks(visit, replace(KNOWN, device_time=sent_at, assignment=open_still))
    if figure == "-":
        assert found == {}
        return
    assert list(found) == ["clock"]
    assert (found["clock"].figure, found["clock"].words) == (int(figure), "new battery")
    assert ("ahead" in found["clock"].detail) is (int(figure) > 0)


# ended, after the window | clock ahead | figure | why it is here
WINDOWS = """
0 | 0 | - | on its last second
1 | 0 | 1 | a second late
400 | 0 | 400 | late
3600 | 3500 | 100 | late by our clock too
3600 | 3700 | - | the clock was ahead
60 | 90 | 60 | a skew within the limit is none
-300 | -400 | 100 | the clock was behind
99999 | 0 | 600 | no visit ends after it came
- | 0 | - | nobody knows when
"""


@pytest.mark.parametrize(("ended", "ahead", "figure"), rows(WINDOWS))
def test_a_late_visit_is_marked(ended: str, ahead: str, figure: str) -> None:
    at_end = None if ended == "-" else ASSIGNMENT.closes_at + int(ended)
    visit = replace(
        VISIT,
        started_at=None,
        ended_at=at_end,
        device=Device(float(ahead)),
        words={"late": "the tram"},
    )
    late = marks(visit).get("late")
    assert (late.figure if late else None) == (None if figure == "-" else int(figure))
    assert late is None or late.words == "the tram"


def test_a_visit_that_says_only_when_it_began_is_late_by_that() -> None:
    visit = replace(VISIT, started_at=ASSIGNMENT.closes_at + 5, ended_at=None)
    assert marks(visit)["late"].figure == 5


# what is changed of the assignment | the marks | why it is here
ASSIGNMENTS: list[tuple[dict[str, Any], list[str], str]] = [
    ({"state": AssignmentState.DONE}, [], "a correction comes when it is done"),
    ({"state": AssignmentState.CLOSED}, ["closed_assignment"], "closed"),
    ({"state": AssignmentState.WITHDRAWN}, ["closed_assignment"], "withdrawn"),
    ({"shopper": "boris", "closes_at": 0, "location": "x", "standard": "y"}, ["other_shopper"],
     "of another's nothing more is told"),
    ({"standard": "mall"}, ["older_questionnaire"], "about another standard"),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "expected", "why"), ASSIGNMENTS)
def test_a_visit_is_held_to_its_assignment(
    changes: dict[str, Any], expected: list[str], why: str
) -> None:
    known = replace(KNOWN, assignment=replace(ASSIGNMENT, **changes))
    assert list(marks(VISIT, known)) == expected, why


def test_an_assignment_that_nobody_made_is_marked() -> None:
    assert list(marks(VISIT, replace(KNOWN, assignment=None))) == ["unknown_assignment"]
    nothing_named = replace(VISIT, assignment=None)
    assert marks(nothing_named, replace(KNOWN, assignment=None)) == {}


def test_another_location_is_marked_whatever_it_is_called() -> None:
    elsewhere = replace(VISIT, location="acme/shop/2")
    strange = replace(KNOWN, place=Place("other", *DOOR))
    assert marks(elsewhere, strange)["other_location"].detail == (
        "it is of acme/shop/2, and the assignment is for acme/shop/1"
    )
    assert marks(elsewhere) == {}, "another name of the same place"
    nowhere = marks(replace(VISIT, location=None), replace(KNOWN, place=None))
    assert list(nowhere) == ["other_location"]


# the version that binds | the mark's figure | why it is here
VERSIONS = """
2 | - | the one that was answered
3 | 3 | a newer one binds
1 | 1 | an older one binds
- | None | none was in force
"""


@pytest.mark.parametrize(("binding", "figure"), rows(VERSIONS))
def test_another_version_than_the_one_that_binds_is_marked(binding: str, figure: str) -> None:
    known = replace(KNOWN, binding=None if binding == "-" else int(binding))
    found = marks(VISIT, known).get("older_questionnaire")
    assert str(found.figure if found else "-") == figure


def test_who_is_not_certified_is_marked() -> None:
    found = marks(VISIT, replace(KNOWN, is_certified=False))
    assert found["not_certified"].detail == "the shopper is not certified for shop version 2"


def test_marks_of_every_kind_stand_beside_each_other() -> None:
    odd = replace(VISIT, positions={}, device=Device(9_999), words={"late": "a", "clock": "b"})
    closed = replace(ASSIGNMENT, state=AssignmentState.CLOSED, closes_at=0)
    found = marks(odd, replace(KNOWN, assignment=closed, is_certified=False, binding=9))
    assert list(found) == [
        *("no_position", "clock", "late", "closed_assignment"),
        *("older_questionnaire", "not_certified"),
    ]
    assert [each.words for each in found.values()] == [None, "b", "a", "a", None, None]


def test_when_a_visit_was_written_is_told_by_our_clock() -> None:
    assert written_at(VISIT, NOW, None, LIMITS) == NOW - 3_600
    assert written_at(VISIT, NOW, NOW + 600, LIMITS) == NOW - 4_200
    assert written_at(replace(VISIT, started_at=NOW + 50), NOW, None, LIMITS) == NOW
    undated = replace(VISIT, started_at=None, ended_at=None)
    assert written_at(undated, NOW, None, LIMITS) == NOW
