"""Opens a workbook that somebody sends: its sheets, or why it is refused."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Mapping
from typing import Any

import orjson

from plugin.exchange.workbooks.container import BROKEN, LINKS, kind_of
from plugin.exchange.workbooks.reading import MOST_ROWS
from plugin.exchange.workbooks.refusals import WorkbookRefused
from plugin.exchange.workbooks.sheets import Sheet, Workbook
from plugin.language import N_

PATIENCE = 40  # seconds, beside other work; of computing it gets fewer

_PYTHON = (sys.executable, "-P", "-m", "plugin.exchange.workbooks.reading")
_ROW = re.compile(r"\[row : (\d+)\]\s*")
_SHEET = re.compile(r"On the '(\w+)' sheet, ")

HEAVY = N_("reading the workbook takes too long or too much memory; send a smaller, simpler one")
LONG = N_("the sheet has more than {most} rows; split the form")
HEADER = N_("the header “{header}” stands twice; keep one of the columns")
FORM = N_("this is no form that XLSForm allows: {said}")
NO_SURVEY = N_("there is no sheet named survey; the questions stand there")

# What pyxform says -> what we say, with what it names.
_SAID: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        re.compile(r"List name not in choices sheet: (?P<name>\S+)"),
        N_("the list “{name}” is not on the sheet choices; add it there, or mend its name"),
    ),
    (
        re.compile(r"the 'trigger' value is invalid.*name '(?P<name>[^']+)'", re.DOTALL),
        N_("its trigger names “{name}”, which no question is called"),
    ),
    (
        re.compile(r"The name '(?P<name>[^']+)' is reserved"),
        N_("the name “{name}” is kept for the form itself; call the row something else"),
    ),
    (
        re.compile(r"Unknown question type '(?P<name>[^']*)'"),
        N_("“{name}” is no type of question; see xlsform.org for those there are"),
    ),
    (re.compile(r"Question with no type"), N_("the row has no type; write one, or clear the row")),
    (re.compile(r"must have a sheet named 'survey'"), NO_SURVEY),
)


def opened(raw: bytes, patience: float = PATIENCE) -> Workbook:
    """The workbook in the bytes. WorkbookRefused says what is wrong, where, and what to do.

    `patience` is how many seconds its reader gets.
    """
    told = _read(raw, kind_of(raw), patience)
    if "fault" in told:
        raise _refusal(told)
    sheets = {
        name: Sheet(tuple(each["headers"]), tuple(each["rows"]))
        for name, each in told["sheets"].items()
    }
    formulas = tuple((sheet, row) for sheet, row in told["formulas"])
    return Workbook(sheets, formulas, tuple(told["warnings"]), tuple(told["others"]))


def _read(raw: bytes, kind: str, patience: float) -> Mapping[str, Any]:
    try:
        done = subprocess.run(
            (*_PYTHON, kind), input=raw, capture_output=True, timeout=patience, check=False
        )
    except subprocess.TimeoutExpired:
        raise WorkbookRefused(HEAVY) from None
    if done.returncode:
        raise WorkbookRefused(HEAVY if done.returncode < 0 else BROKEN)
    found: Mapping[str, Any] = orjson.loads(done.stdout)
    return found


def _refusal(told: Mapping[str, Any]) -> WorkbookRefused:
    match told["fault"]:
        case "memory" | "depth":
            return WorkbookRefused(HEAVY)
        case "links":
            return WorkbookRefused(LINKS)
        case "rows":
            name = told["sheet"]
            return WorkbookRefused(LONG, {"most": f"{MOST_ROWS[name]:,}"}, name)
        case "header":
            return WorkbookRefused(HEADER, {"header": told["header"]}, told["sheet"], 1)
        case "form":
            return _form_refusal(told["said"])
    return WorkbookRefused(BROKEN)


def _form_refusal(said: str) -> WorkbookRefused:
    """What pyxform says, in our words where we know them, with sheet and row."""
    row, sheet = _ROW.search(said), _SHEET.search(said)
    name = sheet[1] if sheet else ("survey" if row else None)
    number = int(row[1]) if row else None
    for pattern, message in _SAID:
        if found := pattern.search(said):
            return WorkbookRefused(message, found.groupdict(), name, number)
    plain = " ".join(_SHEET.sub("", _ROW.sub("", said)).split())[:300]
    return WorkbookRefused(FORM, {"said": plain}, name, number)
