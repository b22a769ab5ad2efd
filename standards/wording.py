"""How the form speaks of what it finds: `what is wrong; what would be right`."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

_LONGEST = 40
_FEW = 16
TAKE_OUT = "take it out"


def shown(value: object) -> str:
    """A value as its writer would know it again: quoted, and cut when long."""
    text = value if isinstance(value, str) else _SAID.get(type(value)) or str(value).lower()
    short = text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
    return f"'{short}'" if isinstance(value, str) else short


def listed(words: Iterable[str]) -> str:
    """`a, b or c`."""
    *others, last = words
    return f"{', '.join(others)} or {last}" if others else last


def instead_of(word: str, known: Iterable[str]) -> str:
    """The known words nearest to one that is not known, or all of them when none is near."""
    spelt = {name.casefold(): name for name in known}
    near = get_close_matches(word.casefold().replace(" ", "_"), spelt, 2, 0.6)
    if near:
        return f"did you mean {listed(spelt[name] for name in near)}?"
    return f"write {listed(spelt.values())}" if 0 < len(spelt) <= _FEW else TAKE_OUT


# Values whose text is not what their writer wrote.
_SAID = {dict: "a mapping", list: "a list", type(None): "nothing"}
