"""Admits a draft as a standard when it keeps its own examples: the only way there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields

from scoring.evidence import NA, Answer, Event, NotApplicable, Visit
from scoring.examples.happenings import AGENT, CONTACT, events_of
from scoring.examples.numbers import events_of_number
from scoring.examples.week import Week, ordinary_week
from scoring.finding import Finding, finding_of
from scoring.judge import Verdict
from scoring.measure import Measured, measure_ticket, measure_visit
from scoring.timeline import Timeline, timeline_of
from standards.conditions import Condition, Fact, Facts
from standards.kinds import Asked, Clock, Instrument, Rating
from standards.model import Criterion, Draft, Example, Form, Standard
from standards.said import N_, Said, both, said_by

CONTRADICTED = N_("says {then}, but it is {came}")
_LATER = 28 * 86_400  # an example without `as_of` is looked at four weeks after its last event


class ContradictsItself(Exception):
    """The draft breaks examples of its own; `contradictions` are all of them."""

    def __init__(self, found: tuple[Contradiction, ...]) -> None:
        super().__init__("; ".join(f"{each.criterion}: {each.text}" for each in found))
        self.contradictions = found


@dataclass(frozen=True, slots=True)
class Contradiction:
    """An example (0-based) that its own criterion does not keep, or that cannot be understood."""

    criterion: str
    example: int
    text: str


@dataclass(frozen=True, slots=True)
class Tried:
    """An example as its criterion judges it; `line` is what happened, None for answers."""

    finding: Finding
    line: Timeline | None


def admit(draft: Draft, as_of: int) -> Standard:
    """The draft as a standard. ContradictsItself names every example that it breaks."""
    found = contradictions(draft, as_of)
    if found:
        raise ContradictsItself(found)
    return Standard(**{each.name: getattr(draft, each.name) for each in fields(draft)})


def contradictions(form: Form, as_of: int) -> tuple[Contradiction, ...]:
    """Every example of the form that its criterion breaks, in order."""
    return tuple(_contradictions(form, as_of))


def _contradictions(form: Form, as_of: int) -> Iterator[Contradiction]:
    for criterion in form.criteria:
        for number, example in enumerate(criterion.examples):
            text = _broken(form, criterion, example, as_of)
            if text is not None:
                yield Contradiction(criterion.code, number, text)


def _broken(form: Form, criterion: Criterion, example: Example, as_of: int) -> str | None:
    """What is wrong with the example; None when it is kept."""
    try:
        verdict = tried(form, criterion, example, as_of)
    except ValueError as error:
        return said_by(error)
    if verdict == example.then:
        return None
    return Said(CONTRADICTED, then=example.then, came=str(verdict))


def tried(form: Form, criterion: Criterion, example: Example, as_of: int) -> Verdict:
    """The verdict the criterion gives the example. ValueError when it cannot be understood."""
    return judged(form, criterion, example, as_of).finding.verdict


def judged(form: Form, criterion: Criterion, example: Example, as_of: int) -> Tried:
    """The example as the criterion judges it. ValueError when it cannot be understood."""
    facts = {**_fitting(criterion.applies), **example.facts}
    if Instrument.TICKET not in criterion.of:
        return Tried(finding_of(criterion, _answered(criterion, example, facts)), None)
    line = _happened(form, criterion, example, facts, as_of)
    return Tried(finding_of(criterion, measure_ticket(criterion, line, form.hours)), line)


def _fitting(condition: Condition) -> dict[str, Fact]:
    """Facts that fit the condition, so that an example need not repeat it."""
    return {name: min(values, key=str) for name, values in condition.wanted}


def _happened(
    form: Form, criterion: Criterion, example: Example, facts: Facts, as_of: int
) -> Timeline:
    week = _week(form, criterion, as_of)
    events = _events(criterion, example, facts, week)
    last = max(event.at for event in events)
    until = last + _LATER if example.as_of is None else week.instant(example.as_of, last)
    return timeline_of(events, until)


def _events(criterion: Criterion, example: Example, facts: Facts, week: Week) -> tuple[Event, ...]:
    ask, given = criterion.ask, example.given
    if isinstance(given, Mapping):
        return events_of_number(ask, given, facts, week.instant("Mon 09:00", None))
    return events_of(given, facts, week, ask.scale if isinstance(ask, Rating) else "")


def _week(form: Form, criterion: Criterion, as_of: int) -> Week:
    ask = criterion.ask
    names = ask.calendar.names if isinstance(ask, Clock) else ()
    return ordinary_week([form.hours[name].calendar for name in names], as_of)


def _answered(criterion: Criterion, example: Example, facts: Facts) -> Measured:
    """The answer of the example, to a question asked because of the answers it hangs on."""
    given = example.given
    if not isinstance(given, Mapping) or "answer" not in given:
        mend = Said("write {{answer: yes}}")
        raise ValueError(both(Said("an example of an answer gives it"), mend))
    answers: dict[str, Answer | NotApplicable] = {}
    if isinstance(criterion.ask, Asked):
        answers.update((code, min(words)) for code, words in criterion.ask.shown_if.items())
    answer = given["answer"]
    if answer is not None:
        answers[criterion.code] = NA if answer == "na" else answer
    visit = Visit(CONTACT, Instrument.VISIT, "", 0, answers, facts=facts)
    return measure_visit(criterion, visit, AGENT)
