"""YAML as people write it: what is read, where it stands, and every way in which it is refused."""

from __future__ import annotations

import time

import pytest

from standards.loader import read
from standards.source import MOST_BYTES, Fault, Place, read_source
from tests.tables import rows

# written | read as | why it is here
SCALARS = """
no         | 'no'         | no is a word
yes        | 'yes'        | so is yes
on         | 'on'         | and on
true       | True         | a truth value
False      | False        | in capitals too
~          | None         | nothing
null       | None         | nothing in a word
012        | 12           | a leading nought is no other base
0o17       | 15           | base eight as YAML 1.2 has it
0x1F       | 31           | base sixteen
-7         | -7           | below nought
0.5        | 0.5          | a fraction
1e3        | 1000.0       | with an exponent
'3'        | '3'          | a quoted number is text
1_000      | '1_000'      | YAML 1.2 groups no digits
12:30      | '12:30'      | a time, and no number to the base of sixty
2026-02-30 | '2026-02-30' | a date is text until a form reads it
=          | '='          | a sign of YAML 1.1
0b11       | '0b11'       | base two is none of YAML 1.2
"""


@pytest.mark.parametrize(("written", "read"), rows(SCALARS))
def test_a_scalar_is_read(written: str, read: str) -> None:
    source = read_source(f"key: {written}\n".encode())
    assert source.faults == ()
    assert repr(source.data) == f"{{'key': {read}}}"


# written | where | what is said of it | what would be right | why it is here
NUMBERS = f"""
{"9" * 5000} | 1:6 | is too large a number | put it in quotes | more digits than Python converts
{2**53}      | 1:6 | is too large a number | put it in quotes | more than JSON keeps exact
-{2**53}     | 1:6 | is too large a number | put it in quotes | and as far below
0x{"F" * 99} | 1:6 | is too large a number | put it in quotes | to the base of sixteen
.inf         | 1:6 | is no number to count with | a finite one | endless
-.INF        | 1:6 | is no number to count with | a finite one | endless, below
.nan         | 1:6 | is no number to count with | a finite one | no number
1e999        | 1:6 | is no number to count with | a finite one | endless once read
"""


@pytest.mark.parametrize(("written", "at", "said", "mend"), rows(NUMBERS))
def test_a_number_that_cannot_be_kept_is_refused(
    written: str, at: str, said: str, mend: str
) -> None:
    (fault,) = read_source(f"key: {written}\n".encode()).faults
    assert f"{fault.line}:{fault.column}" == at
    assert said in fault.text
    assert mend in fault.mend
    assert len(fault.text) < 80


BOMB = "a: &a [x, x]\n" + "".join(
    f"{b}: &{b} [*{a}, *{a}]\n" for a, b in zip("abcd", "bcde", strict=True)
)

# file | where | what is said of it | what would be right
REFUSED = [
    (b"", "1:1", "the file is empty", "write a mapping", "nothing at all"),
    (b"# a comment\n", "2:1", "the file is empty", "write a mapping", "a comment alone"),
    (b"a: 1\n---\nb: 2\n", "2:1", "a second document begins", "one file", "two documents"),
    (b"a: 1\nb: \xff\n", "2:4", "not UTF-8", "save the file as UTF-8", "Latin letters"),
    ("kod: zażółć\n".encode("cp1250"), "1:8", "not UTF-8", "UTF-8", "a Windows code page"),
    ("a: 1\n".encode("utf-16"), "1:1", "not UTF-8", "UTF-8", "UTF-16"),
    ("a: 1\n".encode("utf-16-le"), "1:2", "U+0000", "take it out", "UTF-16 without its mark"),
    (b"a: 1\nb: x\x00y\n", "2:5", "U+0000", "take it out", "a NUL"),
    (b"a: x\x07y\n", "1:5", "U+0007", "take it out", "a bell"),
    ("a: x\u2028y\n".encode(), "1:5", "U+2028", "take it out", "a line's end no editor counts"),
    (b"a:\n\tb: 1\n", "2:1", "cannot start any token", "spaces, not with tabs", "a tab"),
    (b"a: b: c\n", "1:5", "mapping values are not allowed", "quotes", "a colon in a text"),
    (b"a: [1, 2\nb: 3\n", "2:2", "this is not YAML", "close the bracket", "an open bracket"),
    (b'a: "x\n', "2:1", "unexpected end", "quotes", "an open quote"),
    (b"[" * 100_000, "1:21", "nested too deep", "20 deep", "brackets without end"),
    (b"- " * 100_000, "1:41", "nested too deep", "20 deep", "dashes without end"),
    (b"{a: " * 100_000, "1:81", "nested too deep", "20 deep", "mappings without end"),
    (b"? " * 100_000, "1:41", "nested too deep", "less deeply", "keys of keys without end"),
    (b"a: " + b"x" * 10_000_000, "1:1", "more than 1,000,000 bytes", "split", "ten megabytes"),
    (b"\n" * 50_001, "1:1", "more than 50,000 lines", "split", "lines without end"),
    (b"a:\n  b: [" + b"1," * 99_999 + b"]", "2:199997", "more than 100,000", "split", "items"),
    (b"a: !" + b"x" * 2_000 + b" b", "1:4", "a tag without end", "plain value", "a long tag"),
]


