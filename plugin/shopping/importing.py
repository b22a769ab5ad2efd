"""Takes assignments from a sheet; all of them or, where one row has a fault, none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from mobile_api.assigning import Assignment
from plugin.directory.sheet import Head, Row, RowFault, read_sheet
from plugin.language import N_
from plugin.reports.csv_file import DANGEROUS
from plugin.shopping.assigning import Assigning
from plugin.shopping.refusals import AssignmentsSheetFaulty, AssignmentUnfit, CellFault
from standards.said import both

SCENARIOS = ("scenario_en", "scenario_pl", "scenario_ru")
COLUMNS = (
    "shopper", "location", "from", "until", "questionnaire", "version", "fee", "currency",
    *SCENARIOS, "note",
)  # fmt: skip
HEAD = Head(
    COLUMNS,
    ("shopper", "location", "from", "until", "questionnaire"),
    frozenset({*SCENARIOS, "note"}),
)
TOO_MANY = N_("there are {number} rows; at most {most} are taken at once: split the sheet")
TWICE = N_("it says the same as row {row}; give it another window, or leave it out")
FORMULA = N_("{text} is a formula; write the value that it stands for")
MOST_ROWS = 5_000  # at once: mongod keeps all of a transaction in its cache
LARGEST = 8 * 1024 * 1024  # bytes of a sheet


@dataclass(frozen=True, slots=True)
class ImportedAssignments:
    """What became of a sheet: assignments that are new, and those that stood already."""

    made: tuple[Assignment, ...]
    standing: tuple[Assignment, ...]


def import_assignments(assigning: Assigning, raw: bytes, by: str) -> ImportedAssignments:
    """What became of the sheet's rows. AssignmentsSheetFaulty takes none of them.

    The same sheet again makes nothing new: a row that says what stands already is left as it is.
    """
    rows, unreadable = read_sheet(raw, HEAD)
    faults = [_of_row(each) for each in unreadable]
    if len(rows) > MOST_ROWS:
        values = {"number": f"{len(rows):,}", "most": f"{MOST_ROWS:,}"}
        raise AssignmentsSheetFaulty([*faults, CellFault(1, "", TOO_MANY, values)])
    sheet = _Sheet(assigning, by)
    sheet.take(rows)
    if faults or sheet.faults:
        raise AssignmentsSheetFaulty([*faults, *sheet.faults])
    made, standing = assigning.assignments.create_all(sheet.read)
    return ImportedAssignments(made, standing)


@dataclass(slots=True)
class _Sheet:
    """The rows of a sheet as far as they are read."""

    assigning: Assigning
    by: str
    read: list[Assignment] = field(default_factory=list)
    faults: list[CellFault] = field(default_factory=list)
    _first: dict[tuple[object, ...], int] = field(default_factory=dict)

    def take(self, rows: Sequence[Row]) -> None:
        """Reads all the rows."""
        self.assigning.look_up(frozenset(each["location"] for each in rows))
        for row in rows:
            self._take(row)

    def _take(self, row: Row) -> None:
        if formulas := tuple(_formulas(row)):
            self.faults += formulas
            return
        try:
            read = self.assigning.read_texts(_texts(row), self.by)
        except AssignmentUnfit as unfit:
            self.faults += _of_fields(row, unfit)
            return
        same = (read.shopper, read.location, read.opens_at, read.closes_at, read.standard)
        first = self._first.setdefault(same, row.number)
        if first != row.number:
            self.faults.append(CellFault(row.number, "", TWICE, {"row": str(first)}))
        self.read.append(read)


def _formulas(row: Row) -> Iterator[CellFault]:
    for column, cell in row.cells.items():
        if cell.startswith("="):
            yield CellFault(row.number, column, FORMULA, {"text": repr(cell[:40])})


def _texts(row: Row) -> Mapping[str, str]:
    """The cells, without the apostrophe that keeps a spreadsheet from calculating with one."""
    return {
        name: cell[1:] if cell.startswith("'") and cell[1:].startswith(_KEPT) else cell
        for name, cell in row.cells.items()
    }


_KEPT = (*DANGEROUS, "'")


def _of_row(fault: RowFault) -> CellFault:
    return CellFault(fault.row, "", both(fault.text, fault.mend))


def _of_fields(row: Row, unfit: AssignmentUnfit) -> Iterable[CellFault]:
    return (
        CellFault(row.number, _column(each.name, row), each.says, each.values)
        for each in unfit.faults
    )


def _column(name: str, row: Row) -> str:
    """The column of a field; of a scenario the first that is written."""
    if name != "scenario":
        return name
    return next((each for each in SCENARIOS if row[each]), SCENARIOS[0])
