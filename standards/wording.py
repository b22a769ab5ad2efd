"""How the form speaks of what it finds: `what is wrong; what would be right`."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from standards.said import Said

_LONGEST = 40
_FEW = 16
TAKE_OUT = Said("take it out")


def shown(value: object) -> str:
    """A value as its writer would know it again: quoted, and cut when long."""
    if not isinstance(value, str):
        return _SAID.get(type(value)) or _short(str(value).lower())
    return f"'{_short(value)}'"


def listed(words: Iterable[str]) -> str:
    """`a, b or c`."""
    *others, last = words
    return Said("{others} or {last}", others=", ".join(others), last=last) if others else last


def either(words: Iterable[str]) -> str:
    """`a or b or c`."""
    first, *others = words
    said = first
    for other in others:
        said = Said("{others} or {last}", others=said, last=other)
    return said


def instead_of(word: str, known: Iterable[str]) -> Said:
    """The known words nearest to one that is not known, or all of them when none is near."""
    spelt = {name.casefold(): name for name in known}
    near = get_close_matches(word.casefold().replace(" ", "_"), spelt, 2, 0.6)
    if near:
        return Said("did you mean {words}?", words=listed(spelt[name] for name in near))
    if not 0 < len(spelt) <= _FEW:
        return TAKE_OUT
    return Said("write {words}", words=listed(spelt.values()))


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


# Values whose text is not what their writer wrote.
_SAID = {dict: Said("a mapping"), list: Said("a list"), type(None): Said("nothing")}
