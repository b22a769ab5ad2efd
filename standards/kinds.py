"""The kinds of question a criterion may ask: a closed union.

Every kind measures a number (seconds, a count, a rating, a share) which two limits turn into the
share earned. A new kind is a class here, its form in `forms`, and the branch in `scoring.measure`
that the type checker then demands.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar, TypeAlias

from standards.conditions import ALWAYS, Condition


class Status(StrEnum):
    """The categories every helpdesk's own status words are mapped to."""

    NEW = "new"
    OPEN = "open"
    PENDING = "pending"
    ON_HOLD = "on_hold"
    SOLVED = "solved"
    CLOSED = "closed"


SOLVED = frozenset({Status.SOLVED, Status.CLOSED})


class Reopen(StrEnum):
    """What a reopening does to a clock that a solve has stopped."""

    RESUME = "resume"  # goes on; the solved stretch is taken out
    RESTART = "restart"  # a new wait begins at the reopening
    IGNORE = "ignore"  # only the first solve counts


class ScheduleChange(StrEnum):
    """How a wait is counted that saw more than one calendar."""

    OWN_STRETCH = "own_stretch"  # each calendar counts over its own stretch
    LAST_SCHEDULE = "last_schedule"  # the last one counts over the whole wait, as Zendesk does


class Better(StrEnum):
    """Whether less of what is measured is better (waiting) or more (satisfaction)."""

    LESS = "less"
    MORE = "more"


class Instrument(StrEnum):
    """What kind of contact is judged."""

    TICKET = "ticket"
    VISIT = "visit"
    REVIEW = "review"


class Counted(StrEnum):
    """What a `count` counts."""

    REOPENINGS = "reopenings"
    REASSIGNMENTS = "reassignments"
    REPLIES = "replies"
    CUSTOMER_MESSAGES = "customer_messages"


class RatingScale(StrEnum):
    """The survey a rating answers: CSAT, CES (7 = very easy), NPS (0..10) or stars."""

    CSAT = "csat"
    CES = "ces"
    NPS = "nps"
    STARS = "stars"


# The calendar of a criterion that names none: it never closes.
ROUND_THE_CLOCK = "round the clock"


@dataclass(frozen=True, slots=True)
class CalendarChoice:
    """Which calendar holds: the first whose condition fits."""

    rows: tuple[tuple[Condition, str], ...]
    on_change: ScheduleChange = ScheduleChange.OWN_STRETCH

    @classmethod
    def only(cls, name: str) -> CalendarChoice:
        """One calendar for everybody."""
        return cls(((ALWAYS, name),))

    @property
    def names(self) -> tuple[str, ...]:
        """Every calendar that may hold."""
        return tuple(name for _, name in self.rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """What all clocks share: the calendar they count under and what stops them for a while."""

    calendar: CalendarChoice
    pause_on: frozenset[Status] = frozenset()
    reopen: Reopen = Reopen.RESUME

    of: ClassVar[frozenset[Instrument]] = frozenset({Instrument.TICKET})
    better: ClassVar[Better] = Better.LESS


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstReply(Clock):
    """From creation to the first public message of a human agent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NextReply(Clock):
    """From the oldest unanswered customer message after the first reply to the next reply."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodicUpdate(Clock):
    """From one public message of an agent to the next, until solved."""

    from_creation: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RequesterWait(Clock):
    """The customer's time from creation to solve: pending is taken out."""

    pause_on: frozenset[Status] = frozenset({Status.PENDING})


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentWork(Clock):
    """The firm's own time from creation to solve: pending and on hold are taken out."""

    pause_on: frozenset[Status] = frozenset({Status.PENDING, Status.ON_HOLD})


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution(Clock):
    """From creation to solve."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptPromise(Clock):
    """From the instant promised to the customer to the solve; in time costs nothing."""

    reopen: Reopen = Reopen.IGNORE


@dataclass(frozen=True, slots=True)
class Count:
    """How often something happened to the contact."""

    counted: Counted

    of: ClassVar[frozenset[Instrument]] = frozenset({Instrument.TICKET})
    better: ClassVar[Better] = Better.LESS


@dataclass(frozen=True, slots=True)
class Rating:
    """What the customer said in a survey."""

    scale: RatingScale

    of: ClassVar[frozenset[Instrument]] = frozenset({Instrument.TICKET})
    better: ClassVar[Better] = Better.MORE


Words: TypeAlias = "Mapping[str, str]"  # language -> text


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What all answers share: a person is asked about one contact.

    `shown_if` names other questions and the answers that make this one be asked.
    """

    question: Words
    of: frozenset[Instrument]
    na: bool = True
    required: bool = False
    shown_if: Mapping[str, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class YesNo(Question):
    """Yes or no; `good` is the answer the standard asks for."""

    good: bool = True
    better: ClassVar[Better] = Better.MORE


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice(Question):
    """One of several answers, each with the share (0..1) it earns and, if wanted, its label."""

    answers: Mapping[str, float]
    labels: Mapping[str, Words] = field(default_factory=dict)
    better: ClassVar[Better] = Better.MORE


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale(Question):
    """A whole number from `least` to `most`; more is better."""

    least: int
    most: int
    better: ClassVar[Better] = Better.MORE


@dataclass(frozen=True, slots=True, kw_only=True)
class Number(Question):
    """A number somebody counted or measured, in `unit`."""

    unit: str = ""
    better: Better = Better.LESS


@dataclass(frozen=True, slots=True, kw_only=True)
class Duration(Question):
    """How long something took, as a person timed it."""

    better: Better = Better.LESS


@dataclass(frozen=True, slots=True, kw_only=True)
class Text(Question):
    """Words of the person asked; given or not."""

    better: ClassVar[Better] = Better.MORE


@dataclass(frozen=True, slots=True, kw_only=True)
class Photo(Question):
    """A picture as evidence; given or not. The answer is the file's name."""

    better: ClassVar[Better] = Better.MORE


Timed: TypeAlias = (
    FirstReply | NextReply | PeriodicUpdate | RequesterWait | AgentWork | Resolution | KeptPromise
)
Asked: TypeAlias = YesNo | Choice | Scale | Number | Duration | Text | Photo
Kind: TypeAlias = Timed | Count | Rating | Asked

# The word in `ask: {kind: ...}` for each class.
KINDS: Mapping[str, type[Kind]] = {
    "first_reply": FirstReply,
    "next_reply": NextReply,
    "periodic_update": PeriodicUpdate,
    "requester_wait": RequesterWait,
    "agent_work": AgentWork,
    "resolution": Resolution,
    "kept_promise": KeptPromise,
    "count": Count,
    "rating": Rating,
    "yes_no": YesNo,
    "choice": Choice,
    "scale": Scale,
    "number": Number,
    "duration": Duration,
    "text": Text,
    "photo": Photo,
}
KIND_WORDS: Mapping[type[Kind], str] = {kind: word for word, kind in KINDS.items()}
