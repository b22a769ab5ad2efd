"""Where published versions stand follows from their instants, and so does which of them judges."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standards.lifecycle import (
    Standing,
    StepRefused,
    begins,
    judging,
    refuse_withdrawal,
    standing,
)
from tests.tables import rows


@dataclass(frozen=True, slots=True)
class Version:
    version: int
    effective_from: int
    withdrawn_at: int | None = None


def told(text: str) -> tuple[Version, ...]:
    """Versions written as `1@10 2@20-25`: number, effective from, withdrawn at."""
    found = []
    for each in text.split():
        number, _, instants = each.partition("@")
        begun, _, ended = instants.partition("-")
        found.append(Version(int(number), int(begun), int(ended) if ended else None))
    return tuple(found)


# versions | at | judges | where each stands | why it is here
CASES = """
1@10 | 9 | - | coming | before the first begins
1@10 | 10 | 1 | in_force | at its instant
1@10 2@20 | 19 | 1 | in_force coming | a second before the next
1@10 2@20 | 20 | 2 | superseded in_force | at the instant of the next
1@10-15 | 14 | 1 | withdrawn | what was opened before it was withdrawn
1@10-15 | 15 | - | withdrawn | what is opened from then on
1@10 2@20-25 | 26 | - | superseded withdrawn | the one before does not come back
1@10 2@20-25 | 24 | 2 | superseded withdrawn | its own time stays its own
1@10 2@20-15 | 30 | 1 | in_force withdrawn | withdrawn before its day, it never begins
1@10 2@20-20 | 20 | 1 | in_force withdrawn | withdrawn at its very instant as well
1@10 2@20-15 3@30 | 35 | 3 | superseded withdrawn in_force | the next one goes on
1@10-15 2@20 | 17 | - | withdrawn coming | nothing between the two
1@10-15 2@20 | 20 | 2 | withdrawn in_force | the next one begins
1@10 2@20-25 3@30 | 27 | - | superseded withdrawn coming | a gap until the next
1@10 3@10 | 10 | 3 | superseded in_force | both at one instant: the later number
"""


@pytest.mark.parametrize(("versions", "at", "judges", "stand"), rows(CASES))
def test_a_version_judges_its_own_time(versions: str, at: str, judges: str, stand: str) -> None:
    found, now = told(versions), int(at)
    judge = judging(found, now)
    assert (judge and str(judge.version)) == (None if judges == "-" else judges)
    assert [standing(each, found, now) for each in found] == [
        Standing(each) for each in stand.split()
    ]


# versions | at | version | what is said
REFUSED = """
1@10-15 | 20 | 1 | withdrawn already | twice
1@10 2@20 | 25 | 1 | withdraw the version that came after it | superseded
"""


@pytest.mark.parametrize(("versions", "at", "number", "says"), rows(REFUSED))
def test_what_is_over_is_not_withdrawn(versions: str, at: str, number: str, says: str) -> None:
    found = told(versions)
    with pytest.raises(StepRefused, match=says):
        refuse_withdrawal(found[int(number) - 1], found, int(at), "wrong")


def test_a_withdrawal_says_why() -> None:
    with pytest.raises(StepRefused, match="has to say why"):
        refuse_withdrawal(Version(1, 10), [Version(1, 10)], 20, "  ")


@given(
    st.lists(st.tuples(st.integers(0, 20), st.none() | st.integers(0, 30)), min_size=1, max_size=5),
    st.integers(0, 30),
)
def test_one_at_most_is_in_force_and_it_judges(
    told_: list[tuple[int, int | None]], at: int
) -> None:
    begun = sorted(told_, key=lambda each: each[0])
    found = [Version(number, *each) for number, each in enumerate(begun, 1)]
    in_force = [each for each in found if standing(each, found, at) is Standing.IN_FORCE]
    assert len(in_force) <= 1
    judge = judging(found, at)
    if in_force:
        assert judge == in_force[0]
    if judge is not None:
        assert begins(judge)
        assert judge.withdrawn_at is None or judge.withdrawn_at > at
