"""How each kind of question is asked in a form: its type, and what it is held to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from plugin.exchange.going_out.answers import Answer, answers_of
from plugin.exchange.going_out.conditions import is_selected
from plugin.exchange.workbooks import columns
from plugin.language import Language
from standards.kinds import Choice, Duration, Number, Photo, Question, Scale, Text, YesNo


@dataclass(frozen=True, slots=True)
class Asking:
    """A question in a form: its type, with the place of its list, and what holds of an answer.

    `ours` are the columns of ours that it fills.
    """

    ask: Question
    type: str
    constraint: str = ""
    ours: Mapping[str, str] = field(default_factory=dict)

    def answers(self, languages: Iterable[Language]) -> tuple[Answer, ...]:
        """The answers to pick from; empty where none are listed."""
        return answers_of(self.ask, languages)


_SELECT = "select_one {list}"


def asking(ask: Question) -> Asking:
    """How the question is asked. A duration is asked in minutes: a form has no other way."""
    match ask:
        case YesNo():
            return Asking(ask, _SELECT, ours={columns.GOOD: "yes" if ask.good else "no"})
        case Choice():
            return Asking(ask, _SELECT)
        case Scale() if is_selected(ask):
            return Asking(ask, _SELECT)
        case Scale():
            return Asking(ask, "integer", f". >= {ask.least} and . <= {ask.most}")
        case Number():
            return Asking(
                ask, "decimal", ours={columns.UNIT: ask.unit, columns.BETTER: ask.better.value}
            )
        case Duration():
            ours = {columns.UNIT: "min", columns.BETTER: ask.better.value}
            return Asking(ask, "decimal", ". >= 0", ours)
        case Text():
            return Asking(ask, "text")
        case Photo():
            return Asking(ask, "image")
    raise AssertionError(ask)
