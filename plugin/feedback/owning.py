"""Which cards of a version count for whom: those of contacts opened while it bound them.

The counted cards of a version are of contacts that it judged for everybody; who was in grace of it
then has none of these, but the card of an older version, which is a card of their grace.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo

from plugin.feedback.tenures import Span
from plugin.feedback.whole_days import days_beside
from plugin.pages.periods import Period
from plugin.stores.filed.own_cards import Own
from plugin.stores.filed.stretches import Stretch, Whose
from plugin.stores.people.directory import Person
from plugin.stores.training.bindings import Bindings
from scoring.binding import Bound, Knowing, binding, bounds, grace, in_force
from standards.model import Standard

_ONE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Owned:
    """The identities that have the same cards of a span: the person of each, and these cards.

    `whole` are days of which tallies know all there is to count, `parted` those on which a grace
    begins or ends.
    """

    owners: Mapping[str, str]
    own: Own
    whole: tuple[Stretch, ...]
    parted: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ToldBinding:
    """From when until when a version binds a person, and the versions before and after it.

    `now` is None where it never does, `before` and `after` where there are none. `assigned` says
    whether the person was given a grace of any version.
    """

    now: Bound | None
    before: Bound | None
    after: Bound | None
    assigned: bool


@dataclass(frozen=True, slots=True)
class Owning:
    """What the bindings say of cards, with days in the zone."""

    bindings: Bindings
    zone: tzinfo

    def owned(
        self, standard: tuple[str, int], span: Span, owners: Mapping[str, str]
    ) -> Iterator[Owned]:
        """The identities of the span by what is theirs; `owners` are the people by identity."""
        groups: defaultdict[tuple[tuple[int, int] | None, bool], dict[str, str]] = defaultdict(dict)
        for identity, person in owners.items():
            knowings = self.bindings.knowings(standard[0], person)
            groups[self._away(standard, knowings), bool(knowings)][identity] = person
        for (away, assigned), theirs in groups.items():
            days = days_beside(span, away, self.zone)
            whose = Whose(frozenset(theirs))
            own = Own(_stretch(standard, span, whose), away, assigned)
            whole = tuple(_stretch(standard, each, whose) for each in days.whole)
            yield Owned(theirs, own, whole, days.parted)

    def seconds(self, person: Person, code: str, version: int, period: Period) -> int:
        """For how many seconds of the period the version binds the person."""
        begins, ends = self._seconds_of(period)
        return sum(
            max(0, min(ends, ends if each.until is None else each.until) - max(begins, each.since))
            for each in self._bounds(person, code)
            if each.version == version
        )

    def in_grace_by(self, person: Person, code: str, period: Period) -> int | None:
        """The older version that binds the person at the end of the period, in grace.

        None where that in force binds them, or none does.
        """
        versions, knowings = self.bindings.versions(code), self.bindings.knowings(code, person.id)
        last = self._seconds_of(period)[1] - 1
        found = binding(versions, knowings, last) if knowings else None
        return None if found == in_force(versions, last) else found

    def told(self, person: Person, standard: Standard, period: Period) -> ToldBinding:
        """The dates that a report on the person says."""
        every = self._bounds(person, standard.code)
        begins, ends = self._seconds_of(period)
        theirs = [n for n, each in enumerate(every) if each.version == standard.version]
        inside = [n for n in theirs if _touches(every[n], begins, ends)]
        place = next(reversed(inside or theirs), None)
        assigned = bool(self.bindings.knowings(standard.code, person.id))
        if place is None:
            return ToldBinding(None, None, None, assigned)
        before = every[place - 1] if place else None
        after = every[place + 1] if place + 1 < len(every) else None
        return ToldBinding(every[place], before, after, assigned)

    def _bounds(self, person: Person, code: str) -> tuple[Bound, ...]:
        return bounds(self.bindings.versions(code), self.bindings.knowings(code, person.id))

    def _away(
        self, standard: tuple[str, int], knowings: tuple[Knowing, ...]
    ) -> tuple[int, int] | None:
        if not knowings:
            return None
        code, number = standard
        versions = (each for each in self.bindings.versions(code) if each.version == number)
        return next((grace(each, knowings) for each in versions), None)

    def _seconds_of(self, period: Period) -> tuple[int, int]:
        first, after = period.first, period.last + _ONE
        begins, ends = (datetime.combine(day, time(), self.zone) for day in (first, after))
        return int(begins.timestamp()), int(ends.timestamp())


def _touches(bound: Bound, begins: int, ends: int) -> bool:
    return bound.since < ends and (bound.until is None or begins < bound.until)


def _stretch(standard: tuple[str, int], span: Span, whose: Whose) -> Stretch:
    return Stretch(*standard, str(span[0]), str(span[1]), whose)
