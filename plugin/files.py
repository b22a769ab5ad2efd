"""Files read and written whole: what fails leaves nothing half written behind."""

from __future__ import annotations

import errno
import gzip
import os
import sys
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

STREAM = "-"


@contextmanager
def writing(path: Path | None) -> Iterator[BinaryIO]:
    """A stream to write to: standard output for None, else a file that appears when all is well.

    A device or a pipe is written to as it stands. OSError when the file cannot be written.
    """
    if path is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
    elif path.exists() and not path.is_file():
        with path.open("wb") as stream:
            yield stream
    else:
        with _replacing(path) as stream:
            yield stream


@contextmanager
def _replacing(path: Path) -> Iterator[BinaryIO]:
    """A file beside the path that takes its place at the end, or is taken away."""
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    except OSError as error:
        raise type(error)(error.errno, error.strerror, str(path)) from None
    try:
        with os.fdopen(handle, "wb") as stream:
            yield stream
        Path(name).chmod(0o666 & ~_umask())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


@contextmanager
def reading(name: str) -> Iterator[BinaryIO]:
    """A stream to read from: standard input for `-`; what ends in .gz is unpacked.

    OSError when the file cannot be read.
    """
    if name == STREAM:
        yield sys.stdin.buffer
    elif name.endswith(".gz"):
        with gzip.open(name, "rb") as packed, _unpacking(name):
            yield cast(BinaryIO, packed)
    else:
        with Path(name).open("rb") as stream:
            yield stream


@contextmanager
def _unpacking(name: str) -> Iterator[None]:
    try:
        yield
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise OSError(errno.EIO, f"cannot be unpacked: {error}", name) from None


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
