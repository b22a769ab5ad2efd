"""The rows of a sheet by what their columns mean, texts gathered by language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from plugin.exchange.workbooks.escaping import restored
from plugin.exchange.workbooks.languages import language_of
from plugin.exchange.workbooks.sheets import Sheet
from plugin.exchange.yaml_text import clean

# Other names of columns, from before the specification or beside it.
_ALIASES: Mapping[str, str] = {
    "caption": "label",
    "command": "type",
    "tag": "name",
    "relevance": "relevant",
    "read_only": "readonly",
    "calculate": "calculation",
    "constraining_message": "constraint_message",
    "list name": "list_name",
    "set_form_title": "form_title",
    "set_form_id": "form_id",
    "id_string": "form_id",
    "title": "form_title",
    "bind::relevant": "relevant",
    "bind::required": "required",
    "bind::constraint": "constraint",
}
TEXTS = ("label", "hint")


@dataclass(frozen=True, slots=True)
class Line:
    """A row: its number in the sheet (1-based), its cells by column, its texts by language."""

    number: int
    cells: Mapping[str, str]
    texts: Mapping[str, Mapping[str, str]]

    def cell(self, column: str) -> str:
        """The text in the column; empty where there is none."""
        return self.cells.get(column, "")

    def words(self, column: str) -> Mapping[str, str]:
        """The texts in the column, by language."""
        return self.texts.get(column, {})


def lines_of(sheet: Sheet, default: str) -> tuple[Line, ...]:
    """The rows that say anything; texts without a language are in the default one."""
    means = {header: _meaning(header, default) for header in sheet.headers}
    found = (_line(number, row, means) for number, row in enumerate(sheet.rows, 2))
    return tuple(each for each in found if each.cells or each.texts)


def unknown_languages(sheet: Sheet) -> tuple[str, ...]:
    """What headers call a language that nobody knows, each once."""
    named = (_parts(header) for header in sheet.headers)
    found = [name for base, name in named if base in TEXTS and name and language_of(name) is None]
    return tuple(dict.fromkeys(found))


def _meaning(header: str, default: str) -> tuple[str, str | None]:
    """The column, and for texts the language: None for texts in one that is not known."""
    base, name = _parts(header)
    if base not in TEXTS:
        return (f"{base}::{name}" if name else base), None
    return base, default if name is None else language_of(name)


def _parts(header: str) -> tuple[str, str | None]:
    plain = header.strip()
    whole = _ALIASES.get(plain.casefold())
    if whole is not None:
        return whole, None
    base, _, name = plain.partition("::" if "::" in plain else ":")
    base = base.strip().casefold().replace(" ", "_")
    return _ALIASES.get(base, base), name.strip() or None


def _line(number: int, row: Mapping[str, str], means: Mapping[str, tuple[str, str | None]]) -> Line:
    cells: dict[str, str] = {}
    texts: dict[str, dict[str, str]] = {}
    for header, column, language, text in _said(row, means):
        if column not in TEXTS:
            cells.setdefault(column, text if column == "relevant" else restored(text))
        elif language is not None:
            # A header that names the language comes before one that does not.
            into = texts.setdefault(column, {})
            if ":" in header or language not in into:
                into[language] = restored(text)
    return Line(number, cells, texts)


def _said(
    row: Mapping[str, str], means: Mapping[str, tuple[str, str | None]]
) -> Iterator[tuple[str, str, str | None, str]]:
    for header, raw in row.items():
        if header in means and (text := clean(str(raw)).strip()):
            yield header, *means[header], text
