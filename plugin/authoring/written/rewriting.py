"""Changes one criterion in the text of a standard and leaves the rest as its authors wrote it.

What comes out is read again and held against what it is to say; where a text is written in a way
in which that cannot be done, NotRewritten says so, and its author writes it in YAML.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import wraps
from itertools import pairwise
from typing import Concatenate, ParamSpec, TypeAlias

from plugin.authoring.written.blocks import Block, Listed, listed_in
from plugin.authoring.written.patching import Patch, Slot, applied, same
from plugin.authoring.written.printing import lines
from plugin.authoring.written.spans import NotSpanned, Row, Table, spans_of
from standards.said import Said, both
from standards.schema.values import LONGEST_CODE
from standards.source import Plain, Source, read_source

Parts: TypeAlias = "Mapping[str, Plain]"

_NUMBERED = re.compile(r"(.*?)([0-9]+)\Z", re.DOTALL)


R = ParamSpec("R")


def with_own_ends(work: Callable[Concatenate[str, R], str]) -> Callable[Concatenate[str, R], str]:
    """The work done on lines that end as here, and answered with lines that end as they did."""

    @wraps(work)
    def done(text: str, /, *args: R.args, **named: R.kwargs) -> str:
        if "\r\n" not in text:
            return work(text, *args, **named)
        return work(text.replace("\r\n", "\n"), *args, **named).replace("\n", "\r\n")

    return done


class NotRewritten(Exception):
    """The text is written in a way that nothing but a person can change; the message says how."""


@dataclass(frozen=True, slots=True)
class Written:
    """A criterion as it is written: its number (from 0 on) and what it says.

    `parts` is None where it is no mapping, or is no YAML.
    """

    number: int
    parts: dict[str, Plain] | None

    @property
    def code(self) -> str:
        """Its code; empty where it has none."""
        code = (self.parts or {}).get("code")
        return code if isinstance(code, str) else ""


def written_in(text: str) -> tuple[Written, ...]:
    """The criteria of the text, in order. NotRewritten where they cannot be told apart."""
    text = text.replace("\r\n", "\n")
    return tuple(_written(text, place, each) for place, each in enumerate(_listed(text).blocks))


def count_in(text: str) -> int:
    """How many criteria the text has. NotRewritten where they cannot be told apart."""
    return len(_listed(text.replace("\r\n", "\n")).blocks)


def line_at(text: str, number: int) -> int:
    """The 1-based line of the criterion's dash. NotRewritten where there is none."""
    text = text.replace("\r\n", "\n")
    return text.count("\n", 0, _block(text, number).start) + 1


def written_at(text: str, number: int) -> Written:
    """The criterion of the number (from 0 on). NotRewritten where there is none."""
    text = text.replace("\r\n", "\n")
    return _written(text, number, _block(text, number))


@with_own_ends
def changed(text: str, number: int, now: Parts) -> str:
    """The text whose criterion says `now`; only the lines of what differs are other ones."""
    block = _block(text, number)
    piece = text[block.start : block.end]
    was = _parts(piece)
    if was is None:
        what = Said("criterion {number} cannot be read", number=number + 1)
        raise NotRewritten(both(what, Said("mend it in the YAML")))
    if same(was, dict(now)):
        return text
    made = _patched(piece, was, dict(now))
    if _parts(made) is None or not same(_parts(made), dict(now)):
        what = Said("criterion {number} is written in a way of its own", number=number + 1)
        raise NotRewritten(both(what, Said("change its YAML")))
    return text[: block.start] + made + text[block.end :]


@with_own_ends
def added(text: str, now: Parts) -> str:
    """The text with one more criterion at its end."""
    listed = _listed(text)
    column = listed.column
    below = "\n".join(lines(dict(now), column + 2)).lstrip(" ")
    new = f"{' ' * column}- {below}\n"
    if listed.blocks:
        gap = "\n" if _has_gaps(text, listed.blocks) else ""
        return _inserted(text, listed.end, gap + new)
    head = text.rfind("criteria:", 0, listed.end)
    note = text[head : listed.end].partition("#")
    kept = f"  #{note[2].rstrip()}" if note[1] else ""
    return _inserted(
        f"{text[:head]}criteria:{kept}\n{text[listed.end :]}", head + 10 + len(kept), new
    )


@with_own_ends
def duplicated(text: str, number: int) -> str:
    """The text with the criterion once more right behind it, under a code that is free."""
    listed, block = _listed(text), _block(text, number)
    code = free_code(text, _written(text, number, block).code or "NEW-01")
    gap = "\n" if _has_gaps(text, listed.blocks) else ""
    twice = _inserted(text, block.end, gap + text[block.start : block.end])
    parts = _written(twice, number + 1, _block(twice, number + 1)).parts
    return changed(twice, number + 1, {**(parts or {}), "code": code})


