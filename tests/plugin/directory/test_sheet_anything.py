"""Whatever bytes come as a sheet: things without contradiction, or faults that name their rows."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from plugin.directory.folding import fold
from plugin.directory.sheet import COLUMNS, read_sheet
from standards.zones import load_zone

WARSAW = load_zone("Europe/Warsaw")
CELLS = st.one_of(
    st.sampled_from(
        ["", "person", "team", "location", "ann", "Ann", "x", "2026-01-01", "31.01.2026", "0", '"']
    ),
    st.text(max_size=8),
)
HEADERS = st.lists(st.sampled_from([*COLUMNS, "", "nmae"]), max_size=9)
SHEETS = st.builds(
    lambda header, lines, by, end: end.join(by.join(line) for line in [header, *lines]),
    st.one_of(HEADERS, st.just(list(COLUMNS))),
    st.lists(st.lists(CELLS, max_size=9), max_size=6),
    st.sampled_from([";", ",", "\t"]),
    st.sampled_from(["\n", "\r\n", "\r"]),
)


@given(st.one_of(SHEETS.map(lambda text: text.encode("utf-8", "replace")), st.binary(max_size=200)))
def test_a_sheet_is_read_or_its_faults_are_told(raw: bytes) -> None:
    rows, unreadable = read_sheet(raw)
    folded = fold(rows, WARSAW)
    for fault in (*unreadable, *folded.faults):
        assert fault.row >= 1
        assert fault.text
        assert fault.mend
    for row in rows:
        assert row.number >= 2
    if not (unreadable or folded.faults):
        assert all(each.name for each in folded.everybody.people.values())


@given(st.lists(st.lists(CELLS, min_size=8, max_size=8), max_size=6))
def test_rows_that_are_read_are_all_told_of(lines: list[list[str]]) -> None:
    """A row is a part of something, or it has a fault: none is lost."""
    written = [*COLUMNS], *lines
    text = "\n".join(
        ";".join(f'"{cell.replace(chr(34), "")}"' for cell in line) for line in written
    )
    rows, unreadable = read_sheet(text.encode("utf-8", "replace"))
    folded = fold(rows, WARSAW)
    faulty = {fault.row for fault in (*unreadable, *folded.faults)}
    told = {(kind, own) for kind, own, *_ in folded.rows}
    for row in rows:
        assert row.number in faulty or (row["kind"].casefold(), row["id"]) in told
