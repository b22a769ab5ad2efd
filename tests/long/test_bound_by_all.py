"""Whatever is published, assigned, passed and filed in whatever order: figures are those of a fold.

Of each person and version that is a fold, by `binding`, over what every version says of every
contact; of the compliance report it is one over what the version in force says.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from plugin.feedback.reporting import Reporting
from plugin.stores.collections import LAYOUTS
from plugin.stores.layout import Mongo
from plugin.stores.people.directory import Directory, Identity, Person
from plugin.stores.training.bindings import noon_of
from plugin.stores.versions.standards import Standards
from plugin.tickets.recount import recounting_of
from scoring.binding import Knowing, binding, in_force
from scoring.evidence import Ticket
from scoring.scorecard import Scorecard, Standing, assess
from scoring.tally.brief import brief_of
from scoring.tally.counts import Counts
from scoring.tally.grouping import Grouping
from scoring.tally.tally import Tally
from tests.plugin.tickets.graced_house import (
    CODE,
    HOUR,
    WARSAW,
    GracedHouse,
    Talk,
    at,
    period,
    person,
    user,
)
from tests.tallied import counted_in, counted_of

pytestmark = pytest.mark.long
T = TypeVar("T")

SHARED = "shared"  # whose it is changes in the night to the fourth day
PEOPLE = (
    person("anna", Identity(user(SHARED), None, at(3))),
    person("oleg", Identity(user(SHARED), at(3))),
    person("marta"),
)
ACTING = tuple(user(name) for name in ("anna", "oleg", "marta", SHARED, "stranger"))
DAYS = 8
EXAMPLES = int(os.environ.get("PLUMBLINE_EXAMPLES", "30"))
# Where something begins or ends, and a second beside it.
EDGES = tuple(at(day) + shift for day in range(DAYS) for shift in (-1, 0, 1, 9 * HOUR))


@dataclass(frozen=True, slots=True)
class Pass:
    """That somebody passes a version."""

    person: str
    version: int
    at: int


@dataclass(frozen=True, slots=True)
class Given:
    """That somebody is given a version to learn, with a grace."""

    person: str
    version: int
    latest: int


@dataclass(frozen=True, slots=True)
class World:
    """From when each version is effective, and what happens in that order."""

    begins: tuple[int, ...]
    happens: tuple[Pass | Given | Talk, ...]


NAMES = tuple(each.id for each in PEOPLE)
INSTANTS = st.sampled_from(EDGES)
WORDS = st.lists(
    st.tuples(st.sampled_from((600, HOUR, 3 * HOUR)), st.none() | st.sampled_from(ACTING)),
    max_size=4,
)


@st.composite
def talks(draw: st.DrawFn) -> tuple[Talk, ...]:
    made = []
    for number in range(draw(st.integers(2, 6))):
        words, after = [], 0
        for gap, by in draw(WORDS):
            after += gap
            words.append((after, by))
        closed = draw(st.sampled_from((True, True, True, False)))
        made.append(Talk(number, draw(INSTANTS), tuple(words), closed))
    return tuple(made)


@st.composite
def worlds(draw: st.DrawFn) -> World:
    begins = sorted(draw(st.lists(INSTANTS, min_size=2, max_size=3)))
    versions = st.integers(1, len(begins))
    whose = st.tuples(st.sampled_from(NAMES), versions)
    given_ = draw(st.dictionaries(whose, INSTANTS, min_size=1, max_size=5))
    passed = draw(st.dictionaries(st.sampled_from(sorted(given_)), INSTANTS, max_size=4))
    happens: list[Pass | Given | Talk] = [
        *(Given(*key, latest) for key, latest in given_.items()),
        *(Pass(*key, when) for key, when in passed.items()),
        *draw(talks()),
    ]
    return World(tuple(begins), tuple(draw(st.permutations(happens))))


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # to shrink takes minutes
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(worlds(), st.integers(0, DAYS), st.integers(0, DAYS))
def test_every_figure_is_that_of_a_fold(
    database: Mongo, world: World, one: int, other: int
) -> None:
    house = lived_through(database, world)
    judging = Judging(Standards(database), world)
    in_force_alone = [judging.card(talk, number) for talk, number in judging.in_force()]
    assert counted_in(database) == counted_of(in_force_alone, WARSAW)
    for first, last in ((-1, DAYS + 1), (min(one, other), max(one, other))):
        days = range(at(first), at(last + 1))
        for whose in PEOPLE:
            for version in range(1, len(world.begins) + 1):
                wanted = judging.figures(whose.id, version, days)
                assert house.feedback(whose.id, version, first, last) == wanted
    for version in range(1, len(world.begins) + 1):
        assert house.figures(version, -1, DAYS + 1) == {
            each.id: house.feedback(each.id, version, -1, DAYS + 1) for each in PEOPLE
        }
    every_day = range(at(-1), at(DAYS + 2))
    for whose in PEOPLE:
        for version in range(1, len(world.begins) + 1):
            open_ones = judging.open(whose.id, version, every_day)
            assert open_cards(house, whose, version) == open_ones
    recount = recounting_of(house.house).recount()
    assert recount.agrees, recount


def lived_through(database: Mongo, world: World) -> GracedHouse:
    """A house in which all that has happened, and nothing is left to do."""
    for layout in LAYOUTS:
        database[layout.name].delete_many({})
    house = GracedHouse(database)
    house.staff(PEOPLE)
    for number, begins in enumerate(world.begins, 1):
        house.publish(number, begins)
    house.settle()
    for each in world.happens:
        match each:
            case Given():
                house.assign(each.person, each.version, each.latest)
            case Pass():
                house.passes(each.person, each.version, each.at)
            case Talk():
                house.file(each)
    house.settle()
    return house


def open_cards(house: GracedHouse, whose: Person, version: int) -> int:
    """How many contacts of the person do not count yet, as a report says."""
    standard = Standards(house.database).version(CODE, version)
    found = Directory(house.database).person(whose.id)
    assert standard is not None
    assert found is not None
    return Reporting.of(house.house).report(found, standard, period(-1, DAYS + 1)).provisional


@dataclass(frozen=True, slots=True)
class Judging:
    """What every version says of every contact, and who is bound by which."""

    standards: Standards
    world: World

    def in_force(self) -> Iterator[tuple[Talk, int]]:
        """Each contact with the version in force when it was opened."""
        for talk in self._talks():
            number = in_force(self.standards.known(), talk.opened_at)
            if number is not None:
                yield talk, number

    def card(self, talk: Talk, number: int) -> Scorecard:
        """What the version says of the contact, at the end of all."""
        standard = self.standards.version(CODE, number)
        assert standard is not None
        return assess(standard, Ticket(talk.contact, talk.events), as_of=at(60))

    def figures(self, whose: str, version: int, days: range) -> Mapping[str, Counts]:
        """What the person's final contacts come to by criterion, where the version binds them."""
        tally = Tally(Grouping(("criterion", "employee", "team")))
        for card, identities in self._bound(whose, version, days):
            brief = brief_of(card)
            theirs = tuple(one for one in brief.occurrences if one.employee in identities)
            tally.add(brief._replace(occurrences=theirs))
        found: defaultdict[str, Counts] = defaultdict(Counts)
        for key, counts in tally.rows().items():
            found[str(key.parts[0])] += counts
        return dict(found)

    def open(self, whose: str, version: int, days: range) -> int:
        """How many open contacts have something of the person, where the version binds them."""
        return sum(
            card.standing is Standing.PROVISIONAL
            and any(one.employee in identities for one in brief_of(card).occurrences)
            for card, identities in self._bound(whose, version, days)
        )

    def _bound(
        self, whose: str, version: int, days: range
    ) -> Iterator[tuple[Scorecard, frozenset[str]]]:
        """What the version says of the contacts in which it binds the person, who is who there."""
        knowings = self._knowings(whose)
        binds = partial(binding, self.standards.known(), knowings)
        for talk in self._talks():
            if talk.opened_at in days and binds(talk.opened_at) == version:
                yield self.card(talk, version), identities_of(whose, talk.opened_at)

    def _knowings(self, whose: str) -> tuple[Knowing, ...]:
        passed = {(each.person, each.version): each.at for each in self._each(Pass)}
        return tuple(
            Knowing(each.version, 0, passed.get((whose, each.version)), each.latest)
            for each in self._each(Given)
            if each.person == whose
        )

    def _talks(self) -> tuple[Talk, ...]:
        return tuple(self._each(Talk))

    def _each(self, kind: type[T]) -> Iterator[T]:
        return (each for each in self.world.happens if isinstance(each, kind))


def identities_of(whose: str, opened_at: int) -> frozenset[str]:
    """By which the person was known at noon of the day."""
    noon = noon_of(opened_at, WARSAW)
    found = next(each for each in PEOPLE if each.id == whose)
    return frozenset(each.id for each in found.identities if each.holds(noon))
