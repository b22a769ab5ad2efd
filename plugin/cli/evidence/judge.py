"""`plumbline judge`: evidence in, scorecards out."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing
from pathlib import Path
from typing import BinaryIO

import click
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from plugin.cli.instants import as_of_option
from plugin.cli.refusal import Refused, Unreachable
from plugin.cli.standards.standard import open_standard
from plugin.evidence import LineRefused
from plugin.files import reading, writing
from plugin.judging import Judge, cards, cards_by

_SHOWN_EVERY = 100  # cards; to show each would take longer than to write it


@click.command()
@click.argument("standard", type=click.Path(path_type=Path))
@click.argument("evidence", default="-")
@as_of_option
@click.option("--out", type=click.Path(path_type=Path), help="Write the cards to this file.")
@click.option("--jobs", type=click.IntRange(1, 64), default=1, help="Judge by so many processes.")
def judge(standard: Path, evidence: str, as_of: int, out: Path | None, jobs: int) -> None:
    """Judge EVIDENCE against STANDARD and print a scorecard a contact.

    EVIDENCE is JSON lines, each an event, a visit or a review, ordered by contact; `-` or nothing
    reads standard input, a name that ends in .gz is unpacked. The cards are JSON lines in the same
    order. A line that is no evidence is refused with its number, and --out then writes no file.

    \b
    plumbline judge contact.yaml tickets.jsonl --as-of 2026-04-01T00:00:00Z --out cards.jsonl
    plumbline import tickets.csv --mapping mapping.yaml | plumbline judge contact.yaml -
    """
    judging = Judge(open_standard(standard, as_of), as_of)
    with reading(evidence) as stream, writing(out) as target:
        found = cards(judging, stream) if jobs == 1 else cards_by(jobs, judging, stream)
        try:
            with closing(found):
                _write(found, target, shown=out is not None)
        except LineRefused as error:
            raise Refused(f"{evidence}:{error.line}: {error.text}") from None
        except BrokenProcessPool:
            text = "a process that judged was ended from outside; try fewer --jobs"
            raise Unreachable(f"{evidence}: {text}") from None


def _write(found: Iterable[bytes], target: BinaryIO, *, shown: bool) -> None:
    """Writes the cards; with a file as target and somebody watching, shows how many."""
    console = Console(stderr=True)
    with Progress(
        SpinnerColumn(),
        TextColumn("{task.completed:,} contacts judged"),
        TimeElapsedColumn(),
        console=console,
        disable=not (shown and sys.stderr.isatty()),
    ) as progress:
        task = progress.add_task("judge", total=None)
        for number, card in enumerate(found, 1):
            target.write(card)
            if number % _SHOWN_EVERY == 0:
                progress.update(task, completed=number)
