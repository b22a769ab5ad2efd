"""`plumbline summary`: scorecards in, a report out."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import tzinfo
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from plugin.cli.printing import printing
from plugin.cli.refusal import Refused
from plugin.cli.standards.standard import open_draft
from plugin.evidence import LineRefused
from plugin.files import reading, writing
from plugin.language import TRANSLATED, Language
from plugin.summary.as_csv import csv_of
from plugin.summary.as_json import json_of
from plugin.summary.counting import Counting, Names, cards_of, count
from plugin.summary.ordering import Sorting
from plugin.summary.report import Report, report_of
from plugin.summary.terminal import print_report
from scoring.scorecard import Standing
from scoring.tally.brief import BriefCard
from scoring.tally.grouping import Grouping
from scoring.tally.tally import FINAL
from standards.model import Form
from standards.zones import load_zone


class By(click.ParamType[Names]):
    """Names to count by, with commas between."""

    name = "names"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> Names:
        """The names in order, each once; a usage error names the nearest."""
        names = tuple(dict.fromkeys(name.strip() for name in value.split(",")))
        try:
            return Grouping(names).names
        except ValueError as error:
            self.fail(str(error), param, ctx)


class Zone(click.ParamType[tzinfo]):
    """A time zone by its IANA name."""

    name = "zone"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tzinfo:
        """The zone; a usage error names the nearest."""
        if isinstance(value, tzinfo):
            return value
        try:
            return load_zone(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)


_USUAL: tuple[Names, ...] = (("criterion",), ("employee",))


@click.command()
@click.argument("cards", default="-")
@click.option(
    "--by",
    type=By(),
    multiple=True,
    help="Count by these, with commas between; again for a further table. Any of criterion,"
    " employee, team, location, instrument, day, week, month, quarter, year, and every fact:"
    " channel, priority, segment, group, fields.NAME ...  [default: criterion; employee]",
)
@click.option(
    "--standard",
    "standards",
    type=click.Path(path_type=Path),
    multiple=True,
    help="The standard that the cards were judged by: its titles and goals.",
)
@click.option("--provisional", is_flag=True, help="Count contacts that are not final yet, too.")
@click.option("--zone", type=Zone(), default="UTC", show_default=True, help="Where days begin.")
@click.option(
    "--sort",
    "sorting",
    type=click.Choice([each.value for each in Sorting]),
    help="In order, or worst first.  [default: by criterion or period in order, else worst first]",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "csv"]),
    default="text",
    show_default=True,
)
@click.option("--language", type=click.Choice(["en", *TRANSLATED]), default="en", show_default=True)
@click.option("--out", type=click.Path(path_type=Path), help="Write the report to this file.")
def summary(  # noqa: PLR0913, PLR0917  # one parameter an option, as click wants it
    cards: str,
    by: tuple[Names, ...],
    standards: tuple[Path, ...],
    provisional: bool,
    zone: tzinfo,
    sorting: str | None,
    form: str,
    language: str,
    out: Path | None,
) -> None:
    """Report on CARDS, the scorecards that `judge` prints: what share was met, and how surely.

    By criterion and by employee, or by whatever --by names: decided, met, the share met with its
    95 % interval, coverage, pending; and with --standard whether each goal is reached, missed or
    not yet certain. Occurrences are counted, of final contacts. `-` or nothing reads standard
    input, a name that ends in .gz is unpacked. A line that is no card is refused with its number.

    \b
    plumbline summary cards.jsonl --standard contact.yaml --language pl
    plumbline summary cards.jsonl --by team,channel,month --zone Europe/Warsaw
    plumbline summary cards.jsonl.gz --by criterion,employee --format csv --out report.csv
    """
    counting = Counting(
        by or _USUAL, zone, FINAL | {Standing.PROVISIONAL} if provisional else FINAL
    )
    forms = [open_draft(path) for path in standards]
    with reading(cards) as stream:
        try:
            counted = count(_watched(cards_of(stream)), counting)
        except LineRefused as error:
            raise Refused(f"{cards}:{error.line}: {error.text}") from None
    report = report_of(counted, forms, Sorting(sorting) if sorting else None)
    _refuse_strangers(report, standards, forms)
    _write(report, form, Language(language), out)


def _watched(cards: Iterable[BriefCard]) -> Iterator[BriefCard]:
    """The cards; shows how many went by where somebody watches."""
    with Progress(
        SpinnerColumn(),
        TextColumn("{task.completed:,} cards counted"),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
        disable=not sys.stderr.isatty(),
    ) as progress:
        yield from progress.track(cards)


def _refuse_strangers(report: Report, paths: Sequence[Path], forms: Sequence[Form]) -> None:
    """Refuses a standard that no card is of: its goals would be held against nothing."""
    seen = {(each.code, each.version) for each in report.seen}
    for path, form in zip(paths, forms, strict=True):
        if seen and (form.code, form.version) not in seen:
            known = ", ".join(f"{code} {version}" for code, version in sorted(seen))
            text = f"no card is of {form.code} {form.version}; the cards are of {known}"
            raise Refused(f"{path}: {text}")


def _write(report: Report, form: str, language: Language, out: Path | None) -> None:
    if form == "text":
        with printing(out) as console:
            print_report(console, report, language)
        return
    with writing(out) as stream:
        stream.write(json_of(report) if form == "json" else csv_of(report, language.code))
