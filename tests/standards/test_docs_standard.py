"""What the guide to writing standards shows can be read, and keeps the examples it gives."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from scoring.proof import contradictions
from standards.instants import parse_instant
from standards.kinds import KINDS
from standards.loader import read
from standards.model import Accountable, Combine, Journey, Satisfaction, Severity

GUIDE = (Path(__file__).parents[2] / "docs" / "standard.md").read_text("utf-8")
BLOCKS = re.findall(r"```yaml\n(.*?)```", GUIDE, re.DOTALL)
WHOLE = next(block for block in BLOCKS if block.startswith("code: "))
CRITERIA = [block for block in BLOCKS if block.startswith("- code: ")]
CALENDARS = next(block for block in BLOCKS if block.startswith("calendars:"))
AS_OF = parse_instant("2026-04-01T00:00:00Z")


def assert_sound(text: str) -> None:
    reading = read(text.encode())
    assert reading.faults == ()
    assert reading.draft is not None
    assert contradictions(reading.draft, AS_OF) == ()


def test_the_whole_standard_is_one() -> None:
    assert_sound(WHOLE)


@pytest.mark.parametrize("block", CRITERIA, ids=lambda block: block.split()[2])
def test_a_criterion_is_one(block: str) -> None:
    head = WHOLE.partition("criteria:\n")[0]
    assert_sound(f"{head}criteria:\n{block}")


def test_the_opening_hours_are_some() -> None:
    head, _, rest = WHOLE.partition("calendars:\n")
    criteria = rest.partition("criteria:\n")[2].replace("calendar: office", "calendar: shop")
    text = f"{head}{CALENDARS}criteria:\n{criteria}"
    assert read(text.encode()).faults == ()


@pytest.mark.parametrize("words", [KINDS, Severity, Satisfaction, Journey, Combine, Accountable])
def test_every_word_of_the_form_is_explained(words: type) -> None:
    known: list[str] = list(words)  # type: ignore[call-overload]
    assert [word for word in known if not re.search(f"(`|kind: ){word}\\b", GUIDE)] == []
