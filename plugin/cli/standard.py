"""Opens the standard that a command judges by."""

from __future__ import annotations

from pathlib import Path

from plugin.cli.refusal import Refused
from scoring.proof import ContradictsItself, admit
from standards.loader import Reading, read
from standards.model import Draft, Standard


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
        raise Refused("\n".join(_broken(reading, name, error))) from None


def _draft(reading: Reading, name: str) -> Draft:
    if reading.draft is None:
        raise Refused("\n".join(_faults(reading, name)))
    return reading.draft


def _faults(reading: Reading, name: str) -> list[str]:
    return [
        f"{name}:{fault.line}:{fault.column}: {fault.text}" + (f"; {fault.mend}" * bool(fault.mend))
        for fault in reading.faults
    ]


def _broken(reading: Reading, name: str, error: ContradictsItself) -> list[str]:
    return [
        f"{name}:{reading.source.place_of(path).line}: {each.criterion}: {each.text}"
        for each in error.contradictions
        for path in [(*reading.path_of(each.criterion), "examples", each.example)]
    ]
