"""docs/real-data.md holds: each command prints the figures below it, and the prose tells no others.

Words and figures are compared, charts and spaces are not.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.real_data.documented import (
    DOCUMENT,
    Section,
    figures,
    laid_out,
    printed,
    renewed,
    sections,
    told,
    words,
)

pytestmark = pytest.mark.long

TEXT = DOCUMENT.read_text("utf-8")
SECTIONS = [pytest.param(section, id=section.title) for section in sections(TEXT)]


@pytest.mark.parametrize("section", SECTIONS)
def test_every_command_prints_what_stands_below_it(
    section: Section, reference: Path, tmp_path: Path
) -> None:
    folder = laid_out(tmp_path)
    for step in section.steps:
        assert words(printed(step.command, folder, reference)) == words(step.output), step.command


@pytest.mark.parametrize("section", SECTIONS)
def test_every_figure_in_bold_letters_is_printed_below(section: Section) -> None:
    shown = figures("\n".join(step.output for step in section.steps))
    assert told(section.prose) - shown == set()


def test_no_line_of_a_block_is_overlooked() -> None:
    steps = iter([step for section in sections(TEXT) for step in section.steps])
    assert renewed(TEXT, lambda command: next(steps).output) == TEXT
    assert next(steps, None) is None
