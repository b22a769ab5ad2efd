"""Which language the header of a column names: `English (en)`, `en`, `Polski`, `french`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from babel import Locale, UnknownLocaleError

from standards.languages import LANGUAGES

_IN_BRACKETS = re.compile(r"\(\s*([A-Za-z]{2})(?:[-_][A-Za-z]+)?\s*\)\s*$")


def language_of(name: str) -> str | None:
    """The two letters of the language; None where the words name none that is known."""
    if found := _IN_BRACKETS.search(name):
        return found[1].lower() if found[1].lower() in LANGUAGES else None
    plain = name.strip().casefold()
    if plain in LANGUAGES:
        return plain
    return _names().get(plain)


@cache
def _names() -> Mapping[str, str]:
    """Every language by its English name and by its own."""
    found = {str(name).casefold(): code for code, name in Locale("en").languages.items()}
    names = {name: code for name, code in found.items() if code in LANGUAGES}
    for code in sorted(LANGUAGES):
        try:
            own = Locale(code).languages.get(code)
        except UnknownLocaleError:
            continue
        if own:
            names.setdefault(str(own).casefold(), code)
    return names