@pytest.mark.parametrize(
    ("raw", "at", "said", "mend"), [row[:4] for row in REFUSED], ids=[row[4] for row in REFUSED]
)
def test_a_file_that_cannot_be_read_says_why(raw: bytes, at: str, said: str, mend: str) -> None:
    source = read_source(raw)
    (fault,) = source.faults
    assert source.data is None
    assert f"{fault.line}:{fault.column}" == at
    assert said in fault.text
    assert mend in fault.mend


# file | the faults, each with its place
FORMS = [
    ("a: 1\nb: 2\na: 3\n", ["3:1 'a' stands twice"], "a repeated key"),
    ("a: {x: 1, x: 2}\na: {x: 3, x: 4}\n", ["1:11 'x' stands", "2:1 'a' stands"], "within another"),
    (BOMB, [f"{n}:{8 + 4 * k} the alias" for n in range(2, 6) for k in (0, 1)], "a bomb"),
    ("a: &x 1\nb: *x\n", ["2:4 the alias *x"], "an alias"),
    ("a: &x {k: 1}\nb:\n  <<: *x\n", ["3:3 << would merge", "3:7 the alias"], "a merge"),
    ("a: {<<: {k: 1}}\n", ["1:5 << would merge"], "a merge in place"),
    ("a: !!python/object:os.system ls\n", ["1:4 the tag"], "a tag that would make an object"),
    ("a: !!python/object/apply:os.system [ls]\n", ["1:4 the tag"], "a tag that would call"),
    ("a: !mine {k: 1}\n", ["1:4 the tag '!mine'"], "a tag of one's own"),
    ("a: !!str 3\n", ["1:4 the tag"], "a tag that YAML knows"),
    ('a: "x\\x1b[2J"\n', ["1:4 it says a character U+001B"], "an escape that commands a terminal"),
    ('a: "\\ud800"\n', ["1:4 it says a character U+D800"], "half a character"),
    ('"\\0": 1\n', ["1:1 it says a character U+0000"], "a NUL as key"),
    ("a: x\u202ey\n", ["1:4 it says a character U+202E"], "a sign that turns the line round"),
    ("a: x\u2066y\n", ["1:4 it says a character U+2066"], "one that isolates a part of it"),
    ("a: x\u200by\n", ["1:4 it says a character U+200B"], "a blank of no width"),
    ("co\u2060de: y\n", ["1:1 it says a character U+2060"], "a joiner that nobody sees in a key"),
    ("a: x\U000e0041y\n", ["1:4 it says a character U+E0041"], "a letter of an unseen alphabet"),
    ("? [a, b]\n: 1\nc: 2\n", ["1:3 a key must be a word"], "a list as key"),
    ("{a: 1}: 2\nc: 2\n", ["1:1 a key must be a word"], "a mapping as key"),
]


