"""Reads a workbook in a process of its own, under limits: bytes in, JSON out.

    python -P -m plugin.exchange.workbooks.reading .xlsx < FORM.xlsx

What pyxform makes of it is not kept, only whether it takes it: a form that it refuses is none.
Only this process imports the readers; whatever goes wrong in them ends it and nothing else.
"""

from __future__ import annotations

import contextlib
import io
import json
import struct
import sys
import warnings
from collections.abc import Iterator, Mapping
from typing import Any

MOST_MEMORY = 1_000_000_000  # bytes of address space: Python and its readers take a third
MOST_SECONDS = 20  # of computing
FORM_SHEETS = ("survey", "choices", "settings")
MOST_ROWS = {"survey": 1_000, "choices": 10_000}  # of a form: pyxform takes seconds for more
_OURS = "plumbline"
_BOF, _FORMULA, _SUPBOOK = 0x0809, 0x0006, 0x01AE
_WORKSHEET = b"\x10\x00"
_OWN_BOOKS = (b"\x01\x04", b"\x01\x3a")  # the workbook itself, and functions of add-ins


def main() -> None:
    """Answers what the workbook on standard input holds, or what is wrong with it."""
    _limit()
    raw = sys.stdin.buffer.read()
    with contextlib.redirect_stdout(io.StringIO()):
        try:
            told = _told(raw, sys.argv[1])
        except MemoryError:
            told = {"fault": "memory"}
        except RecursionError:
            told = {"fault": "depth"}
    sys.stdout.buffer.write(json.dumps(told).encode())


def _limit() -> None:
    with contextlib.suppress(ImportError):  # there is none on Windows
        import resource  # noqa: PLC0415

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS + 1))
        resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _told(raw: bytes, kind: str) -> dict[str, Any]:
    warnings.simplefilter("ignore")
    from pyxform.errors import PyXFormError  # noqa: PLC0415 - behind the limits
    from pyxform.xls2json_backends import get_xlsform  # noqa: PLC0415

    try:
        doubled, formulas = _looked_at(raw, kind)
        if doubled:
            return {"fault": "header", "sheet": doubled[0], "header": doubled[1]}
        found = get_xlsform(raw, file_type=kind)
        sheets = {name: _sheet(found, name) for name in FORM_SHEETS}
        for name, most in MOST_ROWS.items():
            if len(sheets[name]["rows"]) > most:
                return {"fault": "rows", "sheet": name}
        said = _validated(found)
    except PyXFormError as error:
        return {"fault": "form", "said": str(error)}
    except LinkedElsewhere:
        return {"fault": "links"}
    except MemoryError:
        raise
    except Exception as error:  # the readers raise whatever they stumble over
        return {"fault": "broken", "said": type(error).__name__}
    others = [name for name in found.sheet_names or () if name.lower() not in (*FORM_SHEETS, _OURS)]
    return {"sheets": sheets, "formulas": formulas, "warnings": said, "others": others}


def _sheet(found: Any, name: str) -> dict[str, Any]:
    headers = getattr(found, f"{name}_header") or [{}]
    rows = getattr(found, name) or []
    return {
        "headers": list(headers[0]),
        "rows": [{key: text for key, text in row.items() if text is not None} for row in rows],
    }


def _validated(found: Any) -> list[str]:
    """What pyxform warns of when it makes an XForm of it."""
    from pyxform.builder import create_survey_element_from_dict  # noqa: PLC0415
    from pyxform.xls2json import workbook_to_json  # noqa: PLC0415

    said: list[str] = []
    made = workbook_to_json(
        workbook_dict=found, fallback_form_name=found.fallback_form_name, warnings=said
    )
    create_survey_element_from_dict(made).to_xml(validate=False, pretty_print=False, warnings=said)
    return [str(each) for each in said]


def _looked_at(raw: bytes, kind: str) -> tuple[tuple[str, str] | None, list[tuple[str, int]]]:
    """A header that stands twice, with its sheet; and the cells that hold a formula."""
    doubled, formulas = None, []
    for name, rows in (_xlsx_cells if kind == ".xlsx" else _xls_cells)(raw):
        headers = _headers(rows)
        repeated = next((each for each in headers if headers.count(each) > 1), None)
        doubled = doubled or (None if repeated is None else (name, repeated))
        formulas += [(name, number) for number, row in rows.items() if row is None]
    return doubled, formulas


def _headers(rows: Mapping[int, Any]) -> list[str]:
    return [str(each).strip() for each in rows.get(1) or () if str(each or "").strip()]


def _xlsx_cells(raw: bytes) -> Iterator[tuple[str, dict[int, Any]]]:
    """Of each sheet of a form its header row, and None for each row that holds a formula."""
    from openpyxl import load_workbook  # noqa: PLC0415

    book = load_workbook(io.BytesIO(raw), read_only=True, data_only=False, keep_links=False)
    for sheet in book:
        if sheet.title.lower() not in FORM_SHEETS:
            continue
        found: dict[int, Any] = {}
        for number, row in enumerate(sheet.iter_rows(), 1):
            if number == 1:
                found[1] = [cell.value for cell in row]
            elif any(cell.data_type == "f" for cell in row):
                found[number] = None
        yield sheet.title.lower(), found


def _xls_cells(raw: bytes) -> Iterator[tuple[str, dict[int, Any]]]:
    """The same of an .xls. LinkedElsewhere where it takes values from other files."""
    import xlrd  # noqa: PLC0415

    book = xlrd.open_workbook(file_contents=raw, logfile=io.StringIO())
    formulas = formulas_in(_stream_of(raw))
    for number, sheet in enumerate(book.sheets()):
        if sheet.name.lower() in FORM_SHEETS and sheet.nrows:
            rows: dict[int, Any] = {row + 1: None for row in formulas.get(number, ())}
            yield sheet.name.lower(), rows | {1: sheet.row_values(0)}


def _stream_of(raw: bytes) -> bytes:
    """The records of a workbook; empty where it lies in no compound file, as before 1997."""
    from xlrd.compdoc import SIGNATURE, CompDoc  # noqa: PLC0415

    if not raw.startswith(SIGNATURE):
        return b""
    document = CompDoc(raw, logfile=io.StringIO())
    for name in ("Workbook", "Book"):
        content, base, length = document.locate_named_stream(name)
        if content:
            return bytes(content[base : base + length])
    return b""


class LinkedElsewhere(Exception):
    """The workbook takes values from other files."""


def formulas_in(stream: bytes) -> dict[int, set[int]]:
    """Of each sheet of a stream of BIFF8 records the rows, from 0 on, that hold a formula.

    xlrd gives what formulas said last, and not that they are there. [MS-XLS] 2.4: a record is its
    type and length, two bytes each, and its content.
    """
    found: dict[int, set[int]] = {}
    sheet, at = -1, 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        content = stream[at + 4 : at + 4 + length]
        if kind == _BOF and content[2:4] == _WORKSHEET:
            sheet += 1
        elif kind == _FORMULA and len(content) >= 2:
            found.setdefault(sheet, set()).add(struct.unpack_from("<H", content)[0])
        elif kind == _SUPBOOK and content[2:4] not in _OWN_BOOKS:
            raise LinkedElsewhere
        at += 4 + length
    return found


if __name__ == "__main__":
    main()
