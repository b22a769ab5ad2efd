"""The arithmetic that is printed adds up to the card, for every contact of the example shop."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import orjson
import pytest

from scoring.evidence import Event, EventKind, Evidence, Ticket, Visit
from scoring.explain import explain
from scoring.explaining.steps import At, Lasting, Said, Share, Step
from scoring.lines.reading import read_evidence
from scoring.occurrence import Timing
from scoring.proof import admit
from scoring.scorecard import assess
from standards.instants import parse_instant
from standards.loader import read_file
from standards.model import Standard

AS_OF = parse_instant("2026-04-01T00:00:00Z")
ROOT = Path(__file__).parents[2]
ACME = ROOT / "docs/examples/acme"
SAMPLES = [
    ("contact.yaml", "tickets.jsonl"),
    ("contact.yaml", "reviews.jsonl"),
    ("complaints.yaml", "complaints.jsonl"),
    ("shop_visit.yaml", "visits.jsonl"),
]


def standard_of(name: str) -> Standard:
    draft = read_file(ROOT / "standards/library" / name).draft
    assert draft is not None
    return admit(draft, AS_OF)


def evidence_of(name: str) -> Iterator[Evidence]:
    lines = (ACME / name).read_bytes().splitlines()
    read = [read_evidence(orjson.loads(line), place) for place, line in enumerate(lines)]
    for contact, told in groupby(read, key=lambda each: each.contact):
        found = list(told)
        if isinstance(found[0], Visit):
            yield from (each for each in found if isinstance(each, Visit))
        else:
            yield Ticket(contact, tuple(each for each in found if isinstance(each, Event)))


def spans(steps: list[Step], text: str, name: str) -> list[int]:
    found = [step.values[name] for step in steps if step.text.startswith(text)]
    return [value.seconds for value in found if isinstance(value, Lasting)]


def clocks(steps: list[Step]) -> Iterator[list[Step]]:
    """The steps of each wait, from its beginning to whose it is."""
    held: list[Step] = []
    for step in steps:
        if step.text.startswith("Began"):
            held = []
        held.append(step)
        if step.text.startswith("Counts for") and held[0].text.startswith("Began"):
            yield held


@pytest.mark.parametrize(("standard", "evidence"), SAMPLES)
def test_the_days_add_up_to_what_was_counted(standard: str, evidence: str) -> None:
    judged_by = standard_of(standard)
    for contact in evidence_of(evidence):
        for wait in clocks(list(explain(judged_by, contact, as_of=AS_OF))):
            days = spans(wait, "{day}", "sum") + spans(wait, "further days", "sum")
            assert [sum(days)] == spans(wait, "Counted", "elapsed")
            out = spans(wait, "Taken out", "sum")
            assert [sum(out)] == spans(wait, "Counted", "paused")


def test_every_wait_that_was_judged_is_compared_with_its_limits() -> None:
    judged_by = standard_of("contact.yaml")
    for contact in evidence_of("tickets.jsonl"):
        timed = [
            each.elapsed_seconds
            for finding in assess(judged_by, contact, as_of=AS_OF).findings
            for each in finding.occurrences
            if isinstance(each, Timing) and each.verdict is not None
        ]
        assert spans(list(explain(judged_by, contact, as_of=AS_OF)), "{value}", "value") == timed


@pytest.mark.parametrize(("standard", "evidence"), SAMPLES)
def test_the_score_is_the_cards(standard: str, evidence: str) -> None:
    judged_by = standard_of(standard)
    for contact in evidence_of(evidence):
        score = assess(judged_by, contact, as_of=AS_OF).score
        steps = list(explain(judged_by, contact, as_of=AS_OF))
        said = [step.values["score"] for step in steps if "score" in step.values]
        assert said == ([] if score is None else [Share(score)])


def test_one_criterion_alone_is_explained() -> None:
    contact = next(evidence_of("tickets.jsonl"))
    steps = list(explain(standard_of("contact.yaml"), contact, as_of=AS_OF, criterion="RSP-01"))
    assert [step.values["code"] for step in steps if "code" in step.values] == ["RSP-01"]


def test_an_unknown_criterion_is_no_key() -> None:
    contact = next(evidence_of("tickets.jsonl"))
    with pytest.raises(KeyError, match="NONE-1"):
        list(explain(standard_of("contact.yaml"), contact, as_of=AS_OF, criterion="NONE-1"))


def test_hours_that_never_close_say_on_which_day_they_end() -> None:
    opened = AS_OF - 3 * 86_400
    event = Event("chat/1", "1", EventKind.OPENED, opened, facts={"channel": "chat"})
    contact = Ticket("chat/1", (event,))
    steps = explain(standard_of("contact.yaml"), contact, as_of=AS_OF, criterion="RSP-02")
    (spans,) = [step.values["spans"] for step in steps if "spans" in step.values]
    assert isinstance(spans, tuple)
    (span,) = spans
    assert isinstance(span, Said)
    end = span.values["end"]
    assert isinstance(end, At)
    assert end.instant == AS_OF
