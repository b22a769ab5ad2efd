"""Which version of which standard a report on somebody is about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from plugin.feedback.reporting import Reporting
from plugin.pages.periods import Period
from plugin.stores.people.directory import Person
from plugin.stores.versions.standards import Published


@dataclass(frozen=True, slots=True)
class Chosen:
    """A version of a standard; `judging` are the versions that judged the person in the period."""

    code: str
    version: int
    judging: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for; None: whichever judged the person."""

    code: str | None = None
    version: int | None = None


def choose(
    reporting: Reporting,
    known: Sequence[Published],
    person: Person,
    period: Period,
    wanted: Wanted,
) -> Chosen | None:
    """The version asked for; unless told the one that bound the person in most of the period.

    That is one that judged them then, if any did; of equal ones the last.
    Unless a code is told it is that of the first standard that did. None where there is no such
    version.
    """
    code, version = wanted.code, wanted.version
    judged = [
        (each.code, each.version)
        for each in known
        if (code is None or each.code == code)
        and reporting.judged(person, (each.code, each.version), period)
    ]
    code = code or next((each for each, _ in judged), known[0].code if known else "")
    judging = tuple(number for each, number in judged if each == code)
    versions = tuple(each.version for each in known if each.code == code)
    if version is None and versions:
        own = reporting.owning
        version = max(
            judging or versions, key=lambda each: (own.seconds(person, code, each, period), each)
        )
    if version is None or version not in versions:
        return None
    return Chosen(code, version, judging)
