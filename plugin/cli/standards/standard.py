"""Opens the standard that a command judges by."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from plugin.cli.refusal import Refused
from plugin.faults import broken_examples, line_of
from scoring.proof import ContradictsItself, admit
from standards.loader import Reading, read
from standards.model import Draft, Standard
from standards.source import Fault


def open_standard(path: Path, as_of: int) -> Standard:
    """The standard in the file. Refused lists every fault, or every example that it breaks."""
    return standard_from(path.read_bytes(), str(path), as_of)


def open_draft(path: Path) -> Draft:
    """The draft in the file, whatever its examples say. Refused lists every fault."""
    return _draft(read(path.read_bytes()), str(path))


def standard_from(raw: bytes, name: str, as_of: int) -> Standard:
    """The standard in the bytes; `name` is what messages call it."""
    reading = read(raw)
    try:
        return admit(_draft(reading, name), as_of)
    except ContradictsItself as error:
        raise _refused(name, broken_examples(reading, error.contradictions)) from None


def _draft(reading: Reading, name: str) -> Draft:
    if reading.draft is None:
        raise _refused(name, reading.faults)
    return reading.draft


def _refused(name: str, faults: Iterable[Fault]) -> Refused:
    return Refused("\n".join(line_of(name, fault) for fault in faults))
