"""At which field of a form each fault is told, and in which part of the standard it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from plugin.authoring.chosen import Chosen, TheCalendar, TheCriterion, TheHead
from plugin.authoring.forms.fields import Fields
from plugin.authoring.forms.tables import DATE, DAYS, WINDOWS, is_date
from plugin.authoring.written.head import CALENDARS, CRITERIA

# Rows of a mapping: the field that holds the key, and that of its value.
_KEYED: Mapping[str, str] = {DAYS: WINDOWS, DATE: WINDOWS, "code": "share"}


def part_of(path: str, calendars: Iterable[str]) -> Chosen | None:
    """The part that the path is in; None: the whole text, or all the criteria."""
    first, _, rest = path.partition(".")
    number = rest.partition(".")[0]
    if first == CRITERIA:
        return TheCriterion(int(number)) if number.isdecimal() else None
    if first == CALENDARS:
        # The longest name first, for a name may have a point in it.
        named = (each for each in sorted(calendars, key=len, reverse=True) if _is_in(rest, each))
        return next(map(TheCalendar, named), TheHead())
    return TheHead() if path else None


def within(path: str, chosen: Chosen) -> str:
    """What of the path is below the part."""
    match chosen:
        case TheCriterion(number):
            return path[len(f"{CRITERIA}.{number}.") :]
        case TheCalendar(name):
            return path[len(f"{CALENDARS}.{name}.") :]
    return path


def by_field(
    told: Iterable[tuple[str, str]], fields: Fields
) -> tuple[Mapping[str, tuple[str, ...]], tuple[str, ...]]:
    """What is said of paths at the fields of these, and what belongs to none of them."""
    placed: dict[str, tuple[str, ...]] = {}
    general: list[str] = []
    for path, said in told:
        name = _field_of(path.replace(".", "-"), fields)
        if name:
            placed[name] = (*placed.get(name, ()), said)
        else:
            general.append(said)
    return placed, tuple(general)


def _is_in(path: str, name: str) -> bool:
    return path == name or path.startswith(f"{name}.")


def _field_of(path: str, fields: Fields) -> str:
    """The field that the path names, or the nearest around it; empty where there is none."""
    with_row = re.sub(r"^(limits|grounds-basis)-(?![0-9])", r"\1-0-", path)
    around = (steps for each in (with_row, path) for steps in _around(each))
    near = (name for steps in around for name in _near(steps, fields))
    return next(_by_key(path, fields), next(near, ""))


def _by_key(path: str, fields: Fields) -> Iterator[str]:
    """The field of the value whose key the path names, or of the key where that can be none."""
    for name, key in fields.items():
        row, _, last = name.rpartition("-")
        table = row.rpartition("-")[0]
        own = f"{table}-{key.replace('.', '-')}"
        if last in _KEYED and table and (path == own or (key and path.startswith(f"{own}-"))):
            yield name if last == DATE and not is_date(key) else f"{row}-{_KEYED[last]}"


def _around(path: str) -> Iterator[str]:
    """The path, and each that holds it."""
    while path:
        yield path
        path = path.rpartition("-")[0]


def _near(steps: str, fields: Fields) -> Iterator[str]:
    if steps in fields:
        yield steps
    yield from (name for name in fields if name.startswith(f"{steps}-"))