@pytest.mark.parametrize(
    ("text", "said"), [row[:2] for row in FORMS], ids=[row[2] for row in FORMS]
)
def test_every_fault_of_form_is_told_and_the_rest_read(text: str, said: list[str]) -> None:
    source = read_source(text.encode())
    told = [f"{fault.line}:{fault.column} {fault.text}" for fault in source.faults]
    assert [one[: len(other)] for one, other in zip(told, said, strict=True)] == said
    assert isinstance(source.data, dict)
    assert all(fault.mend for fault in source.faults)


def test_the_first_of_a_repeated_key_is_kept_and_named() -> None:
    source = read_source(b"a: 1\nb: 2\na: 3\n")
    assert source.data == {"a": 1, "b": 2}
    assert "line 1" in source.faults[0].mend


def test_keys_are_text_whatever_they_look_like() -> None:
    assert read_source(b"1: a\nno: b\nnull: c\n2026-05-04: d\n").data == {
        "1": "a",
        "no": "b",
        "null": "c",
        "2026-05-04": "d",
    }


def test_a_byte_order_mark_is_passed_over() -> None:
    source = read_source("\ufeffcode: x\n".encode())
    assert source.data == {"code": "x"}
    assert source.place_of(("code",)) == Place(1, 1)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["Unix", "Windows", "an old Mac"])
def test_lines_are_counted_as_editors_count_them(end: str) -> None:
    source = read_source(f"a: 1{end}b:{end}  - x{end}  - y{end}".encode())
    assert source.place_of(("b", 1)) == Place(4, 5)
    assert source.line_text(4) == "  - y"
    assert source.line_text(9) == ""


def test_a_path_without_place_has_that_of_what_is_around_it() -> None:
    source = read_source(b"a:\n  b: {c: 1}\n")
    assert source.place_of(("a", "b", "d", 3)) == Place(2, 3)
    assert source.place_of(("z",)) == Place(1, 1)
    assert source.fault(("a", "b"), "wrong", "right") == Fault(("a", "b"), 2, 3, "wrong", "right")


# Inputs of the largest size, chosen so that each keeps another part of the reader busy.
LARGEST = {
    "one word": b"a: " + b"x" * 999_000,
    "words": b"a: " + b"x " * 499_000,
    "comments": b"# x\n" * 249_000 + b"a: 1",
    "items": b"a: [" + b"x, " * 332_000 + b"]",
    "keys": b"".join(b"k%d: v\n" % number for number in range(90_000)),
    "the same key": b"k: v\n" * 199_000,
    "aliases": b"- *a\n" * 199_000,
    "lines of text": b"a: |\n" + b"  x\n" * 249_000,
    "languages": b"languages: [" + b"xx," * 49_000 + b"xx]",
    "criteria": b"criteria:\n" + b"- {code: A-1, ask: {kind: first_reply}}\n" * 6_000,
    "calendars": b"calendars:\n"
    + b"".join(
        b"  c%d: {zone: UTC, week: {mon-fri: 09:00-17:00}}\n" % each for each in range(6_000)
    ),
    "a tag": b"!" * 999_000,
    "a duration": b"criteria:\n- {code: A-1, limits: {full: PT" + b"1" * 900_000 + b"H}}",
}


@pytest.mark.long
@pytest.mark.parametrize("raw", LARGEST.values(), ids=LARGEST)
def test_the_largest_file_is_read_within_seconds_and_told_of_in_few_words(raw: bytes) -> None:
    assert len(raw) <= MOST_BYTES
    began = time.process_time()
    faults = read(raw).faults
    assert time.process_time() - began < 20  # several times what it takes
    assert 0 < len(faults) <= 501
    assert max(len(each.text) + len(each.mend) for each in faults) < 500


def test_the_last_of_too_many_faults_says_how_many_more_there_are() -> None:
    faults = read(b"criteria:\n" + b"- 1\n" * 600).faults
    assert len(faults) == 501
    assert faults[-1].text == f"{600 + 6 - 500 - 1} more things are wrong from here on"
    assert faults[-1].line == faults[-2].line + 1
