"""The single values of the form: texts, codes, numbers, words of closed lists, dates."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from standards.said import Said
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
            what = Said("{value} is no text", value=shown(value))
            refuse(what, Said('put it in quotes: "{value}"', value=shown(value)))
        if not isinstance(value, str):
            what = Said("a text is wanted here, not {value}", value=shown(value))
            refuse(what, Said("write one text"))
        if not value.strip():
            refuse(Said("the text is blank"), Said("write it, or take the key out"))
        if len(value) > self.most:
            what = Said("the text has {count:,} characters", count=len(value))
            refuse(what, Said("say it in {most:,}", most=self.most))
        return value

    def described(self, of: Describe) -> Described:
        return {"type": "string", "pattern": r"\S", "maxLength": self.most}


class Code(Text):
    """A code: words of letters and digits joined by hyphens."""

    def read(self, value: Any) -> str:
        code = super().read(value)
        if not re.fullmatch(_CODE, code):
            what = Said("{value} is no code", value=shown(code))
            refuse(what, Said("write letters, digits and hyphens: RSP-01"))
        if len(code) > LONGEST_CODE:
            what = Said("the code {code} has {count} characters", code=shown(code), count=len(code))
            refuse(what, Said("keep it to {most}, for it becomes part of a tag", most=LONGEST_CODE))
        return code

    def described(self, of: Describe) -> Described:
        return {"type": "string", "pattern": f"^{_CODE}$", "maxLength": LONGEST_CODE}


class Link(Text):
    """The address of a page that anybody may follow."""

    def read(self, value: Any) -> str:
        link = super().read(value)
        if not re.fullmatch(_LINK, link) or len(link) > LONGEST_LINK:
            what = Said("{value} is no address of a page", value=shown(link))
            refuse(what, Said("write https://…, without spaces"))
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
            what = Said("{value} is no number", value=shown(value))
            if isinstance(value, str):
                refuse(
                    what, Said("write a number, without quotes: {bounds}", bounds=self._bounds())
                )
            refuse(what, Said("write a number: {bounds}", bounds=self._bounds()))
        if not self._within(value):
            what = Said("{value} is out of bounds", value=shown(value))
            refuse(what, Said("write {bounds}", bounds=self._bounds()))
        return value

    def _within(self, value: float) -> bool:
        return self.least <= value <= self.most

    def _bounds(self) -> Said:
        return Said("{least:,} to {most:,}", least=self.least, most=self.most)

    def described(self, of: Describe) -> Described:
        return {"type": "number", "minimum": self.least, "maximum": self.most}


class Share(Number):
    """A share: more than 0 (or from 0 on) to 1."""

    def __init__(self, description: str = "", *, from_zero: bool, **options: Any) -> None:
        super().__init__(description, 0, 1, **options)
        self.from_zero = from_zero

    def _within(self, value: float) -> bool:
        return super()._within(value) and (self.from_zero or value > 0)

    def _bounds(self) -> Said:
        if self.from_zero:
            return Said("a share from 0 to 1, such as 0.95")
        return Said("more than 0, at most 1")

    def described(self, of: Describe) -> Described:
        least = "minimum" if self.from_zero else "exclusiveMinimum"
        return {"type": "number", least: 0, "maximum": 1}


class Whole(Number):
    """A whole number within bounds."""

    def read(self, value: Any) -> int:
        number = self._number(value)
        if not isinstance(number, int):
            what = Said("{value} is no whole number", value=shown(value))
            refuse(what, Said("write {bounds}", bounds=self._bounds()))
        return number

    def described(self, of: Describe) -> Described:
        return {"type": "integer", "minimum": self.least, "maximum": self.most}


class Flag(Value):
    """true or false."""

    def read(self, value: Any) -> bool:
        if not isinstance(value, bool):
            what = Said("{value} is neither true nor false", value=shown(value))
            refuse(what, Said("write one, without quotes"))
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
        every = Said("write {words}", words=listed(self.words))
        if isinstance(value, str):
            mend = instead_of(value, self.words)
            what = Said("{value} is not known here", value=shown(value))
            refuse(what, every if mend == TAKE_OUT else mend)
        return refuse(Said("{value} is no word known here", value=shown(value)), every)

    def described(self, of: Describe) -> Described:
        return {"enum": list(self.words)}


class Constant(Value):
    """The one value that may stand here."""

    def __init__(self, description: str, value: str | int, mend: str = "", **options: Any) -> None:
        super().__init__(description, **options)
        self.value, self.mend = value, mend or Said("write {words}", words=value)

    def read(self, value: Any) -> str | int:
        if value != self.value or isinstance(value, bool):
            refuse(Said("{value} is not known here", value=shown(value)), self.mend)
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
        what = Said("{value} is no date", value=shown(value))
        refuse(what, Said("write year-month-day: 2026-11-30"))
    try:
        return date.fromisoformat(value)
    except ValueError:
        what = Said("there is no date {date}", date=value)
        return refuse(what, Said("look at the calendar: year-month-day"))
