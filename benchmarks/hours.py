"""Working time beside `business-duration` and `businesstimedelta`: the same hours, the same spans.

All count an office in Warsaw, 09:00 to 17:00 on weekdays without the public holidays, the richest
hours that all three know. Each gets the instants in the form it takes, made beforehand. In every
round each takes its turn, and every answer must be equal to ours.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from statistics import median
from time import perf_counter
from typing import Any, TypeAlias

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
class Row:
    """One comparison: median microseconds a call; `ratio` is theirs to ours, round by round."""

    name: str
    ours_us: float
    peer: str
    peer_us: float
    ratio: float


@dataclass(frozen=True, slots=True)
class Runner:
    """A library ready to answer, and how its answer becomes the integer that ours is."""

    name: str
    answer: Callable[[Any, Any], Any]
    asked: Asked
    integer: Callable[[Any], int] = int
    again: int = 1

    def answers(self) -> list[int]:
        """What it answers, in our units."""
        return [self.integer(self.answer(one, other)) for one, other in self.asked]

    def microseconds(self) -> float:
        """The time of a call, the mean over all that is asked."""
        answer, asked = self.answer, list(self.asked) * self.again
        started = perf_counter()
        for one, other in asked:
            answer(one, other)
        return (perf_counter() - started) / len(asked) * 1e6


def measure(rounds: int = ROUNDS, spans: int = SPANS) -> tuple[Row, ...]:
    """A row for each question and peer. ValueError when one answers other than we do."""
    asked = _spans(spans)
    questions = {"elapsed": _elapsed(asked), "deadline": _deadline(asked)}
    return tuple(row for name, runners in questions.items() for row in _rows(name, runners, rounds))


def main() -> None:
    """Prints the rows."""
    for row in measure():
        print(
            f"{row.name:10} ours {row.ours_us:.2f} us  {row.peer} {row.peer_us:,.0f} us"
            f"  {row.ratio:,.0f} x"
        )


def _rows(name: str, runners: Sequence[Runner], rounds: int) -> list[Row]:
    ours, *peers = runners
    for peer in peers:
        if peer.answers() != ours.answers():
            raise ValueError(f"{name}: {peer.name} does not answer as we do")
    taken = [[runner.microseconds() for runner in runners] for _ in range(rounds)]
    columns = list(zip(*taken, strict=True))
    return [
        Row(
            name,
            median(columns[0]),
            peer.name,
            median(column),
            median(theirs / our for our, theirs in zip(columns[0], column, strict=True)),
        )
        for peer, column in zip(peers, columns[1:], strict=True)
    ]


def _spans(count: int) -> list[tuple[int, int]]:
    """Spans of whole seconds within the year, short and long."""
    rng = random.Random(YEAR)
    first, last = (int(datetime(year, 1, 1, tzinfo=ZONE).timestamp()) for year in (YEAR, YEAR + 1))
    pairs = (sorted((rng.randrange(first, last), rng.randrange(first, last))) for _ in range(count))
    return [(start, end) for start, end in pairs]


def _elapsed(asked: list[tuple[int, int]]) -> list[Runner]:
    from business_duration import businessDuration  # noqa: PLC0415 - only where it is measured

    def seconds(start: datetime, end: datetime) -> Any:
        return businessDuration(start, end, time(9), time(17), [5, 6], HOLIDAYS, "sec")

    local = [(_local(start), _local(end)) for start, end in asked]
    naive = [(start.replace(tzinfo=None), end.replace(tzinfo=None)) for start, end in local]
    return [
        Runner("ours", HOURS.elapsed, asked, again=OURS_AGAIN),
        Runner("business-duration", seconds, naive),
        Runner(
            "businesstimedelta",
            _rules().difference,
            local,
            lambda delta: int(delta.timedelta.total_seconds()),
        ),
    ]


def _deadline(asked: list[tuple[int, int]]) -> list[Runner]:
    from businesstimedelta import BusinessTimeDelta  # noqa: PLC0415 - only where it is measured

    def plus(start: datetime, delta: Any) -> Any:
        return start + delta

    rules = _rules()
    spans = [(start, HOURS.elapsed(start, end) + 1) for start, end in asked]
    deltas = [(_local(start), BusinessTimeDelta(rules, seconds=left)) for start, left in spans]
    return [
        Runner("ours", HOURS.deadline, spans, again=OURS_AGAIN),
        Runner("businesstimedelta", plus, deltas, lambda at: int(at.timestamp())),
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


if __name__ == "__main__":
    main()
