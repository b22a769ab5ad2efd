"""Which version of a standard binds an employee: a new one only once they know it, or must.

    binding(versions, knowings, opened_at=contact.opened_at)

A version binds whom it was assigned to from the later of its effective date and the moment they
passed, or from the latest date that was set for them; whom it was not assigned to, it binds from
its effective date. Until then an earlier version binds them, if one does. All instants are UTC
seconds, and what happens at the very second counts.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Knowing:
    """What one employee was assigned of one version, and what became of it.

    `passed_at` is None for whom has not passed; `latest` is the end of their grace.
    """

    version: int
    assigned_at: int
    passed_at: int | None
    latest: int


class Version(Protocol):
    """A published version: from when, and until when at most, it judges."""

    @property
    def version(self) -> int:
        """Its number."""

    @property
    def effective_from(self) -> int:
        """Contacts opened from then on are judged by it."""

    @property
    def withdrawn_at(self) -> int | None:
        """Contacts opened from then on are not; None: it was not withdrawn."""


def bound_from(effective_from: int, knowing: Knowing | None) -> int:
    """From when a version binds whom this is known of; None: it was not assigned to them."""
    if knowing is None:
        return effective_from
    passed_at = knowing.latest if knowing.passed_at is None else knowing.passed_at
    return max(effective_from, min(passed_at, knowing.latest))


def in_force(versions: Iterable[Version], opened_at: int) -> int | None:
    """The version of the code that judges a contact opened then; None: none does."""
    return binding(versions, (), opened_at)


def binding(versions: Iterable[Version], knowings: Iterable[Knowing], opened_at: int) -> int | None:
    """The version that binds one employee in a contact opened then; None: none does.

    `versions` are those of one code, `knowings` those of one employee. Once the version in force is
    withdrawn none binds anybody, and a withdrawn one does not come back for those in grace.
    """
    begun = sorted(
        (each for each in versions if _has_begun(each, opened_at)), key=lambda each: each.version
    )
    if not begun or not _stands(begun[-1], opened_at):
        return None
    known = {each.version: each for each in knowings}
    bound = [
        each
        for each in begun
        if bound_from(each.effective_from, known.get(each.version)) <= opened_at
    ]
    return bound[-1].version if bound and _stands(bound[-1], opened_at) else None


def _has_begun(version: Version, opened_at: int) -> bool:
    """Whether it has begun by then; what was withdrawn before its day never begins."""
    withdrawn_at = version.withdrawn_at
    never = withdrawn_at is not None and withdrawn_at <= version.effective_from
    return not never and version.effective_from <= opened_at


def _stands(version: Version, opened_at: int) -> bool:
    return version.withdrawn_at is None or opened_at < version.withdrawn_at
