"""The arithmetic behind an example of a standard, as short as whoever learns from it needs."""

from __future__ import annotations

from collections.abc import Iterator

from scoring.clocks.wait import Wait
from scoring.explain import measure_compared
from scoring.explaining.steps import N_, At, Step, step
from scoring.explaining.timing import counted_days, taken_out, timing_compared
from scoring.judge import Verdict
from scoring.measure import waits_of
from scoring.occurrence import Measure, Timing
from scoring.proof import Tried
from scoring.timeline import Timeline
from scoring.timing import Counted, counted, terms_of
from standards.kinds import Choice, Clock, Photo, Text, YesNo
from standards.model import Criterion, Form

_PLAIN = (YesNo, Choice, Text, Photo)  # whose answer is its own reckoning


def reckoned(form: Form, criterion: Criterion, tried: Tried) -> Iterator[Step]:
    """What counted, day by day, what was taken out, and the limits it was held against."""
    ask, found = criterion.ask, tried.finding.occurrences
    if isinstance(ask, Clock) and tried.line is not None:
        waits = tuple(waits_of(ask, tried.line) or ())
        terms = terms_of(criterion, ask, tried.line, form.hours)
        for wait, each in zip(waits, found, strict=False):
            if isinstance(each, Timing):
                under = counted(terms, wait, tried.line)[-1]
                yield from _wait(wait, each, under, tried.line, is_one_of=len(waits) > 1)
        return
    for each in found:
        if isinstance(each, Measure) and not isinstance(ask, _PLAIN):
            yield measure_compared(ask, each)


def _wait(
    wait: Wait, found: Timing, under: Counted, line: Timeline, *, is_one_of: bool
) -> Iterator[Step]:
    zone = under.reckoning.pieces[-1].hours.calendar.zone
    if is_one_of:
        end = line.end if wait.ended_at is None else wait.ended_at
        text = N_("From {start} to {end}:")
        yield step(1, text, start=At(wait.started_at, zone), end=At(end, zone))
    if found.verdict is not Verdict.PENDING:
        yield from counted_days(under, found, zone)
    yield from taken_out(wait, under, line, zone)
    yield timing_compared(found)
