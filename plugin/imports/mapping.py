"""What a mapping says, once read: which exports there are and which lines their rows become."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from plugin.imports.template import Template
from scoring.evidence import EventKind

Scalar: TypeAlias = "str | int | float | bool"
Words: TypeAlias = "Mapping[str, Scalar]"  # what the export writes -> what we write


class How(StrEnum):
    """How a condition looks at a column."""

    IS = "is"
    NOT = "not"
    STARTS = "starts"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class Look:
    """One look at one column. `wanted` is for EMPTY the one word true or false."""

    column: str
    how: How
    wanted: tuple[str, ...]


# Any of the outer tuple, all of the inner one; () is no condition at all.
When: TypeAlias = "tuple[tuple[Look, ...], ...]"


class Unit(StrEnum):
    """What a number counts; a day added to a date is the same wall time tomorrow."""

    SECONDS = "seconds"
    MINUTES = "minutes"
    HOURS = "hours"
    DAYS = "days"


SECONDS_IN: Mapping[Unit, int] = {
    Unit.SECONDS: 1,
    Unit.MINUTES: 60,
    Unit.HOURS: 3_600,
    Unit.DAYS: 86_400,
}


@dataclass(frozen=True, slots=True)
class Constant:
    """The same for every row."""

    value: Scalar


@dataclass(frozen=True, slots=True)
class Said:
    """What a row says: its text, looked up in `words`, split, or read as a number (of `unit`)."""

    text: Template
    words: Words | None = None
    otherwise: Constant | Said | None = None
    number: bool = False
    unit: Unit | None = None
    split: str | None = None


Value: TypeAlias = "Constant | Said"


class Offset(StrEnum):
    """What to think of the UTC offset of a stamp."""

    TRUST = "trust"  # an offset in the text counts; without one the zone does
    IGNORE = "ignore"  # local wall time of the zone, whatever offset is written
    DOUBLED = "doubled"  # local wall time was taken for UTC and turned into local time once more


@dataclass(frozen=True, slots=True)
class Dates:
    """How a date is written. None: as the mapping's own `dates` says."""

    formats: tuple[str, ...] | None = None
    zone: str | None = None
    offset: Offset | None = None

    def over(self, default: Dates) -> Dates:
        """These, with what is left open taken from the default."""
        return Dates(
            self.formats or default.formats,
            self.zone or default.zone,
            self.offset or default.offset,
        )


@dataclass(frozen=True, slots=True)
class Later:
    """So much later than the date: the number in a column, in a unit."""

    column: Template
    unit: Unit


@dataclass(frozen=True, slots=True)
class At:
    """An instant that a row tells."""

    text: Template
    dates: Dates
    plus: Later | None = None
    not_before: Template | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """Facts by their names (`fields.NAME` for the firm's own), and those that are instants."""

    values: tuple[tuple[str, Value], ...] = ()
    instants: tuple[tuple[str, At], ...] = ()


@dataclass(frozen=True, slots=True)
class EventRule:
    """One event that a row may become."""

    kind: EventKind
    at: At
    when: When = ()
    role: Value | None = None
    by: Value | None = None
    public: Value | None = None
    facts: Facts = Facts()
    text: Value | None = None
    id: Value | None = None
    only_changes: bool = False


@dataclass(frozen=True, slots=True)
class AnswerRule:
    """One answer: the value of a row for which `when` holds; without a value, how many such rows.

    `na` are the words for a question that did not arise; `absent_na` says so of one that no row
    answers.
    """

    value: Value | None
    when: When = ()
    na: frozenset[str] = frozenset()
    absent_na: bool = False


@dataclass(frozen=True, slots=True)
class VisitRule:
    """What a row tells of a visit; several rows, also of several files, make one."""

    questionnaire: Value | None = None
    version: Value | None = None
    about: Value | None = None
    location: Value | None = None
    started_at: At | None = None
    ended_at: At | None = None
    identity: Value | None = None
    means: Value | None = None
    confidence: Value | None = None
    accepted: Value | None = None
    facts: Facts = Facts()
    answers: tuple[tuple[str, AnswerRule], ...] = ()


class Reads(StrEnum):
    """The forms of file that can be read."""

    CSV = "csv"
    XES = "xes"


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a CSV file is written. Never guessed."""

    delimiter: str = ","
    encoding: str = "utf-8-sig"
    quote: str | None = '"'
    escape: str | None = None


@dataclass(frozen=True, slots=True)
class Export:
    """One form of file: which rows count, which contact they tell of, what lines they become."""

    name: str
    contact: Template
    like: str | None = None
    reads: Reads = Reads.CSV
    csv: Dialect = Dialect()
    dates: Dates = Dates()
    missing: frozenset[str] = frozenset()
    where: When = ()
    distinct: tuple[Template, ...] = ()
    newest_first: bool = False
    events: tuple[EventRule, ...] = ()
    visit: VisitRule | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A second file in which a row's column `on` is looked up among the column `key`."""

    name: str
    key: str
    on: str
    like: str | None = None
    csv: Dialect = Dialect()
    missing: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ImportMapping:
    """A whole mapping: the exports, the first of which says which visits there are."""

    connection: str
    exports: tuple[Export, ...]
    tables: tuple[Table, ...] = ()
    decimal: str = "."
