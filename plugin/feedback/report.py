"""The report on one person's work in a period, as pages, files and the API all show it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import tzinfo

from plugin.feedback.owning import ToldBinding
from plugin.pages.periods import Period
from plugin.stores.filed.own_cards import Example
from plugin.stores.people.directory import Person
from scoring.feedback import Feedback, Together, together_of
from scoring.tally.counts import Counts
from standards.model import Standard


@dataclass(frozen=True, slots=True)
class Then:
    """What a person's final contacts of a period came to, by criterion."""

    period: Period
    counts: Mapping[str, Counts]

    @property
    def whole(self) -> Together:
        """All criteria together."""
        return together_of(self.counts)


@dataclass(frozen=True, slots=True)
class Report:
    """A person's feedback by one version of a standard.

    `examples` are by criterion, of strengths and of what to work on. `trend` ends with the period
    itself. `provisional` is how many contacts do not count yet. `told` says when the version binds
    the person. `made_at` is in UTC seconds.
    """

    person: Person
    team: str | None
    standard: Standard
    period: Period
    feedback: Feedback
    examples: Mapping[str, tuple[Example, ...]]
    trend: tuple[Then, ...]
    provisional: int
    told: ToldBinding
    made_at: int
    zone: tzinfo

    @property
    def whole(self) -> Together:
        """What is decided of all criteria together."""
        return self.trend[-1].whole
