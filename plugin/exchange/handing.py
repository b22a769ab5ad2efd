"""A standard's questionnaire handed on over HTTP, as a file that browsers keep under its name."""

from __future__ import annotations

from flask import Response

from plugin.exchange.outgoing import NOTHING_READ, NothingAsked, xlsform_of
from plugin.exchange.sheets import XLSX, xlsx_of
from standards.model import Form


def workbook_of(form: Form | None) -> Response:
    """The questionnaire as a workbook. NothingAsked where nobody is asked anything."""
    if form is None:
        raise NothingAsked(NOTHING_READ)
    answer = Response(xlsx_of(xlsform_of(form).workbook), content_type=XLSX)
    answer.headers["Content-Disposition"] = (
        f'attachment; filename="{form.code}-{form.version}.xlsx"'
    )
    return answer
