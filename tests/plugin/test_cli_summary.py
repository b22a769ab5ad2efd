"""`plumbline summary`, over cards that `assess` made."""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from plugin.cli.main import cli
from plugin.language import TRANSLATED
from scoring.evidence import Event, EventKind, Role, Ticket
from scoring.lines.writing import write_scorecard
from scoring.scorecard import assess
from standards.model import Standard
from tests.scoring.mail import OPENED, STANDARD, YAML, standard

HOUR = 3600
AS_OF = OPENED + 60 * 86_400
ANNA, JAN = "a/user/10", "a/user/9"

Card = dict[str, Any]


def card(  # noqa: PLR0913  # what a test may want otherwise
    number: int,
    *,
    minutes: int = 30,
    by: str | None = ANNA,
    stars: int | None = None,
    end: str = "closed",
    opened: int = OPENED,
    facts: dict[str, Any] | None = None,
    under: Standard = STANDARD,
) -> Card:
    """The card of a ticket in which a customer's question waited for so many minutes."""
    contact = f"a/ticket/{number}"
    told = {"channel": "email", "group": "a/group/1", "assignee": by, **(facts or {})}
    asked = opened + HOUR
    happened: list[tuple[EventKind, int, Role, dict[str, Any]]] = [
        (EventKind.OPENED, opened, Role.CUSTOMER, told),
        (EventKind.MESSAGE, opened + 600, Role.AGENT, {}),
        (EventKind.MESSAGE, asked, Role.CUSTOMER, {}),
        (EventKind.MESSAGE, asked + 60 * minutes, Role.AGENT, {"status": "solved"}),
        *ENDINGS[end],
    ]
    if stars is not None:
        happened.insert(4, (EventKind.RATED, AS_OF - 2, Role.CUSTOMER, _rating(stars)))
    events = tuple(
        Event(contact, f"event/{seq}", kind, at, role, by, facts=said, seq=seq)
        for seq, (kind, at, role, said) in enumerate(happened)
    )
    return write_scorecard(assess(under, Ticket(contact, events), as_of=AS_OF))


ENDINGS: dict[str, list[tuple[EventKind, int, Role, dict[str, Any]]]] = {
    "closed": [(EventKind.CHANGED, AS_OF - 1, Role.SYSTEM, {"status": "closed"})],
    "solved": [],
    "reopened": [
        (EventKind.CHANGED, AS_OF - 3, Role.CUSTOMER, {"status": "open"}),
        (EventKind.CHANGED, AS_OF - 1, Role.SYSTEM, {"status": "closed"}),
    ],
    "spam": [(EventKind.SPAM, AS_OF - 1, Role.SYSTEM, {})],
}


def _rating(stars: int) -> dict[str, Any]:
    return {"scale": "csat", "value": stars}


def _cards() -> list[Card]:
    """60 final cards: half of Anna's 40 answers are too late, Jan's 20 are not; 12 are rated."""
    late = [card(number, minutes=300) for number in range(20)]
    soon = [card(number) for number in range(20, 40)]
    rated = [card(number, by=JAN, stars=5 if number < 50 else 2) for number in range(40, 52)]
    plain = [card(number, by=JAN) for number in range(52, 60)]
    others = [card(60, end="solved"), card(61, end="solved"), card(62, end="spam")]
    return late + soon + rated + plain + others


CARDS = _cards()


@pytest.fixture
def mail(tmp_path: Path) -> Path:
    """The standard as a file."""
    path = tmp_path / "mail.yaml"
    path.write_text(YAML, "utf-8")
    return path


def lines_of(cards: Iterable[Card]) -> bytes:
    return b"".join(json.dumps(each).encode() + b"\n" for each in cards)


def run(cards: Iterable[Card] | bytes, *words: str | Path, width: int = 80) -> Result:
    """The command over these cards as standard input, on a terminal of that width."""
    given = cards if isinstance(cards, bytes) else lines_of(cards)
    arguments = ["summary", "-", *map(str, words)]
    return CliRunner().invoke(cli, arguments, input=given, env={"COLUMNS": str(width)})


