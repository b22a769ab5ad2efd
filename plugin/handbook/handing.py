"""A handbook or a leaflet as a file that browsers keep under its name."""

from __future__ import annotations

import re

from flask import Response, make_response

from plugin.handbook.book import Handbook
from plugin.handbook.forms import FORMS
from plugin.handbook.leaflet import Leaflet

_UNFIT = re.compile(r"[^A-Za-z0-9._-]+")  # in the name of a file
_LONGEST_NAME = 120


def handed_out(told: Handbook | Leaflet, form: str) -> Response:
    """The file in that form, one of FORMS."""
    written = FORMS[form]
    content = written.handbook(told) if isinstance(told, Handbook) else written.leaflet(told)
    answer = make_response(content)
    answer.headers["Content-Type"] = written.media_type
    name = _UNFIT.sub("-", told.name)[:_LONGEST_NAME]
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return answer
