"""What holds of every card, whatever happened, under whatever calendars and criteria."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.evidence import Event, EventKind, Role, Ticket
from scoring.judge import DECIDED, Verdict
from scoring.lines.reading import read_evidence
from scoring.lines.writing import write_scorecard
from scoring.occurrence import State, Timing
from scoring.scorecard import Scorecard, assess
from standards.kinds import Clock, Count, Timed
from standards.model import Combine
from tests.scoring.drawn import CLOCKS, CONTACT, STEP, Drawn, clocked, clocks, drawn
from tests.scoring.evidence_lines import line_of

DAY = 86_400
LONG = 60 * DAY


def bytes_of(card: Scorecard) -> bytes:
    """The card as it is written."""
    return json.dumps(write_scorecard(card)).encode()


@given(drawn(), st.randoms(use_true_random=False))
def test_order_and_repetition_change_nothing(case: Drawn, chance: object) -> None:
    twice = [*case.events, *case.events[::2]]
    chance.shuffle(twice)  # type: ignore[attr-defined]  # hypothesis calls it random.Random
    card = assess(case.standard, case.ticket, as_of=case.as_of)
    again = assess(case.standard, Ticket(CONTACT, tuple(twice)), as_of=case.as_of)
    assert bytes_of(again) == bytes_of(card)


@given(drawn())
def test_a_card_is_the_same_when_judged_again_and_from_lines(case: Drawn) -> None:
    card = assess(case.standard, case.ticket, as_of=case.as_of)
    lines = [json.loads(json.dumps(line_of(event))) for event in case.events]
    read = tuple(each for each in map(_read, lines) if isinstance(each, Event))
    again = assess(case.standard, Ticket(CONTACT, read), as_of=case.as_of)
    assert bytes_of(again) == bytes_of(card)


def _read(line: dict[str, object]) -> object:
    return read_evidence(line, 0)


@given(drawn(), st.sampled_from((Role.AGENT, Role.BOT, Role.SYSTEM)), st.data())
def test_a_note_or_a_bot_changes_no_clock(case: Drawn, role: Role, data: st.DataObject) -> None:
    at = data.draw(st.sampled_from(case.events)).at + data.draw(st.integers(0, 3)) * STEP
    seq = data.draw(st.integers(1, 30))
    said = Event(
        CONTACT, "said", EventKind.MESSAGE, at, role, None, role is not Role.AGENT, seq=seq
    )
    card = assess(case.standard, case.ticket, as_of=case.as_of)
    beside = assess(case.standard, Ticket(CONTACT, (*case.events, said)), as_of=case.as_of)
    assert beside.findings == card.findings
    assert beside.next_deadline == card.next_deadline


@pytest.mark.parametrize("kind", CLOCKS)
@given(data=st.data())
@settings(max_examples=60)
def test_no_missed_wait_is_met_later(kind: type[Timed], data: st.DataObject) -> None:
    misses_stay(data.draw(drawn(only=clocked(clocks(kinds=[kind])))))


@given(drawn())
def test_nothing_missed_is_met_later(case: Drawn) -> None:
    misses_stay(case)


def misses_stay(case: Drawn) -> None:
    """From event to event, every miss stays one, and no finding that was missed is met."""
    instants = {at for each in case.events for at in (each.at - 1, each.at)}
    lasting = {each.code for each in case.standard.criteria if each.combine is not Combine.LAST}
    missed: set[tuple[object, ...]] = set()
    failed: set[str] = set()
    for as_of in sorted({*instants, case.as_of, max(instants) + LONG}):
        card = assess(case.standard, case.ticket, as_of=as_of)
        verdicts = {(code, *place): verdict for code, place, verdict in occurrences(case, card)}
        assert all(verdicts[place] is Verdict.MISSED for place in missed)
        missed |= {place for place, verdict in verdicts.items() if verdict is Verdict.MISSED}
        met = {each.criterion for each in card.findings if each.verdict is Verdict.MET}
        assert not met & failed & lasting
        failed |= {each.criterion for each in card.findings if each.verdict is Verdict.MISSED}


def occurrences(
    case: Drawn, card: Scorecard
) -> Iterator[tuple[str, tuple[object, ...], Verdict | None]]:
    """The occurrences of a card: whose criterion, what began them, the verdict."""
    counts = {each.code for each in case.standard.criteria if isinstance(each.ask, Count)}
    for finding in card.findings:
        for each in finding.occurrences:
            began = (each.started, each.events[0]) if isinstance(each, Timing) else each.events[:1]
            # A count is one occurrence however many events it counts.
            yield finding.criterion, () if finding.criterion in counts else began, each.verdict


@given(drawn())
def test_shares_and_verdicts_agree(case: Drawn) -> None:
    card = assess(case.standard, case.ticket, as_of=case.as_of)
    for number in (card.score, card.coverage):
        assert number is None or 0 <= number <= 1
    for finding in card.findings:
        agree(finding.verdict, finding.share)
        for each in finding.occurrences:
            agree(each.verdict, each.share)


def agree(verdict: Verdict | None, share: float | None) -> None:
    """Decided is what has a share, in 0..1; met is all of it and missed nothing."""
    assert (share is not None) == (verdict in DECIDED)
    if share is not None:
        assert 0 <= share <= 1
        assert (share == 1) == (verdict is Verdict.MET)
        assert share == 0 or verdict is not Verdict.MISSED


@given(drawn(only=clocked(clocks(one_calendar=True))))
def test_what_counts_and_what_is_taken_out_are_the_open_time(case: Drawn) -> None:
    card = assess(case.standard, case.ticket, as_of=case.as_of)
    for asked, finding in zip(case.standard.criteria, card.findings, strict=True):
        assert isinstance(asked.ask, Clock)
        [name] = asked.ask.calendar.names
        for each in finding.occurrences:
            assert isinstance(each, Timing)
            end = case.as_of if each.stopped is None else each.stopped
            spent = each.elapsed_seconds + each.paused_seconds
            held = case.standard.hours[name].elapsed(each.started, end)
            assert each.elapsed_seconds >= 0
            assert each.paused_seconds >= 0
            assert spent <= held
            if len(asked.limits) == 1 and not asked.limits[0].when.wanted:
                assert spent == held


@given(drawn(only=clocked(clocks(one_calendar=True))))
def test_a_deadline_is_the_last_instant_in_time(case: Drawn) -> None:
    card = assess(case.standard, case.known, as_of=case.as_of)
    for asked, finding in zip(case.standard.criteria, card.findings, strict=True):
        assert isinstance(asked.ask, Clock)
        hours = case.standard.hours[asked.ask.calendar.names[0]]
        for place, each in enumerate(finding.occurrences):
            assert isinstance(each, Timing)
            if each.state is not State.RUNNING or each.deadline is None:
                continue
            late = hours.next_opening(each.deadline)
            assert late is not None
            if each.deadline >= case.as_of:
                assert left(case, asked.code, place, each.deadline) >= 0
            if late >= case.as_of:
                assert left(case, asked.code, place, late) >= 0
                assert left(case, asked.code, place, late + 1) < 0


def left(case: Drawn, code: str, place: int, as_of: int) -> int:
    """What is left of the limit when nothing more happens until the instant."""
    card = assess(case.standard, case.known, as_of=as_of)
    [finding] = [each for each in card.findings if each.criterion == code]
    each = finding.occurrences[place]
    assert isinstance(each, Timing)
    assert each.remaining_seconds is not None
    return each.remaining_seconds


@given(drawn())
def test_silence_changes_nothing_before_the_next_deadline(case: Drawn) -> None:
    card = assess(case.standard, case.known, as_of=case.as_of)
    again = card.next_deadline
    assert again is None or again > case.as_of
    last = assess(
        case.standard, case.known, as_of=case.as_of + LONG if again is None else again - 1
    )
    assert outcome(last) == outcome(card)


@given(drawn())
def test_the_deadlines_that_come_lead_to_the_end(case: Drawn) -> None:
    """Looking again whenever a card says so sees every verdict that silence will bring."""
    at: int | None = case.as_of
    for _ in range(60):
        assert at is not None
        card = assess(case.standard, case.known, as_of=at)
        at = card.next_deadline
        if at is None or at > case.as_of + LONG:
            break
    else:
        raise AssertionError("it says to look again for ever")
    assert outcome(assess(case.standard, case.known, as_of=case.as_of + LONG)) == outcome(card)


def outcome(card: Scorecard) -> object:
    """The verdicts of a card, of its findings and of their occurrences, and what they earn."""
    findings = [
        (each.verdict, each.share, [(one.verdict, one.share) for one in each.occurrences])
        for each in card.findings
    ]
    return card.verdict, card.score, card.coverage, card.standing, findings


@given(drawn())
@settings(max_examples=30)
def test_arrival_alone_changes_no_verdict_among_instants(case: Drawn) -> None:
    """Where no two events share an instant, the order of their arrival says nothing."""
    apart = tuple(replace(each, at=each.at + place) for place, each in enumerate(case.events))
    backwards = tuple(replace(each, seq=-each.seq) for each in apart)
    card = assess(case.standard, Ticket(CONTACT, apart), as_of=case.as_of)
    again = assess(case.standard, Ticket(CONTACT, backwards), as_of=case.as_of)
    assert bytes_of(again) == bytes_of(card)
