"""`plumbline xlsform` goes as documented, and says of bad input in one line what to do."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import orjson
import pytest
from click.testing import CliRunner, Result

from plugin.cli.main import cli
from tests.plugin.exchange.workbooks import xlsx
from tests.plugin.publishing.published import text_of

ROOT = Path(__file__).parents[2]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the files lie that commands name."""
    shutil.copy(ROOT / "standards" / "library" / "contact.yaml", tmp_path)
    (tmp_path / "own.xlsx").write_bytes(xlsx())
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(line: str) -> Result:
    return CliRunner().invoke(cli, line.split()[1:])


def test_the_commands_of_the_document_go_as_written(folder: Path) -> None:
    document = (ROOT / "docs" / "xlsforms.md").read_text("utf-8")
    lines = re.findall(r"^(plumbline [^#\n]+)", document, re.MULTILINE)
    assert len(lines) == 3
    for line in lines:
        done = run(line)
        assert done.exit_code == 0, done.output
    assert {"form.xlsx", "draft.yaml", "next.yaml"} <= {each.name for each in folder.iterdir()}


def test_the_report_tells_each_row_that_is_not_as_it_was(folder: Path) -> None:
    done = run("plumbline xlsform in own.xlsx -o draft.yaml")
    told = done.stderr.splitlines()
    assert told[0].startswith("own.xlsx:survey:2: began left: it is about the device")
    assert told[-1] == "own.xlsx: rows of the survey: 2 taken, 2 adapted, 2 left"
    assert (folder / "draft.yaml").read_text("utf-8").count("TODO") == 10


def test_programs_get_the_report_as_json(folder: Path) -> None:
    done = run("plumbline xlsform in own.xlsx -o draft.yaml --report json")
    assert orjson.loads(done.stderr)["counts"] == {"taken": 2, "adapted": 2, "left": 2}
    assert folder.exists()


def test_the_yaml_goes_to_standard_output(folder: Path) -> None:
    done = run("plumbline xlsform in own.xlsx")
    assert done.stdout.startswith("# From an XLSForm")
    assert folder.exists()


Bad = tuple[str, Callable[[Path], object], int, str]
BAD: dict[str, Bad] = {
    "no such form": ("xlsform in none.xlsx", lambda _: None, 3, "none.xlsx: No such file"),
    "no workbook": (
        "xlsform in a.xlsx", lambda to: (to / "a.xlsx").write_bytes(b"x"), 1,
        "a.xlsx: this is no workbook; save it"),
    "a standard that is none": (
        "xlsform in own.xlsx --into a.yaml", lambda to: (to / "a.yaml").write_text("a: ["), 1,
        "a.yaml: the draft cannot be read"),
    "a standard that is no text": (
        "xlsform in own.xlsx --into a.yaml", lambda to: (to / "a.yaml").write_bytes(b"\xff"), 1,
        "a.yaml: here the file is not UTF-8 text"),
    "a standard with faults": (
        "xlsform out a.yaml -o b.xlsx", lambda to: (to / "a.yaml").write_text("code: a"), 1,
        "a.yaml:1:1: "),
    "a standard that asks nobody": (
        "xlsform out a.yaml -o b.xlsx", lambda to: (to / "a.yaml").write_bytes(text_of()), 1,
        "a.yaml: The standard asks nobody anything"),
    "a folder for a file": (
        "xlsform out contact.yaml -o into", lambda to: (to / "into").mkdir(), 3, "into"),
    "a language that is none": (
        "xlsform in own.xlsx --language xx", lambda _: None, 2, "--language"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_told_in_a_line(folder: Path, name: str) -> None:
    line, prepare, code, said = BAD[name]
    prepare(folder)
    done = run(f"plumbline {line}")
    assert (done.exit_code, said in done.stderr) == (code, True), done.output
    assert "Traceback" not in done.output
    assert not (folder / "b.xlsx").exists()
