"""Prints for people: in colours on a terminal only, and as UTF-8 whatever the system says."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console

from plugin.files import writing

_WIDTH = 100  # of what is written to a file


@contextmanager
def printing(out: Path | None = None) -> Iterator[Console]:
    """A console whose text goes, once it is whole, to the file or else to standard output.

    OSError when it cannot be written; BrokenPipeError when its reader has gone.
    """
    written = io.StringIO()
    watched = True if out is None and sys.stdout.isatty() else None  # None: as FORCE_COLOR says
    width = _WIDTH if out is not None else None
    yield Console(file=written, force_terminal=watched, width=width, highlight=False)
    with writing(out) as stream:
        stream.write(written.getvalue().encode())
