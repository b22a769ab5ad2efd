"""CSV that is not as it should be: what is read, what is refused, what ends the run."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from io import BytesIO, RawIOBase

import pytest

from plugin.imports.exports.csv_rows import MOST_CHARACTERS, CsvFile
from plugin.imports.exports.rows import InputInvalid, Row
from plugin.imports.mapping import Dialect

SEMICOLON = Dialect(delimiter=";")


def read(raw: bytes, dialect: Dialect = Dialect()) -> list[str]:  # noqa: B008 - it is frozen
    """Every row as `number@line text,text` or `number@line: reason`."""
    rows = CsvFile("x.csv", BytesIO(raw), dialect).rows()
    return [
        f"{row.number}@{row.line} {','.join(row.texts)}"
        if isinstance(row, Row)
        else f"{row.number}@{row.line}: {row.reason}"
        for row in rows
    ]


# bytes | rows | why
ROWS: list[tuple[bytes, list[str], str]] = [
    (b"a,b\n1,2\n", ["1@2 1,2"], "plain"),
    (b"a,b\n1,2", ["1@2 1,2"], "no line end at the end"),
    (b"a,b\r\n1,2\r\n3,4\r\n", ["1@2 1,2", "2@3 3,4"], "line ends of Windows"),
    (b"a,b\r1,2\r", ["1@2 1,2"], "line ends of old Macs"),
    (b"a,b\n", [], "a header and nothing else"),
    (b"a,b\n\n1,2\n\n\n3,4\n", ["1@3 1,2", "2@6 3,4"], "empty lines between rows"),
    (b'a,b\n"1,5","say ""so"""\n', ['1@2 1,5,say "so"'], "quoted delimiters and quotes"),
    (b'a,b\n"1\n2",3\n4,5\n', ["1@2 1\n2,3", "2@4 4,5"], "a text over two lines"),
    (b"a,b\n=1+2,@cmd\n", ["1@2 =1+2,@cmd"], "formulas are text"),
    (b"a,b\n1\n2,3\n", ["1@2: 1 columns where the header has 2", "2@3 2,3"], "too short"),
    (b"a,b\n1,2,3\n", ["1@2: 3 columns where the header has 2"], "too long"),
    (b"a,b\n1,\x002\n3,4\n", ["1@2: a NUL character", "2@3 3,4"], "a NUL"),
    (b"a,b\n1,\xbf\xf3\n3,4\n", ["1@2: this is not utf-8 text", "2@3 3,4"], "another encoding"),
    (b'a,b\n"1"x,2\n3,4\n', ["""1@2: a misplaced quote: ',' expected after '"'""", "2@3 3,4"],
     "a text goes on behind its quote"),
    (b'a,b\n1,"2\n3,4\n5,6\n',
     ["1@2: a quoted text that begins here does not end; lines 2 to 4 are lost"],
     "a quote that does not end"),
    ("a,b\nż,Ω\n".encode(), ["1@2 ż,Ω"], "other letters"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("raw", "expected"), [case[:2] for case in ROWS], ids=[case[2] for case in ROWS]
)
def test_each_row_is_read_or_refused(raw: bytes, expected: list[str]) -> None:
    assert read(raw) == expected


def test_a_mark_at_the_start_is_no_part_of_the_header() -> None:
    raw = "\ufeffa,b\n1,2\n".encode()
    for encoding in ("utf-8-sig", "utf-8"):
        assert CsvFile("x", BytesIO(raw), Dialect(encoding=encoding)).header == ("a", "b")


def test_blanks_around_the_names_are_no_part_of_them() -> None:
    assert CsvFile("x", BytesIO(b" a ,b\t\n"), Dialect()).header == ("a", "b")


