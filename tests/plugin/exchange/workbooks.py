"""Workbooks for tests: forms as tables, and files that are no forms."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from plugin.exchange.workbooks.sheets import Sheet, Workbook, xlsx_of

Rows = tuple[tuple[str, ...], ...]

SURVEY: Rows = (
    ("type", "name", "label::English (en)", "label::Polski (pl)", "hint", "required", "relevant"),
    ("start", "began", "", "", "", "", ""),
    ("select_one yn", "greeted", "Were you greeted?", "Czy Cię powitano?", "", "yes", ""),
    ("select_one need", "need", "Were you asked?", "Czy zapytano?", "Softly", "",
     "${greeted} = 'yes'"),
    ("integer", "minutes", "Minutes waited", "Ile minut", "", "", ""),
    ("image", "front", "The front", "Front", "", "", ""),
    ("geopoint", "where", "Where?", "Gdzie?", "", "", ""),
)  # fmt: skip
CHOICES: Rows = (
    ("list_name", "name", "label::English (en)", "label::Polski (pl)", "share"),
    ("yn", "yes", "Yes", "Tak", ""),
    ("yn", "no", "No", "Nie", ""),
    ("need", "asked", "Asked", "Zapytano", "1"),
    ("need", "hinted", "Hinted", "Napomknięto", "0.5"),
    ("need", "not_at_all", "No", "Nie", "0"),
)
SETTINGS: Rows = (("form_title", "form_id"), ("Visit", "my visit"))


def sheet(rows: Rows) -> Sheet:
    """The rows as a sheet, the first of them its headers."""
    headers, *below = rows
    told = ({head: cell for head, cell in zip(headers, row, strict=False) if cell} for row in below)
    return Sheet(headers, tuple(told))


def book(survey: Rows = SURVEY, choices: Rows = CHOICES, settings: Rows = SETTINGS) -> Workbook:
    """A form as plain sheets."""
    sheets = {"survey": survey, "choices": choices, "settings": settings}
    return Workbook({name: sheet(rows) for name, rows in sheets.items()})


def xlsx(survey: Rows = SURVEY, choices: Rows = CHOICES, settings: Rows = SETTINGS) -> bytes:
    """A form as a file."""
    return xlsx_of(book(survey, choices, settings))


def asking(*questions: tuple[str, str, str], choices: Rows = CHOICES) -> Workbook:
    """A form of questions: the type, the name and the words of each."""
    return book((("type", "name", "label"), *questions), choices)


def with_part(raw: bytes, name: str, content: bytes) -> bytes:
    """The file with one more part, or with another in its place."""
    return zipped({**parts_of(raw), name: content})


def parts_of(raw: bytes) -> dict[str, bytes]:
    """The parts of a zip by name."""
    with ZipFile(BytesIO(raw)) as archive:
        return {each: archive.read(each) for each in archive.namelist()}


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """The parts as a zip."""
    written = BytesIO()
    with ZipFile(written, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return written.getvalue()
