"""The single values of the form: texts, codes, numbers, words of closed lists, dates."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from standards.schema.base import Describe, Described, Value, refuse
from standards.wording import TAKE_OUT, instead_of, listed, shown

LONGEST_CODE = 16  # what a helpdesk's tag of 32 characters leaves beside prefix and verdict
LONGEST_LINK = 500

_CODE = r"[A-Za-z0-9]+(-[A-Za-z0-9]+)*"
_LINK = r"https?://[^\s<>\"'@/?#]+([/?#][^\s<>\"']*)?"
_DATE = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"


class Text(Value):
    """Words that are not blank, at most so many characters."""

    def __init__(self, description: str = "", most: int = 2_000, **options: Any) -> None:
        super().__init__(description, **options)
        self.most = most

    def read(self, value: Any) -> str:
        if isinstance(value, bool | int | float):
            refuse(f"{shown(value)} is no text", f'put it in quotes: "{shown(value)}"')
        if not isinstance(value, str):
            refuse(f"a text is wanted here, not {shown(value)}", "write one text")
        if not value.strip():
            refuse("the text is blank", "write it, or take the key out")
        if len(value) > self.most:
            refuse(f"the text has {len(value):,} characters", f"say it in {self.most:,}")
        return value

    def described(self, of: Describe) -> Described:
        return {"type": "string", "pattern": r"\S", "maxLength": self.most}


class Code(Text):
    """A code: words of letters and digits joined by hyphens."""

    def read(self, value: Any) -> str:
        code = super().read(value)
        if not re.fullmatch(_CODE, code):
            refuse(f"{shown(code)} is no code", "write letters, digits and hyphens: RSP-01")
        if len(code) > LONGEST_CODE:
            mend = f"keep it to {LONGEST_CODE}, for it becomes part of a tag"
            refuse(f"the code {shown(code)} has {len(code)} characters", mend)
        return code

    def described(self, of: Describe) -> Described:
        return {"type": "string", "pattern": f"^{_CODE}$", "maxLength": LONGEST_CODE}


class Link(Text):
    """The address of a page that anybody may follow."""

    def read(self, value: Any) -> str:
        link = super().read(value)
        if not re.fullmatch(_LINK, link) or len(link) > LONGEST_LINK:
            refuse(f"{shown(link)} is no address of a page", "write https://…, without spaces")
        return link

    def described(self, of: Describe) -> Described:
        return {"type": "string", "pattern": f"^{_LINK}$", "maxLength": LONGEST_LINK}


class Number(Value):
    """A finite number within bounds, as float."""

    def __init__(self, description: str, least: float, most: float, **options: Any) -> None:
        super().__init__(description, **options)
        self.least, self.most = least, most

    def read(self, value: Any) -> float:
        return float(self._number(value))

    def _number(self, value: Any) -> int | float:
        if not isinstance(value, int | float) or isinstance(value, bool):
            unquoted = ", without quotes" if isinstance(value, str) else ""
            refuse(f"{shown(value)} is no number", f"write a number{unquoted}: {self._bounds()}")
        if not self._within(value):
            refuse(f"{shown(value)} is out of bounds", f"write {self._bounds()}")
        return value

    def _within(self, value: float) -> bool:
        return self.least <= value <= self.most

    def _bounds(self) -> str:
        return f"{self.least:,} to {self.most:,}"

    def described(self, of: Describe) -> Described:
        return {"type": "number", "minimum": self.least, "maximum": self.most}


class Share(Number):
    """A share: more than 0 (or from 0 on) to 1."""

    def __init__(self, description: str = "", *, from_zero: bool, **options: Any) -> None:
        super().__init__(description, 0, 1, **options)
        self.from_zero = from_zero

    def _within(self, value: float) -> bool:
        return super()._within(value) and (self.from_zero or value > 0)

    def _bounds(self) -> str:
        return "a share from 0 to 1, such as 0.95" if self.from_zero else "more than 0, at most 1"

    def described(self, of: Describe) -> Described:
        least = "minimum" if self.from_zero else "exclusiveMinimum"
        return {"type": "number", least: 0, "maximum": 1}


class Whole(Number):
    """A whole number within bounds."""

    def read(self, value: Any) -> int:
        number = self._number(value)
        if not isinstance(number, int):
            refuse(f"{shown(value)} is no whole number", f"write {self._bounds()}")
        return number

    def described(self, of: Describe) -> Described:
        return {"type": "integer", "minimum": self.least, "maximum": self.most}


class Flag(Value):
    """true or false."""

    def read(self, value: Any) -> bool:
        if not isinstance(value, bool):
            refuse(f"{shown(value)} is neither true nor false", "write one, without quotes")
        return value

    def described(self, of: Describe) -> Described:
        return {"type": "boolean"}


class Word(Value):
    """One word of a closed list, as the member of an enumeration or as text."""

    def __init__(self, description: str, words: Iterable[str], **options: Any) -> None:
        super().__init__(description, **options)
        self.words = {str(word): word for word in words}

    def read(self, value: Any) -> str:
        if isinstance(value, str) and value in self.words:
            return self.words[value]
        every = f"write {listed(self.words)}"
        if isinstance(value, str):
            mend = instead_of(value, self.words)
            refuse(f"{shown(value)} is not known here", every if mend == TAKE_OUT else mend)
        return refuse(f"{shown(value)} is no word known here", every)

    def described(self, of: Describe) -> Described:
        return {"enum": list(self.words)}


class Constant(Value):
    """The one value that may stand here."""

    def __init__(self, description: str, value: str | int, mend: str = "", **options: Any) -> None:
        super().__init__(description, **options)
        self.value, self.mend = value, mend or f"write {value}"

    def read(self, value: Any) -> str | int:
        if value != self.value or isinstance(value, bool):
            refuse(f"{shown(value)} is not known here", self.mend)
        return self.value

    def described(self, of: Describe) -> Described:
        return {"const": self.value}


class Day(Value):
    """A date, written 2026-11-30."""

    def read(self, value: Any) -> date:
        return read_date(value)

    def described(self, of: Describe) -> Described:
        return {"type": "string", "format": "date", "pattern": f"^{_DATE}$"}


def read_date(value: object) -> date:
    """The date written 2026-11-30; ValidationError otherwise."""
    if not isinstance(value, str) or not re.fullmatch(_DATE, value):
        refuse(f"{shown(value)} is no date", "write year-month-day: 2026-11-30")
    try:
        return date.fromisoformat(value)
    except ValueError:
        return refuse(f"there is no date {value}", "look at the calendar: year-month-day")
