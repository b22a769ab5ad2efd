"""What became of a workbook's rows, as JSON tells it."""

from __future__ import annotations

from typing import Any

from plugin.exchange.coming_in.incoming import Incoming
from plugin.exchange.coming_in.remarks import Outcome, Told
from plugin.language import Language


def report_told(report: Incoming, language: Language) -> dict[str, Any]:
    """The report as an object: counts of the survey's rows, every row, and notes on the whole."""
    return {
        "counts": {each.value: report.count(each) for each in Outcome},
        "languages": list(report.languages),
        "criteria": [str(each["code"]) for each in report.criteria],
        "rows": [_row(each, language) for each in report.told],
        "notes": [each.said(language) for each in report.notes],
    }


def _row(told: Told, language: Language) -> dict[str, Any]:
    return {
        "sheet": told.sheet,
        "row": told.row,
        "name": told.name,
        "outcome": told.outcome.value,
        "criterion": told.code,
        "remarks": [each.said(language) for each in told.remarks],
    }