def done(*arguments: Any, **options: Any) -> str:
    result = run(*arguments, **options)
    assert (result.exit_code, result.stderr) == (0, "")
    return result.stdout


def report(*arguments: Any) -> Any:
    return json.loads(done(*arguments, "--format", "json"))


def rows(*arguments: Any) -> dict[tuple[str | None, ...], dict[str, Any]]:
    """The rows of the one table by their keys, in its order."""
    (table,) = report(*arguments)["tables"]
    return {tuple(row["key"].values()): row for row in table["rows"]}


# What is counted


def test_a_row_tells_counts_shares_and_where_the_goal_stands(mail: Path) -> None:
    row = rows(CARDS, "--standard", mail, "--by", "criterion")["NXT-01",]
    assert row == {
        "standard": {"code": "mail", "version": 3},
        "key": {"criterion": "NXT-01"},
        "title": {
            "en": "Every answer within an hour",
            "pl": "Każda odpowiedź w godzinę",
            "ru": "Каждый ответ за час",
        },
        "contacts": 60,
        "decided": 60,
        "met": 40,
        "partly": 0,
        "missed": 20,
        "pending": 0,
        "unknown": 0,
        "not_applicable": 0,
        "share": 0.666667,
        "share_low": 0.540569,
        "share_high": 0.772707,
        "mean_share": 0.666667,
        "coverage": 1.0,
        "small_sample": False,
        "goal": 0.9,
        "goal_state": "missed",
    }


def test_the_report_tells_what_it_rests_on(mail: Path) -> None:
    found = report(CARDS, "--standard", mail)
    del found["tables"], found["total"]
    standings = {"provisional": 2, "final": 60, "withdrawn": 1}
    title = {"en": "Mail", "pl": "Poczta", "ru": "Почта"}
    assert found == {
        "confidence": 0.95,
        "zone": "UTC",
        "counted": ["final"],
        "contacts": standings,
        "standards": [
            {
                "code": "mail",
                "version": 3,
                "title": title,
                "hashes": [STANDARD.hash],
                "contacts": standings,
                "given": True,
                "changed": False,
            }
        ],
        "goals": {
            "reached": [{"code": "mail", "version": 3, "criterion": "CNT-01"}],
            "missed": [{"code": "mail", "version": 3, "criterion": "NXT-01"}],
            "not_yet_certain": [{"code": "mail", "version": 3, "criterion": "RAT-01"}],
        },
    }


def test_by_criterion_and_by_employee_unless_asked_otherwise() -> None:
    assert [table["by"] for table in report(CARDS)["tables"]] == [["criterion"], ["employee"]]


def test_the_total_is_that_of_every_table() -> None:
    found = report(CARDS, "--by", "criterion", "--by", "employee,month", "--by", "channel")
    for table in found["tables"]:
        for name in ("decided", "met", "missed", "pending", "unknown", "not_applicable"):
            assert sum(row[name] for row in table["rows"]) == found["total"][name]


def test_an_unanswered_survey_is_not_covered_and_nobodys(mail: Path) -> None:
    found = rows(CARDS, "--by", "criterion,employee", "--standard", mail)
    unanswered, answered = found["RAT-01", None], found["RAT-01", JAN]
    assert (unanswered["unknown"], unanswered["decided"], unanswered["coverage"]) == (48, 0, 0.0)
    assert (answered["met"], answered["missed"], answered["coverage"]) == (10, 2, 1.0)
    assert (answered["small_sample"], answered["goal_state"]) == (True, "not_yet_certain")


def test_provisional_contacts_count_when_asked_for_and_withdrawn_ones_never() -> None:
    found = report(CARDS, "--provisional", "--by", "criterion")
    assert found["counted"] == ["provisional", "final"]
    assert found["tables"][0]["rows"][0]["contacts"] == 62


def test_nothing_final_says_how_to_count_the_others() -> None:
    text = done([card(1, end="solved")])
    assert "No contact is final yet; --provisional counts the others." in text
    assert "No contact is final" not in done([card(1, end="solved")], "--provisional")


