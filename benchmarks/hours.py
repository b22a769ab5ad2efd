"""Working time beside `business-duration` and `businesstimedelta`: the same hours, the same spans.

All count an office in Warsaw, 09:00 to 17:00 on weekdays without the public holidays, the richest
hours that all three know. Each gets the instants in the form it takes, made beforehand. In every
round each takes its turn, and every answer must be equal to ours.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any, TypeAlias

from benchmarks.rounds import Contender, Row, faster, interleaved
from standards.calendar import Calendar, parse_windows
from standards.holidays import public_holidays
from standards.hours import Hours
from standards.zones import load_zone

YEAR = 2026
ZONE = load_zone("Europe/Warsaw")
HOLIDAYS = public_holidays("PL")
HOURS = Hours(
    Calendar("office", ZONE, dict.fromkeys(range(5), parse_windows(["09:00-17:00"])), HOLIDAYS)
)

ROUNDS, SPANS = 7, 40
OURS_AGAIN = 500  # once over the spans is too short a time to measure

Asked: TypeAlias = Sequence[tuple[Any, Any]]


@dataclass(frozen=True, slots=True)
class Library:
    """A library ready to answer, and how its answer becomes the integer that ours is."""

    name: str
    answer: Callable[[Any, Any], Any]
    asked: Asked
    integer: Callable[[Any], int] = int
    again: int = 1

    def answers(self) -> list[int]:
        """What it answers, in our units."""
        return [self.integer(self.answer(one, other)) for one, other in self.asked]

    def contender(self) -> Contender:
        """Its answers to all that is asked, so many times over."""
        answer, asked = self.answer, list(self.asked) * self.again

        def run() -> None:
            for one, other in asked:
                answer(one, other)

        return Contender(self.name, run, len(asked))


def measure(rounds: int = ROUNDS, spans: int = SPANS) -> list[Row]:
    """A row for each question and rival. ValueError when one answers other than we do."""
    asked = _spans(spans)
    return [
        *compared("elapsed, a Warsaw year", _elapsed(asked), rounds, "100 x, 1.5 us"),
        *compared("deadline, a Warsaw year", _deadline(asked), rounds),
    ]


def compared(
    what: str, libraries: Sequence[Library], rounds: int, target: str = ""
) -> Iterator[Row]:
    """The first library beside each of the others. ValueError when one answers otherwise."""
    ours, *rivals = libraries
    for rival in rivals:
        if rival.answers() != ours.answers():
            raise ValueError(f"{what}: {rival.name} does not answer as we do")
    times, *others = interleaved([each.contender() for each in libraries], rounds)
    for rival, theirs in zip(rivals, others, strict=True):
        yield faster(what, "call", times, (rival.name, theirs), target)


def _spans(count: int) -> list[tuple[int, int]]:
    """Spans of whole seconds within the year, short and long."""
    rng = random.Random(YEAR)
    first, last = (int(datetime(year, 1, 1, tzinfo=ZONE).timestamp()) for year in (YEAR, YEAR + 1))
    pairs = (sorted((rng.randrange(first, last), rng.randrange(first, last))) for _ in range(count))
    return [(start, end) for start, end in pairs]


def _elapsed(asked: list[tuple[int, int]]) -> list[Library]:
    from business_duration import businessDuration  # noqa: PLC0415 - only where it is measured

    def seconds(start: datetime, end: datetime) -> Any:
        return businessDuration(start, end, time(9), time(17), [5, 6], HOLIDAYS, "sec")

    local = [(_local(start), _local(end)) for start, end in asked]
    naive = [(start.replace(tzinfo=None), end.replace(tzinfo=None)) for start, end in local]
    return [
        Library("ours", HOURS.elapsed, asked, again=OURS_AGAIN),
        Library("business-duration", seconds, naive),
        Library(
            "businesstimedelta",
            _rules().difference,
            local,
            lambda delta: int(delta.timedelta.total_seconds()),
        ),
    ]


def _deadline(asked: list[tuple[int, int]]) -> list[Library]:
    from businesstimedelta import BusinessTimeDelta  # noqa: PLC0415 - only where it is measured

    def plus(start: datetime, delta: Any) -> Any:
        return start + delta

    rules = _rules()
    spans = [(start, HOURS.elapsed(start, end) + 1) for start, end in asked]
    deltas = [(_local(start), BusinessTimeDelta(rules, seconds=left)) for start, left in spans]
    return [
        Library("ours", HOURS.deadline, spans, again=OURS_AGAIN),
        Library("businesstimedelta", plus, deltas, lambda at: int(at.timestamp())),
    ]


def _rules() -> Any:
    """The same office in the words of businesstimedelta."""
    import pytz  # noqa: PLC0415 - only where it is measured
    from businesstimedelta import HolidayRule, Rules, WorkDayRule  # noqa: PLC0415

    zone = pytz.timezone(ZONE.key)
    office = WorkDayRule(time(9), time(17), [0, 1, 2, 3, 4], tz=zone)
    return Rules([office, HolidayRule(HOLIDAYS, tz=zone)], tz=zone)


def _local(at: int) -> datetime:
    return datetime.fromtimestamp(at, ZONE)
