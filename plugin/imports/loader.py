"""Reads a mapping and refuses, all at once and each with its place, what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from marshmallow import ValidationError

from plugin.imports.form.mapping import MappingForm
from plugin.imports.mapping import At, ImportMapping, Offset
from plugin.imports.used import found
from standards.source import Fault, Path, Plain, Source, read_source


class MappingInvalid(ValueError):
    """A mapping cannot be used; `faults` say where and why."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("; ".join(fault.text for fault in faults))
        self.faults = faults


def read_mapping(raw: bytes) -> tuple[ImportMapping, Source]:
    """The mapping in the bytes, and its source for later faults. MappingInvalid has all faults."""
    source = read_source(raw)
    if source.data is None or source.faults:
        raise MappingInvalid(source.faults)
    try:
        mapping = MappingForm().load(_with_tables(source.data, _tables(source.data)))
    except ValidationError as error:
        told = sorted(_told(source, (), error.messages), key=lambda f: (f.line, f.column))
        raise MappingInvalid(tuple(told)) from error
    faults = tuple(_zoneless(source, mapping))
    if faults:
        raise MappingInvalid(faults)
    return mapping, source


def place_of(source: Source, column: str) -> Path:
    """Where a mapping first names the column, bare or in braces; () when nowhere."""
    return next((path for path, text in _texts(source.data, ()) if _names(text, column)), ())


def _tables(data: Plain) -> Mapping[str, Plain]:
    words = data.get("words") if isinstance(data, dict) else None
    return words if isinstance(words, dict) else {}


def _with_tables(data: Plain, tables: Mapping[str, Plain]) -> Any:
    """The data with each named table of words written out where it is used."""
    if isinstance(data, list):
        return [_with_tables(item, tables) for item in data]
    if not isinstance(data, dict):
        return data
    written = {key: _with_tables(value, tables) for key, value in data.items()}
    name = data.get("words")
    if "column" in data and isinstance(name, str) and name in tables:
        written["words"] = tables[name]
    return written


def _told(source: Source, path: Path, messages: Any) -> Iterator[Fault]:
    """Marshmallow's tree of messages as faults."""
    if isinstance(messages, dict):
        for key, inside in messages.items():
            yield from _told(source, path if key == "_schema" else (*path, key), inside)
        return
    for message in messages:
        text, _, mend = str(message).partition("; ")
        yield source.fault(path, text, mend)


def _zoneless(source: Source, mapping: ImportMapping) -> Iterator[Fault]:
    for export in mapping.exports:
        for at in found(At, export):
            dates = at.dates.over(export.dates)
            if dates.zone is None and dates.offset not in (None, Offset.TRUST):
                path = place_of(source, at.text.columns[0])
                text = f"a date whose offset is {dates.offset} has no zone"
                yield source.fault(path, text, "write zone: Europe/Warsaw, here or under dates")


def _texts(data: Plain, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(data, dict):
        for key, value in data.items():
            yield (*path, key), key
            yield from _texts(value, (*path, key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from _texts(value, (*path, index))
    elif isinstance(data, str):
        yield path, data


def _names(text: str, column: str) -> bool:
    return text.strip() == column or f"{{{column}}}" in text