def test_no_card_at_all_is_an_empty_report() -> None:
    assert done(b"") == "Contacts counted: 0 final. Left out: 0 provisional, 0 withdrawn.\n"
    assert report(b"", "--by", "criterion")["tables"] == [{"by": ["criterion"], "rows": []}]


def test_the_docs_name_every_key_of_a_row(mail: Path) -> None:
    docs = (Path(__file__).parents[2] / "docs" / "summary.md").read_text("utf-8")
    row = rows(CARDS, "--standard", mail, "--by", "criterion")["NXT-01",]
    assert [key for key in row if f"`{key}`" not in docs] == []


# By what


def test_any_fact_and_period_can_be_counted_by_and_what_is_not_known_is_null() -> None:
    late = 1_775_001_600 - 1800  # 2026-03-31T23:30:00Z
    cards = [
        card(1, opened=late, facts={"segment": "retail", "fields.floor": 3}),
        card(2, facts={"channel": None}),
    ]
    found = rows(cards, "--by", "month,channel,segment,fields.floor", "--zone", "Europe/Warsaw")
    assert list(found) == [("2026-03", None, None, None), ("2026-04", "email", "retail", "3")]
    assert next(iter(rows(cards, "--by", "month"))) == ("2026-03",)


def test_without_a_sorting_criteria_stand_as_in_the_standard_and_people_worst_first() -> None:
    assert list(rows(CARDS, "--by", "criterion")) == [
        ("NXT-01",), ("PRM-01",), ("CNT-01",), ("RAT-01",),
    ]  # fmt: skip
    assert list(rows(CARDS, "--by", "employee")) == [(ANNA,), (JAN,), (None,)]


def test_the_order_of_the_standard_holds_whatever_card_comes_first(mail: Path) -> None:
    cards = [{**CARDS[0], "findings": CARDS[0]["findings"][::-1]}, *CARDS[1:]]
    found = rows(cards, "--by", "criterion", "--standard", mail)
    assert next(iter(found)) == ("NXT-01",)


def test_in_order_numbers_in_names_count_as_numbers() -> None:
    assert list(rows(CARDS, "--by", "employee", "--sort", "order")) == [(JAN,), (ANNA,), (None,)]


def test_the_worst_criterion_comes_first_and_what_is_not_decided_last() -> None:
    found = rows(CARDS, "--by", "criterion", "--sort", "worst")
    assert next(iter(found)) == ("NXT-01",)
    assert list(found)[-1] == ("PRM-01",)


def test_a_few_unlucky_ones_do_not_stand_before_many_that_are_surely_bad() -> None:
    few = [card(number, by=JAN, minutes=300) for number in range(2)]
    many = [card(number, minutes=300 if number % 3 else 30) for number in range(2, 80)]
    found = rows(few + many, "--by", "criterion,employee", "--sort", "worst")
    assert [key for key in found if key[0] == "NXT-01"] == [("NXT-01", ANNA), ("NXT-01", JAN)]


# As text


TEXT = """\
mail 3  Mail
Contacts counted: 60 final. Left out: 2 provisional, 1 withdrawn.

Criterion  0                       100%   Met of   Met, %         95%  Earned, %
NXT-01     ···············━━━●━━━···┃··    40/60     66.7   54.1–77.3       66.7
  goal 90%: missed · Every answer within an hour
PRM-01     ····························      0/0        –           –          –
  Promises are kept
CNT-01     ··············┃···········━●    60/60    100.0  94.0–100.0      100.0
  goal 50%: reached · Solved once
RAT-01     ···············━━━━━━━┃●━━━·    10/12*    83.3   55.2–95.3       83.3
  goal 80%: not yet certain · Customers are content · covered 20%
────────────────────────────────────────────────────────────────────────────────
Total      ·····················━━●━···  110/132     83.3   76.1–88.7       83.3
  covered 73.3%

● share met, ━ 95% Wilson interval, ┃ goal, * 40 decided or fewer: too few to
compare

Goals missed for certain
  NXT-01 Every answer within an hour: 66.7% met (54.1–77.3), goal 90%

Goals not yet certain: RAT-01

Goals reached: CNT-01

Next: Jane Holder takes up NXT-01 first, where most is lost: 20 not fully met.
`plumbline explain --criterion NXT-01` shows the arithmetic of any contact.
"""


