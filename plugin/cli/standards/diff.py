"""`plumbline diff`: what changed between two versions of a standard, clause by clause."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import click
import orjson
from rich.console import Console
from rich.text import Text

from plugin.authoring.telling import difference_told
from plugin.cli.printing import printing
from plugin.cli.refusal import FAULTS, Refused
from plugin.cli.standards.standard import open_draft
from standards.difference import Change, Clause, Difference, Effect, difference
from standards.promises import Broken, broken

STYLES = {
    Effect.ADDED: "green",
    Effect.REMOVED: "red",
    Effect.STRICTER: "yellow",
    Effect.LAXER: "cyan",
    Effect.REWEIGHTED: "magenta",
    Effect.OTHERWISE: "bold",
    Effect.REWORDED: "dim",
}


@click.command()
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
def diff(old: Path, new: Path, form: str) -> None:
    """Show what changes from the standard OLD to the standard NEW.

    Says of each clause whether it was added, removed, made stricter or laxer, weighted or asked
    otherwise, or only reworded, and which promises of its codes NEW would break. Exits with 1 when
    it would break one: then it cannot be published.

    \b
    plumbline diff contact.yaml next.yaml
    plumbline diff contact.yaml next.yaml --format json
    """
    was, now = open_draft(old), open_draft(new)
    if was.code != now.code:
        raise Refused(
            f"{old} is {was.code}, {new} is {now.code}; give two versions of one standard"
        )
    found, promises = difference(was, now), broken(now, [was])
    if form == "json":
        click.echo(json_of(found, promises))
    else:
        with printing() as console:
            _print(console, found, promises)
    raise SystemExit(FAULTS if promises else 0)


def json_of(found: Difference, promises: Iterable[Broken]) -> bytes:
    """The difference as a JSON object; what is not there is null."""
    told = {
        "code": found.code,
        **difference_told(found),
        "broken": [{"criterion": each.criterion, "why": each.why} for each in promises],
    }
    return orjson.dumps(told, option=orjson.OPT_INDENT_2)


def _print(console: Console, found: Difference, promises: Iterable[Broken]) -> None:
    for line in _lines(found, promises):
        console.print(line, highlight=False)


def _lines(found: Difference, promises: Iterable[Broken]) -> Iterator[Text]:
    yield Text(f"{found.code}: version {found.was_version} -> {found.now_version}", "bold")
    if not found.whole and not found.clauses:
        yield Text("Nothing changed.")
    for change in found.whole:
        yield _line(change)
    for clause in found.clauses:
        yield _heading(clause)
        yield from (_line(change) for change in clause.changes)
    for each in promises:
        yield Text(f"{each.criterion} cannot be published: {each.why}; ", "red").append(
            "give what it asks now a code of its own"
        )


def _heading(clause: Clause) -> Text:
    effects = "reworded only" if clause.is_reworded_only else ", ".join(clause.effects)
    return Text("\n").append(clause.code, "bold cyan").append(f"  {effects}")


def _line(change: Change) -> Text:
    part = f" {change.part}" if change.part else ""
    ends = f": {change.was or 'nothing'} -> {change.now or 'nothing'}"
    if change.was is None or change.now is None:
        ends = f": {change.now or change.was}"
    return Text("  ").append(f"{change.effect}{part}", STYLES[change.effect]).append(ends)
