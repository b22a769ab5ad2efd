"""Changes values within a YAML text and leaves every other letter of it as it is.

    was == now          nothing is touched
    a scalar            its own letters, in its own quotes where it has some
    a key more, less    its own lines, or its own part of the braces
    a key renamed       its own letters, where its value stays what it was
    an item more, less  the same; items that stay are found again wherever they stand

Comments, blank lines, order and quotes of whatever does not change survive, for nothing of them is
written anew.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby

from plugin.authoring.written.printing import below, inline, item, key_of
from plugin.authoring.written.spans import Entry, Leaf, Row, Spanned, Table
from standards.source import Plain


@dataclass(frozen=True, slots=True)
class Edit:
    """Letters that are taken out from `start` to `end`, and what comes in for them."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Slot:
    """Where a value stands: right behind a colon or dash at `behind`, whose key is at `column`.

    `flow` is within brackets.
    """

    span: Spanned
    behind: int
    column: int
    flow: bool
    dash: bool = False


def applied(text: str, edits: Iterable[Edit]) -> str:
    """The text after the edits, which do not overlap; at one place they come in their order."""
    out, at = [], 0
    for each in sorted(edits, key=lambda each: each.start):
        out += [text[at : each.start], each.text]
        at = max(at, each.end)
    return "".join([*out, text[at:]])


def same(one: Plain, other: Plain) -> bool:
    """Whether both are written alike: true is not 1, but 1.0 is."""
    match one, other:
        case dict(), dict():
            return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
        case list(), list():
            paired = zip(one, other, strict=False)
            return len(one) == len(other) and all(same(*each) for each in paired)
        case (bool(), _) | (_, bool()):
            return one is other
    return one == other


