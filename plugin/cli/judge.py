"""`plumbline judge`: evidence in, scorecards out."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import click
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from plugin.cli.instants import as_of_option
from plugin.cli.refusal import Refused
from plugin.cli.standard import standard_from
from plugin.evidence import LineRefused
from plugin.files import reading, writing
from plugin.judging import Judge, cards, cards_by


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
    plumbline import export.csv --mapping mapping.yaml | plumbline judge contact.yaml -
    """
    raw = standard.read_bytes()
    judging = Judge(standard_from(raw, str(standard), as_of), as_of)
    with reading(evidence) as stream, writing(out) as target:
        found = cards(judging, stream) if jobs == 1 else cards_by(jobs, raw, as_of, stream)
        try:
            _write(found, target, shown=out is not None)
        except LineRefused as error:
            raise Refused(f"{evidence}:{error.line}: {error.text}") from None


def _write(found: Iterator[bytes], target: BinaryIO, *, shown: bool) -> None:
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
        for card in found:
            target.write(card)
            progress.advance(task)
