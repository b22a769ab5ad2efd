"""Puts records in order in flat memory: sorted chunks in temporary files, merged at the end.

A record is bytes without a line break, and its bytes decide the order.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from heapq import merge
from pathlib import Path

MOST_HELD = 32 * 2**20  # bytes of records in memory
MOST_FILES = 32  # merged at once

_OVERHEAD = 64  # bytes that a record costs beside its own
_BUFFER = 2**16
_END = b"\n"


class Ordering:
    """Takes records in any order and gives them back sorted, once. The folder is the caller's."""

    def __init__(self, folder: Path, *, held: int = MOST_HELD, files: int = MOST_FILES) -> None:
        self._folder, self._most_held, self._most_files = folder, held, files
        self._held: list[bytes] = []
        self._bytes_held = 0
        self._files: list[Path] = []
        self._made = 0

    def add(self, record: bytes) -> None:
        """One more record."""
        self._held.append(record + _END)
        self._bytes_held += len(record) + _OVERHEAD
        if self._bytes_held >= self._most_held:
            self._spill()

    def records(self) -> Iterator[bytes]:
        """All of them in order."""
        if self._files:
            self._spill()
        else:
            self._held.sort()
        for record in _merged(self._files) if self._files else self._held:
            yield record[:-1]

    def _spill(self) -> None:
        self._held.sort()
        self._write(self._held)
        self._held, self._bytes_held = [], 0
        if len(self._files) == self._most_files:
            files, self._files = self._files, []
            self._write(_merged(files))
            for file in files:
                file.unlink()

    def _write(self, records: Iterable[bytes]) -> None:
        self._made += 1
        path = self._folder / f"{self._made}.sorted"
        with path.open("wb", buffering=_BUFFER) as file:
            file.writelines(records)
        self._files.append(path)


def _merged(paths: Iterable[Path]) -> Iterator[bytes]:
    with ExitStack() as files:
        yield from merge(*(files.enter_context(p.open("rb", buffering=_BUFFER)) for p in paths))
