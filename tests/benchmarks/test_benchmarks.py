"""The benchmark itself: what it makes up, what it compares, and what it prints, in a small form."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner

from benchmarks import million
from benchmarks.__main__ import bench, table
from benchmarks.cards import STANDARDS, measure_assess, measure_judge
from benchmarks.hours import HOURS, Library, compared
from benchmarks.rounds import Contender, Row, above, faster, interleaved
from benchmarks.tickets import AS_OF, EVENTS, lines_of, ticket, tickets
from plugin.cli.standards.standard import open_standard
from plugin.evidence import Grouping, evidence_of
from plugin.evidence import lines_of as read_lines
from scoring.scorecard import assess
from standards.instants import parse_instant
from standards.kinds import KINDS, Asked, Instrument

MADE_UP = b"".join(map(lines_of, tickets(200)))


def test_tickets_are_the_same_in_every_run() -> None:
    assert hashlib.sha256(MADE_UP).hexdigest()[:16] == "a378fa6912d05f49"
    assert [ticket(7)] == list(tickets(1, first=7))


def test_every_ticket_has_twenty_events_in_order() -> None:
    for events in tickets(200):
        instants = [event["at"] for event in events]
        assert (len(events), instants) == (EVENTS, sorted(instants))
        assert len({event["id"] for event in events}) == EVENTS


def test_tickets_live_as_tickets_do() -> None:
    as_of = parse_instant(AS_OF)
    standard = open_standard(STANDARDS["clocks.yaml"], as_of)
    contacts = Grouping().contacts(read_lines(BytesIO(MADE_UP)))
    cards = [assess(standard, evidence_of(lines), as_of=as_of) for lines in contacts]
    verdicts = Counter(each.verdict for card in cards for each in card.findings)
    assert len(cards) == 200
    assert {"met", "partly", "missed", "pending"} <= set(verdicts)
    assert {card.standing for card in cards} == {"final", "provisional"}
    assert not any(card.flags for card in cards)


def test_the_heavy_standard_asks_everything_of_tickets() -> None:
    standard = open_standard(STANDARDS["clocks.yaml"], parse_instant(AS_OF))
    asked = {type(each.ask) for each in standard.criteria}
    assert len(standard.criteria) == 25
    assert all(Instrument.TICKET in each.of for each in standard.criteria)
    assert asked == {kind for kind in KINDS.values() if not issubclass(kind, Asked)}


def test_the_usual_standard_has_twenty_five_criteria_and_more() -> None:
    standard = open_standard(STANDARDS["contact.yaml"], parse_instant(AS_OF))
    assert len(standard.criteria) >= 25


def test_contenders_take_turns() -> None:
    turns: list[str] = []
    both = [Contender(name, lambda name=name: turns.append(name), 1) for name in "ab"]  # type: ignore[misc]
    times = interleaved(both, 3)
    assert turns == list("abababab")
    assert [len(each) for each in times] == [3, 3]


def test_ratios_are_taken_round_by_round() -> None:
    row = faster("it", "call", [1.0, 2.0, 10.0], ("rival", [300.0, 200.0, 500.0]))
    assert (row.ours_us, row.against_us, row.ratio, row.a_second) == (2.0, 300.0, 100.0, 500_000)
    assert above("it", "call", [1.0, 2.0, 10.0], ("floor", [0.5, 0.5, 1.0])).ratio == 4.0


def test_a_library_that_answers_otherwise_is_no_rival() -> None:
    asked = [(1_772_442_000, 1_772_528_400)]
    ours = Library("ours", HOURS.elapsed, asked)
    alike = Library("alike", lambda start, end: str(HOURS.elapsed(start, end)), asked)
    other = Library("other", lambda start, end: end - start, asked)
    (row,) = compared("elapsed", [ours, alike], 1)
    assert (row.against, row.ratio > 0) == ("alike", True)
    with pytest.raises(ValueError, match="other does not answer as we do"):
        list(compared("elapsed", [ours, other], 1))


@pytest.mark.long
def test_judging_is_measured_in_a_small_form(tmp_path: Path) -> None:
    rows = [*measure_assess(1, 4), *measure_judge(1, 4, tmp_path)]
    assert Counter(row.what.split(",")[0] for row in rows) == {
        "assess": 2,
        "judge": 2,
        "judge --jobs 2": 2,
    }
    assert all(row.ratio > 0 and row.ours_us > 0 < row.against_us for row in rows)
    assert len((tmp_path / "cards.jsonl").read_bytes().splitlines()) == 4


ROW = Row("elapsed", "call", 0.5, "rival", 150.0, 300.0, "x faster", "100 x")


def test_rows_are_printed_as_a_table_or_as_json(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("benchmarks.__main__.measured", lambda *_: iter([ROW]))
    shown = CliRunner().invoke(bench).output
    said = json.loads(CliRunner().invoke(bench, ["--json"]).output)
    assert "300 x faster" in shown
    assert "2,000,000" in shown
    assert [said["rows"][0][name] for name in ("what", "ratio")] == ["elapsed", 300.0]
    assert "CPython" in said["machine"] or "PyPy" in said["machine"]
    assert table([ROW]).row_count == 1


@pytest.mark.long
def test_many_tickets_are_judged_from_a_pipe() -> None:
    marks = list(million.judged(20, jobs=1))
    assert [mark.cards for mark in marks] == [2, 10, 20]
    assert all(mark.peak_mb > 10 for mark in marks)
    assert "20 cards" in str(marks[-1])
