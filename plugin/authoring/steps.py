"""What an author does to a text with one press: a criterion or a row more, less, or elsewhere.

A step is a word, and where it needs one, a colon and what it is about: `row-add:limits`,
`row-remove:examples:2`, `choose:3`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

from plugin.authoring.asking import ASKED, Asking, first_limit, limits_for
from plugin.authoring.criterion import ORDER, kind_of
from plugin.authoring.fields import ABSENT, Maybe
from plugin.authoring.groups import placed, rows_of
from plugin.authoring.rewriting import (
    NotRewritten,
    added,
    changed,
    duplicated,
    free_code,
    moved,
    removed,
    written_at,
    written_in,
)
from standards.said import Said, both
from standards.source import Plain

NEW_CODE = "NEW-01"


@dataclass(frozen=True, slots=True)
class Typed:
    """A text as it is typed, and the number of the criterion that stands in the form.

    None: no criterion does.
    """

    text: str
    chosen: int | None
    calendars: tuple[str, ...] = ()


def stepped(typed: Typed, step: str) -> Typed:
    """What comes of the step; as it was, when the step is not known. NotRewritten says why not."""
    word, _, about = step.partition(":")
    take = _STEPS.get(word)
    return typed if take is None else take(typed, about)


def _choose(typed: Typed, about: str) -> Typed:
    return replace(typed, chosen=int(about)) if about.isdecimal() and len(about) < 6 else typed


def _add(typed: Typed, kind: str) -> Typed:
    """One more criterion of the kind, chosen."""
    code = free_code(typed.text, _like(typed))
    ask = Asking(("en",), typed.calendars).begun(kind or "yes_no", {})
    limits = limits_for(kind, ABSENT)
    parts = placed({"code": code, "weight": 1, "ask": ask}, {"limits": limits}, ORDER)
    text = added(typed.text, parts)
    return replace(typed, text=text, chosen=len(written_in(text)) - 1)


def _like(typed: Typed) -> str:
    """The code that a new one is to be like: that of the last criterion."""
    codes = [each.code for each in written_in(typed.text) if each.code]
    return codes[-1] if codes else NEW_CODE


def _duplicate(typed: Typed, _: str) -> Typed:
    number = _chosen(typed)
    return replace(typed, text=duplicated(typed.text, number), chosen=number + 1)


def _remove(typed: Typed, _: str) -> Typed:
    number = _chosen(typed)
    text = removed(typed.text, number)
    left = len(written_in(text))
    return replace(typed, text=text, chosen=min(number, left - 1) if left else None)


def _move(by: int) -> Take:
    def take(typed: Typed, _: str) -> Typed:
        number, last = _chosen(typed), len(written_in(typed.text)) - 1
        onward = min(max(number + by, 0), last)
        return replace(typed, text=moved(typed.text, number, by), chosen=onward)

    return take


def _add_row(typed: Typed, about: str) -> Typed:
    return _with_rows(typed, about, None)


def _remove_row(typed: Typed, about: str) -> Typed:
    key, _, number = about.rpartition(":")
    is_number = number.isdecimal() and len(number) < 6
    return _with_rows(typed, key, int(number)) if is_number else typed


def _with_rows(typed: Typed, key: str, gone: int | None) -> Typed:
    """One row more in the list, or one less."""
    number = _chosen(typed)
    parts = written_at(typed.text, number).parts
    if parts is None:
        what = Said("the criterion cannot be read")
        raise NotRewritten(both(what, Said("mend it in the YAML")))
    now = _ROWS[key](parts, gone) if key in _ROWS else parts
    return replace(typed, text=changed(typed.text, number, now))


def _chosen(typed: Typed) -> int:
    if typed.chosen is None:
        raise NotRewritten(both(Said("no criterion stands in the form"), Said("choose one")))
    return typed.chosen


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


Take: TypeAlias = "Callable[[Typed, str], Typed]"

_ROWS: Mapping[str, Callable[[Mapping[str, Plain], int | None], dict[str, Plain]]] = {
    "limits": _limits,
    "examples": _examples,
    "grounds-basis": _basis,
    "ask-answers": _answers,
}
_STEPS: Mapping[str, Take] = {
    "choose": _choose,
    "add": _add,
    "duplicate": _duplicate,
    "remove": _remove,
    "up": _move(-1),
    "down": _move(1),
    "row-add": _add_row,
    "row-remove": _remove_row,
}