def test_the_text_shows_each_criterion_with_its_chart_its_goal_and_what_comes_next(
    mail: Path,
) -> None:
    assert done(CARDS, "--standard", mail, "--by", "criterion") == TEXT


def test_nobody_and_what_is_not_known_are_named() -> None:
    text = done([card(1, facts={"channel": None})], "--by", "employee,channel")
    assert "(nobody)   -" in text


def test_small_samples_are_marked() -> None:
    text = done(CARDS, "--by", "employee,criterion")
    assert "10/12*" in text
    assert "40/60*" not in text
    assert "* 40 decided or fewer: too few to compare" in text


@pytest.mark.parametrize("width", [30, 40, 60, 80, 100, 140])
@pytest.mark.parametrize("language", ["en", *TRANSLATED])
def test_no_line_is_wider_than_the_terminal(mail: Path, language: str, width: int) -> None:
    by = ("--by", "criterion", "--by", "employee", "--by", "criterion,employee,channel,week")
    text = done(CARDS, "--standard", mail, "--language", language, *by, width=width)
    assert [line for line in text.splitlines() if len(line) > width] == []
    assert [line for line in text.splitlines() if line != line.rstrip()] == []


def test_a_terminal_too_narrow_for_anything_still_gets_its_report(mail: Path) -> None:
    assert "NXT-01" in done(CARDS, "--standard", mail, width=3).replace("\n", "")


def test_a_narrow_terminal_has_all_of_it_below_one_another(mail: Path) -> None:
    lines = done(CARDS, "--standard", mail, "--by", "criterion", width=38).splitlines()
    start = lines.index("NXT-01")
    assert lines[start : start + 5] == [
        "NXT-01",
        "  ·················━━━━●━━━···┃···",
        "  66.7 (54.1–77.3)  40/60",
        "  goal 90%: missed · Every answer",
        "  within an hour",
    ]


# language | what the text says
SAID = {
    "en": ("goal 90%: missed", "goal 50%: reached", "goal 80%: not yet certain", "(nobody)"),
    "pl": ("cel 90%: nieosiągnięty", "cel 50%: osiągnięty", "cel 80%: jeszcze niepewny", "(nikt)"),
    "ru": ("90\xa0%: не достигнута", "50\xa0%: достигнута", "80\xa0%: пока неясно", "(никто)"),
}


@pytest.mark.parametrize("language", SAID)
def test_the_text_is_in_the_language_asked_for(mail: Path, language: str) -> None:
    text = done(CARDS, "--standard", mail, "--language", language, width=120)
    assert [said for said in SAID[language] if said not in text] == []
    assert {"en": "Every answer", "pl": "Każda odpowiedź", "ru": "Каждый ответ"}[language] in text


def test_what_comes_first_is_what_is_critical(mail: Path) -> None:
    critical = YAML.replace("goal: 0.5", "goal: 1.0\n    severity: critical")
    mail.write_text(critical, "utf-8")
    reopened = [card(number, minutes=600, end="reopened") for number in range(60)]
    text = done(reopened, "--standard", mail)
    assert "Next: Jane Holder takes up CNT-01 first" in " ".join(text.split())


def test_without_the_standard_no_goal_is_made_up() -> None:
    text = done(CARDS)
    assert "For titles and goals add --standard STANDARD.yaml." in text
    assert "goal" not in text.replace("titles and goals", "")


def test_what_could_command_a_terminal_is_left_out() -> None:
    commanding = card(1, by="\x1b[31mred\x07")
    commanding["standard"]["code"] = "\x1b[32mgreen"
    text = done([commanding, card(2)], "--by", "employee", width=120)
    assert "[31mred" in text
    assert "[32mgreen" in text
    assert not {"\x1b", "\x07"} & set(text)


