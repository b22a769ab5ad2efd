"""The lists of choices of a form, with what each answer earns where the form says it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from math import isfinite

from plugin.exchange.workbooks import columns
from plugin.exchange.workbooks.lines import Line

# Columns that may say what an answer earns; points are taken as parts of the highest.
SHARES = (columns.SHARE, "share")
POINTS = ("score", "points")
LONGEST_NAME = 60  # of an answer, as the form of a standard has it

_NA = frozenset({"na", "n/a", "n_a", "not_applicable", "nie_dotyczy", "не_применимо"})
_YES = frozenset({"yes", "y", "true", "tak", "да"})
_NO = frozenset({"no", "n", "false", "nie", "нет"})


@dataclass(frozen=True, slots=True)
class Option:
    """An answer of a list; `share` is 0..1, None where the form does not say it."""

    name: str
    label: Mapping[str, str]
    share: float | None
    is_na: bool


@dataclass(frozen=True, slots=True)
class Listed:
    """A list of choices in order; `points` is the column whose points became shares, if any."""

    options: tuple[Option, ...] = ()
    points: str | None = None

    @property
    def answers(self) -> tuple[Option, ...]:
        """Those that answer the question, `not applicable` left out."""
        return tuple(each for each in self.options if not each.is_na)

    @property
    def has_na(self) -> bool:
        """Whether `not applicable` is among them."""
        return any(each.is_na for each in self.options)

    @property
    def yes_no(self) -> Mapping[str, str] | None:
        """Of a list of yes and no which name is which; None for any other list."""
        sides = {each.name: _side(each) for each in self.answers}
        found = {name: side for name, side in sides.items() if side is not None}
        is_whole = sorted(found.values()) == ["no", "yes"] and len(found) == len(sides)
        return found if is_whole else None


def lists_of(lines: Iterable[Line]) -> Mapping[str, Listed]:
    """Every list by its name."""
    gathered: dict[str, list[Line]] = {}
    for line in lines:
        if line.cell("list_name") and line.cell("name"):
            gathered.setdefault(line.cell("list_name"), []).append(line)
    return {name: _listed(each) for name, each in gathered.items()}


def _listed(lines: list[Line]) -> Listed:
    points = next((each for each in POINTS if any(line.cell(each) for line in lines)), None)
    has_shares = any(line.cell(each) for line in lines for each in SHARES)
    options = tuple({each.name: each for each in map(_option, lines)}.values())
    if has_shares or points is None:
        return Listed(options)
    earned = {line.cell("name")[:LONGEST_NAME]: _number(line.cell(points)) for line in lines}
    highest = max((each for each in earned.values() if each is not None), default=0.0)
    if highest <= 0 or any(each is not None and each < 0 for each in earned.values()):
        return Listed(options)
    shares = (_part(earned[each.name], highest) for each in options)
    found = (replace(each, share=share) for each, share in zip(options, shares, strict=True))
    return Listed(tuple(found), points)


def _part(earned: float | None, highest: float) -> float | None:
    return None if earned is None else round(earned / highest, 4)


def _option(line: Line) -> Option:
    share = next((_number(line.cell(each)) for each in SHARES if line.cell(each)), None)
    name = line.cell("name")[:LONGEST_NAME]
    is_na = line.cell(columns.NA).casefold() == "yes" or name.casefold() in _NA
    within = share if share is not None and 0 <= share <= 1 else None
    return Option(name, line.words("label"), within, is_na)


def _number(text: str) -> float | None:
    try:
        found = float(text.replace(",", "."))
    except ValueError:
        return None
    return found if isfinite(found) else None


def _side(option: Option) -> str | None:
    """`yes` or `no`, by the answer's name, or by its English words where the name is a number."""
    said = {option.name.casefold(), *(each.casefold() for each in option.label.values())}
    by_name = option.name.casefold()
    if by_name in _YES or (by_name == "1" and said & _YES):
        return "yes"
    if by_name in _NO or (by_name in {"0", "2"} and said & _NO):
        return "no"
    return None
