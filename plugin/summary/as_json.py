"""The report as one JSON object, whose keys are a public promise (docs/summary.md)."""

from __future__ import annotations

from typing import Any

import orjson

from plugin.summary.counting import Names
from plugin.summary.figures import figures_of, goal_of
from plugin.summary.report import Report, Row, Seen
from scoring.scorecard import Standing
from scoring.statistics.goal import Attainment
from scoring.statistics.interval import CONFIDENCE


def json_of(report: Report) -> bytes:
    """The report as JSON, to be read by people too."""
    options = orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE
    return orjson.dumps(_report(report), option=options)


def _report(report: Report) -> dict[str, Any]:
    return {
        "confidence": CONFIDENCE,
        "zone": report.zone,
        "counted": [standing for standing in Standing if standing in report.counting],
        "contacts": {str(each): report.contacts(each) for each in Standing},
        "standards": [_standard(each) for each in report.seen],
        "total": figures_of(report.total),
        "tables": [
            {"by": table.names, "rows": [_row(table.names, row) for row in table.rows]}
            for table in report.tables
        ],
        "goals": {str(each): [_named(row) for row in report.to_goal(each)] for each in Attainment},
    }


def _standard(seen: Seen) -> dict[str, Any]:
    return {
        "code": seen.code,
        "version": seen.version,
        "title": seen.form.title if seen.form is not None else None,
        "hashes": seen.hashes,
        "contacts": {str(standing): number for standing, number in seen.contacts.items()},
        "given": seen.form is not None,
        "changed": seen.is_changed,
    }


def _row(names: Names, row: Row) -> dict[str, Any]:
    return {
        "standard": {"code": row.key.code, "version": row.key.version},
        "key": dict(zip(names, row.key.parts, strict=True)),
        "title": row.criterion.title if row.criterion is not None else None,
        **figures_of(row.counts),
        **goal_of(row),
    }


def _named(row: Row) -> dict[str, Any]:
    return {"code": row.key.code, "version": row.key.version, "criterion": row.key.parts[0]}
