"""What `plumbline summary` reads and writes: bad input, files, pipes and terminals."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from plugin.cli.main import cli
from tests.plugin.summary.cards import CARDS, card, done, lines_of, report, run

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
        cwd=Path(__file__).parents[3],
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
        cwd=Path(__file__).parents[3],
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
