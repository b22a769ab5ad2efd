"""Whatever stands in a standard, reading it ends in faults with mends, never in an exception."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from scoring.proof import contradictions
from standards.instants import parse_instant
from standards.loader import read
from standards.source import read_source
from tests.standards.written import SOUND

AS_OF = parse_instant("2026-04-01T00:00:00Z")
WORDS = ["", "always", "desk", "PT4H", "P1D", "yes", "met", "Mon 09:00 opened", "2026-02-30", "pl"]
KEYS = ["kind", "full", "none", "when", "use", "en", "calendar_days", "_schema", "answer", "x"]

scalars = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from(WORDS)
)
values = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=3)
    ),
    max_leaves=5,
)


def places(plain: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path of everything in the data."""
    yield path
    inside = dict(enumerate(plain)) if isinstance(plain, list) else plain
    for key, value in inside.items() if isinstance(inside, dict) else ():
        yield from places(value, (*path, key))


def changed(plain: Any, path: tuple[Any, ...], value: Any) -> Any:
    """The data with something else at the path."""
    if not path:
        return value
    copy = plain.copy()
    copy[path[0]] = changed(plain[path[0]], path[1:], value)
    return copy


DATA = read_source(SOUND.encode()).data
PLACES = list(places(DATA))


@given(st.lists(st.tuples(st.sampled_from(PLACES), values), min_size=1, max_size=3))
def test_anything_anywhere_is_read_or_faulted(changes: list[tuple[tuple[Any, ...], Any]]) -> None:
    data = DATA
    for path, value in changes:
        data = changed(data, path, value) if path in set(places(data)) else data
    reading = read(json.dumps(data).encode())
    assert all(fault.text and fault.mend for fault in reading.faults)
    if reading.form is not None:
        contradictions(reading.form, AS_OF)


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_any_bytes_are_read_or_faulted(raw: bytes) -> None:
    reading = read(raw)
    assert reading.faults
    assert all(fault.line >= 1 and fault.column >= 1 for fault in reading.faults)


@given(st.integers(0, len(SOUND)), st.text(max_size=5), st.integers(0, 5))
def test_a_slip_of_the_pen_is_read_or_faulted(at: int, typed: str, lost: int) -> None:
    reading = read((SOUND[:at] + typed + SOUND[at + lost :]).encode("utf-8", "surrogatepass"))
    assert reading.faults or reading.form is not None
