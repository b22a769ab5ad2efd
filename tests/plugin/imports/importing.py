"""Imports texts as if they were files, and gives what came of it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from textwrap import dedent
from typing import Any

from plugin.imports.exports.files import assigned
from plugin.imports.exports.rows import Refusal
from plugin.imports.loader import read_mapping
from plugin.imports.run import Import, imported
from scoring.lines.reading import read_evidence


@dataclass(frozen=True, slots=True)
class Outcome:
    """The lines as objects, the refused rows, and everything that was counted."""

    lines: list[dict[str, Any]]
    refused: list[Refusal]
    counts: Counter[str]

    @property
    def reasons(self) -> list[str]:
        """Of each refused row its number, the column and the reason."""
        return [f"{each.row} {each.column}: {each.reason}" for each in self.refused]


def import_files(mapping: str, paths: Mapping[str, Path] | list[Path]) -> Outcome:
    """What the mapping makes of the files. Each line of it has to be one that judging reads."""
    form, source = read_mapping(dedent(mapping).encode())
    given = (
        [f"{name}={path}" for name, path in paths.items()]
        if isinstance(paths, Mapping)
        else [str(path) for path in paths]
    )
    refused, counts = list[Refusal](), Counter[str]()
    with TemporaryDirectory() as folder:
        job = Import(
            form, source, assigned(form, given), Path(folder), refused.append, lambda *_: None
        )
        lines = [json.loads(line) for line in imported(job, counts)]
    for number, line in enumerate(lines):
        read_evidence(line, number)
    return Outcome(lines, refused, counts)


def import_texts(mapping: str, **files: str) -> Outcome:
    """What the mapping makes of files with these texts; `csv` or `xes` is the only one."""
    with TemporaryDirectory() as folder:
        paths = {}
        for name, text in files.items():
            paths[name] = Path(folder) / f"{name}.csv"
            paths[name].write_text(dedent(text).lstrip(), "utf-8")
        alone = files.keys() <= {"csv", "xes"}
        return import_files(mapping, list(paths.values()) if alone else paths)
