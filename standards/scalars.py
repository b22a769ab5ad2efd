"""What a plain word in YAML means: the core schema of YAML 1.2.2, chapter 10.3.

There `no` is the word no, `1_000` and `2026-03-02` are text, and nothing is a date or a fraction of
sixty. Numbers that JSON could not carry unchanged are refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from math import isfinite
from typing import TypeAlias

from standards.said import Said, both

Scalar: TypeAlias = "bool | int | float | str | None"

MOST = 2**53 - 1  # the largest whole number every JSON reader keeps exact, RFC 8259 chapter 6


def resolve(text: str) -> Scalar:
    """The value of an unquoted word; ValueError says why it can be none."""
    for pattern, value in _CORE:
        if pattern.fullmatch(text):
            return value(text)
    return text


def _whole(text: str, base: int = 10) -> int:
    digits = text if base == 10 else text[2:]
    if len(digits) > 20 or abs(int(digits, base)) > MOST:
        what = Said("{number} is too large a number", number=_short(text))
        raise ValueError(both(what, Said("put it in quotes if it is a name")))
    return int(digits, base)


def _fraction(text: str) -> float:
    if text.lstrip("+-.")[:1].isalpha() or not isfinite(float(text)):
        what = Said("{number} is no number to count with", number=_short(text))
        raise ValueError(both(what, Said("write a finite one")))
    return float(text)


def _short(text: str) -> str:
    if len(text) <= 24:
        return text
    return Said("{begins}… ({count} characters)", begins=text[:20], count=len(text))


_CORE: tuple[tuple[re.Pattern[str], Callable[[str], Scalar]], ...] = (
    (re.compile(r"null|Null|NULL|~|"), lambda _: None),
    (re.compile(r"true|True|TRUE"), lambda _: True),
    (re.compile(r"false|False|FALSE"), lambda _: False),
    (re.compile(r"[-+]?[0-9]+"), _whole),
    (re.compile(r"0o[0-7]+"), lambda text: _whole(text, 8)),
    (re.compile(r"0x[0-9a-fA-F]+"), lambda text: _whole(text, 16)),
    (re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?"), _fraction),
    (re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)"), _fraction),
)
