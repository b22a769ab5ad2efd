"""How the command line says no: one line on standard error, and the exit code that goes with it.

0 done · 1 the input has faults · 2 the command was misused · 3 a file could not be read or written
· 130 interrupted.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

import click

from plugin.unopened import Unopened

FAULTS = 1
UNREACHABLE = 3
INTERRUPTED = 130


class Refused(click.ClickException):
    """The input has faults; the message names the place, what is wrong and what would be right."""

    exit_code = FAULTS

    def show(self, file: IO[Any] | None = None) -> None:
        """Prints the message as it is: a place first, so that editors can jump to it."""
        click.echo(self.format_message(), file=file or sys.stderr)


class Unreachable(Refused):
    """A file could not be read or written."""

    exit_code = UNREACHABLE


@contextmanager
def told() -> Iterator[None]:
    """Turns what the machine refuses into a message: no file, no right, a full disk.

    To be told to end is an interruption like any other: what was half written is taken away.
    """
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    except KeyboardInterrupt:
        raise SystemExit(INTERRUPTED) from None
    except BrokenPipeError:
        # Whoever read us has gone (`| head`): no fault, and what is still buffered has no reader.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(0) from None
    except Unopened as error:
        raise Refused(str(error)) from None
    except (OSError, EOFError) as error:
        name = getattr(error, "filename", None)
        where = f"{name}: " if name else ""
        raise Unreachable(f"{where}{getattr(error, 'strerror', None) or error}") from None
