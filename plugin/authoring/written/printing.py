"""Writes plain values as YAML that people can go on reading: short things in one line.

What is written is read again by whoever puts it into a text (`patching` beside it), so that nothing
is kept that reads otherwise.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from standards.scalars import resolve
from standards.source import Plain

WIDTH = 100
_FOLDED = 92

# How a plain word may not begin, and what may not stand in it (YAML 1.2.2, 7.3.3).
_INDICATOR = re.compile(r"[-?:,\[\]{}#&*!|>'\"%@`\s]")
_BREAKS_PLAIN = re.compile(r": |:$| #|[\x00-\x1f\x7f-\xa0\u2028\u2029\ufeff]|\s$")
_BREAKS_FLOW = re.compile(r"[,\[\]{}]|:$")
_CONTROLS = re.compile("[\x00-\x09\x0b-\x1f]")
_NOT_PRINTED = re.compile("[\x7f-\xa0\u2028\u2029\ufeff]")


def inline(value: Plain, *, flow: bool, quote: str = "") -> str:
    """The value in one line; `flow` within brackets. `quote` is kept where words had one."""
    match value:
        case str():
            return _word(value, flow=flow, quote=quote)
        case dict():
            inner = ", ".join(
                f"{_word(key, flow=True)}: {inline(each, flow=True)}" for key, each in value.items()
            )
            return f"{{{inner}}}"
        case list():
            return f"[{', '.join(inline(each, flow=True) for each in value)}]"
    return _plain(value)


def below(value: Plain, column: int, *, used: int = 0) -> str:
    """What stands behind `key:` at the column: in its line, or in lines of their own below it.

    `used` is how many characters the key takes.
    """
    if isinstance(value, str):
        return _text(value, column, used)
    one = inline(value, flow=False)
    if not isinstance(value, dict | list) or not value or _fits(value, one, column + used):
        return f" {one}"
    return "\n" + "\n".join(lines(value, column + 2))


def key_of(key: str, *, flow: bool) -> str:
    """A key as it stands before its colon."""
    return _word(key, flow=flow)


def lines(value: Plain, column: int) -> Iterator[str]:
    """A mapping or list in lines of its own, each indented to the column."""
    indent = " " * column
    if isinstance(value, dict):
        for key, each in value.items():
            word = key_of(key, flow=False)
            yield f"{indent}{word}:{below(each, column, used=len(word) + 1)}"
    elif isinstance(value, list):
        for each in value:
            yield f"{indent}- {item(each, column)}"


def item(value: Plain, column: int) -> str:
    """What stands behind a dash at the column."""
    one = inline(value, flow=False)
    if not isinstance(value, dict | list) or not value or _fits(value, one, column + 2):
        return below(value, column, used=1).removeprefix(" ")
    return "\n".join(lines(value, column + 2)).lstrip(" ")


def _fits(value: Plain, one: str, used: int) -> bool:
    """Whether it is short enough for one line, and no list of mappings."""
    nested = isinstance(value, list) and any(isinstance(each, dict) for each in value)
    return not nested and used + 1 + len(one) <= WIDTH


def _plain(value: bool | float | None) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    whole = isinstance(value, float) and value.is_integer() and abs(value) < 2**53
    return str(int(value)) if whole else repr(value)


def _text(text: str, column: int, used: int) -> str:
    """Words behind a key: in its line, folded when they are long, line by line when they are."""
    one = inline(text, flow=False)
    if "\n" in text and _is_literal(text):
        indent = " " * (column + 2)
        return " |-\n" + "\n".join(f"{indent}{each}".rstrip() for each in text.split("\n"))
    if column + used + 1 + len(one) <= WIDTH or not _is_foldable(text):
        return f" {one}"
    indent = " " * (column + 2)
    return " >-\n" + "\n".join(f"{indent}{each}" for each in _folded(text, _FOLDED - column))


def _folded(text: str, width: int) -> Iterator[str]:
    line = ""
    for word in text.split(" "):
        if line and len(line) + 1 + len(word) > width:
            yield line
            line = word
        else:
            line = f"{line} {word}" if line else word
    yield line


def _is_foldable(text: str) -> bool:
    return text == " ".join(text.split()) and not _NOT_PRINTED.search(text)


def _is_literal(text: str) -> bool:
    """Whether its lines can stand as they are: none is indented, the outer ones say something."""
    each = text.split("\n")
    if _CONTROLS.search(text) or _NOT_PRINTED.search(text):
        return False
    return all(line == line.strip() for line in each) and bool(each[0] and each[-1])


def _word(text: str, *, flow: bool, quote: str = "") -> str:
    if (
        quote == "'"
        and "\n" not in text
        and not _CONTROLS.search(text)
        and not _NOT_PRINTED.search(text)
    ):
        return "'" + text.replace("'", "''") + "'"
    return text if not quote and _is_plain(text, flow=flow) else _quoted(text)


def _is_plain(text: str, *, flow: bool) -> bool:
    """Whether the words need no quotes to be read as these words."""
    if not text or _INDICATOR.match(text) or _BREAKS_PLAIN.search(text):
        return False
    if flow and _BREAKS_FLOW.search(text):
        return False
    try:
        return resolve(text) == text and text not in {"---", "...", "<<"}
    except ValueError:
        return False


def _quoted(text: str) -> str:
    """In double quotes, which are JSON's but for what YAML has to have escaped besides."""
    written = json.dumps(text, ensure_ascii=False)
    return _NOT_PRINTED.sub(lambda found: f"\\u{ord(found[0]):04x}", written)
