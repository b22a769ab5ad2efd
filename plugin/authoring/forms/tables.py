"""Parts of a form that YAML writes as a list of words, or as a mapping of free keys.

Series   [08:00-12:00, 12:30-16:30]      one line, with commas
Pairs    {mon-fri: [...], sat: [...]}    a row for each key
Week     the same, or `always`
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from plugin.authoring.forms.fields import ABSENT, Fields, Maybe, Part, merged
from plugin.authoring.written.rewriting import NotRewritten
from standards.said import Said, both
from standards.schema.calendars import ALWAYS
from standards.source import Plain

WEEKLY = "weekly"
DAYS, DATE, WINDOWS = "days", "date", "windows"
FIRST_HOURS: dict[str, Plain] = {"mon-fri": ["09:00-17:00"]}

_DATE_LENGTH = len("2026-11-30")
_BETWEEN = re.compile(r"[,;\n]")


@dataclass(frozen=True, slots=True)
class Series:
    """Words in one line, in the order in which they are typed.

    `empty` goes on as a list without any; otherwise nothing is written.
    """

    empty: bool = False

    def shown(self, plain: Maybe, name: str) -> Fields | None:
        """The words, joined; a plain one as it is, so that it can be mended."""
        if plain is ABSENT or plain is None:
            return {name: ""}
        if isinstance(plain, str):
            return {name: plain}
        words = [each for each in plain if _is_listed(each)] if isinstance(plain, list) else None
        if words is None or not isinstance(plain, list) or len(words) < len(plain):
            return None
        return {name: ", ".join(map(str, words))}

    def taken(self, fields: Fields, name: str, was: Maybe) -> Maybe:
        """The words, each without the blanks around it."""
        parts = [each.strip() for each in _BETWEEN.split(fields[name])]
        words: list[Plain] = [each for each in parts if each]
        return words if words or self.empty else ABSENT


@dataclass(frozen=True, slots=True)
class Pairs:
    """A mapping of free keys, a row each: `NAME-0-KEY` and `NAME-0-VALUE`."""

    key: str
    named: str
    value: Part

    def shown(self, plain: Maybe, name: str) -> Fields | None:
        """The fields of every row."""
        if plain is ABSENT or plain is None:
            return {}
        fields: dict[str, str] = {}
        for place, (key, value) in enumerate(plain.items() if isinstance(plain, dict) else ()):
            told = self.value.shown(value, f"{name}-{place}-{self.named}")
            if told is None or "\n" in key:
                return None
            fields |= {f"{name}-{place}-{self.key}": key, **told}
        return fields if isinstance(plain, dict) else None

    def taken(self, fields: Fields, name: str, was: Maybe) -> Maybe:
        """The mapping, as many rows as there were. NotRewritten where two have the same key."""
        if not isinstance(was, dict):
            return was
        made: dict[str, Plain] = {}
        for place, (key, value) in enumerate(was.items()):
            row = f"{name}-{place}"
            typed = fields.get(f"{row}-{self.key}", key)
            wanted = key if typed == key else typed.strip()
            if wanted in made:
                raise twice(wanted)
            given = merged(self.value, fields, f"{row}-{self.named}", value)
            made[wanted] = None if given is ABSENT else given
        return made


@dataclass(frozen=True, slots=True)
class Week:
    """The hours of weekdays, or `always`; which of both stands in a field of its own."""

    def shown(self, plain: Maybe, name: str) -> Fields | None:
        """`weekly` with a row for each weekday or span of them, `always`, or nothing."""
        if plain is ABSENT or plain is None:
            return {name: ""}
        if plain == ALWAYS:
            return {name: ALWAYS}
        rows = WEEKDAYS.shown(plain, name)
        return None if rows is None else {name: WEEKLY, **rows}

    def taken(self, fields: Fields, name: str, was: Maybe) -> Maybe:
        """The hours; a week that is newly chosen has those of an office."""
        chosen = fields[name]
        if chosen == ALWAYS:
            return ALWAYS
        if isinstance(was, dict):
            return WEEKDAYS.taken(fields, name, was)
        return dict(FIRST_HOURS) if chosen == WEEKLY else was


WEEKDAYS = Pairs(DAYS, WINDOWS, Series(empty=True))
DATES = Pairs(DATE, WINDOWS, Series(empty=True))


def is_date(words: str) -> bool:
    """Whether the words are a date as YAML has it, 2026-11-30."""
    try:
        return len(words) == _DATE_LENGTH and bool(date.fromisoformat(words))
    except ValueError:
        return False


def twice(key: str) -> NotRewritten:
    """Two rows are of the same key."""
    if not key:
        return NotRewritten(Said("fill in the row that is empty first"))
    return NotRewritten(both(Said("{word} stands twice", word=key), Said("keep one")))


def _is_listed(value: Plain) -> bool:
    """Whether a line with commas brings the word back as it is."""
    is_word = isinstance(value, str) and value.strip() == value and bool(value)
    return is_word and not _BETWEEN.search(str(value))
