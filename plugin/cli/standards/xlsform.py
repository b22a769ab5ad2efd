"""`plumbline xlsform`: a standard's questionnaire as an XLSForm workbook, and one as a standard."""

from __future__ import annotations

from pathlib import Path

import click
import orjson

from plugin.cli.refusal import Refused
from plugin.cli.standards.standard import open_draft
from plugin.exchange.coming_in.remarks import Outcome, Told
from plugin.exchange.coming_in.standard import Unaddable, Written, added_to, standard_of
from plugin.exchange.going_out.outgoing import NothingAsked, xlsform_of
from plugin.exchange.telling import report_told
from plugin.exchange.workbooks.container import MOST_BYTES
from plugin.exchange.workbooks.opening import opened
from plugin.exchange.workbooks.refusals import WorkbookRefused
from plugin.exchange.workbooks.sheets import xlsx_of
from plugin.files import writing
from plugin.language import Language
from standards.languages import LANGUAGES

_ENGLISH = Language("en")


@click.group()
def xlsform() -> None:
    """Exchange questionnaires with tools that speak XLSForm (ODK, KoboToolbox, ONA, Enketo)."""


@xlsform.command("out")
@click.argument("standard", type=click.Path(path_type=Path))
@click.option("-o", "--out", type=click.Path(path_type=Path), required=True, help="The workbook.")
def out(standard: Path, out: Path) -> None:
    """Write the questions of STANDARD as an XLSForm workbook.

    What the workbook cannot hold is listed; it is also on its sheet `plumbline`.

    \b
    plumbline xlsform out contact.yaml -o form.xlsx
    """
    try:
        found = xlsform_of(open_draft(standard))
    except NothingAsked as error:
        raise Refused(f"{standard}: {error}") from None
    with writing(out) as stream:
        stream.write(xlsx_of(found.workbook))
    for each in found.left:
        click.echo(f"not in it: {each.what}; {each.why}", err=True)


@xlsform.command("in")
@click.argument("form", type=click.Path(path_type=Path))
@click.option("--into", type=click.Path(path_type=Path), help="Add its questions to this standard.")
@click.option("--language", type=click.Choice(sorted(LANGUAGES)), default="en", metavar="LANGUAGE",
              help="That of texts whose column names none; en unless told.")  # fmt: skip
@click.option("-o", "--out", type=click.Path(path_type=Path), help="Write the YAML to this file.")
@click.option("--report", type=click.Choice(["text", "json"]), default="text")
def in_(form: Path, into: Path | None, language: str, out: Path | None, report: str) -> None:
    """Make a standard of the questions in the workbook FORM, .xlsx or .xls.

    What becomes of each row is told: taken, adapted (how) or left out (why). What a standard needs
    and the form does not say is marked TODO; `plumbline check` names those lines.

    \b
    plumbline xlsform in form.xlsx -o draft.yaml
    plumbline xlsform in form.xlsx --into contact.yaml -o next.yaml --report json
    """
    with form.open("rb") as file:
        raw = file.read(MOST_BYTES + 1)
    try:
        workbook = opened(raw)
        if into is None:
            written = standard_of(workbook, language)
        else:
            written = added_to(_text(into), workbook)
    except (WorkbookRefused, Unaddable) as error:
        raise Refused(f"{form if isinstance(error, WorkbookRefused) else into}: {error}") from None
    with writing(out) as stream:
        stream.write(written.text.encode())
    _tell(form, written, report)


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        raise Refused(f"{path}: here the file is not UTF-8 text; save the file as UTF-8") from None


def _tell(form: Path, written: Written, report: str) -> None:
    if report == "json":
        told = orjson.dumps(report_told(written.report, _ENGLISH), option=orjson.OPT_INDENT_2)
        click.echo(told, err=True)
        return
    for each in written.report.told:
        if each.outcome is not Outcome.TAKEN:
            click.echo(_line(form, each), err=True)
    for note in written.report.notes:
        click.echo(f"{form}: {note.said(_ENGLISH)}", err=True)
    counts = ", ".join(f"{written.report.count(each)} {each.value}" for each in Outcome)
    click.echo(f"{form}: rows of the survey: {counts}", err=True)


def _line(form: Path, told: Told) -> str:
    said = "; ".join(each.said(_ENGLISH) for each in told.remarks)
    return f"{form}:{told.sheet}:{told.row}: {told.name} {told.outcome.value}: {said}"
