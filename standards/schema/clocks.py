"""The questions a ticket answers by itself: clocks, counts and the customer's rating."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from standards.conditions import ALWAYS
from standards.kinds import (
    ROUND_THE_CLOCK,
    SOLVED,
    CalendarChoice,
    Counted,
    RatingScale,
    Reopen,
    ScheduleChange,
    Status,
)
from standards.schema.asks import AskForm
from standards.schema.base import Describe, Described, Form, One, Value
from standards.schema.conditions import When
from standards.schema.groups import Many
from standards.schema.values import Constant, Flag, Text, Word

KIND = "The kind of question."
PAUSES = tuple(status for status in Status if status not in SOLVED)


class CalendarRow(Form):
    """A calendar and when it holds."""

    when = When("The facts under which this calendar holds.", load_default=ALWAYS)
    use = Text("The calendar's name.", required=True)


class CalendarName(Value):
    """A calendar's name, or rows of which the first that fits holds."""

    named = Text()
    rows = Many(One(CalendarRow), least=1)

    def read(self, value: Any) -> CalendarChoice:
        if not isinstance(value, list):
            return CalendarChoice.only(self.named.deserialize(value))
        rows = self.rows.deserialize(value)
        return CalendarChoice(tuple((row["when"], row["use"]) for row in rows))

    def described(self, of: Describe) -> Described:
        return {"anyOf": [self.named.described(of), self.rows.described(of)]}


class PausedOn(Many):
    """Statuses that stop the clock for a while."""

    def __init__(self, description: str, **options: Any) -> None:
        super().__init__(Word("", PAUSES), description, **options)

    def read(self, value: Any) -> Any:
        return frozenset(super().read(value))


class ClockForm(AskForm):
    """What all clocks share."""

    calendar = CalendarName("The calendar the clock counts under, by name.", required=True)
    on_schedule_change = Word(
        "How a wait counts that saw several calendars; own_stretch unless it says otherwise.",
        ScheduleChange,
    )
    pause_on = PausedOn("Statuses that stop the clock for a while; [] is none.")

    def parts(self, parts: dict[str, Any]) -> dict[str, Any]:
        change = parts.pop("on_schedule_change", ScheduleChange.OWN_STRETCH)
        return parts | {"calendar": replace(parts["calendar"], on_change=change)}


class ReopenedForm(ClockForm):
    """What clocks share that a reopening concerns."""

    reopen = Word("What a reopening does to a clock that a solve has stopped.", Reopen)


class FirstReplyForm(ReopenedForm):
    """From creation to the first public message of a person of the firm."""

    word = "first_reply"
    kind = Constant(KIND, word, required=True)


class NextReplyForm(ClockForm):
    """From the customer's oldest unanswered message after the first reply to the next reply."""

    word = "next_reply"
    kind = Constant(KIND, word, required=True)


class PeriodicUpdateForm(ReopenedForm):
    """From one public message of the firm to the next, until solved."""

    word = "periodic_update"
    kind = Constant(KIND, word, required=True)
    from_creation = Flag(
        "Whether the first wait begins at creation; false unless it says otherwise."
    )


class RequesterWaitForm(ReopenedForm):
    """The customer's time from creation to solve, pending taken out."""

    word = "requester_wait"
    kind = Constant(KIND, word, required=True)


class AgentWorkForm(ReopenedForm):
    """The firm's own time from creation to solve, pending and on hold taken out."""

    word = "agent_work"
    kind = Constant(KIND, word, required=True)


class ResolutionForm(ReopenedForm):
    """From creation to solve."""

    word = "resolution"
    kind = Constant(KIND, word, required=True)


class KeptPromiseForm(ReopenedForm):
    """From the instant promised to the customer to the solve; in time costs nothing."""

    word = "kept_promise"
    kind = Constant(KIND, word, required=True)
    calendar = CalendarName(
        "The calendar lateness counts under; round the clock unless it says otherwise.",
        load_default=CalendarChoice.only(ROUND_THE_CLOCK),
    )


class CountForm(AskForm):
    """How often something happened to the contact."""

    word = "count"
    kind = Constant(KIND, word, required=True)
    counted = Word("What is counted.", Counted, required=True)


class RatingForm(AskForm):
    """What the customer said in a survey."""

    word = "rating"
    kind = Constant(KIND, word, required=True)
    scale = Word(
        "The survey: csat, ces (7 is very easy), nps (0 to 10) or stars.",
        RatingScale,
        required=True,
    )
