"""One wait, count, rating or answer, measured and judged."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple, TypeAlias

from scoring.evidence import Answer
from scoring.judge import Verdict
from standards.model import Accountable


class State(StrEnum):
    """Where a wait stands: `paused` has no deadline, `cleared` has no verdict either."""

    RUNNING = "running"
    PAUSED = "paused"
    STOPPED = "stopped"
    CLEARED = "cleared"


class Timing(NamedTuple):
    """A wait under its limits; a tuple rather than a dataclass because a card has so many.

    Instants and spans are UTC seconds; `full_seconds`, `none_seconds` and the deadlines are None
    where no limit applies, `verdict` and `share` where there is nothing to judge (share is None
    while pending too). `changes_at` is when silence alone may change the verdict next. `rule` is
    why it is whose it is.
    """

    started: int
    stopped: int | None
    state: State
    elapsed_seconds: int
    paused_seconds: int
    full_seconds: int | None
    none_seconds: int | None
    deadline: int | None
    none_deadline: int | None
    verdict: Verdict | None
    share: float | None
    employee: str | None
    team: str | None
    rule: Accountable
    events: tuple[str, ...]
    changes_at: int | None = None

    @property
    def remaining_seconds(self) -> int | None:
        """What is left until `full`; negative once it has passed."""
        return None if self.full_seconds is None else self.full_seconds - self.elapsed_seconds


class Measure(NamedTuple):
    """A count, rating or answer under its limits, in the criterion's own unit.

    `value` is None where the answer was not given. `full` and `none` are None where none applies.
    """

    value: Answer | None
    full: float | None
    none: float | None
    verdict: Verdict | None
    share: float | None
    employee: str | None
    team: str | None
    rule: Accountable
    events: tuple[str, ...]


Occurrence: TypeAlias = Timing | Measure
