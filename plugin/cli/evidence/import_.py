"""`plumbline import`: exports of helpdesks in, ordered lines of evidence out."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

from plugin.cli.refusal import FAULTS, Refused
from plugin.faults import line_of
from plugin.files import writing
from plugin.imports.exports.files import FilesUnclear, assigned
from plugin.imports.exports.rows import InputInvalid, Refusal
from plugin.imports.loader import MappingInvalid, read_mapping
from plugin.imports.ordering.retelling import (
    CONTACTS,
    LINES,
    REPEATED_EVENTS,
    REPEATED_ROWS,
    UNCHANGED,
)
from plugin.imports.reading import LEFT_OUT, REFUSED, ROWS, SILENT
from plugin.imports.refusals import RefusalFile
from plugin.imports.run import Import, imported
from plugin.imports.telling.stamps import MOVED

# What is counted, in the words of the account at the end.
COUNTED = {
    ROWS: "rows read",
    LINES: "lines written",
    CONTACTS: "contacts in them",
    LEFT_OUT: "rows left out by `where`",
    SILENT: "rows that tell of no event",
    REPEATED_ROWS: "rows that repeat another",
    REPEATED_EVENTS: "events told before",
    UNCHANGED: "events in which nothing had changed",
    MOVED: "dates moved on by `not_before`",
    REFUSED: "rows refused",
}
ALWAYS = (ROWS, LINES, CONTACTS, REFUSED)


@click.command("import")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option(
    "--mapping",
    "form",
    type=click.Path(path_type=Path),
    required=True,
    help="What the columns mean; docs/import.md tells how to write it.",
)
@click.option("--out", type=click.Path(path_type=Path), help="Write the lines to this file.")
@click.option(
    "--refused",
    type=click.Path(path_type=Path),
    help="List refused rows in this file.  [default: OUT.refused.jsonl, or standard error]",
)
@click.option("--allow-refused", is_flag=True, help="Exit with 0 although rows were refused.")
@click.option(
    "--progress/--quiet",
    default=None,
    help="Show how far it is, or nothing but what was refused.  [default: when somebody watches]",
)
def import_(  # noqa: PLR0913, PLR0917 - the options of the command
    files: tuple[str, ...],
    form: Path,
    out: Path | None,
    refused: Path | None,
    allow_refused: bool,
    progress: bool | None,
) -> None:
    """Turn exports into lines of evidence, ordered by contact, as `judge` reads them.

    FILE is CSV or an XES log; a name that ends in .gz is unpacked. Where the mapping knows several
    forms of file, each is recognised by its name, or said: NAME=FILE. Rows that cannot be read are
    listed with their number and the reason, and counted at the end; then the exit code is 1,
    although all other rows have become lines.

    \b
    plumbline import tickets.csv --mapping mapping.yaml --out tickets.jsonl
    plumbline import tickets.csv --mapping mapping.yaml | plumbline judge contact.yaml
    """
    counts = Counter[str]()
    side = refused or (out and out.with_suffix(".refused.jsonl"))
    for path in filter(None, (out, side)):
        path.parent.stat()  # better refused now than after a million rows
    with (
        _faults_told(form),
        TemporaryDirectory(prefix=".import-", dir=out and out.parent) as folder,
    ):
        mapping, source = read_mapping(form.read_bytes())
        paths = assigned(mapping, files)
        with (
            writing(out) as target,
            _bar(progress) as bar,
            _listed(side, folder, bar) as refuse,
        ):
            given = Import(mapping, source, paths, Path(folder), refuse, _follow(bar))
            target.writelines(imported(given, counts))
    _account(counts, side, quiet=progress is False)
    if counts[REFUSED] and not allow_refused:
        raise SystemExit(FAULTS)


@contextmanager
def _faults_told(form: Path) -> Iterator[None]:
    """Says what is wrong with the mapping or a file, and where."""
    try:
        yield
    except MappingInvalid as error:
        said = (line_of(str(form), fault) for fault in error.faults)
        raise Refused("\n".join(said)) from None
    except InputInvalid as error:
        where = f"{error.path}:{error.line}" if error.line else error.path
        mend = f"; {error.mend}" if error.mend else ""
        raise Refused(f"{where}: {error.text}{mend}") from None
    except FilesUnclear as error:
        raise click.UsageError(str(error)) from None


def _bar(progress: bool | None) -> Progress:
    """A bar that follows the reading of each file, on standard error."""
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        disable=not (sys.stderr.isatty() if progress is None else progress),
    )


def _follow(bar: Progress) -> Callable[[str, int, int], None]:
    task = bar.add_task("")
    return lambda name, done, size: bar.update(
        task, description=name, completed=done, total=size or None
    )


@contextmanager
def _listed(side: Path | None, folder: str, bar: Progress) -> Iterator[Callable[[Refusal], None]]:
    """Takes refused rows to the file beside the lines or, without one, to standard error."""
    if side is None:
        plain: Mapping[str, Any] = {"markup": False, "emoji": False, "highlight": False}
        yield lambda refusal: bar.console.print(_line(refusal), soft_wrap=True, **plain)
        return
    with RefusalFile(side, Path(folder)) as file:
        yield file.add


def _line(refusal: Refusal) -> str:
    place = refusal.line or f"row {refusal.row}"
    column = f"{refusal.column}: " * bool(refusal.column)
    text = f": {refusal.text!r}" * bool(refusal.text)
    return f"{refusal.file}:{place}: {column}{refusal.reason}{text}"


def _account(counts: Counter[str], side: Path | None, *, quiet: bool) -> None:
    """Says on standard error what became of every row."""
    wanted = {REFUSED: counts[REFUSED]} if quiet else counts | dict.fromkeys(ALWAYS, 1)
    for key, words in COUNTED.items():
        if wanted.get(key):
            listed = f", listed in {side}" * bool(key == REFUSED and counts[key] and side)
            click.echo(f"{words:<36}{counts[key]:>12,}{listed}", err=True)
