"""The criteria of a standard as pieces of its text, found by their dashes.

So a change of one criterion has to read its own lines alone, however long the standard is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

_HEAD = re.compile(r"^criteria:[ \t]*(?:#.*)?$", re.MULTILINE)
_EMPTY = re.compile(r"^criteria:[ \t]*(?:\[[ \t]*\]|null|~)?[ \t]*(?:#.*)?$", re.MULTILINE)
_DASH = re.compile(r"^( *)-(?=\s|\Z)", re.MULTILINE)
_SAYS_NOTHING = re.compile(r"[ \t]*(?:#.*)?")


@dataclass(frozen=True, slots=True)
class Block:
    """The lines of one criterion: `begin` is where its own comments begin, `start` its dash's line.

    `end` is just behind its last line.
    """

    begin: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Listed:
    """The criteria of a text; `end` is where a further one would come, `column` where its dash."""

    blocks: tuple[Block, ...]
    column: int
    end: int


def listed_in(text: str) -> Listed | None:
    """The criteria written one below the other; None where they are not written so."""
    head = _HEAD.search(text)
    if head is not None:
        found = _DASH.search(text, head.end())
        between = text[head.end() : found.start()] if found is not None else ""
        if found is not None and all(map(_SAYS_NOTHING.fullmatch, between.splitlines())):
            return _listed(text, len(found[1]), found.start())
    empty = _EMPTY.search(text)
    return None if empty is None else Listed((), 2, _line_end(text, empty.end()))


def _listed(text: str, column: int, first: int) -> Listed:
    until = _until(text, column, first)
    dash = re.compile(rf"^ {{{column}}}-(?=\s|\Z)", re.MULTILINE)
    starts = [each.start() for each in dash.finditer(text, first, until)]
    blocks = tuple(_blocks(text, column, [*starts, until]))
    return Listed(blocks, column, blocks[-1].end)


def _until(text: str, column: int, first: int) -> int:
    """Where the list is over: at the first line that says something further to the left."""
    outside = re.compile(rf"^ {{0,{column}}}(?![\s#])", re.MULTILINE)
    dash = re.compile(rf" {{{column}}}-(?=\s|\Z)")
    for each in outside.finditer(text, first):
        indent = len(each[0])
        if indent < column or not dash.match(text, each.start()):
            return each.start()
    return len(text)


def _blocks(text: str, column: int, starts: list[int]) -> Iterator[Block]:
    """Each from its dash to its last line; comments right above a dash are its own."""
    end = 0
    for start, onward in pairwise(starts):
        begin = _own_comments(text, start, end)
        end = _last_line(text, start, onward, column)
        yield Block(begin, start, end)


def _own_comments(text: str, start: int, earliest: int) -> int:
    """Where the comments begin that stand right above, without a blank line."""
    begin = start
    while begin > earliest:
        above = text.rfind("\n", 0, begin - 1) + 1
        if above < earliest or not text[above:begin].lstrip().startswith("#"):
            break
        begin = above
    return begin


def _last_line(text: str, start: int, onward: int, column: int) -> int:
    """Just behind the last line that is the criterion's: blank ones and what comments the next
    one, which is indented no further than its dash, are not.
    """
    end = onward
    while end > start:
        above = text.rfind("\n", 0, end - 1) + 1
        line = text[above:end]
        said = line.strip()
        indent = len(line) - len(line.lstrip(" "))
        if said and not (said.startswith("#") and indent <= column):
            break
        end = above
    return end


def _line_end(text: str, at: int) -> int:
    found = text.find("\n", at)
    return len(text) if found < 0 else found + 1
