"""Which version of a standard binds an employee: a new one only once they know it, or must.

    binding(versions, knowings, opened_at=contact.opened_at)

A version binds whom it was assigned to from the later of its effective date and the moment they
passed, or from the latest date that was set for them; whom it was not assigned to, it binds from
its effective date. Until then an earlier version binds them, if one does. All instants are UTC
seconds, and what happens at the very second counts.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from standards.lifecycle import Dated, begins, judging


@dataclass(frozen=True, slots=True)
class Knowing:
    """What one employee was assigned of one version, and what became of it.

    `passed_at` is None for whom has not passed; `latest` is the end of their grace.
    """

    version: int
    assigned_at: int
    passed_at: int | None
    latest: int


class Why(StrEnum):
    """Why a version binds somebody from its moment on."""

    EFFECTIVE = "effective"  # its effective date came
    PASSED = "passed"  # they passed
    LATEST = "latest"  # the latest date came that was set for them


@dataclass(frozen=True, slots=True)
class Bound:
    """From when until just before when a version binds somebody, and why; None: still."""

    version: int
    since: int
    until: int | None
    why: Why
    effective_from: int


def bound_from(effective_from: int, knowing: Knowing | None) -> int:
    """From when a version binds whom this is known of; None: it was not assigned to them."""
    if knowing is None:
        return effective_from
    passed_at = knowing.latest if knowing.passed_at is None else knowing.passed_at
    return max(effective_from, min(passed_at, knowing.latest))


def in_force(versions: Iterable[Dated], opened_at: int) -> int | None:
    """The version of the code that judges a contact opened then; None: none does.

    What is withdrawn judges nothing any more, and the one before it does not come back.
    """
    found = judging(versions, opened_at)
    return None if found is None else found.version


def followed_at(version: Dated, versions: Iterable[Dated]) -> int | None:
    """When a newer version comes into force in its place; None: none does."""
    newer = (each for each in versions if each.version > version.version and begins(each))
    return min((each.effective_from for each in newer), default=None)


def binding(versions: Iterable[Dated], knowings: Iterable[Knowing], opened_at: int) -> int | None:
    """The version that binds one employee in a contact opened then; None: none does.

    `versions` are those of one code, `knowings` those of one employee. Once the version in force is
    withdrawn none binds anybody, and a withdrawn one does not come back for those in grace.
    """
    versions = tuple(versions)
    judged_by = in_force(versions, opened_at)
    return None if judged_by is None else bound_by(judged_by, versions, knowings, opened_at)


def bound_by(
    judged_by: int, versions: Iterable[Dated], knowings: Iterable[Knowing], opened_at: int
) -> int | None:
    """As `binding`, in a contact that the version `judged_by` judges for everybody else.

    That is the one in force, and for a visit or review the one that it answers.
    """
    known = {each.version: each for each in knowings}
    begun = {
        each.version: each for each in versions if begins(each) and each.effective_from <= opened_at
    }
    newest = begun.get(judged_by)
    if newest is None or not _is_in_grace(newest, known.get(judged_by), opened_at):
        return judged_by
    bound = (
        number
        for number, each in begun.items()
        if number < judged_by and not _is_in_grace(each, known.get(number), opened_at)
    )
    latest = max(bound, default=None)
    return latest if latest is not None and _stands(begun[latest], opened_at) else None


def bounds(versions: Iterable[Dated], knowings: Iterable[Knowing]) -> tuple[Bound, ...]:
    """Which version binds one employee from when until when, in order."""
    each = {one.version: one for one in versions}
    known = {one.version: one for one in knowings}
    froms = {n: bound_from(one.effective_from, known.get(n)) for n, one in each.items()}
    ends = {one.withdrawn_at for one in each.values() if one.withdrawn_at is not None}
    starts = {one.effective_from for one in each.values()}
    found: list[Bound] = []
    last: int | None = None
    for at in sorted({*froms.values(), *ends, *starts}):
        number = binding(each.values(), known.values(), at)
        if number == last:
            continue
        if last is not None:
            found[-1] = replace(found[-1], until=at)
        if number is not None:
            why = _why(each[number].effective_from, known.get(number))
            found.append(Bound(number, at, None, why, each[number].effective_from))
        last = number
    return tuple(found)


def grace(version: Dated, knowings: Iterable[Knowing]) -> tuple[int, int] | None:
    """From its day until just before when the version does not bind the employee; None: never."""
    known = next((each for each in knowings if each.version == version.version), None)
    since, until = version.effective_from, bound_from(version.effective_from, known)
    return (since, until) if begins(version) and since < until else None


def _why(effective_from: int, knowing: Knowing | None) -> Why:
    if knowing is None or bound_from(effective_from, knowing) == effective_from:
        return Why.EFFECTIVE
    passed_at = knowing.passed_at
    return Why.PASSED if passed_at is not None and passed_at <= knowing.latest else Why.LATEST


def _is_in_grace(version: Dated, knowing: Knowing | None, opened_at: int) -> bool:
    since = version.effective_from
    return since <= opened_at < bound_from(since, knowing)


def _stands(version: Dated, opened_at: int) -> bool:
    return version.withdrawn_at is None or opened_at < version.withdrawn_at
