"""A report handed on as a file: `?as=csv`, `?as=xlsx` or `?as=pdf` on the report's own address.

So a file holds what the page shows to the same reader, with the same filters.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Response, abort, make_response, request, url_for

from plugin.reports.csv_file import csv_of
from plugin.reports.document import Document
from plugin.reports.pdf import pdf_of
from plugin.reports.workbook import xlsx_of


@dataclass(frozen=True, slots=True)
class Form:
    """A form in which a report is handed on: what links call it, its media type, its bytes."""

    name: str
    media_type: str
    written: Callable[[Document], bytes]


FORMS: Mapping[str, Form] = {
    "csv": Form("CSV", "text/csv; charset=utf-8", csv_of),
    "xlsx": Form(
        "Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", xlsx_of
    ),
    "pdf": Form("PDF", "application/pdf", pdf_of),
}

_UNFIT = re.compile(r"[^A-Za-z0-9._-]+")  # in the name of a file
_LONGEST_NAME = 120


def form_asked() -> str | None:
    """The form that is asked for; None for the page itself. Aborts with 404 for any other."""
    asked = request.args.get("as")
    if asked is not None and asked not in FORMS:
        abort(404)
    return asked


def handed_on(document: Document, form: str) -> Response:
    """The report as a file that browsers keep under its name."""
    answer = make_response(FORMS[form].written(document))
    answer.headers["Content-Type"] = FORMS[form].media_type
    name = _UNFIT.sub("-", document.name)[:_LONGEST_NAME]
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return answer


def downloads() -> tuple[tuple[str, str], ...]:
    """What this page is handed on as, and where: the same address with the form."""
    asked: dict[str, Any] = {**(request.view_args or {}), **request.args.to_dict(flat=False)}
    endpoint = request.endpoint or ""
    return tuple(
        (each.name, url_for(endpoint, **{**asked, "as": form})) for form, each in FORMS.items()
    )