@dataclass(frozen=True, slots=True)
class Patch:
    """The edits of one text that make its values say something else."""

    text: str

    def edits(self, slot: Slot, was: Plain, now: Plain) -> Iterator[Edit]:
        """What turns the value in the slot from `was` into `now`."""
        if same(was, now):
            return
        match slot.span:
            case Table() as table if _are_tables(was, now):
                assert isinstance(was, dict)
                assert isinstance(now, dict)
                yield from self._table(table, was, now)
            case Row() as row if isinstance(was, list) and isinstance(now, list) and was and now:
                yield from self._row(row, was, now)
            case _:
                yield self._whole(slot, now)

    def _whole(self, slot: Slot, now: Plain) -> Edit:
        """Another value in the place of this one."""
        span, quote = slot.span, _quote_of(slot.span)
        if slot.flow or (quote and isinstance(now, str) and "\n" not in now):
            words = inline(now, flow=slot.flow, quote=quote)
            return Edit(span.start, span.end, words if span.end > span.start else f" {words}")
        if slot.dash:
            return Edit(slot.behind, max(span.end, slot.behind), f" {item(now, slot.column)}")
        used = slot.behind - self._line_start(slot.behind) - slot.column
        return Edit(slot.behind, max(span.end, slot.behind), below(now, slot.column, used=used))

    def _table(
        self, table: Table, was: Mapping[str, Plain], now: Mapping[str, Plain]
    ) -> Iterator[Edit]:
        renamed = _renamed(was, now)
        for each in table.entries:
            if each.key in now:
                slot = Slot(each.value, each.behind, table.column, table.flow)
                yield from self.edits(slot, was[each.key], now[each.key])
            elif each.key in renamed:
                yield self._key(each, renamed[each.key], flow=table.flow)
        spans = [(each.start, each.value.end) for each in table.entries]
        names = [renamed.get(each.key, each.key) for each in table.entries]
        gone = [place for place, each in enumerate(names) if each not in now]
        yield from self._taken_out(spans, gone, flow=table.flow)
        places = {each: place for place, each in enumerate(names)}
        anchor = -1
        for key, value in now.items():
            if key in places:
                anchor = max(anchor, places[key])
                continue
            if table.flow:
                words = f"{key_of(key, flow=True)}: {inline(value, flow=True)}"
            else:
                word = key_of(key, flow=False)
                words = f"{word}:{below(value, table.column, used=len(word) + 1)}"
            yield self._brought_in(spans, anchor, words, table.column, flow=table.flow)

    def _key(self, entry: Entry, now: str, *, flow: bool) -> Edit:
        """Another key in the place of this one, in its own quotes but for an empty one."""
        written = self.text[entry.start : entry.behind - 1].rstrip()
        quote = written[0] if entry.key and written[:1] in {"'", '"'} else ""
        words = inline(now, flow=flow, quote=quote) if quote else key_of(now, flow=flow)
        return Edit(entry.start, entry.start + len(written), words)

    def _row(self, row: Row, was: list[Plain], now: list[Plain]) -> Iterator[Edit]:
        dashes = row.dashes or tuple(each.start for each in row.items)
        spans = [(start, each.end) for start, each in zip(dashes, row.items, strict=True)]
        gone: list[int] = []
        for _, one, two, three, four in _matched(was, now):
            paired = min(two - one, four - three)
            for place in range(paired):
                slot = self._item(row, dashes, one + place)
                yield from self.edits(slot, was[one + place], now[three + place])
            gone += range(one + paired, two)
            for value in now[three + paired : four]:
                quote = _quote_of(row.items[one + paired - 1]) if row.flow else ""
                words = (
                    inline(value, flow=True, quote=quote)
                    if row.flow
                    else f"- {item(value, row.column)}"
                )
                anchor = one + paired - 1
                yield self._brought_in(spans, anchor, words, row.column, flow=row.flow)
        yield from self._taken_out(spans, gone, flow=row.flow)

    def _item(self, row: Row, dashes: tuple[int, ...], place: int) -> Slot:
        return Slot(row.items[place], dashes[place] + 1, row.column, row.flow, dash=True)

    def _brought_in(
        self, spans: list[tuple[int, int]], anchor: int, words: str, column: int, *, flow: bool
    ) -> Edit:
        """A new part behind that of the number; -1: before them all."""
        if anchor < 0:
            start = spans[0][0]
            return Edit(start, start, f"{words}, " if flow else f"{words}\n{' ' * column}")
        end = spans[anchor][1]
        if flow:
            return Edit(end, end, f", {words}")
        at = self._line_end(end)
        before = "" if at and self.text[at - 1] == "\n" else "\n"
        after = "\n" if not before else ""
        return Edit(at, at, f"{before}{' ' * column}{words}{after}")

    def _taken_out(
        self, spans: list[tuple[int, int]], gone: list[int], *, flow: bool
    ) -> Iterator[Edit]:
        """Without the parts of those numbers; some stay, or the whole would be written anew."""
        for _, run in groupby(enumerate(gone), lambda each: each[1] - each[0]):
            places = [place for _, place in run]
            first, last = places[0], places[-1]
            if flow and last + 1 == len(spans):
                yield Edit(spans[first - 1][1], spans[last][1], "")
            elif flow or (first == 0 and self._shares_line(spans[0][0])):
                yield Edit(spans[first][0], spans[last + 1][0], "")
            else:
                yield Edit(self._line_start(spans[first][0]), self._line_end(spans[last][1]), "")

    def _shares_line(self, at: int) -> bool:
        """Whether something stands before it in its line: the dash of its item."""
        return bool(self.text[self._line_start(at) : at].strip())

    def _line_start(self, at: int) -> int:
        return self.text.rfind("\n", 0, at) + 1

    def _line_end(self, at: int) -> int:
        """Just behind the line's end; the text's end where that has none."""
        found = self.text.find("\n", at)
        return len(self.text) if found < 0 else found + 1


def _quote_of(span: Spanned) -> str:
    """The quotes of the value; empty where it has none."""
    return span.style if isinstance(span, Leaf) and span.style in {"'", '"'} else ""


def _are_tables(was: Plain, now: Plain) -> bool:
    """Whether both are mappings that share a key or a value, so that one can become the other."""
    if not isinstance(was, dict) or not isinstance(now, dict):
        return False
    return bool(was.keys() & now.keys() or _renamed(was, now))


def _renamed(was: Mapping[str, Plain], now: Mapping[str, Plain]) -> Mapping[str, str]:
    """The keys that are others at the same place with the same value, and what they are now."""
    paired = zip(was.items(), now.items(), strict=False)
    return {
        key: other
        for (key, value), (other, given) in paired
        if key not in now and other not in was and same(value, given)
    }


def _matched(was: list[Plain], now: list[Plain]) -> Iterator[tuple[str, int, int, int, int]]:
    """Which items stand for which, as difflib tells it; equal ones are left out."""
    one, other = ([json.dumps(each, sort_keys=True) for each in items] for items in (was, now))
    for code in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if code[0] != "equal":
            yield code
