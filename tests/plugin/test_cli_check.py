"""`plumbline check`: each fault with its line, in order, and whether the examples are kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from plugin.cli.main import cli
from plugin.faults import MOST_SHOWN
from tests.standards.written import SOUND, written

ROOT = Path(__file__).parents[2]
LIBRARY = sorted((ROOT / "standards" / "library").glob("*.yaml"))
AS_OF = ("--as-of", "2026-04-01T00:00:00Z")


def check(*files: Path, **environment: str) -> Result:
    given = {"COLUMNS": "80", **environment}
    return CliRunner().invoke(cli, ["check", *map(str, files), *AS_OF], env=given)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "contact.yaml"


def test_a_good_file_is_counted(file: Path) -> None:
    file.write_text(SOUND, "utf-8")
    result = check(file)
    assert (result.exit_code, result.output) == (
        0,
        "contact version 3: 3 criteria, 6 examples kept\n",
    )


def test_one_is_not_many(file: Path) -> None:
    question = SOUND.partition("  - code: SHP-01\n")[2].partition("  - code:")[0]
    kind = "kind: text, question: Say why."
    text = question.replace("kind: yes_no, question: Were you greeted?", kind)
    text = text.replace(", {given: {answer: no}, then: missed}", "").replace(
        "answer: yes", "answer: x"
    )
    file.write_text(f"{SOUND.partition('  - code: RSP-01')[0]}  - code: T\n{text}", "utf-8")
    assert "contact version 3: 1 criterion, 1 example kept" in check(file).output


def test_each_fault_has_its_place_its_line_a_mark_and_what_would_be_right(file: Path) -> None:
    file.write_text(written(("severity: critical", "severity: critcal")), "utf-8")
    result = check(file)
    assert result.exit_code == 1
    assert result.output == (
        f"{file}:21:5: 'critcal' is not known here\n"
        "    21 │     severity: critcal\n"
        "       │     ^^^^^^^^\n"
        "       = did you mean critical?\n"
        "1 fault in 1 of 1 file\n"
    )


def test_faults_and_broken_examples_stand_in_the_order_of_the_file(file: Path) -> None:
    text = written(
        ("title: Asked", "titel: Asked"),
        ("Mon 09:30 replied", "Wed 09:30 replied"),
        ("version: 3", "version: x"),
    )
    file.write_text(text, "utf-8")
    lines = [line for line in check(file).output.splitlines() if line.startswith(str(file))]
    assert [line.removeprefix(f"{file}:") for line in lines] == [
        "3:1: 'x' is no number",
        "32:9: RSP-01: says met, but it is missed",
        "40:5: title is missing",
        "41:5: unknown key 'titel'",
    ]


def test_an_example_that_is_broken_fails_the_check(file: Path) -> None:
    file.write_text(written(("Mon 09:30 replied", "Wed 09:30 replied")), "utf-8")
    result = check(file)
    assert result.exit_code == 1
    assert "RSP-01: says met, but it is missed" in result.output
    assert "kept" not in result.output


def test_an_example_in_words_that_say_nothing_fails_the_check(file: Path) -> None:
    file.write_text(written(("Mon 09:30 replied", "Mon 09:30 repleid")), "utf-8")
    assert "'repleid' is nothing that happens" in check(file).output


def test_several_files_are_all_checked_and_the_gravest_outcome_told(
    file: Path, tmp_path: Path
) -> None:
    file.write_text(written(("version: 3", "version: x")), "utf-8")
    nowhere = tmp_path / "nowhere.yaml"
    result = check(nowhere, file, *LIBRARY)
    assert result.exit_code == 3
    assert f"{nowhere}: No such file or directory" in result.stderr
    assert f"{file}:3:1: 'x' is no number" in result.stdout
    assert "contact version 1" in result.stdout
    assert result.stdout.splitlines()[-1] == "1 fault in 1 of 5 files"


def test_the_standards_we_ship_keep_their_examples() -> None:
    result = check(*LIBRARY)
    assert result.exit_code == 0, result.output
    assert result.output.count(" kept\n") == len(LIBRARY) == 3


def test_a_review_that_is_due_is_a_warning_and_no_fault(file: Path) -> None:
    file.write_text(written(("2027-06-30", "2026-03-31")), "utf-8")
    result = check(file)
    assert result.exit_code == 0
    assert f"{file}:5: warning: Head of service was to review this by 2026-03-31" in result.output


def test_hours_on_a_holiday_are_a_warning_and_no_fault(file: Path) -> None:
    file.write_text(written((", except: [2026-12-24]", "")), "utf-8")
    result = check(file)
    assert result.exit_code == 0
    assert "warning: 2026-12-24 is a holiday, which goes before these hours" in result.output


def test_a_review_on_the_day_itself_is_no_warning(file: Path) -> None:
    file.write_text(written(("2027-06-30", "2026-04-01")), "utf-8")
    assert "warning" not in check(file).output


def test_there_is_colour_for_people_and_none_in_pipes(file: Path) -> None:
    file.write_text(written(("version: 3", "version: x")), "utf-8")
    red = "\x1b[31m"
    assert red in check(file, FORCE_COLOR="1", TERM="xterm-256color").output
    assert "\x1b" not in check(file).output
    assert red not in check(file, FORCE_COLOR="1", NO_COLOR="1", TERM="xterm").output


def test_nothing_in_a_file_commands_the_terminal(file: Path) -> None:
    file.write_bytes(b"code: a\x1b[2Jb\nversion: [red]3[/red]\n")
    output = check(file).output
    assert "\x1b" not in output
    assert "U+001B" in output


def test_words_in_brackets_are_shown_as_they_are(file: Path) -> None:
    file.write_text(written(("severity: critical", "severity: '[red]x[/red]'")), "utf-8")
    assert "'[red]x[/red]' is not known here" in check(file).output


def test_a_mark_stands_under_its_word_after_wide_letters(file: Path) -> None:
    file.write_text("title: {日本: x, 言葉: y}\nlanguages: [ja]\n", "utf-8")
    lines = check(file).output.splitlines()
    (at,) = (n for n, line in enumerate(lines) if line.startswith(f"{file}:1:9: '日本'"))
    assert lines[at + 1 : at + 3] == [
        "     1 │ title: {日本: x, 言葉: y}",
        "       │         ^^^^",
    ]


def test_a_long_line_is_cut_around_the_fault(file: Path) -> None:
    file.write_text(f"{{pad: {'x' * 500}, code: 12, more: {'y' * 500}}}", "utf-8")
    output = check(file).output
    assert "12 is no text" in output
    assert max(map(len, output.splitlines())) < 200


def test_of_very_many_faults_the_first_are_shown_and_all_counted(file: Path) -> None:
    file.write_text("k: v\n" * (MOST_SHOWN + 50), "utf-8")
    output = check(file).output
    assert output.count("'k' stands twice") < MOST_SHOWN
    assert "further faults" in output


# what stands in the file | what is said
BAD_INPUT = [
    (b"", "the file is empty"),
    (b"\xff\xfe", "not UTF-8"),
    (b"a: 1\x00", "U+0000"),
    (b"a: &a [*a]", "the alias *a is not read"),
    (b"- " * 5_000, "nested too deep"),
    (b"x" * 2_000_000, "more than 1,000,000 bytes"),
    (b"!!python/object/apply:os.system [ls]", "the tag"),
    (b"a:\n\t- b", "indent with spaces"),
]


@pytest.mark.parametrize(("raw", "said"), BAD_INPUT, ids=[row[1] for row in BAD_INPUT])
def test_bad_input_is_answered_without_a_traceback(file: Path, raw: bytes, said: str) -> None:
    file.write_bytes(raw)
    result = check(file)
    assert result.exit_code == 1
    assert said in result.output
    assert f"{file}:1:" in result.output or f"{file}:2:" in result.output
    assert isinstance(result.exception, SystemExit)


def test_a_folder_cannot_be_read(tmp_path: Path) -> None:
    result = check(tmp_path)
    assert result.exit_code == 3
    assert "Is a directory" in result.stderr


def test_the_schema_is_printed_as_it_is_committed(tmp_path: Path) -> None:
    committed = (ROOT / "standards" / "standard.schema.json").read_bytes()
    out = tmp_path / "standard.schema.json"
    assert CliRunner().invoke(cli, ["schema"]).stdout_bytes == committed
    assert CliRunner().invoke(cli, ["schema", "--out", str(out)]).exit_code == 0
    assert out.read_bytes() == committed
