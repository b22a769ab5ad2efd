"""A code goes on meaning what it meant once it was published."""

from __future__ import annotations

import pytest

from standards.model import Draft
from standards.promises import broken
from tests.standards.written import asking, reading

QUESTION = "question: Q, of: [visit]"


def draft(ask: str) -> Draft:
    """A standard that asks so; what stands behind a semicolon are the limits."""
    how, _, limits = ask.partition("; ")
    made = asking(f"{{{how}}}", limits and f"{{{limits}}}")
    assert made.draft is not None, made.faults
    return made.draft


# What was asked | what would be asked | what is said of it; nothing: it may
KEPT_AND_BROKEN = """\
kind: yes_no, QUESTION | kind: yes_no, QUESTION, required: true |
kind: yes_no, QUESTION | kind: yes_no, QUESTION, good: no | good was true
kind: yes_no, QUESTION | kind: text, QUESTION | it asked yes_no, and would ask text
kind: scale, QUESTION, from: 1, to: 5; full: 4 | kind: scale, QUESTION, from: 1, to: 5; full: 5 |
kind: scale, QUESTION, from: 1, to: 5; full: 4 |
    kind: scale, QUESTION, from: 1, to: 10; full: 9 | most was 5
kind: number, QUESTION, unit: min; full: 4 |
    kind: number, QUESTION, unit: s; full: 240 | unit was min
kind: first_reply, calendar: desk; full: PT1H |
    kind: first_reply, calendar: desk, pause_on: [pending]; full: PT2H |
kind: first_reply, calendar: desk; full: PT1H |
    kind: resolution, calendar: desk; full: PT1H | it asked first_reply
kind: count, counted: replies; full: 1 |
    kind: count, counted: reopenings; full: 1 | counted was replies
kind: rating, scale: csat; full: 4 | kind: rating, scale: stars; full: 4 | scale was csat
CHOICE, labels: {a: Yes, b: No} | CHOICE, labels: {a: Always, b: No} |
CHOICE, labels: {a: Yes, b: No} | CHOICE, labels: {a: No, b: Yes} | "No" was the answer b
"""


def rows() -> list[list[str]]:
    table = KEPT_AND_BROKEN.replace("|\n    ", "| ")
    table = table.replace("CHOICE", "kind: choice, QUESTION, answers: {a: 1, b: 0}")
    lines = table.replace("QUESTION", QUESTION).splitlines()
    return [[part.strip() for part in line.split("|")] for line in lines]


@pytest.mark.parametrize(("was", "asks", "says"), rows())
def test_what_a_code_means_may_not_change(was: str, asks: str, says: str) -> None:
    found = broken(draft(asks), [draft(was)])
    assert len(found) == bool(says)
    for each in found:
        assert each.criterion == "ASK-01"
        assert says in each.why
        assert each.why.startswith("in version 3 ")


def test_a_code_that_comes_back_means_what_it_meant() -> None:
    asked = draft(f"kind: yes_no, {QUESTION}")
    without = reading().draft
    assert without is not None
    again = broken(draft(f"kind: text, {QUESTION}"), [asked, without])
    assert [each.criterion for each in again] == ["ASK-01"]
    assert broken(asked, [asked, without]) == ()


def test_a_first_version_has_promised_nothing() -> None:
    assert broken(draft(f"kind: yes_no, {QUESTION}"), []) == ()