# As CSV


def test_csv_is_one_table_for_a_spreadsheet(mail: Path) -> None:
    by = ("--by", "criterion", "--by", "employee,channel")
    result = run(CARDS, "--standard", mail, "--format", "csv", "--language", "pl", *by)
    assert result.stdout_bytes.startswith("\ufefftable,standard,version,criterion".encode())
    found = list(csv.DictReader(io.StringIO(result.stdout_bytes.decode("utf-8-sig"))))
    assert found[0] == {
        "table": "criterion",
        "standard": "mail",
        "version": "3",
        "criterion": "NXT-01",
        "employee": "",
        "channel": "",
        "title": "Każda odpowiedź w godzinę",
        "contacts": "60",
        "decided": "60",
        "met": "40",
        "partly": "0",
        "missed": "20",
        "pending": "0",
        "unknown": "0",
        "not_applicable": "0",
        "share": "0.666667",
        "share_low": "0.540569",
        "share_high": "0.772707",
        "mean_share": "0.666667",
        "coverage": "1.0",
        "small_sample": "false",
        "goal": "0.9",
        "goal_state": "missed",
    }
    assert [row["table"] for row in found] == ["criterion"] * 4 + ["employee,channel"] * 3


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_what_a_spreadsheet_would_take_for_a_formula_is_quoted(sign: str) -> None:
    result = run([card(1, by=f"{sign}1+1")], "--by", "employee", "--format", "csv")
    text = result.stdout_bytes.decode("utf-8-sig")
    found = list(csv.DictReader(io.StringIO(text, newline="")))
    assert found[0]["employee"] == f"'{sign}1+1"


# Several standards, changed ones, strangers


def test_versions_are_counted_apart_and_it_is_said(mail: Path) -> None:
    later = standard(YAML.replace("version: 3", "version: 4"))
    cards = [card(1), card(1, under=later)]
    text = done(cards, "--standard", mail)
    assert "There are cards of several standards or versions" in text
    assert "mail 4: its goals are not known; give its file too." in text
    versions = [row["standard"]["version"] for row in report(cards)["tables"][0]["rows"]]
    assert versions == [3] * 4 + [4] * 4
    assert "mail 3    NXT-01" in text


def test_a_file_that_is_not_what_was_judged_by_is_said(mail: Path) -> None:
    mail.write_text(YAML.replace("goal: 0.9", "goal: 0.7"), "utf-8")
    text = done(CARDS, "--standard", mail)
    assert "mail 3: the file given is not the text that these cards were judged by." in text


def test_one_version_with_two_texts_is_said() -> None:
    changed = standard(YAML.replace("goal: 0.9", "goal: 0.7"))
    text = done([card(1), card(2, under=changed)])
    assert "mail 3: its text was changed between these cards" in text


def test_a_standard_that_no_card_is_of_is_refused(mail: Path) -> None:
    mail.write_text(YAML.replace("code: mail", "code: other"), "utf-8")
    result = run(CARDS, "--standard", mail)
    assert result.exit_code == 1
    assert result.stderr == f"{mail}: no card is of other 3; the cards are of mail 3\n"


# Bad input

GOOD = lines_of([card(1)])
BAD = {
    "evidence": (b'{"type": "event", "contact": "a"}\n', "-:2: this is no scorecard"),
    "no JSON": (b"contact,standard\n", "-:2: this is no JSON"),
    "cut off": (GOOD[:-20], "-:2: the last line is cut off"),
    "a list": (b"[]\n", "-:2: a card is one JSON object"),
    "a NUL": (b"\x00\n", "-:2: this is no JSON"),
    "a verdict that is none": (GOOD.replace(b'"met"', b'"late"'), "-:2: findings.NXT-01"),
    "a line without end": (b" " * (8 * 1024 * 1024 + 1), "-:2: the line is longer than"),
    "the same contact again": (
        GOOD,
        "-:2: the contact of this card has one in line 1 already; keep the later of them",
    ),
}


