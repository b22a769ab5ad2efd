"""`plumbline import` as people use it: files, messages, exit codes."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
from click.testing import CliRunner, Result

from plugin.cli.main import cli

EXAMPLE = Path(__file__).parents[2] / "docs/examples/helpdesk-export"
MAPPING = """\
mapping: 1
connection: zd
contact: ticket/{Id}
dates: {zone: Europe/Warsaw}
events:
  - {kind: opened, at: Created, facts: {channel: {column: Via, words: {Mail: email}}}}
"""
GOOD = "Id,Created,Via\n1,2026-03-01 09:00,Mail\n2,2026-03-02 09:00,Mail\n"
BAD = GOOD + "3,soon,Mail\n4,2026-03-02 09:00,Fax\n"


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder with a mapping, a good export and one with two bad rows."""
    (tmp_path / "mapping.yaml").write_text(MAPPING)
    (tmp_path / "good.csv").write_text(GOOD)
    (tmp_path / "bad.csv").write_text(BAD)
    return tmp_path


def run(desk: Path, *words: str) -> Result:
    """The command in the folder: a word with a dot is a file of it."""
    paths = (str(desk / word) if "." in word else word for word in words)
    return CliRunner().invoke(cli, ["import", *paths])


def read(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_all_rows_read_is_success(desk: Path) -> None:
    result = run(desk, "good.csv", "--mapping", "mapping.yaml", "--out", "out.jsonl")
    assert (result.exit_code, result.stdout) == (0, "")
    assert [line["contact"] for line in read(desk / "out.jsonl")] == ["zd/ticket/1", "zd/ticket/2"]
    assert account(result) == {
        "rows read": "2",
        "lines written": "2",
        "contacts in them": "2",
        "rows refused": "0",
    }
    assert sorted(path.name for path in desk.iterdir()) == [
        "bad.csv",
        "good.csv",
        "mapping.yaml",
        "out.jsonl",
    ]


def account(result: Result) -> dict[str, str]:
    lines = (line.rsplit("  ", 1) for line in result.stderr.splitlines())
    return {words.strip(): count.strip() for words, count in lines}


def test_without_out_the_lines_go_to_standard_output(desk: Path) -> None:
    result = run(desk, "good.csv", "--mapping", "mapping.yaml")
    assert result.exit_code == 0
    assert len(result.stdout.splitlines()) == 2


def test_refused_rows_are_listed_beside_the_lines(desk: Path) -> None:
    result = run(desk, "bad.csv", "--mapping", "mapping.yaml", "--out", "out.jsonl")
    assert result.exit_code == 1
    assert len(read(desk / "out.jsonl")) == 2
    assert read(desk / "out.refused.jsonl") == [
        {
            "file": str(desk / "bad.csv"),
            "row": 3,
            "line": 4,
            "reason": "no date of the form expected",
            "column": "Created",
            "text": "soon",
        },
        {
            "file": str(desk / "bad.csv"),
            "row": 4,
            "line": 5,
            "reason": "a word that the table of words does not have",
            "column": "Via",
            "text": "Fax",
        },
    ]
    assert f"2, listed in {desk / 'out.refused.jsonl'}" in result.stderr


def test_refused_rows_may_be_listed_elsewhere(desk: Path) -> None:
    words = ("--out", "out.jsonl", "--refused", "why.jsonl")
    assert run(desk, "bad.csv", "--mapping", "mapping.yaml", *words).exit_code == 1
    assert len(read(desk / "why.jsonl")) == 2
    assert not (desk / "out.refused.jsonl").exists()


def test_refused_rows_without_a_file_are_told_at_once(desk: Path) -> None:
    result = run(desk, "bad.csv", "--mapping", "mapping.yaml", "--quiet")
    assert result.exit_code == 1
    assert f"{desk / 'bad.csv'}:4: Created: no date of the form expected: 'soon'" in result.stderr
    assert "rows refused" in result.stderr
    assert "rows read" not in result.stderr


def test_refused_rows_may_be_allowed(desk: Path) -> None:
    words = ("--mapping", "mapping.yaml", "--allow-refused", "--out", "out.jsonl")
    assert run(desk, "bad.csv", *words).exit_code == 0
    assert len(read(desk / "out.refused.jsonl")) == 2


def test_the_list_of_an_earlier_run_does_not_stay(desk: Path) -> None:
    (desk / "out.refused.jsonl").write_text("{}\n")
    run(desk, "good.csv", "--mapping", "mapping.yaml", "--out", "out.jsonl")
    assert not (desk / "out.refused.jsonl").exists()


def test_quiet_says_nothing_when_all_is_well(desk: Path) -> None:
    result = run(desk, "good.csv", "--mapping", "mapping.yaml", "--quiet", "--out", "out.jsonl")
    assert result.output == result.stderr == ""


def test_a_failed_run_leaves_everything_as_it_was(desk: Path) -> None:
    (desk / "out.jsonl").write_text("before\n")
    (desk / "out.refused.jsonl").write_text("before\n")
    (desk / "cut.csv.gz").write_bytes(gzip.compress(BAD.encode() * 3000)[:-9])
    before = {path.name: path.read_bytes() for path in desk.iterdir()}
    result = run(desk, "cut.csv.gz", "--mapping", "mapping.yaml", "--out", "out.jsonl")
    assert result.exit_code == 1
    assert "packing is damaged" in result.stderr
    assert {path.name: path.read_bytes() for path in desk.iterdir()} == before


# the command's words | instead of, in the mapping | exit code | what is said | why
FAILURES = [
    ("good.csv --mapping none.yaml", ("", ""), 3, "none.yaml: No such file", "no mapping"),
    ("none.csv --mapping mapping.yaml", ("", ""), 3, "none.csv: No such file", "no export"),
    ("good.csv --mapping mapping.yaml --out no/where.jsonl", ("", ""), 3,
     "no: No such file", "no folder for the lines"),
    ("good.csv --mapping mapping.yaml --refused no/where.jsonl", ("", ""), 3,
     "no: No such file", "no folder for the refused"),
    ("good.csv --mapping mapping.yaml", ("zone", "zome"), 1,
     "mapping.yaml:4:9: unknown key 'zome'; did you mean zone?", "a slip in the mapping"),
    ("good.csv --mapping mapping.yaml", ("Via", "Vai"), 1,
     "good.csv has no column 'Vai'; did you mean 'Via'?", "a column there is not"),
    ("good.csv --mapping good.csv", ("", ""), 1, "good.csv:1:1: ", "an export for a mapping"),
    ("mapping.yaml --mapping mapping.yaml", ("", ""), 1, "no column", "two mappings"),
    ("--mapping mapping.yaml", ("", ""), 2, "FILE", "no export at all"),
    ("good.csv", ("", ""), 2, "--mapping", "no mapping at all"),
    ("good.csv --mapping mapping.yaml", ("contact: ticket/{Id}\n", ""), 1, "contact is missing",
     "half a mapping"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "slip", "code", "said"), [case[:4] for case in FAILURES], ids=[c[4] for c in FAILURES]
)
def test_a_failure_is_told_in_one_line(
    desk: Path, words: str, slip: tuple[str, str], code: int, said: str
) -> None:
    (desk / "mapping.yaml").write_text(MAPPING.replace(*slip))
    result = run(desk, *words.split())
    assert (result.exit_code, said in result.stderr) == (code, True), result.stderr
    assert "Traceback" not in result.stderr
    assert not isinstance(result.exception, ValueError)


def test_files_of_several_forms_are_named(desk: Path) -> None:
    (desk / "mapping.yaml").write_text(
        dedent(
            """\
            mapping: 1
            connection: zd
            files:
              a: {like: "a*.csv", contact: "t/{Id}", events: [{kind: opened, at: At}]}
              b: {contact: "t/{Id}", events: [{kind: opened, at: At}]}
            """
        )
    )
    (desk / "a.csv").write_text("Id,At\n")
    result = CliRunner().invoke(
        cli, ["import", str(desk / "a.csv"), "--mapping", str(desk / "mapping.yaml")]
    )
    assert result.exit_code == 2
    assert "add b=PATH" in result.stderr
    words = ["import", str(desk / "a.csv"), f"b={desk / 'a.csv'}", "--mapping"]
    assert CliRunner().invoke(cli, [*words, str(desk / "mapping.yaml")]).exit_code == 0


def test_standard_input_is_read(desk: Path) -> None:
    words = ["import", "-", "--mapping", str(desk / "mapping.yaml")]
    result = CliRunner().invoke(cli, words, input=GOOD)
    assert (result.exit_code, len(result.stdout.splitlines())) == (0, 2)


def test_progress_is_shown_when_asked_for(desk: Path) -> None:
    words = ("--mapping", "mapping.yaml", "--out", "out.jsonl", "--progress")
    assert "good.csv" in run(desk, "good.csv", *words).stderr
    assert "good.csv" not in run(desk, "good.csv", *words[:-1]).stderr


def test_the_helpdesk_example_is_whole(tmp_path: Path) -> None:
    words = ("--mapping", str(EXAMPLE / "mapping.yaml"), "--out", str(tmp_path / "out.jsonl"))
    result = CliRunner().invoke(cli, ["import", str(EXAMPLE / "tickets.csv"), *words])
    assert (result.exit_code, account(result)["contacts in them"]) == (0, "10")
    kinds = [line["kind"] for line in read(tmp_path / "out.jsonl")]
    assert {kind: kinds.count(kind) for kind in set(kinds)} == {
        "opened": 10,
        "message": 9,
        "changed": 15,
        "rated": 4,
    }
