"""Reads a file of an export: each row becomes records, is left out as mapped, or is refused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import TypeAlias

import orjson

from plugin.imports.exports.cells import ABOUT, Cells, Cutting
from plugin.imports.exports.csv_rows import CsvFile
from plugin.imports.exports.files import Opened
from plugin.imports.exports.headers import check_header, refuse_missing
from plugin.imports.exports.rows import Refusal, Refused, Row, Unread, shown
from plugin.imports.exports.tables import LoadedTable
from plugin.imports.exports.xes_rows import XesFile
from plugin.imports.mapping import EventRule, Export, ImportMapping, Reads, VisitRule
from plugin.imports.ordering.records import (
    CHANGING,
    LAST_ROW,
    PLAIN,
    Record,
    RowPlace,
    order_of,
    plain,
)
from plugin.imports.telling.binding import Binding
from plugin.imports.telling.events import drafts_of
from plugin.imports.telling.visits import part_of
from plugin.imports.template import Template
from plugin.imports.used import columns_of
from standards.source import Source

# What is counted on the way.
ROWS, LEFT_OUT, SILENT, REFUSED = "rows", "left out", "silent", "refused"

# What makes the records of a row: of its contact, place, likeness to others, line and cells.
Makes: TypeAlias = "Callable[[str, RowPlace, bytes, int, Cells], list[Record]]"


@dataclass(frozen=True, slots=True)
class Job:
    """What every file of an import is read with. `source` is the mapping's, for its faults."""

    mapping: ImportMapping
    source: Source
    tables: Sequence[LoadedTable]
    counts: Counter[str]
    refuse: Callable[[Refusal], None]


def records_of(job: Job, export: int, number: int, file: Opened) -> Iterator[list[Record]]:
    """The records of every row of the file, which is the export's file of that number.

    InputInvalid when the file cannot be read, MappingInvalid when it lacks a column.
    """
    form = job.mapping.exports[export]
    tables = [table for table in job.tables if _uses(form, table)]
    own = _own_columns(form, tables)
    if form.reads is Reads.XES:
        source: CsvFile | XesFile = XesFile(file.path, file.stream, own)
    else:
        source = CsvFile(file.path, file.stream, form.csv)
        check_header(file.path, source.header, own, job.source)
    cutting = Cutting(own, source.header, tables, form.missing, file.name)
    make = _Making(job, form, cutting)
    for row in source.rows():
        job.counts[ROWS] += 1
        yield make.records(RowPlace(export, number, row.number), row, file.path)
    if isinstance(source, XesFile) and job.counts[ROWS]:
        unseen = [column for column in own if column not in source.seen]
        if unseen:
            refuse_missing(file.path, sorted(source.seen), unseen, job.source)


class _Making:
    """Makes records of the rows of one file."""

    def __init__(self, job: Job, form: Export, cutting: Cutting) -> None:
        self._job, self._cut = job, cutting.cut
        binding = Binding(
            cutting.places, job.mapping.connection, form.dates, job.mapping.decimal, job.counts
        )
        self._fits = binding.when(form.where)
        self._contact = binding.text(form.contact)
        self._contact_columns = ", ".join(form.contact.columns)
        self._like = _likeness(form.distinct, binding)
        self._make = _visits(form.visit, binding) if form.visit else _events(form, binding)
        self._prefix = f"{job.mapping.connection}/"

    def records(self, place: RowPlace, row: Row | Unread, path: str) -> list[Record]:
        """The records of the row; none when it says nothing, is left out or refused."""
        counts = self._job.counts
        try:
            if isinstance(row, Unread):
                raise Refused(row.reason, text=row.text)
            cells = self._cut(row)
            if not self._fits(cells):
                counts[LEFT_OUT] += 1
                return []
            records = self._make(self._id(cells), place, self._like(cells), row.line, cells)
        except Refused as refused:
            self._job.refuse(refusal(path, place, row.line, refused))
            return []
        counts[SILENT] += not records
        return records

    def _id(self, cells: Cells) -> str:
        contact = self._contact(cells)
        if not contact:
            raise Refused("no contact", self._contact_columns)
        return self._prefix + plain(contact, "contact")


def refusal(path: str, place: RowPlace, line: int, refused: Refused) -> Refusal:
    """The refusal of a row of a file."""
    return Refusal(path, place.row, line, refused.reason, refused.column, shown(refused.text))


def _uses(form: Export, table: LoadedTable) -> bool:
    return any(column.startswith(f"{table.name}.") for column in columns_of(form))


def _own_columns(form: Export, tables: Sequence[LoadedTable]) -> list[str]:
    """The columns that the file itself has to have."""
    looked_up = tuple(f"{table.name}." for table in tables)
    named = [column for column in columns_of(form) if column not in ABOUT]
    own = [column for column in named if not (looked_up and column.startswith(looked_up))]
    return list(dict.fromkeys(own + [table.on for table in tables]))


def _likeness(distinct: Sequence[Template], binding: Binding) -> Callable[[Cells], bytes]:
    """What is the same for rows that repeat each other; empty when no rows do."""
    if not distinct:
        return lambda _: b""
    texts = [binding.text(column) for column in distinct]
    return lambda cells: (
        blake2b("\x00".join(text(cells) for text in texts).encode(), digest_size=8)
        .hexdigest()
        .encode()
    )


def _events(form: Export, binding: Binding) -> Makes:
    rules: list[tuple[int, EventRule]] = list(enumerate(form.events))
    makes = [(number, rule.only_changes, drafts_of(rule, binding)) for number, rule in rules]

    def made(contact: str, place: RowPlace, like: bytes, _: int, cells: Cells) -> list[Record]:
        if form.newest_first:
            place = RowPlace(place.export, place.file, LAST_ROW - place.row)
        told = [(number, changing, draft(contact, cells)) for number, changing, draft in makes]
        return [
            Record(
                contact.encode(),
                order_of(draft.at, place, number),
                like,
                (CHANGING if changing else PLAIN) + plain(draft.id, "id").encode(),
                orjson.dumps(draft.line),
            )
            for number, changing, draft in told
            if draft is not None
        ]

    return made


def _visits(rule: VisitRule, binding: Binding) -> Makes:
    part = part_of(rule, binding)

    def made(contact: str, place: RowPlace, like: bytes, line: int, cells: Cells) -> list[Record]:
        told = orjson.dumps({**part(cells), "line": line})
        return [Record(contact.encode(), order_of(0, place, 0), like, b"", told)]

    return made
