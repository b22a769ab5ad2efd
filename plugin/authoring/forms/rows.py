"""Rows of the lists in a form, one more or one less: of limits, examples, answers, hours, dates."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from plugin.authoring.forms.asking import ASKED, first_limit
from plugin.authoring.forms.criterion import ORDER, kind_of
from plugin.authoring.forms.fields import ABSENT, Maybe
from plugin.authoring.forms.groups import placed, rows_of
from plugin.authoring.forms.head import CALENDAR_ORDER
from plugin.authoring.forms.tables import twice
from standards.calendar import DAYS, parse_days
from standards.source import Plain

# What a part is to say with one row more (None), or without the row of the number.
Rowed: TypeAlias = "Callable[[Mapping[str, Plain], int | None], dict[str, Plain]]"


def _rowed(was: Maybe, new: Plain, gone: int | None) -> Maybe:
    """The list with the new row at its end, or without the one that goes; none left: absent."""
    rows = rows_of(was)
    if rows is None:
        return was
    if gone is None:
        return new if not rows and isinstance(new, dict) and was is ABSENT else [*rows, new]
    left = [row for place, row in enumerate(rows) if place != gone]
    return left or ABSENT


def _limits(parts: Mapping[str, Plain], gone: int | None) -> dict[str, Plain]:
    now = _rowed(parts.get("limits", ABSENT), dict(first_limit(kind_of(parts))), gone)
    return placed(parts, {"limits": now}, ORDER)


def _examples(parts: Mapping[str, Plain], gone: int | None) -> dict[str, Plain]:
    new = _first_example(kind_of(parts))
    was = parts.get("examples", ABSENT)
    now = _rowed([] if was is ABSENT else was, new, gone)
    return placed(parts, {"examples": now}, ORDER)


def _first_example(kind: str) -> dict[str, Plain]:
    """An example to begin with, of which its author makes their own."""
    answers: Mapping[str, Plain] = {"yes_no": "yes", "scale": 5, "number": 1, "duration": "PT5M"}
    if kind in ASKED:
        return {"given": {"answer": answers.get(kind, "yes")}, "then": "met"}
    if kind == "rating":
        return {
            "given": ["Mon 09:00 opened", "Mon 10:00 solved", "Tue 10:00 rated 5"],
            "then": "met",
        }
    end = "Mon 10:00 replied and solved"
    return {"given": ["Mon 09:00 opened", end], "then": "met"}


def _basis(parts: Mapping[str, Plain], gone: int | None) -> dict[str, Plain]:
    was = parts.get("grounds", ABSENT)
    grounds = was if isinstance(was, dict) else {}
    new: dict[str, Plain] = {"title": None, "link": "https://", "checked": None}
    now = _rowed(grounds.get("basis", ABSENT), new, gone)
    made = placed(grounds, {"basis": now}, ("expectation", "basis"))
    told: Maybe = made or ABSENT
    return placed(parts, {"grounds": told}, ORDER)


def _answers(parts: Mapping[str, Plain], gone: int | None) -> dict[str, Plain]:
    ask = parts.get("ask")
    answers = ask.get("answers") if isinstance(ask, dict) else None
    if not isinstance(ask, dict) or not isinstance(answers, dict):
        return dict(parts)
    names = list(answers)
    taken_out = names[gone] if gone is not None and gone < len(names) else None
    labels = ask.get("labels")
    now: dict[str, Maybe] = {"answers": {k: each for k, each in answers.items() if k != taken_out}}
    if isinstance(labels, dict) and taken_out in labels:
        now["labels"] = {k: each for k, each in labels.items() if k != taken_out} or ABSENT
    if gone is None:
        number = next(each for each in range(1, 100_000) if f"answer_{each}" not in answers)
        now["answers"] = {**answers, f"answer_{number}": 0}
    return {**parts, "ask": placed(ask, now, ("kind", "answers", "labels"))}


def _hours(parts: Mapping[str, Plain], gone: int | None) -> dict[str, Plain]:
    """Hours for the first weekday that has none yet; a week of every hour stays as it is."""
    week = parts.get("hours", {})
    if not isinstance(week, dict):
        return dict(parts)
    left = [each for each in DAYS if not _is_in(each, week)]
    now = _pairs(week, left[0] if left else DAYS[-1], ["09:00-13:00"], gone)
    return placed(parts, {"hours": now}, CALENDAR_ORDER)


def _is_in(day: str, week: Mapping[str, Plain]) -> bool:
    """Whether the weekday has hours in the week, under its own name or in a span."""
    place = DAYS.index(day)
    return any(place in _days(each) for each in week)


def _days(words: str) -> tuple[int, ...]:
    try:
        return parse_days(words)
    except ValueError:
        return ()


def _dated(key: str) -> Rowed:
    def rowed(parts: Mapping[str, Plain], gone: int | None) -> dict[str, Plain]:
        """A date more that is still to be filled in."""
        was = parts.get(key, {})
        if not isinstance(was, dict):
            return dict(parts)
        now: Maybe = _pairs(was, "", [], gone) or ABSENT
        return placed(parts, {key: now}, CALENDAR_ORDER)

    return rowed


def _pairs(
    was: Mapping[str, Plain], key: str, value: list[Plain], gone: int | None
) -> dict[str, Plain]:
    """The mapping with the new key, or without the one that goes. NotRewritten: it is there."""
    if gone is not None:
        return {name: each for place, (name, each) in enumerate(was.items()) if place != gone}
    if key in was:
        raise twice(key)
    return {**was, key: value}


OF_CRITERION: Mapping[str, Rowed] = {
    "limits": _limits,
    "examples": _examples,
    "grounds-basis": _basis,
    "ask-answers": _answers,
}
OF_CALENDAR: Mapping[str, Rowed] = {
    "hours": _hours,
    "overrides": _dated("overrides"),
    "breaks": _dated("breaks"),
}
