"""What is wrong with what somebody says of an assignment: by field, in words yet to translate."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from plugin.language import N_, Language
from standards.said import Said

ENGLISH = Language("en")

# Where each field stands in the body of a request; its own name is what sheets and forms call it.
POINTERS: Mapping[str, str] = {
    "shopper": "/shopper",
    "location": "/location",
    "from": "/window/from",
    "until": "/window/until",
    "questionnaire": "/questionnaire/standard",
    "version": "/questionnaire/version",
    "fee": "/fee/amount",
    "currency": "/fee/currency",
    "scenario": "/scenario",
    "note": "/note",
}


@dataclass(frozen=True, slots=True)
class FieldFault:
    """One thing wrong: the field by name, and what is wrong there, with the values in the words."""

    name: str
    says: str
    values: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.says.format(**self.values)

    @property
    def pointer(self) -> str:
        """Its place in the body of a request."""
        return POINTERS[self.name]


class AssignmentUnfit(Exception):
    """There cannot be such an assignment; `faults` says why, field by field."""

    def __init__(self, faults: Iterable[FieldFault]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(map(str, self.faults)))

    @property
    def errors(self) -> tuple[Mapping[str, str], ...]:
        """The same, each with its place in the body."""
        return tuple({"pointer": each.pointer, "detail": str(each)} for each in self.faults)


WHERE, IN_ROW = N_("row {row}, {column}: {said}"), N_("row {row}: {said}")
MORE = N_("and {number} more faults")


@dataclass(frozen=True, slots=True)
class CellFault:
    """One thing wrong in a sheet: its row as a spreadsheet counts, the column, and what.

    `column` is empty where it is the row or the whole sheet. `values` stand in the words.
    """

    row: int
    column: str
    says: str
    values: Mapping[str, str] = field(default_factory=dict)

    def said(self, language: Language = ENGLISH) -> str:
        """Where it is and what, in the language."""
        says = self.says
        is_said = isinstance(says, Said)
        said = language.said(says) if is_said else language.gettext(says, **self.values)
        where = WHERE if self.column else IN_ROW
        return language.gettext(where, row=self.row, column=self.column, said=said)

    def __str__(self) -> str:
        return self.said()


MOST_TOLD = 200  # faults of one sheet: nobody mends more at once


class AssignmentsSheetFaulty(Exception):
    """The sheet is not taken; `faults` are its faults by row and column, `more` those left out."""

    def __init__(self, faults: Iterable[CellFault]) -> None:
        ordered = tuple(sorted(faults, key=lambda each: each.row))
        self.faults, self.more = ordered[:MOST_TOLD], max(0, len(ordered) - MOST_TOLD)
        super().__init__("\n".join(self.lines()))

    def lines(self, language: Language = ENGLISH) -> tuple[str, ...]:
        """The faults in the language, and how many more there are."""
        more = (language.gettext(MORE, number=language.number(self.more)),) if self.more else ()
        return (*(each.said(language) for each in self.faults), *more)

    @property
    def errors(self) -> tuple[Mapping[str, str], ...]:
        """The faults, each with its row and column."""
        return tuple(
            {"pointer": f"/rows/{each.row}/{each.column}".rstrip("/"), "detail": str(each)}
            for each in self.faults
        )
