"""`plumbline check`: every fault of a standard at once, and whether it keeps its own examples."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import click
from rich.console import Console

from plugin.cli.instants import as_of_option
from plugin.cli.printing import printing
from plugin.cli.refusal import FAULTS, UNREACHABLE
from plugin.faults import broken_examples, show_faults
from scoring.proof import contradictions
from standards.languages import in_language
from standards.loader import Reading, read_file
from standards.model import Draft


@click.command()
@click.argument(
    "files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path)
)
@as_of_option
def check(files: tuple[Path, ...], as_of: int) -> None:
    """Check standards: their form, their limits and calendars, and the examples they give.

    Prints every fault with its file, line and column, what is wrong and what would be right. Exits
    with 0 when there is none, 1 when there are some, 3 when a file cannot be read.

    \b
    plumbline check standards/library/*.yaml
    """
    with printing() as console:
        outcomes = [_checked(console, file, as_of) for file in files]
        _count(console, outcomes)
    raise SystemExit(max(outcome.code for outcome in outcomes))


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What became of one file: how many faults; None when it could not be read."""

    faults: int | None

    @property
    def code(self) -> int:
        """The exit code of a run over this file alone."""
        return UNREACHABLE if self.faults is None else FAULTS * bool(self.faults)


def _checked(console: Console, file: Path, as_of: int) -> _Outcome:
    try:
        reading = read_file(file)
    except OSError as error:
        click.echo(f"{file}: {error.strerror}", err=True)
        return _Outcome(None)
    found = contradictions(reading.form, as_of) if reading.form is not None else ()
    broken = broken_examples(reading, found)
    faults = sorted([*reading.faults, *broken], key=lambda each: each.line)
    show_faults(console, str(file), reading.source, faults)
    if reading.form is not None:
        _warn(console, file, reading, reading.form, as_of)
    if reading.form is not None and not faults:
        console.print(_kept(reading.form), style="green", soft_wrap=True)
    return _Outcome(len(faults))


def _warn(console: Console, file: Path, reading: Reading, form: Draft, as_of: int) -> None:
    """Says what is no fault, but hardly meant."""
    for path, text in _warnings(form, as_of):
        line = reading.source.place_of(path).line
        said = f"{file}:{line}: warning: {text}"
        console.print(said, style="yellow", soft_wrap=True, markup=False)


def _warnings(form: Draft, as_of: int) -> Iterator[tuple[tuple[str, ...], str]]:
    """Standards not looked at again in time, and hours that a holiday overrides."""
    review_by = form.governance.review_by
    owner = in_language(form.governance.owner, form.languages[0])
    if datetime.fromtimestamp(as_of, UTC).date() > review_by:
        yield ("governance", "review_by"), f"{owner} was to review this by {review_by}"
    for name, calendar in ((name, hours.calendar) for name, hours in form.hours.items()):
        for day in sorted(calendar.overrides.keys() & calendar.holidays):
            text = f"{day} is a holiday, which goes before these hours"
            mend = f"write except: [{day}] under holidays to work on it"
            yield ("calendars", name, "overrides", day.isoformat()), f"{text}; {mend}"


def _kept(form: Draft) -> str:
    examples = sum(len(criterion.examples) for criterion in form.criteria)
    criteria = _counted(len(form.criteria), "criterion", "criteria")
    kept = _counted(examples, "example", "examples")
    return f"{form.code} version {form.version}: {criteria}, {kept} kept"


def _count(console: Console, outcomes: list[_Outcome]) -> None:
    faults = sum(outcome.faults or 0 for outcome in outcomes)
    if faults:
        faulty = sum(bool(outcome.faults) for outcome in outcomes)
        files = _counted(len(outcomes), "file", "files")
        said = f"{_counted(faults, 'fault', 'faults')} in {faulty:,} of {files}"
        console.print(said, style="bold red", soft_wrap=True)


def _counted(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"
