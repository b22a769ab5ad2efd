"""Files read and written whole: what fails leaves nothing half written behind."""

from __future__ import annotations

import gzip
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

STREAM = "-"


@contextmanager
def writing(path: Path | None) -> Iterator[BinaryIO]:
    """A stream to write to: standard output for None, else a file that appears when all is well.

    OSError when the file cannot be written.
    """
    if path is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
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
        with gzip.open(name, "rb") as packed:
            yield cast(BinaryIO, packed)
    else:
        with Path(name).open("rb") as stream:
            yield stream


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
