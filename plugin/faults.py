"""Shows faults to whoever wrote the file: where, what is wrong, the line, what would be right."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from plugin.language import Language
from scoring.proof import Contradiction
from standards.loader import Reading
from standards.said import Said, parted
from standards.source import Fault, Source

MOST_SHOWN = 200  # of one file: whoever has more mends these first

_AROUND = 60  # characters of a line shown before and after the place
_TOKEN = re.compile(r"[^\s,:\[\]{}]+|.")


def line_of(name: str, fault: Fault) -> str:
    """The fault in one line: `FILE:LINE:COLUMN: what is wrong; what would be right`."""
    mend = f"; {fault.mend}" if fault.mend else ""
    return f"{name}:{fault.line}:{fault.column}: {_plain(fault.text)}{_plain(mend)}"


def said_of(name: str, fault: Fault, language: Language) -> str:
    """The same line for a reader of the language, without a name where it is empty."""
    place = (
        f"{fault.line}:{fault.column}: " if not name else f"{name}:{fault.line}:{fault.column}: "
    )
    mend = f"; {language.said(fault.mend)}" if fault.mend else ""
    return f"{place}{_plain(language.said(fault.text))}{_plain(mend)}"


def broken_examples(reading: Reading, found: Iterable[Contradiction]) -> Iterator[Fault]:
    """The examples that their own criteria break, as faults of the file."""
    for each in found:
        path = (*reading.path_of(each.criterion), "examples", each.example)
        what, mend = parted(each.text)
        text = Said("{criterion}: {what}", criterion=each.criterion, what=what)
        yield reading.source.fault(path, text, mend or Said("mend the example, or the limits"))


def show_faults(console: Console, name: str, source: Source, faults: Sequence[Fault]) -> None:
    """Prints the file's faults in order, and how many were left out when there are very many."""
    for fault in faults[:MOST_SHOWN]:
        console.print(_told(name, fault), soft_wrap=True)
        console.print(_excerpt(source, fault), soft_wrap=True)
    if len(faults) > MOST_SHOWN:
        console.print(f"{name}: and {len(faults) - MOST_SHOWN:,} further faults", soft_wrap=True)


def _told(name: str, fault: Fault) -> Text:
    place = Text(f"{name}:{fault.line}:{fault.column}: ", style="bold")
    return place.append(_plain(fault.text), style="red")


def _excerpt(source: Source, fault: Fault) -> Text:
    """The line with the place marked under it, and what would be right."""
    number, blank = f"{fault.line:>6} ", " " * 7
    shown = Text()
    line = source.line_text(fault.line)
    if line.strip():
        before, rest = _cut(line, fault.column - 1)
        token = _TOKEN.match(rest)
        mark = "^" * (cell_len(token.group()) if token else 1)
        shown.append(f"{number}│ ", "dim").append(f"{before}{rest}\n")
        shown.append(f"{blank}│ ", "dim").append(" " * cell_len(before)).append(f"{mark}\n", "red")
    return shown.append(f"{blank}= ", "dim").append(_plain(fault.mend), "green")


def _cut(line: str, at: int) -> tuple[str, str]:
    """The parts of a line before and from the place on, a long one cut off on both sides."""
    before, rest = _plain(line[:at]), _plain(line[at:])
    if len(before) > _AROUND:
        before = f"…{before[-_AROUND:]}"
    return before, rest if len(rest) <= _AROUND else f"{rest[:_AROUND]}…"


def _plain(text: str) -> str:
    """The text without what could command a terminal."""
    return "".join(letter if letter.isprintable() else " " for letter in text)
