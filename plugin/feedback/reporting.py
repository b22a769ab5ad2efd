"""Reads the report on a person's work, and the figures of many people side by side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from plugin.feedback.earlier import earlier
from plugin.feedback.owning import Owning
from plugin.feedback.report import Report, Then
from plugin.feedback.tenures import tenures_of
from plugin.house import House
from plugin.pages.periods import Period
from plugin.stores.filed.own_cards import Example, Own, OwnCards
from plugin.stores.filed.reports import Reports
from plugin.stores.filed.stretches import Stretch
from plugin.stores.people.directory import Directory, Person
from plugin.stores.training.bindings import Bindings
from plugin.stores.versions.standards import Standards
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
    bindings: Bindings

    @classmethod
    def of(cls, house: House) -> Reporting:
        """Over the house's database."""
        database = house.database
        bindings = Bindings(database, house.config.zone, Standards(database))
        return cls(house, Reports(database), OwnCards(database), Directory(database), bindings)

    @property
    def owning(self) -> Owning:
        """What of whose identities' cards is theirs."""
        return Owning(self.bindings, self.house.config.zone)

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
        owned = self._owned(person, (standard.code, standard.version), period)
        team = self.directory.team(person.team) if person.team else None
        return Report(
            person=person,
            team=None if team is None else team.name,
            standard=standard,
            period=period,
            feedback=feedback,
            examples=self._examples(feedback, owned),
            trend=(*reversed(before), Then(period, own)),
            provisional=len(frozenset[str]().union(*map(self.cards.open, owned))),
            told=self.owning.told(person, standard, period),
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
        version = (standard.code, standard.version)
        for identity, owner, criterion, counts in self._counted(people, version, period):
            found[owner[identity]][criterion] += counts
        return found

    def judged(self, person: Person, standard: tuple[str, int], period: Period) -> bool:
        """Whether that version of a standard judged anything of the person in the period."""
        return any(self.cards.has_any(each) for each in self._owned(person, standard, period))

    def judged_any(self, code: str, version: int, first: str, last: str) -> bool:
        """Whether that version judged anybody's contact opened from day to day."""
        return self.reports.has_any(Stretch(code, version, first, last))

    def _colleagues(self, person: Person) -> tuple[Person, ...]:
        members = self.directory.people((person.team,)) if person.team else ()
        return tuple(each for each in members if each.id != person.id)

    def _counted(
        self, people: Iterable[Person], standard: tuple[str, int], period: Period
    ) -> Iterator[tuple[str, Mapping[str, str], str, Counts]]:
        """What is counted of an identity, with whose the identities are then, by criterion.

        Whole days are taken from the tallies, the rest from the cards.
        """
        spans = tenures_of(people, period, self.house.config.zone).spans
        for span, owners in spans.items():
            for owned in self.owning.owned(standard, span, owners):
                for stretch in owned.whole:
                    for identity, cells in self.reports.by_employee(stretch, owned.owners).items():
                        for cell, counts in cells.items():
                            if cell.standing is Standing.FINAL:
                                yield identity, owned.owners, cell.criterion, counts
                if owned.own.assigned or owned.parted:
                    told = self.cards.counted(owned.own, owned.parted)
                    for identity, counted in told.items():
                        for criterion, counts in counted.items():
                            yield identity, owned.owners, criterion, counts

    def _owned(self, person: Person, standard: tuple[str, int], period: Period) -> tuple[Own, ...]:
        """The person's cards of the period, the latest span first."""
        spans = tenures_of((person,), period, self.house.config.zone).spans
        return tuple(
            owned.own
            for span, owners in sorted(spans.items(), reverse=True)
            for owned in self.owning.owned(standard, span, owners)
        )

    def _examples(
        self, feedback: Feedback, owned: Sequence[Own]
    ) -> Mapping[str, tuple[Example, ...]]:
        wanted = {
            **dict.fromkeys(feedback.strengths, (Verdict.MET,)),
            **dict.fromkeys(feedback.to_work_on, _FELL_SHORT),
        }
        return {
            code: tuple(self._examples_of(code, verdicts, owned))[:EXAMPLES]
            for code, verdicts in wanted.items()
        }

    def _examples_of(
        self, code: str, verdicts: tuple[Verdict, ...], owned: Sequence[Own]
    ) -> Iterator[Example]:
        for own in owned:
            yield from self.cards.examples(own, code, verdicts, EXAMPLES)


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
