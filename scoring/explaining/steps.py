"""What an explanation consists of: steps of words with values, shown by whoever knows the language.

A step's text is an English msgid with `{names}`; its values are typed, so that an instant, a span
or a verdict is written as the reader's language writes it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import tzinfo
from typing import TypeAlias

from standards.kinds import Words


def N_(text: str) -> str:  # noqa: N802  # gettext's own name for "translate this later"
    """The text itself; marks it for the catalogues."""
    return text


@dataclass(frozen=True, slots=True)
class At:
    """An instant, UTC seconds, to be shown on the clock of a zone."""

    instant: int
    zone: tzinfo


@dataclass(frozen=True, slots=True)
class Day:
    """The local date of an instant, UTC seconds, in a zone."""

    instant: int
    zone: tzinfo


@dataclass(frozen=True, slots=True)
class Clock:
    """The time of day of an instant, UTC seconds, on the clock of a zone."""

    instant: int
    zone: tzinfo


@dataclass(frozen=True, slots=True)
class Lasting:
    """A span in seconds, negative when it lies behind."""

    seconds: int


@dataclass(frozen=True, slots=True)
class Share:
    """A share, 0..1."""

    share: float


@dataclass(frozen=True, slots=True)
class Said:
    """Words that are translated too, with values of their own."""

    text: str
    values: Mapping[str, Shown]


@dataclass(frozen=True, slots=True)
class Written:
    """Words of the standard, a text a language."""

    words: Words


Shown: TypeAlias = (
    "str | float | At | Day | Clock | Lasting | Share | Said | Written | tuple[Shown, ...]"
)


@dataclass(frozen=True, slots=True)
class Step:
    """One line of an explanation; `depth` is how far it is indented, 0..3."""

    depth: int
    text: str
    values: Mapping[str, Shown]


def step(depth: int, text: str, **values: Shown) -> Step:
    """A step with its values by name."""
    return Step(depth, text, values)


def said(text: str, **values: Shown) -> Said:
    """Words within a step."""
    return Said(text, values)