def test_delimiter_quote_and_escape_are_those_of_the_mapping() -> None:
    assert read(b"a;b\n'1;2';3\n", Dialect(delimiter=";", quote="'")) == ["1@2 1;2,3"]
    assert read(b'a\tb\n"1\t2\n', Dialect(delimiter="\t", quote=None)) == ['1@2 "1,2']
    assert read(b'a,b\n"1\\"2",3\n', Dialect(escape="\\")) == ['1@2 1"2,3']


@pytest.mark.parametrize("encoding", ["utf-16", "cp1250", "koi8-r"])
def test_the_encoding_is_that_of_the_mapping(encoding: str) -> None:
    word = "Привет" if encoding == "koi8-r" else "Żółw"
    assert read(f"a,b\n{word},1\n".encode(encoding), Dialect(encoding=encoding)) == [
        f"1@2 {word},1"
    ]


def test_a_thousand_columns_are_read() -> None:
    header, row = ",".join(f"c{n}" for n in range(1000)), ",".join(map(str, range(1000)))
    file = CsvFile("x", BytesIO(f"{header}\n{row}\n".encode()), Dialect())
    (only,) = file.rows()
    assert isinstance(only, Row)
    assert (len(file.header), only.texts[999]) == (1000, "999")


class Endless(RawIOBase):
    """A header, then a line of so many bytes made as it is read, then a good row."""

    def __init__(self, length: int, byte: bytes) -> None:
        self._pieces = self._made(length, byte)

    @staticmethod
    def _made(length: int, byte: bytes) -> Iterator[bytes]:
        yield b"a,b\n"
        for _ in range(length // 8192):
            yield byte * 8192
        yield b"\n1,2\n"

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]  # a narrower buffer
        piece = next(self._pieces, b"")
        buffer[: len(piece)] = piece
        return len(piece)


@pytest.mark.parametrize("byte", [b"x", b'"', b",", b"\xff"])
def test_a_line_of_fifty_megabytes_is_one_row_refused(byte: bytes) -> None:
    raw = Endless(50_000_000, byte)
    rows = list(CsvFile("x", raw, Dialect()).rows())  # type: ignore[arg-type]  # all it needs
    assert [row.number for row in rows] == [1, 2]
    assert not isinstance(rows[0], Row)
    assert rows[0].reason == f"a line of more than {MOST_CHARACTERS:,} characters"
    assert isinstance(rows[1], Row)


def test_a_quote_that_never_ends_costs_no_more_than_a_field() -> None:
    raw = b'a,b\n1,"2\n' + b"3,4\n" * 400_000
    rows = read(raw)
    assert rows[0].startswith("1@2: a quoted text that begins here does not end; lines 2 to 25")
    assert rows[-1].endswith(" 3,4")


# bytes | line | what is said | what would mend it | why
FILES: list[tuple[bytes, str, str, str]] = [
    (b"", "the file is empty", "", "nothing at all"),
    (b"\xbf\xf3,b\n1,2\n", "not utf-8 text", "cp1250", "a header in another encoding"),
    (b"a\x00,b\n", "a NUL", "", "a header with a NUL"),
    (gzip.compress(b"a,b\n"), "is compressed", ".csv.gz", "packed under another name"),
    (b"PK\x03\x04\x14\x00", "workbook", "save it as CSV", "a workbook"),
    (b'"a,b\n1,2\n', "the header cannot be read", "", "a header with an open quote"),
]


@pytest.mark.parametrize(
    ("raw", "said", "mend"), [case[:3] for case in FILES], ids=[case[3] for case in FILES]
)
def test_what_is_no_csv_ends_the_run(raw: bytes, said: str, mend: str) -> None:
    with pytest.raises(InputInvalid) as invalid:
        read(raw)
    assert said in invalid.value.text
    assert mend in invalid.value.mend


def test_an_encoding_without_line_ends_of_its_own_ends_the_run_where_it_breaks() -> None:
    raw = "a,b\n1,2\n".encode("utf-16") + b"\x00"
    with pytest.raises(InputInvalid, match="from here on"):
        read(raw, Dialect(encoding="utf-16"))
