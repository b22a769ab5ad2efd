"""A person's answers about one contact, each measured on its question's own scale."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar, assert_never

from scoring.counting import number
from scoring.evidence import Answer, EvidenceInvalid, NotApplicable, Visit
from scoring.judge import Held, Verdict
from scoring.occurrence import Measure
from scoring.rules import limit_for
from standards.durations import Seconds, parse_duration
from standards.kinds import (
    Asked,
    Choice,
    Duration,
    Number,
    Photo,
    Scale,
    Text,
    YesNo,
)
from standards.model import WHOLE_SHARE, Accountable, Amount, Criterion, Limit
from standards.scalars import MOST

T = TypeVar("T")
_YES_NO: Mapping[str, bool] = {"yes": True, "no": False}


def answered(
    criterion: Criterion, ask: Asked, visit: Visit, employee: str | None
) -> Measure | Verdict:
    """The occurrence of the answer, or why there is none: unknown or not applicable.

    EvidenceInvalid when the answer is none that the question allows.
    """
    given = visit.answers.get(criterion.code)
    if not is_shown(ask, visit):
        return Verdict.NOT_APPLICABLE
    if isinstance(given, NotApplicable) and not ask.na:
        raise EvidenceInvalid(f"answers.{criterion.code}", "this question must be answered, not na")
    if isinstance(given, NotApplicable):
        return Verdict.NOT_APPLICABLE
    if given is None or given == "":
        return Verdict.UNKNOWN
    value = measured(criterion.code, ask, given)
    limit = limit_for(criterion.limits or (_default(ask),), visit.facts)
    if limit is None:
        return Verdict.NOT_APPLICABLE
    held = Held(value, _amount(limit.full), _amount(limit.none), ask.better)
    team = visit.facts.get("group")
    return Measure(
        value=given,
        full=held.full if criterion.limits else None,
        none=held.none if criterion.limits else None,
        verdict=held.verdict,
        share=held.share,
        employee=None if criterion.accountable is Accountable.NOBODY else employee,
        team=team if isinstance(team, str) else None,
        rule=criterion.accountable,
        events=(),
    )


def is_shown(ask: Asked, visit: Visit) -> bool:
    """Whether the answers given before make this question be asked."""
    given = visit.answers
    return all(
        code in given and _word(given[code]) in wanted for code, wanted in ask.shown_if.items()
    )


def measured(code: str, ask: Asked, given: Answer) -> float:
    """The answer as a number: a share (0..1), a count, seconds. EvidenceInvalid when it is none."""
    match ask:
        case YesNo():
            return float(_one_of(code, given, _YES_NO) is ask.good)
        case Choice():
            return _one_of(code, given, ask.answers)
        case Scale():
            return _within(code, given, ask)
        case Number():
            return _number(code, given)
        case Duration():
            return _seconds(code, given)
        case Text() | Photo():
            return _given(code, given)
        case _:
            assert_never(ask)


def _default(ask: Asked) -> Limit:
    """The limits of a question whose answers say themselves how good they are."""
    return Limit(ask.most, ask.least) if isinstance(ask, Scale) else WHOLE_SHARE


def _amount(amount: Amount) -> float:
    return amount.seconds if isinstance(amount, Seconds) else number(amount)


def _word(given: Answer | NotApplicable) -> str:
    """The answer as `show_if` writes it."""
    if isinstance(given, bool):
        return "yes" if given else "no"
    return "na" if isinstance(given, NotApplicable) else str(given)


def _one_of(code: str, given: Answer, answers: Mapping[str, T]) -> T:
    share = answers.get(_word(given))
    if share is None:
        raise _refused(code, given, f"one of {', '.join(answers)}")
    return share


def _within(code: str, given: Answer, ask: Scale) -> float:
    value = _number(code, given)
    if value != int(value) or not ask.least <= value <= ask.most:
        raise _refused(code, given, f"a whole number from {ask.least} to {ask.most}")
    return value


def _number(code: str, given: Answer) -> float:
    if isinstance(given, bool) or not isinstance(given, int | float) or not abs(given) <= MOST:
        raise _refused(code, given, "a number")
    return given


def _seconds(code: str, given: Answer) -> float:
    try:
        return parse_duration(given if isinstance(given, str) else "")
    except ValueError:
        raise _refused(code, given, "a duration such as PT7M30S") from None


def _given(code: str, given: Answer) -> float:
    if not isinstance(given, str):
        raise _refused(code, given, "words")
    return 1.0


def _refused(code: str, given: Answer, right: str) -> EvidenceInvalid:
    return EvidenceInvalid(f"answers.{code}", f"{str(given)[:40]!r} is not {right}")
