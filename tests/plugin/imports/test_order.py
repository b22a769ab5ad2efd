"""Records in order, whatever fits into memory."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugin.imports.exports.rows import Refused
from plugin.imports.ordering.order import Ordering
from plugin.imports.ordering.records import CHANGING, Record, RowPlace, order_of, plain

RECORDS = st.lists(st.binary(max_size=12).map(lambda raw: raw.replace(b"\n", b"")))


@given(RECORDS, st.sampled_from([1, 200, 2**20]), st.sampled_from([2, 3, 32]))
def test_records_come_back_sorted(records: list[bytes], held: int, files: int) -> None:
    with TemporaryDirectory() as folder:
        ordering = Ordering(Path(folder), held=held, files=files)
        for record in records:
            ordering.add(record)
        # A line end decides nothing where records differ before it, as those of an import do.
        assert list(ordering.records()) == sorted(records, key=lambda record: record + b"\n")


def test_no_more_files_are_kept_than_may_be_open(tmp_path: Path) -> None:
    ordering = Ordering(tmp_path, held=1, files=4)
    for number in range(100):
        ordering.add(b"%03d" % (number * 37 % 100))
        assert len(list(tmp_path.iterdir())) <= 4
    assert list(ordering.records()) == [b"%03d" % number for number in range(100)]


def test_a_record_is_written_and_read() -> None:
    place = RowPlace(export=1, file=2, row=3)
    record = Record(b"a/b/1", order_of(1_700_000_000, place, 4), b"f00", CHANGING + b"x", b"{}")
    assert Record.of(record.written()) == record
    assert record.place == place


# Of each pair the first comes first.
PAIRS = [
    ((b"a", 9, 9), (b"b", 1, 1), "the contact decides first"),
    ((b"a", 9, 9), (b"a b", 1, 1), "a contact that begins another one comes before it"),
    ((b"a", 1, 9), (b"a", 2, 1), "then the instant"),
    ((b"a", 999_999_999, 1), (b"a", 1_000_000_000, 1), "by its size, not its text"),
    ((b"a", 1, 9), (b"a", 1, 10), "then the row, by its number"),
]


@pytest.mark.parametrize(
    ("first", "second"), [pair[:2] for pair in PAIRS], ids=[pair[2] for pair in PAIRS]
)
def test_records_sort_by_contact_instant_and_row(
    first: tuple[bytes, int, int], second: tuple[bytes, int, int]
) -> None:
    written = [
        Record(contact, order_of(at, RowPlace(0, 0, row), 0), b"", b"", b"").written()
        for contact, at, row in (first, second)
    ]
    assert written == sorted(written)


def test_a_control_character_in_an_id_is_refused() -> None:
    with pytest.raises(Refused, match="control character"):
        plain("ticket/1\x00", "contact")
    assert plain("ticket/Żółw 1", "contact") == "ticket/Żółw 1"
