"""Who is bound by which version: from its day or their pass, the later; the latest date ends it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.binding import (
    Bound,
    Knowing,
    Why,
    binding,
    bound_by,
    bound_from,
    bounds,
    in_force,
)
from tests.tables import rows


@dataclass(frozen=True, slots=True)
class Numbered:
    """A version as it is judged by."""

    version: int
    effective_from: int
    withdrawn_at: int | None = None


# effective | passed | latest | bound from | why
BOUND_FROM = """
100 | 150 | 200 | 150 | passed within the grace
100 | 50  | 200 | 100 | passed before its day: from its day on
100 | -   | 200 | 200 | never passed: from the latest date on
100 | 250 | 200 | 200 | passed too late: from the latest date on
100 | -   | 50  | 100 | a latest date before its day gives no grace
100 | 100 | 200 | 100 | passed on the very second of its day
"""


@pytest.mark.parametrize(("effective", "passed", "latest", "then"), rows(BOUND_FROM))
def test_a_version_binds_from(effective: str, passed: str, latest: str, then: str) -> None:
    knowing = Knowing(2, 0, _instant(passed), int(latest))
    assert bound_from(int(effective), knowing) == int(then)


def test_without_an_assignment_it_binds_from_its_day() -> None:
    assert bound_from(100, None) == 100


# versions (number@from[-withdrawn]) | knowings (number:passed:latest) | opened | binds | why
BINDING = """
1@0 2@100           |                  | 99  | 1 | nobody was assigned anything: before its day
1@0 2@100           |                  | 100 | 2 | on its very second
1@0 2@100           | 2:-:200          | 199 | 1 | in grace
1@0 2@100           | 2:-:200          | 200 | 2 | the latest date has come
1@0 2@100           | 2:150:200        | 149 | 1 | a second before the pass
1@0 2@100           | 2:150:200        | 150 | 2 | on the second of the pass
1@0 2@100           | 2:50:200         | 99  | 1 | passed early, but it has not begun
1@0 2@100 3@120     | 2:-:200          | 130 | 3 | the newest was assigned to nobody
1@0 2@100 3@120     | 3:-:200          | 130 | 2 | the one before binds meanwhile
1@0 2@100 3@120     | 2:-:300; 3:-:200 | 130 | 1 | in grace of both
1@0 2@100 3@120     | 2:-:300; 3:-:200 | 210 | 3 | the newest binds although the second never did
1@50                |                  | 49  | - | nothing has begun
1@50                | 1:-:200          | 60  | - | in grace of the first version nobody judges them
1@0 2@100-150       |                  | 150 | - | withdrawn: the one before does not come back
1@0 2@100-150       |                  | 149 | 2 | a second before that it judges
1@0 2@100-150       | 2:-:200          | 160 | - | withdrawn: nobody is judged, nor who was in grace
1@0 2@100-80        |                  | 120 | 1 | withdrawn before its day: it never begins
1@0 2@100-150 3@200 | 3:-:300          | 210 | - | what was withdrawn does not come back for a grace
1@0 2@100-150 3@200 |                  | 200 | 3 | the next one begins
"""


@pytest.mark.parametrize(("versions", "knowings", "opened", "then"), rows(BINDING))
def test_a_contact_is_judged_for_an_employee_by(
    versions: str, knowings: str, opened: str, then: str
) -> None:
    told = [_knowing(each) for each in filter(None, map(str.strip, knowings.split(";")))]
    assert binding(_versions(versions), told, int(opened)) == _instant(then)


INSTANTS = st.integers(0, 60)


@st.composite
def some_versions(draw: st.DrawFn) -> tuple[Numbered, ...]:
    begins = sorted(draw(st.lists(INSTANTS, min_size=1, max_size=4)))
    return tuple(Numbered(number, at) for number, at in enumerate(begins, 1))


@st.composite
def some_knowings(draw: st.DrawFn) -> tuple[Knowing, ...]:
    numbers = draw(st.sets(st.integers(1, 4)))
    passed = st.none() | INSTANTS
    return tuple(Knowing(each, 0, draw(passed), draw(INSTANTS)) for each in sorted(numbers))


@given(some_versions(), INSTANTS)
def test_without_assignments_the_version_in_force_binds(
    versions: tuple[Numbered, ...], at: int
) -> None:
    begun = [each.version for each in versions if each.effective_from <= at]
    assert binding(versions, (), at) == in_force(versions, at) == max(begun, default=None)


@given(some_versions(), some_knowings(), INSTANTS)
def test_never_a_version_later_than_the_one_in_force(
    versions: tuple[Numbered, ...], knowings: tuple[Knowing, ...], at: int
) -> None:
    assert (binding(versions, knowings, at) or 0) <= (in_force(versions, at) or 0)


@given(some_versions(), some_knowings(), INSTANTS, st.integers(0, 60), st.integers(0, 3))
def test_who_passes_earlier_is_never_bound_later(
    versions: tuple[Numbered, ...],
    knowings: tuple[Knowing, ...],
    at: int,
    earlier: int,
    which: int,
) -> None:
    sooner = tuple(
        replace(
            each, passed_at=(each.latest if each.passed_at is None else each.passed_at) - earlier
        )
        if number == which
        else each
        for number, each in enumerate(knowings)
    )
    assert (binding(versions, sooner, at) or 0) >= (binding(versions, knowings, at) or 0)


@given(some_versions(), some_knowings(), INSTANTS, INSTANTS)
def test_whom_a_version_binds_no_older_one_binds_later(
    versions: tuple[Numbered, ...], knowings: tuple[Knowing, ...], one: int, two: int
) -> None:
    first, then = sorted((one, two))
    assert (binding(versions, knowings, then) or 0) >= (binding(versions, knowings, first) or 0)


# versions | knowings | bound (number@since-until why) | why
BOUNDS = """
1@0 2@100 | | 1@0-100 effective; 2@100- effective | as they come into force
1@0 2@100 | 2:150:200 | 1@0-150 effective; 2@150- passed | on the pass
1@0 2@100 | 2:-:200 | 1@0-200 effective; 2@200- latest | on the latest date
1@0 2@100 | 2:50:200 | 1@0-100 effective; 2@100- effective | passed before its day
1@0 2@100-150 | | 1@0-100 effective; 2@100-150 effective | until it is withdrawn
1@0 2@100 3@120 | 2:-:300; 3:200:250 | 1@0-200 effective; 3@200- passed | one is never bound by
1@0-10 2@100 | 2:-:200 | 1@0-10 effective; 2@200- latest | nobody judges meanwhile
"""


@pytest.mark.parametrize(("versions", "knowings", "then"), rows(BOUNDS))
def test_versions_bind_an_employee_in_turn(versions: str, knowings: str, then: str) -> None:
    told = [_knowing(each) for each in filter(None, map(str.strip, knowings.split(";")))]
    every = _versions(versions)
    begins = {each.version: each.effective_from for each in every}
    assert [*bounds(every, told)] == [_bound(each, begins) for each in then.split(";")]


@given(some_versions(), some_knowings(), INSTANTS)
def test_what_binds_is_told_of_every_instant(
    versions: tuple[Numbered, ...], knowings: tuple[Knowing, ...], at: int
) -> None:
    holding = [
        each.version
        for each in bounds(versions, knowings)
        if each.since <= at and (each.until is None or at < each.until)
    ]
    binds = binding(versions, knowings, at)
    assert holding == ([] if binds is None else [binds])


def test_a_visit_that_answers_an_older_version_is_judged_by_that() -> None:
    versions = _versions("1@0 2@100 3@200")
    assert bound_by(2, versions, [Knowing(3, 0, None, 300)], 250) == 2
    assert bound_by(2, versions, [Knowing(2, 0, None, 300)], 250) == 1
    assert bound_by(2, versions, [Knowing(2, 0, None, 300)], 50) == 2


def _bound(said: str, begins: dict[int, int]) -> Bound:
    which, why = said.split()
    number, span = which.split("@")
    since, until = span.split("-")
    version = int(number)
    end = int(until) if until else None
    return Bound(version, int(since), end, Why(why), begins[version])


def _instant(said: str) -> int | None:
    return None if said == "-" else int(said)


def _knowing(said: str) -> Knowing:
    number, passed, latest = said.split(":")
    return Knowing(int(number), 0, _instant(passed), int(latest))


def _versions(said: str) -> list[Numbered]:
    made = []
    for each in said.split():
        number, when = each.split("@")
        begins, _, withdrawn = when.partition("-")
        made.append(Numbered(int(number), int(begins), int(withdrawn) if withdrawn else None))
    return made
