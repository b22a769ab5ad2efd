"""Which file is what, what is looked up in a second one, and columns that are not there."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from plugin.imports.exports.files import FilesUnclear, assigned
from plugin.imports.exports.rows import InputInvalid
from plugin.imports.loader import MappingInvalid, read_mapping
from tests.plugin.imports.importing import import_files, import_texts

SEVERAL = b"""
mapping: 1
connection: zd
tables:
  people: {like: "people*.csv", key: Name, on: Author}
files:
  tickets: {like: "tickets*.csv*", contact: "ticket/{Id}", events: [{kind: opened, at: At}]}
  notes: {like: "*notes*", contact: "ticket/{Id}", events: [{kind: opened, at: At}]}
"""
ONE = b"""
mapping: 1
connection: zd
contact: ticket/{Id}
dates: {zone: Etc/UTC}
events: [{kind: opened, at: At, facts: {location: "{Town}"}}]
"""


def test_files_are_known_by_their_names() -> None:
    mapping, _ = read_mapping(SEVERAL)
    given = ["x/people.csv", "x/tickets-1.csv.gz", "x/tickets-2.csv", "x/my-notes.csv"]
    assert assigned(mapping, given) == {
        "people": ("x/people.csv",),
        "tickets": ("x/tickets-1.csv.gz", "x/tickets-2.csv"),
        "notes": ("x/my-notes.csv",),
    }


def test_files_are_known_by_what_is_said_of_them() -> None:
    mapping, _ = read_mapping(SEVERAL)
    given = ["people=a.csv", "tickets=b=c.csv", "notes=tickets.csv"]
    assert assigned(mapping, given) == {
        "people": ("a.csv",),
        "tickets": ("b=c.csv",),
        "notes": ("tickets.csv",),
    }


# given | what is said
UNCLEAR = [
    (["tickets.csv", "notes.csv"], "give people=PATH once"),
    (["tickets.csv", "people.csv"], "no file of notes is given"),
    (["people=a", "people=b", "tickets=c", "notes=d"], "people is one file"),
    (["people.csv", "export.csv", "notes.csv"], "export.csv is none of"),
    (["people.csv", "tickets-notes.csv", "notes.csv"], "is more than one of"),
]


@pytest.mark.parametrize(("given", "said"), UNCLEAR, ids=[case[1] for case in UNCLEAR])
def test_files_that_fit_nothing_are_misuse(given: list[str], said: str) -> None:
    mapping, _ = read_mapping(SEVERAL)
    with pytest.raises(FilesUnclear, match=said):
        assigned(mapping, given)


def test_the_only_form_of_file_fits_every_file() -> None:
    mapping, _ = read_mapping(ONE)
    assert assigned(mapping, ["a.csv", "b=c.csv"]) == {"": ("a.csv", "b=c.csv")}


def test_packed_files_are_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "tickets.csv.gz"
    path.write_bytes(gzip.compress(b"Id,At,Town\n1,2026-03-01,Praga\n"))
    outcome = import_files(ONE.decode(), [path])
    assert outcome.lines[0]["facts"] == {"location": "Praga"}


@pytest.mark.parametrize("cut", [slice(None, -12), slice(3, None), slice(None, 30)])
def test_a_damaged_packing_ends_the_run(tmp_path: Path, cut: slice) -> None:
    path = tmp_path / "tickets.csv.gz"
    path.write_bytes(gzip.compress(b"Id,At,Town\n" + b"1,2026-03-01,Praga\n" * 5000)[cut])
    with pytest.raises(InputInvalid) as invalid:
        import_files(ONE.decode(), [path])
    assert "packing is damaged" in invalid.value.text


def test_a_packing_that_is_none_in_the_middle_ends_the_run(tmp_path: Path) -> None:
    path = tmp_path / "tickets.csv.gz"
    packed = bytearray(gzip.compress(bytes(range(256)) * 4000))
    packed[200:260] = b"\xff" * 60
    path.write_bytes(packed)
    with pytest.raises(InputInvalid):
        import_files(ONE.decode(), [path])


def test_rows_of_several_files_are_one_export(tmp_path: Path) -> None:
    for year in (1, 2):
        text = f"Town,Id,At\nPraga,{year},2026-03-01\n" if year == 1 else f"Id,At,Town\n{year},x,\n"
        (tmp_path / f"{year}.csv").write_text(text)
    outcome = import_files(ONE.decode(), [tmp_path / "2.csv", tmp_path / "1.csv"])
    assert [line["contact"] for line in outcome.lines] == ["zd/ticket/1"]
    assert [Path(each.file).name for each in outcome.refused] == ["2.csv"]


# header | what is said | what would mend it | why
HEADERS = [
    ("Id;At;Town", "looks separated by ';'", "delimiter: ';'", "the wrong delimiter"),
    ("Id\tAt\tTown", r"looks separated by '\t'", "delimiter", "tabs"),
    ("Id,At,Town,At", "'At' stands twice", "rename", "a name twice"),
]


@pytest.mark.parametrize(
    ("header", "said", "mend"), [case[:3] for case in HEADERS], ids=[case[3] for case in HEADERS]
)
def test_a_header_that_cannot_serve_ends_the_run(header: str, said: str, mend: str) -> None:
    with pytest.raises(InputInvalid) as invalid:
        import_texts(ONE.decode(), csv=f"{header}\n")
    assert said in invalid.value.text
    assert mend in invalid.value.mend


def test_a_name_that_stands_twice_hurts_nobody_who_does_not_use_it() -> None:
    outcome = import_texts(ONE.decode(), csv="Id,x,x,At,Town\n1,2,3,2026-03-01,a\n")
    assert len(outcome.lines) == 1


def test_all_missing_columns_are_told_where_the_mapping_names_them() -> None:
    with pytest.raises(MappingInvalid) as invalid:
        import_texts(ONE.decode(), csv="ID,At,Twon\n")
    told = [(fault.line, fault.text.rpartition(" no ")[2]) for fault in invalid.value.faults]
    assert told == [(4, "column 'Id'"), (6, "column 'Town'")]
    assert [fault.mend for fault in invalid.value.faults] == [
        "did you mean 'ID'?",
        "did you mean 'Twon'?",
    ]


TABLE = """
mapping: 1
connection: zd
dates: {zone: Etc/UTC}
tables: {towns: {key: Code, on: Town}}
files:
  tickets:
    contact: ticket/{Id}
    events: [{kind: opened, at: At, facts: {location: "{towns.Name}"}}]
"""
TICKETS = "Id,At,Town\n1,2026-03-01,P\n2,2026-03-01,X\n3,2026-03-01,\n"


def test_what_a_table_says_is_a_column() -> None:
    outcome = import_texts(TABLE, towns="Code,Name\nP,Praga\nW,Wola\n", tickets=TICKETS)
    assert [line.get("facts") for line in outcome.lines] == [{"location": "Praga"}, None, None]


# table | what is said
TABLES = [
    ("Code,Name\nP,Praga\nP,Wola\n", "'P' stands twice"),
    ("Code,Name\nP\n", "1 columns"),
]


@pytest.mark.parametrize(("table", "said"), TABLES)
def test_a_table_has_to_be_whole(table: str, said: str) -> None:
    with pytest.raises(InputInvalid) as invalid:
        import_texts(TABLE, towns=table, tickets=TICKETS)
    assert said in invalid.value.text


def test_a_column_that_a_table_lacks_is_told() -> None:
    with pytest.raises(MappingInvalid) as invalid:
        import_texts(TABLE, towns="Code,Title\nP,Praga\n", tickets=TICKETS)
    assert "no column 'Name'" in invalid.value.faults[0].text
