"""`plumbline hours`, asked as its help says and as it should not be."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from plugin.cli.main import cli
from plugin.cli.refusal import Refused
from plugin.cli.standards.hours import hours
from plugin.cli.standards.standard import open_standard
from tests.standards.firms import cases

CONTACT = Path(__file__).parents[2] / "standards" / "library" / "contact.yaml"

STANDARD = """\
code: firm
title: A firm
version: 1
languages: [en]
governance: {owner: Head of service, review_by: 2027-06-30}
calendars:
  office:
    zone: Europe/Warsaw
    hours: {mon-fri: ["08:00-12:00", "12:30-16:30"]}
    breaks: {2026-03-02: ["15:00-16:00"]}
  nights:
    zone: Europe/Warsaw
    hours: {mon-sun: ["00:00-06:00", "22:00-24:00"]}
  once:
    zone: Europe/Warsaw
    hours: {mon: []}
    overrides: {2026-03-02: ["09:00-17:00"]}
  never-closed: {zone: Europe/Warsaw, hours: always}
criteria:
  - code: RSP-01
    title: First reply
    why: A customer who hears nothing calls.
    weight: 1
    ask: {kind: first_reply, calendar: office}
    limits: {full: PT4H}
    examples:
      - {given: [Mon 09:00 opened, Mon 10:00 replied], then: met}
      - {given: [Mon 09:00 opened, Wed 10:00 replied], then: missed}
