"""How far something is, for whoever watches standard error; silent where nobody does."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn

_COLUMNS = (TextColumn("{task.description:<24}"), BarColumn(), MofNCompleteColumn())


@contextmanager
def bars(verb: str) -> Iterator[Callable[[str, int, int], None]]:
    """Yields what is told (name, number done, number of all) and shows a bar a name."""
    with Progress(
        *_COLUMNS, TextColumn(verb), console=Console(stderr=True), disable=not sys.stderr.isatty()
    ) as progress:
        tasks: dict[str, TaskID] = {}

        def told(name: str, number: int, about: int) -> None:
            if name not in tasks:
                tasks[name] = progress.add_task(name, total=about)
            progress.update(tasks[name], completed=number, total=max(number, about))

        yield told
