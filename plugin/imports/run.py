"""A whole import: files in, ordered lines of evidence out, every row accounted for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from plugin.imports.exports.csv_rows import CsvFile
from plugin.imports.exports.files import opened
from plugin.imports.exports.headers import check_header
from plugin.imports.exports.rows import Refusal, Refused
from plugin.imports.exports.tables import LoadedTable, load_table
from plugin.imports.mapping import ImportMapping, Table
from plugin.imports.ordering.folding import Folding
from plugin.imports.ordering.order import Ordering
from plugin.imports.ordering.records import RowPlace
from plugin.imports.ordering.retelling import retold
from plugin.imports.reading import REFUSED, ROWS, Job, records_of, refusal
from plugin.imports.used import columns_of
from standards.source import Source

STEP = 4_096  # rows between two reports of progress

Progress: TypeAlias = "Callable[[str, int, int], None]"  # of a file: its name, bytes done, bytes


@dataclass(frozen=True, slots=True)
class Import:
    """What is imported: the files of each form by its name, and where chunks may be kept."""

    mapping: ImportMapping
    source: Source
    paths: Mapping[str, Sequence[str]]
    folder: Path
    refuse: Callable[[Refusal], None]
    progress: Progress


def imported(given: Import, counts: Counter[str]) -> Iterator[bytes]:
    """The lines in order. Counts are whole once they are all read.

    OSError for files that cannot be read, InputInvalid for what is in them, MappingInvalid for
    columns they do not have; all before the first line.
    """

    def refuse(refused: Refusal) -> None:
        counts[REFUSED] += 1
        given.refuse(refused)

    mapping = given.mapping
    tables = [_loaded(table, given) for table in mapping.tables]
    job = Job(mapping, given.source, tables, counts, refuse)
    ordering = Ordering(given.folder)
    _read(job, given, ordering)
    return _told(job, given, ordering)


def _loaded(table: Table, given: Import) -> LoadedTable:
    prefix = f"{table.name}."
    named = (column for export in given.mapping.exports for column in columns_of(export))
    wanted = [column.removeprefix(prefix) for column in named if column.startswith(prefix)]
    wanted = list(dict.fromkeys(wanted))
    (path,) = given.paths[table.name]
    with opened(path) as file:
        source = CsvFile(path, file.stream, table.csv)
        check_header(path, source.header, [table.key, *wanted], given.source)
        return load_table(table, source, wanted)


def _read(job: Job, given: Import, ordering: Ordering) -> None:
    for export, form in enumerate(job.mapping.exports):
        for number, path in enumerate(given.paths[form.name]):
            with opened(path) as file:
                for records in records_of(job, export, number, file):
                    for record in records:
                        ordering.add(record.written())
                    if not job.counts[ROWS] % STEP:
                        given.progress(file.name, file.done, file.size)
                given.progress(file.name, file.size, file.size)


def _told(job: Job, given: Import, ordering: Ordering) -> Iterator[bytes]:
    exports = job.mapping.exports
    visits = [export.visit for export in exports if export.visit is not None]
    if not visits:
        changing = any(event.only_changes for export in exports for event in export.events)
        return retold(ordering.records(), job.counts, with_changes=changing)

    def refuse(place: RowPlace, line: int, refused: Refused) -> None:
        path = given.paths[exports[place.export].name][place.file]
        job.refuse(refusal(path, place, line, refused))

    return Folding(visits, job.counts, refuse).lines(ordering.records())
