"""Reads the report on a person's work, and the figures of many people side by side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from plugin.feedback.earlier import earlier
from plugin.feedback.report import Report, Then
from plugin.feedback.tenures import tenures_of
from plugin.house import House
from plugin.pages.periods import Period
from plugin.stores.directory import Directory, Person
from plugin.stores.own_cards import Example, OwnCards
from plugin.stores.reports import Reports
from plugin.stores.stretches import Stretch, Whose
from scoring.feedback import ByCriterion, Feedback, Figures, Together, feedback_of, together_of
from scoring.judge import Verdict
from scoring.scorecard import Standing
from scoring.tally.counts import Counts
from standards.model import Standard

EXAMPLES = 2  # of each criterion that stands out
PERIODS = 6  # of a trend, the one that is asked for among them
_FELL_SHORT = (Verdict.MISSED, Verdict.PARTLY)


@dataclass(frozen=True, slots=True)
class Beside:
    """One of several people, and what stands out in their figures."""

    person: Person
    whole: Together
    feedback: Feedback


@dataclass(frozen=True, slots=True)
class Reporting:
    """The reports on the people of a house."""

    house: House
    reports: Reports
    cards: OwnCards
    directory: Directory

    @classmethod
    def of(cls, house: House) -> Reporting:
        """Over the house's database."""
        database = house.database
        return cls(house, Reports(database), OwnCards(database), Directory(database))

    def report(self, person: Person, standard: Standard, period: Period) -> Report:
        """What the person is told of the period by that version of the standard."""
        colleagues = self._colleagues(person)
        now = self.counted((person, *colleagues), standard, period)
        before = [
            Then(each, self.counted((person,), standard, each).get(person.id, {}))
            for each in earlier(period, PERIODS - 1)
        ]
        own = now.get(person.id, {})
        others = tuple(now.get(each.id, {}) for each in colleagues)
        feedback = feedback_of(standard.criteria, Figures(own, before[0].counts, others))
        stretches = tuple(self._stretches(person, standard, period))
        team = self.directory.team(person.team) if person.team else None
        return Report(
            person=person,
            team=None if team is None else team.name,
            standard=standard,
            period=period,
            feedback=feedback,
            examples=self._examples(feedback, stretches),
            trend=(*reversed(before), Then(period, own)),
            provisional=sum(map(self.cards.open, stretches)),
            made_at=self.house.clock(),
            zone=self.house.config.zone,
        )

    def beside(
        self, people: Sequence[Person], standard: Standard, period: Period
    ) -> tuple[Beside, ...]:
        """Each of the people in their order, held against the colleagues of their own team."""
        teams = {each.team for each in people if each.team}
        everybody = {each.id: each for each in (*people, *self.directory.people(teams))}
        now = self.counted(everybody.values(), standard, period)
        before = self.counted(people, standard, earlier(period, 1)[0])
        return tuple(_beside(each, standard, everybody, now, before) for each in people)

    def counted(
        self, people: Iterable[Person], standard: Standard, period: Period
    ) -> Mapping[str, ByCriterion]:
        """By person and criterion what is counted of their final contacts of the period."""
        found: defaultdict[str, defaultdict[str, Counts]] = defaultdict(lambda: defaultdict(Counts))
        spans = tenures_of(people, period, self.house.config.zone).spans
        for (first, last), owners in spans.items():
            stretch = _stretch(standard, first, last)
            for identity, cells in self.reports.by_employee(stretch, owners).items():
                for cell, counts in cells.items():
                    if cell.standing is Standing.FINAL:
                        found[owners[identity]][cell.criterion] += counts
        return found

    def judged(self, person: Person, standard: tuple[str, int], period: Period) -> bool:
        """Whether that version of a standard judged anything of the person in the period."""
        spans = tenures_of((person,), period, self.house.config.zone).spans
        code, version = standard
        return any(
            self.cards.has_any(
                Stretch(code, version, str(first), str(last), Whose(frozenset(owners)))
            )
            for (first, last), owners in spans.items()
        )

    def judged_any(self, code: str, version: int, first: str, last: str) -> bool:
        """Whether that version judged anybody's contact opened from day to day."""
        return self.reports.has_any(Stretch(code, version, first, last))

    def _colleagues(self, person: Person) -> tuple[Person, ...]:
        members = self.directory.people((person.team,)) if person.team else ()
        return tuple(each for each in members if each.id != person.id)

    def _stretches(self, person: Person, standard: Standard, period: Period) -> Iterator[Stretch]:
        spans = tenures_of((person,), period, self.house.config.zone).spans
        for (first, last), owners in sorted(spans.items(), reverse=True):
            yield _stretch(standard, first, last, Whose(frozenset(owners)))

    def _examples(
        self, feedback: Feedback, stretches: Sequence[Stretch]
    ) -> Mapping[str, tuple[Example, ...]]:
        wanted = {
            **dict.fromkeys(feedback.strengths, (Verdict.MET,)),
            **dict.fromkeys(feedback.to_work_on, _FELL_SHORT),
        }
        return {
            code: tuple(self._examples_of(code, verdicts, stretches))[:EXAMPLES]
            for code, verdicts in wanted.items()
        }

    def _examples_of(
        self, code: str, verdicts: tuple[Verdict, ...], stretches: Sequence[Stretch]
    ) -> Iterator[Example]:
        for stretch in stretches:
            yield from self.cards.examples(stretch, code, verdicts, EXAMPLES)


def _stretch(standard: Standard, first: date, last: date, whose: Whose | None = None) -> Stretch:
    return Stretch(standard.code, standard.version, str(first), str(last), whose)


def _beside(
    person: Person,
    standard: Standard,
    everybody: Mapping[str, Person],
    now: Mapping[str, ByCriterion],
    before: Mapping[str, ByCriterion],
) -> Beside:
    others = tuple(
        now.get(each.id, {})
        for each in everybody.values()
        if person.team is not None and each.team == person.team and each.id != person.id
    )
    own = now.get(person.id, {})
    figures = Figures(own, before.get(person.id, {}), others)
    return Beside(person, together_of(own), feedback_of(standard.criteria, figures))
