"""The files an import is given: which form of the mapping each has, and their bytes."""

from __future__ import annotations

import gzip
import os
import sys
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from typing import BinaryIO

from plugin.imports.exports.rows import InputInvalid
from plugin.imports.mapping import Export, ImportMapping, Table

STANDARD_INPUT = "-"


class FilesUnclear(ValueError):
    """The files given do not fit the forms of file that the mapping has."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A file that is open: what it is called, its bytes unpacked, how far it has been read."""

    path: str
    stream: BinaryIO
    raw: BinaryIO
    size: int  # bytes, packed; 0 is unknown

    @property
    def name(self) -> str:
        """The last part of the path."""
        return Path(self.path).name

    @property
    def done(self) -> int:
        """Bytes read so far, packed."""
        return self.raw.tell() if self.size else 0


@contextmanager
def opened(path: str) -> Iterator[Opened]:
    """The file, unpacked when it is called .gz. InputInvalid when its packing is damaged."""
    if path == STANDARD_INPUT:
        yield Opened(path, sys.stdin.buffer, sys.stdin.buffer, 0)
        return
    with Path(path).open("rb") as raw:
        size = os.fstat(raw.fileno()).st_size
        if not path.endswith(".gz"):
            yield Opened(path, raw, raw, size)
            return
        try:
            with gzip.open(raw) as stream:
                yield Opened(path, stream, raw, size)  # type: ignore[arg-type]  # GzipFile reads bytes
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise InputInvalid(
                path, 0, f"the packing is damaged: {error}", "export it again"
            ) from error


def assigned(mapping: ImportMapping, given: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
    """The paths of every form of file and every table, by its name. FilesUnclear when it is not.

    A path says what it is as `NAME=PATH`, or by its own name, which one `like` of the mapping fits.
    """
    forms: tuple[Export | Table, ...] = (*mapping.exports, *mapping.tables)
    paths: dict[str, tuple[str, ...]] = {form.name: () for form in forms}
    for text in given:
        name, path = _named(text, paths) or (_fitting(text, forms), text)
        paths[name] += (path,)
    for export in mapping.exports:
        if not paths[export.name]:
            raise FilesUnclear(f"no file of {export.name} is given; add {export.name}=PATH")
    for table in mapping.tables:
        if len(paths[table.name]) != 1:
            raise FilesUnclear(f"{table.name} is one file; give {table.name}=PATH once")
    return paths


def _named(text: str, names: Mapping[str, object]) -> tuple[str, str] | None:
    name, mark, path = text.partition("=")
    return (name, path) if mark and name in names else None


def _fitting(path: str, forms: Sequence[Export | Table]) -> str:
    name = Path(path).name
    if len(forms) == 1:
        return forms[0].name
    fitting = [form.name for form in forms if form.like and fnmatch(name, form.like)]
    if len(fitting) == 1:
        return fitting[0]
    known = ", ".join(f"{form.name} ({form.like or 'named'})" for form in forms)
    what = "is more than one of" if fitting else "is none of"
    raise FilesUnclear(f"{name} {what} {known}; say which it is: NAME={path}")
