"""What a workbook became, and what one does not hold, ready to be read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from plugin.exchange.coming_in.remarks import OUTCOMES, Outcome, Told
from plugin.exchange.coming_in.standard import Written
from plugin.exchange.going_out.outgoing import Left
from plugin.language import Language
from plugin.pages.authoring.words import KINDS
from standards.loader import read

MOST_ROWS = 400
MOST_FAULTS = 50


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the workbook: where it stands, what became of it, and why."""

    sheet: str
    row: int
    name: str
    outcome: Outcome
    outcome_named: str
    code: str
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reported:
    """A workbook's rows by what became of them, notes on the whole, and what the text lacks.

    `counts` are of the survey; `more` rows, and `more_faults`, are not shown. A fault is its line
    and what it says.
    """

    counts: tuple[tuple[Outcome, str, str], ...]
    rows: tuple[Row, ...]
    more: int
    notes: tuple[str, ...]
    faults: tuple[tuple[int, str], ...]
    more_faults: int


def reported(written: Written, language: Language) -> Reported:
    """The report for a page: all rows of the survey, of the choices those not as they were."""
    report = written.report
    rows = [
        each for each in report.told if each.sheet == "survey" or each.outcome is not Outcome.TAKEN
    ]
    faults = read(written.text.encode()).faults
    return Reported(
        counts=tuple(
            (each, language.gettext(OUTCOMES[each]), language.number(report.count(each)))
            for each in Outcome
        ),
        rows=tuple(_row(each, language) for each in rows[:MOST_ROWS]),
        more=max(0, len(rows) - MOST_ROWS),
        notes=tuple(each.said(language) for each in report.notes),
        faults=tuple((each.line, language.said(each.text)) for each in faults[:MOST_FAULTS]),
        more_faults=max(0, len(faults) - MOST_FAULTS),
    )


def _row(told: Told, language: Language) -> Row:
    named = language.gettext(OUTCOMES[told.outcome])
    remarks = tuple(each.said(language) for each in told.remarks)
    return Row(told.sheet, told.row, told.name, told.outcome, named, told.code or "", remarks)


def left_shown(left: Iterable[Left], language: Language) -> tuple[tuple[str, str], ...]:
    """What is not in a workbook: what, and why."""
    return tuple((each.what, _why(each, language)) for each in left)


def _why(left: Left, language: Language) -> str:
    """The reason, with a kind of question called as pages call it."""
    told = {
        name: language.gettext(KINDS.get(str(each), "{value}"), value=each)
        for name, each in left.values.items()
    }
    return language.gettext(left.message, **told)
