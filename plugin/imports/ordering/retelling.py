"""Tells the ordered events of each contact: every row once, every event once, and only news."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

import orjson

from plugin.imports.ordering.records import CHANGING, Record
from plugin.imports.telling.events import OPENED, natural_key
from plugin.imports.telling.facts import Told, flat, nested
from scoring.evidence import EventKind

# What is counted on the way.
LINES, CONTACTS = "lines", "contacts"
REPEATED_ROWS, REPEATED_EVENTS, UNCHANGED = "repeated rows", "repeated events", "unchanged"

_TELLING = (EventKind.OPENED, EventKind.MESSAGE, EventKind.CHANGED)  # whose facts are the contact's


def retold(
    records: Iterable[bytes], counts: Counter[str], *, with_changes: bool
) -> Iterator[bytes]:
    """The lines of records in order. `with_changes`: some of them tell only what has changed."""
    contact = _Contact(b"", counts, with_changes)
    for record in map(Record.of, records):
        if record.contact != contact.name:
            contact = _Contact(record.contact, counts, with_changes)
            counts[CONTACTS] += 1
        line = contact.told(record)
        if line is not None:
            counts[LINES] += 1
            yield line + b"\n"


class _Contact:
    """What has been told of one contact so far."""

    def __init__(self, name: bytes, counts: Counter[str], with_changes: bool) -> None:
        self.name = name
        self._counts, self._with_changes = counts, with_changes
        self._rows: dict[bytes, bytes] = {}  # what rows are like -> the first such row
        self._repeats: set[bytes] = set()
        self._ids: set[bytes] = set()
        self._facts: Told = {}

    def told(self, record: Record) -> bytes | None:
        """The line of the record; None when it is no news."""
        if self._is_repeated_row(record):
            return None
        if not self._with_changes:
            return record.line if self._is_new(record.id[1:]) else None
        line = orjson.loads(record.line)
        if record.id.startswith(CHANGING) and not self._keep_changes(line):
            self._counts[UNCHANGED] += 1
            return None
        if not self._is_new(line["id"].encode()):
            return None
        if line["kind"] in _TELLING:
            self._facts |= flat(line.get("facts", {}))
        return orjson.dumps(line)

    def _is_repeated_row(self, record: Record) -> bool:
        if not record.like or self._rows.setdefault(record.like, record.row) == record.row:
            return False
        self._counts[REPEATED_ROWS] += record.row not in self._repeats
        self._repeats.add(record.row)
        return True

    def _is_new(self, id_: bytes) -> bool:
        if id_ not in self._ids:
            self._ids.add(id_)
            return True
        # Where every row repeats the opening, repeating it says nothing.
        self._counts[REPEATED_EVENTS] += id_ != OPENED.encode()
        return False

    def _keep_changes(self, line: Told) -> bool:
        """Leaves in the line only facts that are news; whether the line is still worth telling."""
        facts = flat(line.pop("facts", {}))
        news = {name: said for name, said in facts.items() if self._facts.get(name) != said}
        if news:
            line["facts"] = nested(news)
        line["id"] = line["id"] or natural_key(line, {name: self._facts.get(name) for name in news})
        return bool(news) or line["kind"] != EventKind.CHANGED
