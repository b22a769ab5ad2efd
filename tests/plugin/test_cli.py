"""The command line as a whole: what each command says of itself, and how misuse is answered."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from plugin.cli.main import COMMANDS, cli

ROOT = Path(__file__).parents[2]
CONTACT = str(ROOT / "standards/library/contact.yaml")
TICKETS = str(ROOT / "docs/examples/acme/tickets.jsonl")

# command line | exit code | what the message names | why
MISUSE = """
nothing-we-know | 2 | No such command | an unknown command
judge | 2 | STANDARD | no standard
judge CONTACT TICKETS --as-of yesterday | 2 | is no instant | an instant in words
judge CONTACT TICKETS --as-of 2026-04-01T00:00:00 | 2 | offset | an instant without offset
judge CONTACT TICKETS --as-of 9999-12-31T00:00:00Z | 2 | 2199 | the year 9999
judge CONTACT TICKETS --jobs 0 | 2 | --jobs | no jobs
judge CONTACT TICKETS --out /nowhere/x | 3 | /nowhere | a folder that is not there
judge CONTACT /nowhere.jsonl | 3 | /nowhere.jsonl | evidence that is not there
judge /nowhere.yaml TICKETS | 3 | /nowhere.yaml | no such standard to judge by
judge TICKETS TICKETS | 1 | tickets.jsonl: | tickets for a standard
explain CONTACT TICKETS | 1 | --contact | several contacts, none named
explain CONTACT TICKETS --contact x | 1 | no contact x | a contact that is not there
explain CONTACT TICKETS --contact zd-acme/ticket/1001 --criterion X | 1 | RSP-01 | no such code
explain CONTACT TICKETS --language xx | 2 | --language | a language we do not speak
check | 2 | FILE | nothing to check
check /nowhere.yaml | 3 | /nowhere.yaml | a file that is not there
hours CONTACT moon | 2 | moon | an unknown calendar
import /nowhere.csv | 2 | --mapping | no mapping
summary /nowhere.jsonl | 3 | /nowhere.jsonl | cards that are not there
summary TICKETS | 1 | tickets.jsonl:1 | tickets for cards
show /nowhere.yaml | 3 | /nowhere.yaml | no such standard to show
"""
ROWS = [[cell.strip() for cell in row.split("|")] for row in MISUSE.strip().splitlines()]
FILES = {"CONTACT": CONTACT, "TICKETS": TICKETS}


def run(*words: str) -> Result:
    return CliRunner().invoke(cli, words)


@pytest.mark.parametrize(
    ("line", "code", "named"), [row[:3] for row in ROWS], ids=[row[3] for row in ROWS]
)
def test_misuse_is_answered(line: str, code: str, named: str) -> None:
    result = run(*(FILES.get(word, word) for word in line.split()))
    said = result.output + result.stderr
    assert (result.exit_code, named in said, "Traceback" in said) == (int(code), True, False), said


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_says_what_it_does(command: str) -> None:
    result = run(command, "--help")
    assert result.exit_code == 0
    assert f"Usage: cli {command}" in result.output


def test_the_exit_codes_are_told() -> None:
    assert "130 interrupted" in run("--help").output
