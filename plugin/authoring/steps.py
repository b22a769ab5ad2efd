"""What an author does to a text with one press: a criterion, calendar or row more, less, elsewhere.

A step is a word, and where it needs one, a colon and what it is about: `row-add:limits`,
`row-remove:examples:2`, `choose:3`, `choose:calendar:office`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

from plugin.authoring.chosen import (
    Chosen,
    TheCalendar,
    TheCriterion,
    TheHead,
    changed_at,
    chosen_in,
    parts_at,
    unread,
    with_calendar,
    without_calendar,
)
from plugin.authoring.forms.asking import Asking, limits_for
from plugin.authoring.forms.criterion import ORDER
from plugin.authoring.forms.fields import ABSENT
from plugin.authoring.forms.groups import placed
from plugin.authoring.forms.rows import OF_CALENDAR, OF_CRITERION, Rowed
from plugin.authoring.forms.tables import FIRST_HOURS
from plugin.authoring.written.head import calendars_of, head_in
from plugin.authoring.written.rewriting import (
    NotRewritten,
    added,
    duplicated,
    free_code,
    moved,
    removed,
    written_in,
)
from standards.content import mapping
from standards.said import Said, both
from standards.source import Plain

NEW_CODE, FIRST_ZONE = "NEW-01", "UTC"


@dataclass(frozen=True, slots=True)
class Typed:
    """A text as it is typed, and what of it stands in the form; None: nothing does."""

    text: str
    chosen: Chosen | None
    calendars: tuple[str, ...] = ()


def stepped(typed: Typed, step: str) -> Typed:
    """What comes of the step; as it was, when the step is not known. NotRewritten says why not."""
    word, _, about = step.partition(":")
    take = _STEPS.get(word)
    return typed if take is None else take(typed, about)


def _choose(typed: Typed, about: str) -> Typed:
    return replace(typed, chosen=chosen_in(about) or typed.chosen)


def _add(typed: Typed, kind: str) -> Typed:
    """One more criterion of the kind, chosen."""
    code = free_code(typed.text, _like(typed))
    ask = Asking(("en",), typed.calendars).begun(kind or "yes_no", {})
    limits = limits_for(kind, ABSENT)
    parts = placed({"code": code, "weight": 1, "ask": ask}, {"limits": limits}, ORDER)
    text = added(typed.text, parts)
    return replace(typed, text=text, chosen=TheCriterion(len(written_in(text)) - 1))


def _like(typed: Typed) -> str:
    """The code that a new one is to be like: that of the last criterion."""
    codes = [each.code for each in written_in(typed.text) if each.code]
    return codes[-1] if codes else NEW_CODE


def _add_calendar(typed: Typed, name: str) -> Typed:
    """One more calendar of the name, chosen: in the zone of the first, open on weekdays."""
    first = next(iter(calendars_of(head_in(typed.text)).values()), None)
    zone = mapping(first).get("zone") or FIRST_ZONE
    parts: dict[str, Plain] = {"zone": zone, "hours": dict(FIRST_HOURS)}
    text = with_calendar(typed.text, name, parts)
    return replace(typed, text=text, chosen=TheCalendar(name))


def _duplicate(typed: Typed, _: str) -> Typed:
    number = _number(typed)
    onward = TheCriterion(number + 1)
    return replace(typed, text=duplicated(typed.text, number), chosen=onward)


def _remove(typed: Typed, _: str) -> Typed:
    """Without the criterion or calendar in the form; the next one stands there."""
    if isinstance(typed.chosen, TheCalendar):
        text = without_calendar(typed.text, typed.chosen.name)
        return replace(typed, text=text, chosen=TheHead())
    number = _number(typed)
    text = removed(typed.text, number)
    left = len(written_in(text))
    onward = TheCriterion(min(number, left - 1)) if left else None
    return replace(typed, text=text, chosen=onward)


def _move(by: int) -> Take:
    def take(typed: Typed, _: str) -> Typed:
        number, last = _number(typed), len(written_in(typed.text)) - 1
        onward = TheCriterion(min(max(number + by, 0), last))
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
    chosen = typed.chosen
    if chosen is None:
        raise _nothing_chosen()
    parts = parts_at(typed.text, chosen)
    if parts is None:
        raise unread()
    rowed = _ROWS[type(chosen)].get(key)
    now = parts if rowed is None else rowed(parts, gone)
    return replace(typed, text=changed_at(typed.text, chosen, now))


def _number(typed: Typed) -> int:
    """The number of the criterion in the form. NotRewritten where none stands there."""
    if not isinstance(typed.chosen, TheCriterion):
        raise _nothing_chosen()
    return typed.chosen.number


def _nothing_chosen() -> NotRewritten:
    return NotRewritten(both(Said("no criterion stands in the form"), Said("choose one")))


Take: TypeAlias = "Callable[[Typed, str], Typed]"

_ROWS: Mapping[type[Chosen], Mapping[str, Rowed]] = {
    TheHead: {},
    TheCalendar: OF_CALENDAR,
    TheCriterion: OF_CRITERION,
}
_STEPS: Mapping[str, Take] = {
    "choose": _choose,
    "add": _add,
    "add-calendar": _add_calendar,
    "duplicate": _duplicate,
    "remove": _remove,
    "up": _move(-1),
    "down": _move(1),
    "row-add": _add_row,
    "row-remove": _remove_row,
}
