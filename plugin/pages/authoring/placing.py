"""At which field of a criterion's form each fault is told."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from plugin.authoring.checking import Amiss
from plugin.authoring.fields import Fields
from plugin.language import Language


def by_field(
    faults: Iterable[Amiss], number: int, fields: Fields, language: Language
) -> tuple[Mapping[str, tuple[str, ...]], tuple[str, ...]]:
    """The faults of the criterion at their fields, and those that belong to none."""
    own = f"criteria.{number}"
    placed: dict[str, tuple[str, ...]] = {}
    general: list[str] = []
    for each in faults:
        if each.field != own and not each.field.startswith(f"{own}."):
            continue
        name = _field_of(each.field[len(own) + 1 :].replace(".", "-"), fields)
        if name:
            placed[name] = (*placed.get(name, ()), language.said(each.message))
        else:
            general.append(language.said(each.message))
    return placed, tuple(general)


def _field_of(path: str, fields: Fields) -> str:
    """The field that the path names, or the nearest around it; empty where there is none."""
    with_row = re.sub(r"^(limits|grounds-basis)-(?![0-9])", r"\1-0-", path)
    around = (steps for each in (with_row, path) for steps in _around(each))
    return next((name for steps in around for name in _near(steps, fields)), "")


def _around(path: str) -> Iterator[str]:
    """The path, and each that holds it."""
    while path:
        yield path
        path = path.rpartition("-")[0]


def _near(steps: str, fields: Fields) -> Iterator[str]:
    if steps in fields:
        yield steps
    yield from (name for name in fields if name.startswith(f"{steps}-"))
