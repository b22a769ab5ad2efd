"""A standard's questionnaire handed on over HTTP, as a file that browsers keep under its name."""

from __future__ import annotations

import re

from flask import Response

from plugin.exchange.going_out.outgoing import NOTHING_READ, NothingAsked, xlsform_of
from plugin.exchange.workbooks.sheets import XLSX, xlsx_of
from standards.model import Form

_UNFIT = re.compile(r"[^A-Za-z0-9._-]+")
_LONGEST_NAME = 120


def workbook_of(form: Form | None) -> Response:
    """The questionnaire as a workbook. NothingAsked where nobody is asked anything."""
    if form is None:
        raise NothingAsked(NOTHING_READ)
    content = xlsx_of(xlsform_of(form).workbook)
    return handed(content, XLSX, f"{form.code}-{form.version}.xlsx")


def handed(content: bytes, kind: str, name: str) -> Response:
    """The content as a file of the name, without the letters that no name of a file should have."""
    answer = Response(content, content_type=kind)
    plain = _UNFIT.sub("-", name)[-_LONGEST_NAME:]
    answer.headers["Content-Disposition"] = f'attachment; filename="{plain}"'
    return answer
