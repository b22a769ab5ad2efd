"""The commands of docs/real-data.md, and what stands below each as its output.

Where output was meant to change, `python -m tests.real_data.documented` runs them all and writes
down what they print now. PLUMBLINE_REFERENCE names the folder that holds `data/`.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCUMENT = ROOT / "docs/real-data.md"
WIDTH = "100"  # columns, as the document says

_SECTION = re.compile(r"^## (?P<title>.*)\n(?P<body>(?:(?!## ).*\n?)*)", re.MULTILINE)
_BLOCK = re.compile(r"(?P<fence>^```console\n)(?P<inside>.*?)(?=^```)", re.MULTILINE | re.DOTALL)
_STEP = re.compile(r"^\$ (?P<command>.*\n(?:> ?.*\n)*)(?P<output>(?:(?!\$ ).*\n)*)", re.MULTILINE)
_CHART = re.compile(r"[·━●┃─]+")
_NUMBER = re.compile(r"(?:\d{1,3}(?:,\d{3})+|\d+)(?!\d)(?:\.\d+)?")
_BOLD = re.compile(r"\*\*([^*]+)\*\*")


@dataclass(frozen=True, slots=True)
class Step:
    """A command, and what the document says that it prints."""

    command: str
    output: str


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the document: its title, its commands in order, and its prose."""

    title: str
    steps: tuple[Step, ...]
    prose: str


def sections(text: str) -> tuple[Section, ...]:
    """The parts of the document that have commands."""
    parts = (_section(*match.group("title", "body")) for match in _SECTION.finditer(text))
    return tuple(part for part in parts if part.steps)


def words(output: str) -> list[list[str]]:
    """The words and figures of each line; charts and spaces are layout."""
    lines = (_CHART.sub(" ", line).split() for line in output.splitlines())
    return [line for line in lines if line]


def figures(text: str) -> set[str]:
    """The numbers in the text, without the commas between thousands."""
    return {number.replace(",", "") for number in _NUMBER.findall(text)}


def told(prose: str) -> set[str]:
    """The numbers that the prose tells in bold letters."""
    return figures(" ".join(_BOLD.findall(prose)))


def printed(command: str, folder: Path, reference: Path) -> str:
    """What the command prints, on both streams, in a folder that looks like the clone's top.

    Where it fails, the last line says so.
    """
    done = subprocess.run(
        ["/bin/bash", "-o", "pipefail", "-c", f"exec 2>&1\n{command}"],
        cwd=folder,
        env=_surroundings(reference),
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    return done.stdout + f"failed: exit code {done.returncode}\n" * bool(done.returncode)


def laid_out(folder: Path) -> Path:
    """The folder, with what the commands expect at the top of a clone."""
    (folder / "docs").symlink_to(ROOT / "docs")
    (folder / "build").mkdir()
    return folder


def renewed(text: str, run: Callable[[str], str]) -> str:
    """The document with what its commands print now."""

    def again(step: re.Match[str]) -> str:
        lines = (line.rstrip() + "\n" for line in run(_joined(step["command"])).splitlines())
        return f"$ {step['command']}{''.join(lines)}"

    return _BLOCK.sub(lambda block: block["fence"] + _STEP.sub(again, block["inside"]), text)


def _section(title: str, body: str) -> Section:
    steps = (
        Step(_joined(step["command"]), step["output"])
        for block in _BLOCK.finditer(body)
        for step in _STEP.finditer(block["inside"])
    )
    return Section(title, tuple(steps), _BLOCK.sub("", body))


def _joined(command: str) -> str:
    return re.sub(r"\n> ?", "\n", command)


def _surroundings(reference: Path) -> Mapping[str, str]:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    named = {"PATH": path, "PLUMBLINE_REFERENCE": str(reference), "COLUMNS": WIDTH}
    return os.environ | named | {"LC_ALL": "C.UTF-8"}


def _main() -> None:
    reference = Path(os.environ["PLUMBLINE_REFERENCE"])
    with tempfile.TemporaryDirectory() as made:
        folder = laid_out(Path(made))
        text = renewed(
            DOCUMENT.read_text("utf-8"), lambda command: printed(command, folder, reference)
        )
    DOCUMENT.write_text(text, "utf-8")


if __name__ == "__main__":
    _main()
