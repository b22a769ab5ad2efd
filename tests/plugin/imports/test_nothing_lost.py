"""Whatever a file holds, each row becomes lines or is accounted for."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import example, given
from hypothesis import strategies as st

from plugin.imports.exports.rows import InputInvalid
from plugin.imports.loader import MappingInvalid
from tests.plugin.imports.importing import Outcome, import_files

MAPPING = """
mapping: 1
connection: zd
contact: ticket/{Id}-{@row}
dates: {format: [iso, epoch], zone: Europe/Warsaw}
rows: {where: {Kind: {not: spam}}}
events:
  - {kind: opened, at: At, facts: {priority: "{Kind}", tags: {column: Kind, split: " "}}}
"""
WORDS = st.sampled_from(
    ["1", "2026-03-01", "1700000000", "x", "", "spam", '"', '""', '"a,b"', "ż", "\x00", "\r", " "]
)
ROWS = st.lists(st.lists(WORDS, max_size=4).map(",".join), max_size=12).map("\n".join)


def imported(raw: bytes) -> Outcome:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "x.csv"
        path.write_bytes(raw)
        return import_files(MAPPING, [path])


def accounted(outcome: Outcome) -> bool:
    counts = outcome.counts
    return counts["rows"] == counts["lines"] + counts["refused"] + counts["left out"]


@given(st.binary(max_size=200))
@example(b'1,"\n')
@example(b'"\x00')
@example(b"\xff\xfe\n\n")
def test_any_bytes_behind_the_header_are_accounted_for(raw: bytes) -> None:
    outcome = imported(b"Id,At,Kind\n" + raw)
    assert accounted(outcome)
    assert len(outcome.refused) == outcome.counts["refused"]
    assert all(each.reason and each.row and each.line for each in outcome.refused)


@given(ROWS)
def test_any_rows_are_accounted_for(text: str) -> None:
    outcome = imported(f"Id,At,Kind\n{text}".encode())
    assert accounted(outcome)
    contacts = [line["contact"] for line in outcome.lines]
    assert contacts == sorted(contacts)


@given(st.binary(max_size=100))
def test_any_bytes_at_all_are_read_or_refused(raw: bytes) -> None:
    with suppress(InputInvalid, MappingInvalid):  # no CSV, or not with these columns
        assert accounted(imported(raw))
