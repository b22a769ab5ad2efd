"""Evidence as it streams by: one line at a time, contact by contact, and whatever else comes."""

from __future__ import annotations

import io
import json
import tracemalloc
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugin.evidence import Grouping, LineRefused, evidence_of, lines_of
from plugin.judging import Judge
from scoring.evidence import Ticket, Visit
from scoring.proof import admit
from standards.instants import parse_instant
from standards.loader import read
from tests.plugin.judged import AS_OF, EVENT, STANDARD, VISIT, answered, line, opened


def grouped(raw: bytes) -> list[list[int]]:
    """The numbers of the lines of each contact."""
    return [[each.number for each in lines] for lines in Grouping().contacts(lines(raw))]


def lines(raw: bytes) -> Iterator[Any]:
    return lines_of(io.BytesIO(raw))


@cache
def judge() -> Judge:
    as_of, draft = parse_instant(AS_OF), read(STANDARD.encode()).draft
    assert draft is not None
    return Judge(admit(draft, as_of), as_of)


def outcome(raw: bytes) -> tuple[list[bytes], list[LineRefused]]:
    """The cards, and what refused the rest if anything did."""
    found: list[bytes] = []
    try:
        found.extend(judge().card(each) for each in Grouping().contacts(lines(raw)))
    except LineRefused as error:
        return found, [error]
    return found, []


def test_lines_are_numbered_as_an_editor_numbers_them() -> None:
    assert [each.number for each in lines(b"\n1\n\n\n2\n3")] == [2, 5, 6]


def test_contacts_are_gathered_while_their_lines_follow_each_other() -> None:
    assert grouped(opened(1) + answered(1) + opened(2)) == [[1, 2], [3]]


def test_a_visit_stands_alone_wherever_it_comes() -> None:
    raw = opened(1) + line(VISIT) + answered(1) + line(VISIT, contact="visit/2")
    assert sorted(grouped(raw)) == [[1, 3], [2], [4]]


def test_nothing_is_read_ahead_of_what_is_asked_for() -> None:
    stream = io.BytesIO((opened(1) + opened(2)) * 1_000)
    assert next(Grouping().contacts(lines_of(stream)))[0].number == 1
    assert stream.tell() == len(opened(1) + opened(2))


def test_evidence_is_a_ticket_or_a_visit() -> None:
    tickets = [evidence_of(each) for each in Grouping().contacts(lines(opened(1) + answered(1)))]
    (visit,) = [evidence_of(each) for each in Grouping().contacts(lines(line(VISIT)))]
    assert [len(each.events) for each in tickets if isinstance(each, Ticket)] == [2]
    assert isinstance(visit, Visit)


def test_a_line_counts_as_its_arrival_unless_it_says_another() -> None:
    raw = line(EVENT) + line(EVENT, id="2", seq=77)
    (found,) = [evidence_of(each) for each in Grouping().contacts(lines(raw))]
    assert isinstance(found, Ticket)
    assert [event.seq for event in found.events] == [1, 77]


def test_a_refusal_crosses_to_another_process() -> None:
    refused = LineRefused(7, "this is no JSON")
    again = LineRefused(*refused.args)
    assert (again.line, again.text) == (7, "this is no JSON")


def test_an_endless_line_is_not_read_to_its_end() -> None:
    stream = io.BytesIO(b"x" * 50_000_000)
    tracemalloc.start()
    with pytest.raises(LineRefused, match="longer than"):
        next(lines_of(stream))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 20_000_000


ODD = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**64 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
    | st.sampled_from(["event", "visit", "review", "rated", "merged", "solved", "agent", "csat"])
    | st.sampled_from(
        ["1970-01-01T00:00:00Z", "2199-12-31T23:59:59Z", "2026-03-29T02:30:00+01:00"]
    ),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["na", "role", "id", "status", "scale", "value"]), inner)
    ),
    max_leaves=6,
)
FIELDS = st.sampled_from(sorted({*EVENT, *VISIT, "public", "seq", "text", "about", "files", "x"}))


@given(st.sampled_from([EVENT, VISIT]), st.dictionaries(FIELDS, ODD, max_size=3))
def test_whatever_a_line_says_it_is_judged_or_refused(good: Any, odd: Any) -> None:
    said = {**good, **odd}
    cards, refused = outcome(json.dumps(said).encode())
    assert bool(cards) != bool(refused)
    assert [json.loads(card)["contact"] for card in cards] == [said["contact"]] * len(cards)
    assert [(each.line, each.text.isprintable()) for each in refused] == [(1, True)] * len(refused)


@given(st.binary(max_size=80))
def test_whatever_the_bytes_they_are_judged_or_refused(raw: bytes) -> None:
    cards, refused = outcome(opened(1) + raw)
    assert len(cards) + len(refused) >= 1
    assert all(each.line > 1 for each in refused)
