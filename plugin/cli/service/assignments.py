"""`plumbline assignments`: which shopper is to visit what, and when."""

from __future__ import annotations

import csv
import os
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, tzinfo
from pathlib import Path

import click

from mobile_api.assigning import Assignment, AssignmentState
from plugin.cli.refusal import Refused
from plugin.cli.standards.publish import BY_COMMAND
from plugin.files import reading
from plugin.reports.csv_file import harmless
from plugin.serving.opened import opened
from plugin.shopping.assigning import Assigning
from plugin.shopping.importing import LARGEST, import_assignments
from plugin.shopping.refusals import AssignmentsSheetFaulty
from plugin.stores.shopping.assignments import Assignments, AssignmentsWanted

_STATES = [each.value for each in AssignmentState]
_LISTED = (
    "id", "state", "shopper", "location", "from", "until", "questionnaire", "version", "fee",
    "currency", "visits",
)  # fmt: skip
_PAGE = 200


@click.group()
def assignments() -> None:
    """Assign visits to shoppers."""


@assignments.command(name="import")
@click.argument("sheet", metavar="FILE.csv", type=click.Path(path_type=Path))
def import_(sheet: Path) -> None:
    """Assign the visits that FILE.csv lists, a row a visit.

    All of it is taken or, where it has faults, nothing: each fault is named with its row and
    column, and the exit code is 1. The same file again assigns nothing new. The columns are
    shopper, location, from, until and questionnaire, and if you like version, fee, currency,
    scenario_en, scenario_pl, scenario_ru and note; docs/assignments.md describes them.

    \b
    plumbline assignments import visits.csv
    """
    with reading(str(sheet)) as stream:
        raw = stream.read(LARGEST + 1)
    if len(raw) > LARGEST:
        raise Refused(f"{sheet}: it is larger than {LARGEST // 2**20} MiB; split it")
    with opened(os.environ) as house:
        try:
            imported = import_assignments(Assigning.of(house), raw, BY_COMMAND)
        except AssignmentsSheetFaulty as error:
            raise Refused("\n".join(f"{sheet}: {line}" for line in error.lines())) from None
    click.echo(f"{len(imported.made):,} assigned")
    if imported.standing:
        click.echo(f"{len(imported.standing):,} stood already")


@assignments.command(name="list")
@click.option("--state", type=click.Choice(_STATES), help="Only those in this state.")
@click.option("--shopper", metavar="USER", help="Only those of this shopper.")
def list_(state: str | None, shopper: str | None) -> None:
    """Print the assignments as CSV, with the visits that came.

    \b
    plumbline assignments list
    plumbline assignments list --state open
    """
    wanted = AssignmentsWanted(
        state=AssignmentState(state) if state else None, shopper=shopper, most=_PAGE
    )
    lines = csv.writer(sys.stdout, delimiter=";", lineterminator="\n")
    lines.writerow(_LISTED)
    with opened(os.environ) as house:
        for each in _every(Assignments(house.database), wanted):
            lines.writerow(map(harmless, _cells(each, house.config.zone)))


def _every(kept: Assignments, wanted: AssignmentsWanted) -> Iterator[Assignment]:
    while True:
        page = kept.page(wanted)
        yield from page.items
        if page.after is None:
            return
        wanted = replace(wanted, after=page.after)


def _cells(each: Assignment, zone: tzinfo) -> Iterator[str]:
    yield from (each.id, each.state.value, each.shopper, each.location)
    for at in (each.opens_at, each.closes_at):
        yield datetime.fromtimestamp(at, zone).isoformat(" ")
    yield from (each.standard, "" if each.version is None else str(each.version))
    yield from (each.fee.amount, each.fee.currency) if each.fee else ("", "")
    yield " ".join(each.visits)
