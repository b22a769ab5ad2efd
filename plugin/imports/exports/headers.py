"""Holds the columns that a mapping names against those that a file has."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

from plugin.imports.exports.rows import InputInvalid
from plugin.imports.loader import MappingInvalid, place_of
from standards.source import Source

_DELIMITERS = ",;\t|"


def check_header(path: str, header: Sequence[str], wanted: Sequence[str], source: Source) -> None:
    """Nothing, when each wanted column stands in the header once; else all that is wrong.

    InputInvalid for a header that cannot serve, MappingInvalid for columns that are not in it.
    """
    twice = [column for column in wanted if header.count(column) > 1]
    if twice:
        raise InputInvalid(
            path, 1, f"the column {twice[0]!r} stands twice", "rename one of the two"
        )
    missing = [column for column in wanted if column not in header]
    if not missing:
        return
    delimiter = next((mark for mark in _DELIMITERS if mark in header[0]), None)
    if len(header) == 1 and delimiter:
        text = f"no column {missing[0]!r}: the header looks separated by {delimiter!r}"
        raise InputInvalid(path, 1, text, f"say csv: {{delimiter: {delimiter!r}}}")
    refuse_missing(path, header, missing, source)


def refuse_missing(
    path: str, header: Sequence[str], missing: Sequence[str], source: Source
) -> None:
    """Raises MappingInvalid with a fault for each missing column, where the mapping names it."""
    raise MappingInvalid(
        tuple(
            source.fault(place_of(source, column), f"{path} has no column {column!r}", mend)
            for column in missing
            for mend in [_mend(column, header)]
        )
    )


def _mend(column: str, header: Sequence[str]) -> str:
    spelt = {name.casefold(): name for name in header}
    near = get_close_matches(column.casefold(), spelt, 1)
    return f"did you mean {spelt[near[0]]!r}?" if near else f"it has {', '.join(header[:20])}"