"""


@pytest.fixture
def firm(tmp_path: Path) -> Path:
    path = tmp_path / "firm.yaml"
    path.write_text(STANDARD, encoding="utf-8")
    return path


def ask(standard: Path, calendar: str, asked: str | bytes, *more: str) -> Result:
    return CliRunner().invoke(cli, ["hours", str(standard), calendar, *more], input=asked)


# calendar | question | answer | why it is here
ASKED = """
office | {"start": "2026-03-03T09:00+01:00", "end": "2026-03-03T15:20+01:00"} | {"elapsed_seconds": 21000} | lunch does not count
office | {"start": "2026-03-02T14:00+01:00", "end": "2026-03-02T16:30+01:00"} | {"elapsed_seconds": 5400} | nor does a break
office | {"start": "2026-03-03T15:00Z", "end": "2026-03-03T09:00Z"} | {"elapsed_seconds": 0} | time does not run backwards
office | {"start": "2026-03-03T08:00:00.9+01:00", "end": "2026-03-03T08:00:02.1+01:00"} | {"elapsed_seconds": 2} | both ends are floored
office | {"start": "2026-03-03T08:00+01:00", "duration": "PT4H"} | {"deadline": "2026-03-03T11:00:00Z"} | closing time before lunch
office | {"start": "2026-03-03T08:00+01:00", "duration": "PT4H30M"} | {"deadline": "2026-03-03T12:00:00Z"} | lunch is passed over
office | {"start": "2026-03-07T12:00+01:00", "seconds": 0} | {"deadline": "2026-03-07T11:00:00Z"} | no seconds outside hours
office | {"start": "2026-03-06T16:30+01:00", "seconds": 1} | {"deadline": "2026-03-09T07:00:01Z"} | one second from closing time
office | {"at": "2026-03-03T12:00+01:00"} | {"open": false, "next_opening": "2026-03-03T11:30:00Z"} | at lunch
office | {"at": "2026-03-03T11:59:59+01:00"} | {"open": true, "next_opening": "2026-03-03T10:59:59Z"} | the last second before it
nights | {"start": "2026-03-28T21:00Z", "end": "2026-03-29T04:00Z"} | {"elapsed_seconds": 25200} | a night that loses an hour
nights | {"start": "2026-10-24T20:00Z", "end": "2026-10-25T05:00Z"} | {"elapsed_seconds": 32400} | a night that gains an hour
once | {"start": "2026-03-01T00:00Z", "duration": "PT9H"} | {"deadline": null} | more than there ever is
once | {"at": "2026-03-02T16:00Z"} | {"open": false, "next_opening": null} | hours that have ended
never-closed | {"start": "2026-03-28T12:00+01:00", "duration": "P1D"} | {"deadline": "2026-03-29T11:00:00Z"} | days have a length round the clock
never-closed | {"at": "2026-12-25T03:00Z"} | {"open": true, "next_opening": "2026-12-25T03:00:00Z"} | always is always
office | {"start": "2199-12-31T23:00Z", "duration": "PT4H"} | {"deadline": null} | beyond the last year counted
"""  # noqa: E501 - a question and its answer stand in one row


@pytest.mark.parametrize(("calendar", "question", "answer"), cases(ASKED))
def test_a_question_is_written_with_its_answer(
    firm: Path, calendar: str, question: str, answer: str
) -> None:
    result = ask(firm, calendar, question + "\n")
    assert (result.exit_code, result.stderr) == (0, "")
    assert json.loads(result.stdout) == json.loads(question) | json.loads(answer)


# question | what is said of it | why it is here
REFUSED = """
{"start": "2026-03-03T09:00", "end": "2026-03-03T10:00Z"} | start: '2026-03-03T09:00' says no offset | a naive start
{"start": "2026-03-03T09:00Z", "end": "2026-03-03"} | end: '2026-03-03' is no instant | a date
{"start": "9999-12-31T23:59Z", "seconds": 1} | start: '9999-12-31T23:59Z' lies outside the years 1970 to 2199 | the year 9999
{"at": 1772442840} | at: must be an instant with an offset, not 1772442840 | seconds since 1970
{"at": null} | at: must be an instant with an offset, not nothing | no instant
{"start": "2026-03-03T09:00Z", "duration": "4 hours"} | duration: '4 hours' is no duration; write PT4H | words
{"start": "2026-03-03T09:00Z", "duration": "PT"} | duration: 'PT' is no duration | an empty duration
{"start": "2026-03-03T09:00Z", "duration": "P1D"} | duration: 'P1D' holds days; under opening hours | a day under opening hours
{"start": "2026-03-03T09:00Z", "duration": 4} | duration: must be text | a bare number
{"start": "2026-03-03T09:00Z", "seconds": -1} | seconds: must be a whole number from 0, not -1 | time that runs backwards
{"start": "2026-03-03T09:00Z", "seconds": 1.5} | seconds: must be a whole number from 0, not 1.5 | half a second
{"start": "2026-03-03T09:00Z", "seconds": true} | seconds: must be a whole number from 0, not True | no number
{"start": "2026-03-03T09:00Z"} | asks nothing known; write start and end, start and duration | a start alone
{"start": "2026-03-03T09:00Z", "end": "2026-03-03T10:00Z", "seconds": 1} | asks nothing known | two questions
{"At": "2026-03-03T09:00Z"} | asks nothing known | a capital
{} | asks nothing known | nothing
[] | a line is one JSON object, not [] | a list
"at" | a line is one JSON object, not 'at' | a word
{"at": "2026-03-03T09:00Z" | this is no JSON | a line cut off
{"at": NaN} | this is no JSON | no JSON number
{"at": "2026-03-03T09:00Z", "id": "\\ud800"} | this is no JSON | half a character
"""  # noqa: E501 - a question and its refusal stand in one row
GOOD = '{"at": "2026-03-03T09:00Z"}\n'


@pytest.mark.parametrize(("question", "said"), cases(REFUSED))
def test_a_line_that_asks_nothing_is_refused_with_its_number(
    firm: Path, question: str, said: str
) -> None:
    result = ask(firm, "office", f"{GOOD}\n{question}\n{GOOD}")
    assert result.exit_code == 1
    assert result.stderr.startswith(f"-:3: {said}")
    assert result.stderr.count("\n") == 1
    assert len(result.stdout.splitlines()) == 1, "the answer before it stands"


# The bytes of a second line -> what is said of it.
SPOILT = {
    "a last line cut off": (b'{"at": "2026-03', "the last line is cut off"),
    "a NUL": (b'{"at": "2026-03-03T09:00\x00Z"}\n', "this is no JSON"),
    "no UTF-8": (b'{"id": "\xb3", "at": "2026-03-03T09:00Z"}\n', "this is no JSON"),
    "an endless line": (b'{"id": "' + b"x" * 9_000_000 + b'"}\n', "the line is longer than"),
    "deep nesting": (b'{"id": ' + b"[" * 9_000 + b"]" * 9_000 + b"}\n", "this is no JSON"),
    "too deep to write": (
        b'{"at": "2026-03-03T09:00Z", "id": ' + b"[" * 900 + b"]" * 900 + b"}\n",
        "nested too deep to be written again",
    ),
}


@pytest.mark.parametrize("spoilt", SPOILT)
def test_a_spoilt_line_is_refused_with_its_number(firm: Path, spoilt: str) -> None:
    line, said = SPOILT[spoilt]
    result = ask(firm, "office", GOOD.encode() + line)
    assert result.exit_code == 1
    assert result.stderr.startswith(f"-:2: {said}")
    assert len(result.stdout.splitlines()) == 1


def test_a_file_is_named_where_a_line_is_refused(firm: Path, tmp_path: Path) -> None:
    questions = tmp_path / "questions.jsonl"
    questions.write_text(GOOD + "{}\n", encoding="utf-8")
    result = ask(firm, "office", "", str(questions))
    assert result.exit_code == 1
    assert result.stderr.startswith(f"{questions}:2: asks nothing known")


def test_a_packed_file_is_read(firm: Path, tmp_path: Path) -> None:
    questions = tmp_path / "questions.jsonl.gz"
    questions.write_bytes(gzip.compress(GOOD.encode() * 3))
    assert len(ask(firm, "office", "", str(questions)).stdout.splitlines()) == 3


def test_other_keys_stay_and_answers_can_be_asked_again(firm: Path) -> None:
    line = '{"id": "Żółw", "at": "2026-03-03T09:00Z", "n": [1, {"x": 0.5}]}'
    once = ask(firm, "office", line)
    assert list(json.loads(once.stdout)) == ["id", "at", "n", "open", "next_opening"]
    assert "Żółw" in once.stdout
    assert ask(firm, "office", once.stdout).stdout == once.stdout


def test_no_questions_are_no_fault(firm: Path) -> None:
    result = ask(firm, "office", "\n  \n")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")


def test_an_unknown_calendar_is_wrong_use(firm: Path) -> None:
    result = ask(firm, "offcie", GOOD)
    assert result.exit_code == 2
    assert "firm has no calendar 'offcie'; it has office, nights, once, never-closed" in (
        " ".join(result.stderr.split())
    )


def test_a_faulty_standard_is_refused_with_its_faults(firm: Path) -> None:
    firm.write_text(STANDARD.replace("08:00-12:00", "22:00-06:00"), encoding="utf-8")
    result = ask(firm, "office", GOOD)
    assert result.exit_code == 1
    assert result.stderr.startswith(f"{firm}:9:")
    assert "write 22:00-24:00 on that day and 00:00-06:00 on the next" in result.stderr


def test_a_standard_that_breaks_its_own_example_still_has_calendars(firm: Path) -> None:
    firm.write_text(STANDARD.replace("Mon 10:00 replied", "Wed 10:00 replied"), encoding="utf-8")
    with pytest.raises(Refused):
        open_standard(firm, 0)
    assert ask(firm, "office", GOOD).exit_code == 0


@pytest.mark.parametrize("missing", ["standard", "questions"])
def test_a_file_that_is_not_there_is_said_in_a_line(
    firm: Path, tmp_path: Path, missing: str
) -> None:
    nowhere = tmp_path / "nowhere"
    standard, questions = (nowhere, "-") if missing == "standard" else (firm, str(nowhere))
    result = ask(standard, "office", GOOD, questions)
    assert result.exit_code == 3
    assert result.stderr == f"{nowhere}: No such file or directory\n"


def test_the_help_is_true() -> None:
    shown = re.findall(r"^ *(\{.*\})\n +adds (.*)$", hours.help or "", re.MULTILINE)
    assert len(shown) == 4
    result = ask(CONTACT, "service", "".join(f"{question}\n" for question, _ in shown))
    answers: list[dict[str, Any]] = [json.loads(line) for line in result.stdout.splitlines()]
    assert answers == [json.loads(q) | json.loads(f"{{{added}}}") for q, added in shown]
