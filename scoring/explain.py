"""The arithmetic of a card in words, so that an employee can check it by hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, tzinfo

from scoring.evidence import Answer, Evidence, Ticket
from scoring.explaining.compared import compared
from scoring.explaining.steps import N_, At, Lasting, Share, Shown, Step, Written, said, step
from scoring.explaining.timing import timing_steps, whose_step
from scoring.explaining.words import condition_said, event_said, rule_said, verdict_said
from scoring.finding import Finding
from scoring.measure import waits_of
from scoring.occurrence import Measure, Timing
from scoring.scorecard import Outcome, Scorecard, Standing, assess
from scoring.timeline import Timeline, timeline_of
from scoring.timing import counted, terms_of
from standards.durations import parse_duration
from standards.kinds import Choice, Clock, Duration, Kind, YesNo
from standards.model import Criterion, Form, Standard

_OUTCOMES = {
    Outcome.PASSED: N_("passed"),
    Outcome.FAILED: N_("failed: a critical criterion is missed"),
    Outcome.UNDECIDED: N_("undecided"),
}
_YES_NO: Mapping[Answer | None, str] = {"yes": N_("yes"), "no": N_("no")}
_STANDINGS = {
    Standing.PROVISIONAL: N_("provisional"),
    Standing.FINAL: N_("final"),
    Standing.WITHDRAWN: N_("withdrawn: the contact has left judgment"),
}


def explain(
    standard: Standard, evidence: Evidence, *, as_of: int, criterion: str | None = None
) -> Iterator[Step]:
    """The steps of every finding, or of the one criterion's, and of the score.

    KeyError when the standard has no such criterion.
    """
    criteria = {each.code: each for each in standard.criteria}
    if criterion is not None and criterion not in criteria:
        raise KeyError(criterion)
    card = assess(standard, evidence, as_of=as_of)
    line = timeline_of(evidence.events, as_of) if isinstance(evidence, Ticket) else None
    yield from _heading(standard, card)
    for finding in card.findings:
        if criterion in (None, finding.criterion):
            yield from _finding(standard, criteria[finding.criterion], finding, line)
    if criterion is None:
        yield from _score(card)


def _heading(standard: Standard, card: Scorecard) -> Iterator[Step]:
    yield step(
        0,
        N_("{contact}: {title}, version {version}, as of {as_of}"),
        contact=card.contact,
        title=Written(standard.title),
        version=str(card.standard.version),
        as_of=At(card.as_of, zone_of(standard)),
    )
    for flag in card.flags:
        yield step(1, N_("Note: {flag}"), flag=flag)


def zone_of(standard: Form) -> tzinfo:
    """The zone in which the firm reads a clock: that of its first calendar."""
    return next((hours.calendar.zone for hours in standard.hours.values()), UTC)


def _finding(
    standard: Standard, criterion: Criterion, finding: Finding, line: Timeline | None
) -> Iterator[Step]:
    yield step(
        0,
        N_("{code} {title}: {verdict}"),
        code=criterion.code,
        title=Written(criterion.title),
        verdict=verdict_said(finding.verdict),
    )
    if criterion.applies.wanted:
        text = N_("Applies where {condition}")
        yield step(1, text, condition=condition_said(criterion.applies))
    if not finding.occurrences:
        yield step(1, N_("Nothing was found to judge"))
    if line is not None and isinstance(criterion.ask, Clock):
        yield from _timings(standard, criterion, finding, line)
    for each in finding.occurrences:
        if isinstance(each, Measure):
            yield from _measure(criterion.ask, each, line, zone_of(standard))
    if len(finding.occurrences) > 1 and finding.share is not None:
        text = N_("Together, by {combine}: share {share}")
        yield step(1, text, combine=criterion.combine, share=Share(finding.share))


def _timings(
    standard: Standard, criterion: Criterion, finding: Finding, line: Timeline
) -> Iterator[Step]:
    if not isinstance(criterion.ask, Clock):
        return
    waits = waits_of(criterion.ask, line) or iter(())
    terms = terms_of(criterion, criterion.ask, line, standard.hours)
    for wait, found in zip(waits, finding.occurrences, strict=False):
        under = counted(terms, wait, line)
        if isinstance(found, Timing):
            yield from timing_steps(wait, found, under, line)


def _measure(ask: Kind, found: Measure, line: Timeline | None, zone: tzinfo) -> Iterator[Step]:
    known = {event.id: event for event in line.events} if line is not None else {}
    yield step(1, N_("Measured: {value}"), value=_answer(ask, found.value))
    for event in (known[each] for each in found.events if each in known):
        yield step(2, N_("{event}, {at}"), event=event_said(event), at=At(event.at, zone))
    yield measure_compared(ask, found)
    yield whose_step(found.employee, found.team, rule_said(found.rule))


def measure_compared(ask: Kind, found: Measure) -> Step:
    """What was counted, rated or answered beside its limits."""
    if found.verdict is None or found.full is None or found.none is None:
        return _judged(found)
    amounts = {"value": _plain(found.value), "full": found.full, "none": found.none}
    if isinstance(ask, Duration) and isinstance(found.value, str):
        seconds = parse_duration(found.value), int(found.full), int(found.none)
        amounts = dict(zip(amounts, map(Lasting, seconds), strict=True))
    return compared(found.verdict, found.share, ask.better, amounts)


def _judged(found: Measure) -> Step:
    """The verdict of an answer whose share the standard itself names."""
    verdict = verdict_said(found.verdict)
    if found.share is None:
        return step(1, N_("There is nothing to judge: {verdict}"), verdict=verdict)
    return step(1, N_("{verdict}, share {share}"), verdict=verdict, share=Share(found.share))


def _answer(ask: Kind, value: Answer | None) -> Shown:
    """What was answered, as the standard and the language call it."""
    if isinstance(ask, YesNo) and value in _YES_NO:
        return said(_YES_NO[value])
    if isinstance(ask, Choice) and value in ask.labels:
        return Written(ask.labels[str(value)])
    return _plain(value)


def _plain(value: Answer | None) -> Shown:
    if isinstance(value, bool):
        return said(N_("yes")) if value else said(N_("no"))
    return said(N_("nothing")) if value is None else value


def _score(card: Scorecard) -> Iterator[Step]:
    """The contact's score from the weights and shares of what is decided."""
    yield step(0, N_("Score"))
    decided = [(each, each.share) for each in card.findings if each.share is not None]
    for each, share in decided:
        text = N_("{code}: weight {weight} x share {share}")
        yield step(1, text, code=each.criterion, weight=each.weight, share=Share(share))
    if card.score is not None and card.coverage is not None:
        yield step(
            1,
            N_("{earned} of {weight}: score {score}; decided {coverage} of what applies"),
            earned=round(sum(each.weight * share for each, share in decided), 6),
            weight=sum(each.weight for each, _ in decided),
            score=Share(card.score),
            coverage=Share(card.coverage),
        )
    yield step(
        1,
        N_("The contact is {standing}; its verdict: {verdict}"),
        standing=said(_STANDINGS[card.standing]),
        verdict=said(_OUTCOMES[card.verdict]),
    )
