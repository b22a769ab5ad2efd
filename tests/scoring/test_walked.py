"""The clocks held against a second, slow reading of their rules."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.judge import Verdict
from scoring.occurrence import Timing
from scoring.timeline import timeline_of
from standards.durations import Seconds
from standards.hours import Hours
from standards.kinds import (
    AgentWork,
    CalendarChoice,
    FirstReply,
    NextReply,
    RequesterWait,
    Resolution,
    Status,
    Timed,
)
from standards.localtime import instant
from standards.model import Limit
from standards.zones import load_zone
from tests.scoring.criteria import criterion, found
from tests.scoring.drawn import PLACES, STEP, calendars, events
from tests.scoring.walked import Walked, walked

CLOCKS = (FirstReply, NextReply, RequesterWait, AgentWork, Resolution)
PAUSES = st.frozensets(st.sampled_from((Status.PENDING, Status.ON_HOLD, Status.OPEN)), max_size=2)


@pytest.mark.parametrize("kind", CLOCKS)
@given(data=st.data())
@settings(max_examples=60)
def test_a_clock_counts_what_a_walk_counts(kind: type[Timed], data: st.DataObject) -> None:
    zone, day = data.draw(st.sampled_from(PLACES))
    calendar = data.draw(calendars(zone, day))
    told = data.draw(events(_opening(zone, day)))
    as_of = data.draw(st.sampled_from(told)).at + STEP * data.draw(st.integers(0, 300))
    ask = kind(calendar=CalendarChoice.only("one"), pause_on=data.draw(PAUSES))
    limit = Seconds(STEP * data.draw(st.integers(0, 150)))
    asked = criterion(ask, limits=(Limit(limit, limit),))
    line = timeline_of(told, as_of)
    finding = found(asked, line, {"one": Hours(calendar)})
    expected = [shown(each, limit.seconds) for each in walked(ask, told, calendar, as_of)]
    assert [timed(each) for each in finding.occurrences if isinstance(each, Timing)] == expected


def _opening(zone: str, day: date) -> int:
    return instant(day, 9 * 3_600, load_zone(zone))


def timed(each: Timing) -> tuple[int, int | None, int, Verdict | None]:
    """When the wait began and ended, what counted, and the verdict."""
    return each.started, each.stopped, each.elapsed_seconds, each.verdict


def shown(wait: Walked, limit: int) -> tuple[int, int | None, int, Verdict | None]:
    """The same of a wait that was walked, held against a limit that is both full and none."""
    verdict: Verdict | None
    if wait.counted > limit:
        verdict = Verdict.MISSED
    elif wait.stopped is None:
        verdict = Verdict.PENDING
    else:
        verdict = Verdict.MET if wait.answered else None
    return wait.started, wait.stopped, wait.counted, verdict