@pytest.mark.parametrize(("line", "said"), BAD.values(), ids=BAD)
def test_a_line_that_is_no_card_is_refused_with_its_number(line: bytes, said: str) -> None:
    result = run(GOOD + line)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith(said)


def test_the_first_of_all_repeated_contacts_is_named() -> None:
    cards = [card(number) for number in (1, 2, 3, 4, 3, 1)]
    assert run(cards).stderr.startswith("-:5: the contact of this card has one in line 3 already")


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--by", "chanel"), 2, "did you mean channel?"),
        (("--by", "team,,month"), 2, "'' is nothing to count by"),
        (("--zone", "Europe/Warszawa"), 2, "did you mean Europe/Warsaw"),
        (("--sort", "best"), 2, "--sort"),
        (("--format", "pdf"), 2, "--format"),
        (("--language", "de"), 2, "--language"),
        (("--standard", "/nowhere.yaml"), 3, "/nowhere.yaml"),
        (("--out", "/nowhere/report.txt"), 3, "/nowhere"),
    ],
)
def test_misuse_is_answered(words: tuple[str, ...], code: int, said: str) -> None:
    result = run(CARDS, *words)
    assert result.exit_code == code
    assert said in result.stderr
    assert "Traceback" not in result.stderr


# Files


def test_a_packed_file_is_read(tmp_path: Path) -> None:
    packed = tmp_path / "cards.jsonl.gz"
    packed.write_bytes(gzip.compress(lines_of(CARDS)))
    result = CliRunner().invoke(cli, ["summary", str(packed), "--format", "json"])
    assert json.loads(result.stdout) == report(CARDS)


@pytest.mark.parametrize("form", ["text", "json", "csv"])
def test_a_report_written_to_a_file_is_complete_and_without_colours(
    tmp_path: Path, form: str
) -> None:
    out = tmp_path / "report"
    assert done(CARDS, "--format", form, "--out", out) == ""
    written = out.read_bytes()
    assert b"\x1b" not in written
    assert written == run(CARDS, "--format", form, width=100).stdout_bytes


def test_a_reader_who_has_gone_is_no_fault(tmp_path: Path) -> None:
    cards = tmp_path / "cards.jsonl"
    cards.write_bytes(lines_of(CARDS))
    code = "from plugin.cli.main import cli; cli()"
    gone, end = os.pipe()
    os.close(gone)
    ended = subprocess.run(
        [sys.executable, "-c", code, "summary", str(cards)],
        cwd=Path(__file__).parents[2],
        stdout=end,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(end)
    assert (ended.returncode, ended.stderr) == (0, b"")


def test_a_terminal_gets_colours(monkeypatch: pytest.MonkeyPatch, mail: Path) -> None:
    for name in ("NO_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    ours, theirs = os.openpty()
    cards = mail.with_name("cards.jsonl")
    cards.write_bytes(lines_of(CARDS))
    words = ["summary", str(cards), "--standard", str(mail)]
    code = "from plugin.cli.main import cli; cli()"
    with subprocess.Popen(
        [sys.executable, "-c", code, *words],
        cwd=Path(__file__).parents[2],
        env={**os.environ, "TERM": "xterm-256color"},
        stdout=theirs,
        stdin=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ):
        os.close(theirs)
        shown = _all_of(ours)
    assert "\x1b[31m" in shown  # red: a goal is missed


def _all_of(terminal: int) -> str:
    """Everything that is written to the terminal until nobody holds it any more."""
    found = b""
    try:
        while part := os.read(terminal, 65_536):
            found += part
    except OSError:  # so Linux says that the other end is closed
        pass
    os.close(terminal)
    return found.decode()


def test_a_refused_line_leaves_no_file(tmp_path: Path) -> None:
    result = run(GOOD + b"[]\n", "--out", tmp_path / "report.txt")
    assert result.exit_code == 1
    assert list(tmp_path.iterdir()) == []
