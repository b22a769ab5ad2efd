"""What somebody who learns was told and did, and what follows: by looking at each thing alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

_TEXT = """\
code: {code}
title: A course
version: {version}
languages: [en]
governance: {{owner: Head of service, review_by: 2030-06-30}}
criteria:
"""
_CRITERION = """\
  - code: {code}
    title: Is done {wording} times over
    why: It helps.
    weight: {weight}
    ask: {{kind: yes_no, question: Was it done?, of: [review]}}
    examples: [{{given: {{answer: yes}}, then: met}}, {{given: {{answer: no}}, then: missed}}]
"""
CRITERIA = ("A-1", "A-2", "A-3")


@dataclass(frozen=True, slots=True)
class Version:
    """A published version: by criterion how it weighs, and how it is worded."""

    number: int
    effective_from: int
    weights: Mapping[str, int]
    wordings: Mapping[str, int]

    def text(self, code: str) -> str:
        """The version, written down."""
        criteria = "".join(
            _CRITERION.format(code=each, weight=self.weights[each], wording=self.wordings[each])
            for each in CRITERIA
        )
        return _TEXT.format(code=code, version=self.number) + criteria


@dataclass(frozen=True, slots=True)
class Signed:
    """That they signed a version, and until when that counts; None: for good."""

    version: int
    at: int
    ends_at: int | None


@dataclass(slots=True)
class Told:
    """All that happened: what was published, what stands assigned, and what was signed.

    `latest` is by version the end of the grace that stands, None where it was given none.
    """

    versions: list[Version] = field(default_factory=list)
    latest: dict[int, int | None] = field(default_factory=dict)
    signed: list[Signed] = field(default_factory=list)

    def is_over(self, number: int, at: int) -> bool:
        """Whether a newer version has begun."""
        return any(each.number > number and each.effective_from <= at for each in self.versions)

    def since(self, number: int, at: int) -> int | None:
        """The newest earlier version that they know; None where they are to learn all."""
        if any(each.version == number for each in self.signed):
            return None
        known = [
            each.version
            for each in self.signed
            if each.version < number and (each.ends_at is None or at < each.ends_at)
        ]
        return max(known, default=None)

    def asked(self, number: int, at: int) -> frozenset[str]:
        """The criteria that they are asked about."""
        since = self.since(number, at)
        if since is None:
            return frozenset(CRITERIA)
        was, now = self._version(since).weights, self._version(number).weights
        return frozenset(each for each in CRITERIA if was[each] != now[each])

    def bound_by(self, at: int) -> int | None:
        """The newest version that binds them at the second; None: none does."""
        return max((each.number for each in self.versions if self._binds(each, at)), default=None)

    def judges(self, at: int) -> int | None:
        """The version that judges everybody else."""
        begun = [each.number for each in self.versions if each.effective_from <= at]
        return max(begun, default=None)

    def instants(self) -> Iterator[int]:
        """Every second at which something begins or ends, and the one before."""
        told = [
            *(each.effective_from for each in self.versions),
            *(each for each in self.latest.values() if each is not None),
            *(each.at for each in self.signed),
        ]
        for each in sorted(set(told)):
            yield from (each - 1, each)

    def _binds(self, version: Version, at: int) -> bool:
        if at < version.effective_from:
            return False
        latest = self.latest.get(version.number)
        if latest is None or at >= latest:
            return True
        return any(each.version == version.number and each.at <= at for each in self.signed)

    def _version(self, number: int) -> Version:
        return next(each for each in self.versions if each.number == number)
