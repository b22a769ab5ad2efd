"""`plumbline summary` as text on a terminal, in each language, and as CSV."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from plugin.language import TRANSLATED
from tests.plugin.summary.cards import CARDS, card, done, run
from tests.scoring.mail import YAML

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
