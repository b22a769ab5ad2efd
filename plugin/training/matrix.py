"""Who knows what: people against the versions that are assigned to any of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from mobile_api.permissions import Action, Caller, Scope
from plugin.stores.people.directory import Directory, Person
from plugin.stores.training.learning import Try
from plugin.stores.versions.standards import Published
from plugin.training.studying import Lesson, Studying

Key = tuple[str, int]  # a code and a version


@dataclass(frozen=True, slots=True)
class Row:
    """A person, and where they stand with each version that they are to know."""

    person: Person
    lessons: Mapping[Key, Lesson]


@dataclass(frozen=True, slots=True)
class Matrix:
    """The versions by code, the latest first, and a row a person in the order that was asked."""

    versions: tuple[Published, ...]
    rows: tuple[Row, ...]

    @property
    def lessons(self) -> tuple[Lesson, ...]:
        """Every lesson, person by person."""
        keys = [(each.code, each.version) for each in self.versions]
        return tuple(row.lessons[key] for row in self.rows for key in keys if key in row.lessons)


def people_seen(directory: Directory, caller: Caller) -> tuple[Person, ...]:
    """The people whose training the caller sees, by name."""
    match caller.scope(Action.SEE_TRAINING):
        case Scope.ALL:
            return directory.people()
        case Scope.TEAM:
            return directory.people(caller.teams)
        case _:
            return ()


def matrix_of(
    studying: Studying,
    people: Sequence[Person],
    code: str | None = None,
    version: int | None = None,
) -> Matrix:
    """How the people stand; with the standard alone, or the version, if they are given."""
    holding = studying.assignments.holding(code, version, [each.id for each in people])
    tries = studying.learning.of_all((each.id for each in people if each.id in holding), code)
    by_person: dict[str, list[Try]] = {}
    for each in tries:
        by_person.setdefault(each.person, []).append(each)
    rows = tuple(
        Row(person, _by_version(studying.lessons_of(person, held, by_person.get(person.id, ()))))
        for person in people
        for held in (holding.get(person.id, {}).values(),)
    )
    found = {key: each.published for row in rows for key, each in row.lessons.items()}
    ordered = sorted(found, key=lambda key: (key[0], -key[1]))
    return Matrix(tuple(found[key] for key in ordered), rows)


def _by_version(lessons: Iterable[Lesson]) -> Mapping[Key, Lesson]:
    return {(each.published.code, each.published.version): each for each in lessons}