@with_own_ends
def removed(text: str, number: int) -> str:
    """The text without the criterion, the comments right above it, and the gap behind it."""
    listed, block = _listed(text), _block(text, number)
    if len(listed.blocks) == 1:
        head = text.rfind("criteria:", 0, block.start)
        return f"{text[:head]}criteria: []\n{text[block.end :]}"
    gap = re.compile(r"(?:[ \t]*\r?\n)?").match(text, block.end)
    return text[: block.begin] + text[gap.end() if gap else block.end :]


@with_own_ends
def moved(text: str, number: int, by: int) -> str:
    """The text with the criterion `by` places further down (up: less than 0); at an end, as it is.

    What stands between criteria, headings of a group, stays where it is.
    """
    blocks = _listed(text).blocks
    other = number + by
    _block(text, number)
    if not 0 <= other < len(blocks) or not by:
        return text
    order = [*range(len(blocks))]
    order.insert(other, order.pop(number))
    pieces = [_whole_lines(text[each.begin : each.end]) for each in blocks]
    between = [text[one.end : two.begin] for one, two in pairwise(blocks)]
    body = "".join(pieces[place] + gap for place, gap in zip(order, [*between, ""], strict=True))
    return text[: blocks[0].begin] + body + text[blocks[-1].end :]


def headed(text: str, values: Mapping[str, str | int]) -> str:
    """The text whose head says the values under their keys. NotRewritten when it has no such key.

    Texts among them are codes, which need no quotes.
    """
    source = read_source(text.encode("utf-8", "surrogatepass"))
    data = source.data if isinstance(source.data, dict) else {}
    every = text.splitlines(keepends=True)
    for key, value in values.items():
        if key not in data:
            raise NotRewritten(both(Said("the text has no line `{key}:`", key=key), Said("add it")))
        line = source.place_of((key,)).line - 1
        every[line] = _said_at(every[line], key, value)
    made = "".join(every)
    again = read_source(made.encode("utf-8", "surrogatepass")).data
    if not isinstance(again, dict) or not same(again, {**data, **values}):
        what = Said("the head is written in a way of its own")
        raise NotRewritten(both(what, Said("change it in the YAML")))
    return made


def _said_at(line: str, key: str, value: str | int) -> str:
    """The line with another value behind the key."""
    told = re.compile(rf"({re.escape(key)}[\"']?\s*:\s*)[^\s,}}#]+")
    return told.sub(lambda found: f"{found[1]}{value}", line, count=1)


def free_code(text: str, like: str) -> str:
    """A code of no criterion in the text, as near as can be to that of the criterion."""
    taken = {each.code.casefold() for each in written_in(text)}
    return next(code for code in _codes(like) if code.casefold() not in taken)


def _codes(like: str) -> Iterator[str]:
    """`RSP-01` leads to `RSP-02`, `RSP-03` and so on; without a number one is put behind."""
    found = _NUMBERED.match(like)
    stem, digits = (found[1], found[2]) if found else (f"{like}-", "1")
    for number in range(int(digits[-6:]), 1_000_000):
        told = str(number).zfill(min(len(digits), 6))
        yield f"{stem[: LONGEST_CODE - len(told)]}{told}"


def _listed(text: str) -> Listed:
    listed = listed_in(text)
    if listed is None:
        raise NotRewritten(Said("write `criteria:` and the criteria below it, each behind a dash"))
    return listed


def _block(text: str, number: int) -> Block:
    blocks = _listed(text).blocks
    if not 0 <= number < len(blocks):
        raise NotRewritten(Said("there is no criterion {code}", code=number + 1))
    return blocks[number]


def _written(text: str, number: int, block: Block) -> Written:
    return Written(number, _parts(text[block.start : block.end]))


def _parts(piece: str) -> dict[str, Plain] | None:
    """What the lines of one criterion say; None where they are no mapping."""
    source: Source = read_source(piece.encode("utf-8", "surrogatepass"))
    found = source.data
    is_one = isinstance(found, list) and len(found) == 1 and not source.faults
    return found[0] if is_one and isinstance(found, list) and isinstance(found[0], dict) else None


def _patched(piece: str, was: dict[str, Plain], now: dict[str, Plain]) -> str:
    try:
        span = spans_of(piece)
    except NotSpanned as error:
        raise NotRewritten(both(Said("it cannot be read"), Said("mend it in the YAML"))) from error
    if not isinstance(span, Row) or not isinstance(span.items[0], Table):
        raise NotRewritten(Said("a criterion is a mapping behind a dash"))
    slot = Slot(span.items[0], span.dashes[0] + 1, span.column, flow=False, dash=True)
    return applied(piece, Patch(piece).edits(slot, was, now))


def _has_gaps(text: str, blocks: Sequence[Block]) -> bool:
    """Whether a blank line stands between criteria."""
    between = [text[one.end : two.begin] for one, two in pairwise(blocks)]
    return not between or any(not each.strip() and "\n" in each for each in between)


def _inserted(text: str, at: int, lines: str) -> str:
    before = text[:at]
    return f"{_whole_lines(before) if before else ''}{lines}{text[at:]}"


def _whole_lines(text: str) -> str:
    return text if text.endswith("\n") else f"{text}\n"
