"""`plumbline judge`: evidence in, cards out; and what it says of evidence that is none."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from tests.plugin.judged import EVENT, STANDARD, VISIT, answered, judge, line, opened
from tests.standards.firms import cases

ROOT = Path(__file__).parents[2]
GOOD = opened(1) + answered(1) + opened(2)


@pytest.fixture
def firm(tmp_path: Path) -> Path:
    path = tmp_path / "firm.yaml"
    path.write_text(STANDARD, encoding="utf-8")
    return path


def contacts(output: str) -> list[str]:
    return [json.loads(card)["contact"] for card in output.splitlines()]


# field | value | what is said of it | why it is here
EVENTS = """
type | "ticket" | type: must be one of event, review, visit, not 'ticket' | an unknown type
type | ... | type: must be one of event, review, visit, not nothing | no type
kind | "replied" | kind: must be one of changed, deleted, merged, message, opened, | an unknown kind
contact | ... | contact: must be text that is not empty, not nothing | no contact
contact | 35436 | contact: must be text that is not empty, not 35436 | a number for a contact
contact | "" | contact: must be text that is not empty | an empty contact
id | ... | id: must be text that is not empty, not nothing | no id
at | ... | at: must be an instant with an offset, not nothing | no instant
at | "2026-03-02T09:00:00" | at: '2026-03-02T09:00:00' says no offset from UTC; write it as | a naive time
at | "2026-03-02" | at: '2026-03-02' is no instant; write it as | a date
at | "2026-02-30T09:00:00Z" | is no date and time there is; write it as | no such day
at | "9999-12-31T23:59:59Z" | lies outside the years 1970 to 2199 | the year 9999
at | 1772442840 | at: must be an instant with an offset, not 1772442840 | seconds since 1970
by | "anna" | by: must be an object with role and id, not 'anna' | a bare name
by | {"role": "boss"} | by.role: must be one of agent, bot, customer, system, not 'boss' | a role we do not know
by | {"role": "agent", "name": "Anna"} | by.name: known are id, role | a name for a person
public | "no" | public: must be true or false, not 'no' | a word for a truth
text | 5 | text: must be text, not 5 | a number for words
seq | 1.5 | seq: must be a whole number, not 1.5 | half a place
seq | 1180591620717411303424 | seq: must be a whole number, not 1.18 | a number too great for a place
color | "red" | color: known are at, by, contact, | a field that we do not know
fact | {} | fact: no such field; did you mean facts? | a slip of the pen
facts | [1] | facts: must be an object, not [1] | a list of facts
facts | {"state": "open"} | facts.state: no such field; did you mean status? | a fact we do not know
facts | {"status": "Open"} | facts.status: must be one of new, open, pending, on_hold, | the helpdesk's own word
facts | {"tags": "vip"} | facts.tags: must be a list of words, not 'vip' | one tag, not in a list
facts | {"priority": {"id": 3}} | facts.priority: must be one plain value, not {'id': 3} | an object for a fact
facts | {"fields": {"n": [1]}} | facts.fields.n: must be one plain value, not [1] | a list in a field
facts | {"promised_at": "tomorrow"} | facts.promised_at: 'tomorrow' is no instant | a promise in words
"""  # noqa: E501 - a field and its refusal stand in one row

# field | value | what is said of it | why it is here
VISITS = """
contact | ... | contact: must be text that is not empty, not nothing | no contact
questionnaire | ... | questionnaire.version: must be a whole number, not nothing | no questionnaire
questionnaire | {"standard": "shop", "version": 3} | answers shop, this standard is firm | another questionnaire
questionnaire | {"standard": "firm", "version": 4} | answers version 4, this standard is version 3 | another version
answers | ... | answers: must be an object by question code, not nothing | no answers
answers | {"KND-02": "yes"} | answers.KND-02: firm asks no such question of a visit | an unknown question
answers | {"RSP-01": "yes"} | answers.RSP-01: firm asks no such question of a visit | a question of tickets
answers | {"KND-01": "perhaps"} | answers.KND-01: 'perhaps' is not one of yes, no | an unknown answer
answers | {"KND-01": {"na": true}} | answers.KND-01: this question must be answered | na where it may not be
answers | {"KND-01": {"na": 1, "x": 1}} | answers.KND-01: must be one plain value or {"na": true} | an odd object
answers | {"TDY-01": 6} | is not a whole number from 1 to 5 | beyond the scale
answers | {"TDY-01": 4.5} | is not a whole number from 1 to 5 | between two marks
answers | {"TDY-01": 1e308} | answers.TDY-01: | a huge number
answers | {"TDY-01": true} | is not a number | a truth for a mark
ended_at | "2026-03-02T09:00:00" | ended_at: '2026-03-02T09:00:00' says no offset from UTC | a naive time
employee | {"identity": "a", "means": "badge", "confidence": 7} | employee.confidence: must be a number from 0 to 1 | surer than sure
employee | {"identity": "a", "means": "smell", "confidence": 1} | employee.means: must be one of badge, | known by the smell
files | [{"name": "a.jpg"}] | sha256: must be text that is not empty, not nothing | a file without its hash
type | "review" | about: a review names the contact that it is about | a review of nothing
shop | 7 | shop: known are about, accepted, | a field that we do not know
"""  # noqa: E501 - a field and its refusal stand in one row


def value(text: str) -> Any:
    return ... if text == "..." else json.loads(text)


@pytest.mark.parametrize(("field", "given", "said"), cases(EVENTS))
def test_an_event_that_cannot_be_read_is_refused(
    firm: Path, field: str, given: str, said: str
) -> None:
    spoilt = line({**EVENT, "contact": "zd-acme/ticket/3"}, **{field: value(given)})
    result = judge(firm, evidence=GOOD + b"\n" + spoilt + opened(4))
    assert result.exit_code == 1
    assert result.stderr.startswith("-:5: ")
    assert said in result.stderr
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize(("field", "given", "said"), cases(VISITS))
def test_a_visit_that_cannot_be_judged_is_refused(
    firm: Path, field: str, given: str, said: str
) -> None:
    result = judge(
        firm, evidence=line(VISIT, contact="visit/0") + line(VISIT, **{field: value(given)})
    )
    assert result.exit_code == 1
    assert result.stderr.startswith("-:2: ")
    assert said in result.stderr
    assert contacts(result.stdout) == ["visit/0"], "what came before it is judged"


# The bytes of a fourth line -> what is said of it.
SPOILT = {
    "cut off": (opened(3)[:60], "the last line is cut off or no JSON (unexpected end of data);"),
    "a NUL": (b'{"id": "\x00"}\n', "this is no JSON: unexpected control character"),
    "no UTF-8": (b'{"id": "\xb3"}\n', "this is no JSON: str is not valid UTF-8"),
    "UTF-16": ('{"id": 1}\n'.encode("utf-16"), "this is no JSON"),
    "half a character": (b'{"id": "\\ud800"}\n', "this is no JSON: no low surrogate"),
    "50 MB": (b'{"text": "' + b"x" * 50_000_000 + b'"}\n', "the line is longer than 8,388,608"),
    "beyond all numbers": (b'{"seq": 1e999}\n', "this is no JSON: number is infinity"),
    "not a number": (b'{"seq": NaN}\n', "this is no JSON"),
    "deep": (b"[" * 100_000 + b"]" * 100_000 + b"\n", "this is no JSON: depth limit exceeded"),
    "less deep": (b"[" * 900 + b"]" * 900 + b"\n", "a line is one JSON object, not [[["),
    "CSV": (b"id;contact;at\n", "this is no JSON"),
    "a list": (b"[]\n", "a line is one JSON object, not []"),
    "a word": (b'"opened"\n', "a line is one JSON object, not 'opened'"),
    "nothing": (b"null\n", "a line is one JSON object, not nothing"),
    "a long name": (line(EVENT, **{"x" * 5_000_000: 1}), "xxx"),
    "a name that steers": (line(EVENT, **{"\x1b[31m\n": 1}), "?[31m?: known are"),
    "a contact that comes back": (
        opened(1),
        "zd-acme/ticket/1 stands after zd-acme/ticket/2; sort",
    ),
    "a long contact": (line(EVENT, contact="a" * 5_000_000), "sort the lines by contact"),
}


@pytest.mark.parametrize("spoilt", SPOILT)
def test_a_spoilt_line_is_refused_in_one_short_line(firm: Path, spoilt: str) -> None:
    raw, said = SPOILT[spoilt]
    result = judge(firm, evidence=GOOD + raw)
    assert result.exit_code == 1
    assert result.stderr.startswith("-:4: ")
    assert said in result.stderr
    assert result.stderr.count("\n") == 1
    assert len(result.stderr) < 500
    assert contacts(result.stdout) == ["zd-acme/ticket/1"], "what came before it is judged"


# What is read though it is not quite as it should be.
TAKEN = {
    "nothing at all": (b"", []),
    "blank lines alone": (b"\n  \n\r\n", []),
    "a byte order mark": (b"\xef\xbb\xbf" + opened(1), ["zd-acme/ticket/1"]),
    "a byte order mark alone": (b"\xef\xbb\xbf", []),
    "lines of Windows": (GOOD.replace(b"\n", b"\r\n"), ["zd-acme/ticket/1", "zd-acme/ticket/2"]),
    "no last line break": (GOOD.rstrip(), ["zd-acme/ticket/1", "zd-acme/ticket/2"]),
    "9 before 10": (opened(9) + opened(10), ["zd-acme/ticket/9", "zd-acme/ticket/10"]),
    "10 before 9": (opened(10) + opened(9), ["zd-acme/ticket/10", "zd-acme/ticket/9"]),
    "a number without end": (
        line(EVENT, contact="9" * 5_000) + line(EVENT, contact="9" * 5_001),
        ["9" * 5_000, "9" * 5_001],
    ),
    "a visit among tickets": (
        opened(1) + line(VISIT) + answered(1) + opened(2),
        ["visit/1", "zd-acme/ticket/1", "zd-acme/ticket/2"],
    ),
    "the same event twice": (opened(1) * 2, ["zd-acme/ticket/1"]),
}


@pytest.mark.parametrize("taken", TAKEN)
def test_evidence_that_can_be_read_is_judged(firm: Path, taken: str) -> None:
    evidence, judged = TAKEN[taken]
    result = judge(firm, evidence=evidence)
    assert (result.exit_code, result.stderr) == (0, "")
    assert contacts(result.stdout) == judged


def test_orders_may_not_be_mixed(firm: Path) -> None:
    result = judge(firm, evidence=opened(9) + opened(10) + opened(2))
    assert result.exit_code == 1
    assert result.stderr.startswith("-:3: zd-acme/ticket/2 stands after zd-acme/ticket/10; sort")


def test_a_visit_stands_once(firm: Path) -> None:
    result = judge(firm, evidence=line(VISIT) + opened(1) + line(VISIT))
    assert result.exit_code == 1
    assert result.stderr == "-:3: visit/1 stands twice; keep one of them\n"


def test_a_file_is_named_with_the_line(firm: Path, tmp_path: Path) -> None:
    evidence = tmp_path / "tickets.jsonl"
    evidence.write_bytes(GOOD + b"x\n")
    result = judge(firm, evidence)
    assert result.stderr.startswith(f"{evidence}:4: this is no JSON")


def test_evidence_is_read_from_a_file_a_packed_file_or_standard_input(
    firm: Path, tmp_path: Path
) -> None:
    plain, packed = tmp_path / "tickets.jsonl", tmp_path / "tickets.jsonl.gz"
    plain.write_bytes(GOOD)
    packed.write_bytes(gzip.compress(GOOD))
    answers = [judge(firm, plain), judge(firm, packed), judge(firm, "-", evidence=GOOD)]
    assert len({result.stdout for result in answers}) == 1
    assert contacts(answers[0].stdout) == ["zd-acme/ticket/1", "zd-acme/ticket/2"]


# What a packed file holds -> what is said of it.
BADLY_PACKED = {
    "not packed": (GOOD, "Not a gzipped file"),
    "cut off": (gzip.compress(GOOD)[:-12], "ended before the end-of-stream marker"),
    "spoilt": (gzip.compress(GOOD)[:20] + b"spoilt" + gzip.compress(GOOD)[26:], "Error"),
}


@pytest.mark.parametrize("badly", BADLY_PACKED)
def test_a_file_that_cannot_be_unpacked_is_named(firm: Path, tmp_path: Path, badly: str) -> None:
    raw, said = BADLY_PACKED[badly]
    packed, out = tmp_path / "tickets.jsonl.gz", tmp_path / "cards.jsonl"
    packed.write_bytes(raw)
    result = judge(firm, packed, "--out", out)
    assert result.exit_code == 3
    assert result.stderr.startswith(f"{packed}: cannot be unpacked: ")
    assert said in result.stderr
    assert sorted(each.name for each in tmp_path.iterdir()) == ["firm.yaml", packed.name]


def test_cards_are_written_to_a_file_whole(firm: Path, tmp_path: Path) -> None:
    out = tmp_path / "cards.jsonl"
    out.write_text("of yesterday", encoding="utf-8")
    result = judge(firm, "--out", out, evidence=GOOD)
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")
    assert out.read_text("utf-8") == judge(firm, evidence=GOOD).stdout


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_refused_line_leaves_no_half_file(firm: Path, tmp_path: Path, jobs: int) -> None:
    out = tmp_path / "cards.jsonl"
    result = judge(firm, "--out", out, "--jobs", jobs, evidence=GOOD + b"x\n")
    assert result.exit_code == 1
    assert [each.name for each in tmp_path.iterdir()] == ["firm.yaml"]


@pytest.mark.parametrize("there", ["a folder that is not there", "a folder"])
def test_a_file_that_cannot_be_written_is_named(firm: Path, tmp_path: Path, there: str) -> None:
    out = tmp_path if there == "a folder" else tmp_path / "nowhere" / "cards.jsonl"
    result = judge(firm, "--out", out, evidence=GOOD)
    assert result.exit_code == 3
    assert result.stderr.startswith(f"{out}: ")
    assert [each.name for each in tmp_path.iterdir()] == ["firm.yaml"]


def test_a_device_stays_a_device(firm: Path) -> None:
    result = judge(firm, "--out", "/dev/null", evidence=GOOD)
    assert (result.exit_code, result.stderr) == (0, "")
    assert Path("/dev/null").is_char_device()


def test_a_standard_that_breaks_its_own_examples_judges_nothing(firm: Path) -> None:
    firm.write_text(STANDARD.replace("Mon 10:00 replied", "Wed 10:00 replied"), encoding="utf-8")
    result = judge(firm, evidence=GOOD)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith(f"{firm}:16:9: RSP-01: says met, but it is missed")


def test_the_same_evidence_gives_the_same_bytes(firm: Path) -> None:
    assert judge(firm, evidence=GOOD).stdout == judge(firm, evidence=GOOD).stdout


def test_the_shipped_examples_are_judged() -> None:
    standard = ROOT / "standards" / "library" / "contact.yaml"
    evidence = ROOT / "docs" / "examples" / "acme" / "tickets.jsonl"
    result = judge(standard, evidence)
    given = [json.loads(each)["contact"] for each in evidence.read_bytes().splitlines()]
    assert (result.exit_code, result.stderr) == (0, "")
    assert contacts(result.stdout) == list(dict.fromkeys(given))
