"""A contact's card as a page shows it: findings, whose they are, and the arithmetic in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import tzinfo

from plugin.catalogue.names import SEVERITY
from plugin.language import Language
from plugin.pages.counts.figures import short
from plugin.pages.counts.measured import answer_said, wait_said
from plugin.pages.listing import ORDER
from plugin.pages.moments import moment, stretch, zone_in
from plugin.pages.naming import OUTCOMES, STANDINGS, Names, flag_said, verdict_said
from plugin.stores.filed.reports import Filed
from plugin.telling import told
from scoring.evidence import Evidence, Ticket, Visit
from scoring.explain import explain
from scoring.explaining.steps import Step
from scoring.finding import Finding
from scoring.judge import Verdict
from scoring.occurrence import Occurrence, Timing
from scoring.outcome import outcome_hash
from scoring.scorecard import Scorecard, assess
from standards.languages import in_language
from standards.model import Criterion, Severity, Standard

Lines = tuple[tuple[int, str], ...]  # depth and words


@dataclass(frozen=True, slots=True)
class Happened:
    """One occurrence: its verdict, what was measured, when, and whose it is; empty is not known."""

    verdict: str
    named: str
    measured: str
    when: str
    whose: str


@dataclass(frozen=True, slots=True)
class Told:
    """A finding with its occurrences and the steps of its arithmetic.

    `note` is what a shopper added to the answer, empty where they added nothing.
    """

    code: str
    title: str
    verdict: str
    named: str
    severity: str
    critical: bool
    earned: str
    occurrences: tuple[Happened, ...]
    steps: Lines
    note: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """A card in words; `others` are the criteria that do not apply, as code and title."""

    code: str
    version: int
    title: str
    outcome: str
    verdict: str
    score: str
    coverage: str
    standing: str
    as_of: str
    next_deadline: str
    notes: tuple[str, ...]
    findings: tuple[Told, ...]
    others: tuple[tuple[str, str], ...]
    reckoned: Lines


@dataclass(frozen=True, slots=True)
class Judged:
    """A filed card with what it rests on, and what that says as of the moment of filing."""

    filed: Filed
    standard: Standard
    evidence: Evidence
    card: Scorecard

    @classmethod
    def of(cls, filed: Filed, standard: Standard, evidence: Evidence) -> Judged:
        """The filed card, judged again."""
        return cls(filed, standard, evidence, assess(standard, evidence, as_of=filed.as_of))

    @property
    def identities(self) -> frozenset[str]:
        """Everybody whom the card and its arithmetic name."""
        occurrences = [each for finding in self.card.findings for each in finding.occurrences]
        people = [each.employee for each in occurrences] + [each.team for each in occurrences]
        facts = [value for value in self.card.facts.values() if isinstance(value, str)]
        events = self.evidence.events if isinstance(self.evidence, Ticket) else ()
        named = (*people, *facts, *(each.by for each in events))
        return frozenset(each for each in named if each)


def card_in_words(judged: Judged, house_zone: tzinfo, names: Names, language: Language) -> Card:
    """The card as of the moment for which it was filed, reckoned from what is known today."""
    standard, evidence, filed = judged.standard, judged.evidence, judged.filed
    card = judged.card
    steps = names.in_steps(explain(standard, evidence, as_of=filed.as_of))
    _, *sections = _sections(steps)
    zone, criteria = zone_in(standard, house_zone), {each.code: each for each in standard.criteria}
    pairs = [
        (criteria[finding.criterion], finding, _lines(section[1:], language))
        for finding, section in zip(card.findings, sections, strict=False)
    ]
    pairs.sort(key=lambda pair: ORDER.index(pair[1].verdict))
    notes: Mapping[str, str] = evidence.notes if isinstance(evidence, Visit) else {}
    applies = [each for each in pairs if each[1].verdict is not Verdict.NOT_APPLICABLE]
    return Card(
        code=standard.code,
        version=standard.version,
        title=in_language(standard.title, language.code),
        outcome=str(card.verdict),
        verdict=language.gettext(OUTCOMES[card.verdict]),
        score=short(card.score, language),
        coverage=short(card.coverage, language),
        standing=language.gettext(STANDINGS[card.standing]),
        as_of=moment(card.as_of, zone, language),
        next_deadline=""
        if card.next_deadline is None
        else moment(card.next_deadline, zone, language),
        notes=tuple(_notes(card, filed, language)),
        findings=tuple(
            replace(_told(*each, zone, names, language), note=notes.get(each[0].code, ""))
            for each in applies
        ),
        others=tuple(
            (criterion.code, in_language(criterion.title, language.code))
            for criterion, finding, _ in pairs
            if finding.verdict is Verdict.NOT_APPLICABLE
        ),
        reckoned=_lines(sections[-1][1:], language),
    )


def _notes(card: Scorecard, filed: Filed, language: Language) -> Iterator[str]:
    if outcome_hash(card) != filed.outcome_hash:
        yield language.gettext(
            "News has come in since this card was filed; what you see counts it already."
        )
    yield from (flag_said(flag, language) for flag in card.flags)


def _sections(steps: Iterable[Step]) -> list[list[Step]]:
    """The steps, each with those that stand deeper below it."""
    sections: list[list[Step]] = []
    for step in steps:
        if step.depth == 0:
            sections.append([])
        sections[-1].append(step)
    return sections


def _lines(steps: Sequence[Step], language: Language) -> Lines:
    return tuple(told(steps, language))


def _told(  # noqa: PLR0913, PLR0917  # what a finding rests on, and who reads it
    criterion: Criterion,
    finding: Finding,
    steps: Lines,
    zone: tzinfo,
    names: Names,
    language: Language,
) -> Told:
    happened = [_happened(criterion, each, zone, names, language) for each in finding.occurrences]
    return Told(
        code=criterion.code,
        title=in_language(criterion.title, language.code),
        verdict=str(finding.verdict),
        named=verdict_said(finding.verdict, language),
        severity=language.gettext(SEVERITY[criterion.severity]),
        critical=criterion.severity is Severity.CRITICAL,
        earned=_earned(finding, language),
        occurrences=tuple(happened),
        steps=steps,
    )


def _earned(finding: Finding, language: Language) -> str:
    weight = language.gettext("weight {weight}", weight=language.number(finding.weight))
    if finding.share is None:
        return weight
    return f"{weight} · {language.gettext('earned {share}', share=short(finding.share, language))}"


def _happened(
    criterion: Criterion, found: Occurrence, zone: tzinfo, names: Names, language: Language
) -> Happened:
    verdict = found.verdict or Verdict.NOT_APPLICABLE
    return Happened(
        verdict=str(verdict),
        named=verdict_said(verdict, language),
        measured=_measured(criterion, found, language),
        when=_when(found, zone, language),
        whose=names.whose(found.employee, found.team),
    )


def _measured(criterion: Criterion, found: Occurrence, language: Language) -> str:
    if isinstance(found, Timing):
        return wait_said(found.elapsed_seconds, found.full_seconds, found.none_seconds, language)
    return answer_said(criterion.ask, found.value, found.full, language)


def _when(found: Occurrence, zone: tzinfo, language: Language) -> str:
    if not isinstance(found, Timing):
        return ""
    if found.stopped is None:
        return language.gettext("since {start}", start=moment(found.started, zone, language))
    return stretch(found.started, found.stopped, zone, language)
