"""Reads event logs in XES (IEEE 1849) trace by trace: every event is a row.

Attributes are columns: an event's by their keys, those of its trace with `case:` before the key.
What an attribute contains besides its value is not read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import BinaryIO
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from plugin.imports.exports.rows import InputInvalid, Row, Rows

CASE = "case:"
CHUNK = 65_536  # bytes
_VALUES = frozenset(("string", "date", "int", "float", "boolean", "id"))


class XesFile:
    """A log that is open. `seen` are the columns that some event has had so far."""

    def __init__(self, name: str, stream: BinaryIO, wanted: Sequence[str]) -> None:
        self.name, self.header = name, tuple(wanted)
        self.seen: set[str] = set()
        self._stream = stream

    def rows(self) -> Rows:
        """Every event. InputInvalid for what is no XML, or XML that would load other things."""
        try:
            for number, event in enumerate(self._events(), start=1):
                self.seen |= event.keys()
                yield Row(number, 0, [event.get(column, "") for column in self.header])
        except ParseError as error:
            raise InputInvalid(self.name, error.position[0], f"this is no XML: {error}") from error
        except DefusedXmlException as error:
            text = "a document type or an entity, which no log needs"
            raise InputInvalid(self.name, 0, text, "take it out") from error

    def _events(self) -> Iterator[Mapping[str, str]]:
        log = _Log()
        parser = DefusedXMLParser(target=log, forbid_dtd=True)
        while chunk := self._stream.read(CHUNK):
            parser.feed(chunk)
            yield from log.taken()
        parser.close()
        yield from log.taken()


class _Log:
    """What the parser tells, gathered to events; those of a trace when the trace is whole."""

    def __init__(self) -> None:
        self._inside: list[str] = []
        self._case: dict[str, str] = {}
        self._event: dict[str, str] = {}
        self._events: list[dict[str, str]] = []
        self._whole: list[dict[str, str]] = []

    def taken(self) -> list[dict[str, str]]:
        """The events told since the last time."""
        whole, self._whole = self._whole, []
        return whole

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        name = tag.rpartition("}")[2]
        if name in _VALUES and self._inside:
            self._attribute(self._inside[-1], attributes)
        self._inside.append(name)

    def _attribute(self, owner: str, attributes: Mapping[str, str]) -> None:
        key, value = attributes.get("key", ""), attributes.get("value", "")
        if owner == "event":
            self._event[key] = value
        elif owner == "trace":
            self._case[CASE + key] = value

    def end(self, tag: str) -> None:
        """An element is whole."""
        name = self._inside.pop()
        if name == "event":
            self._events.append(self._event)
            self._event = {}
        if name == "trace" or (name == "event" and "trace" not in self._inside):
            # Attributes of a trace may follow its events.
            self._whole += ({**self._case, **event} for event in self._events)
            self._events, self._case = [], {}

    def close(self) -> None:
        """The log is whole."""
