"""Files the card of every submission that is new, accepted or replaced.

In the same transaction the assignment that a visit names is done: so it is done exactly when the
card is there, however often a worker ends in between.
"""

from __future__ import annotations

from collections.abc import Sequence

from mobile_api.visits.judging import card_of
from mobile_api.visits.submissions import Submitted
from plugin.house import House
from plugin.stores.shopping.assignments import Assignments
from plugin.stores.submissions.visits import Also, Filing
from plugin.stores.training.bindings import Bindings
from plugin.stores.versions.standards import Standards
from plugin.tickets.judging import Binding
from plugin.visits.judging import graced_of
from scoring.evidence import EvidenceInvalid
from scoring.scorecard import Scorecard
from scoring.submission import VersionOf

_LATER_SECONDS = 60  # until a submission that could not be judged is tried again


class VisitsStation:
    """One worker's filing of visits and reviews."""

    name = "visits"

    def __init__(
        self, filing: Filing, version_of: VersionOf, bindings: Binding, assignments: Assignments
    ) -> None:
        self._filing = filing
        self._version_of = version_of
        self._bindings = bindings
        self._assignments = assignments

    @classmethod
    def of(cls, house: House, worker: str) -> VisitsStation:
        """The station of the house, for the worker of that name."""
        filing = Filing.over(house.database, house.config.zone, worker)
        standards = Standards(house.database)
        bindings = Bindings(house.database, house.config.zone, standards)
        return cls(filing, standards.version, bindings, Assignments(house.database))

    def work_once(self, now: int) -> bool:
        """Whether a submission was due; its card is filed then, and its assignment is done."""
        taken = self._filing.take(now)
        if taken is None:
            return False
        try:
            if self._filing.is_hopeless(taken):
                return True
            graced = graced_of(taken.submitted, self._version_of, self._bindings)
            cards = self._cards(taken.submitted)
            self._filing.file(taken, cards, graced, self._done(taken.submitted))
        except EvidenceInvalid as error:
            self._filing.again(taken, now + _LATER_SECONDS, f"it cannot be judged: {error}")
        return True

    def stop(self, now: int) -> None:
        """Gives back the submissions that were being filed."""
        self._filing.give_back(now)

    def _done(self, submitted: Submitted) -> Also | None:
        """What sets the assignment done that the visit names; None where it names none."""
        named = submitted.assignment
        if named is None:
            return None
        contact, by = submitted.contact, submitted.by
        return lambda session: self._assignments.set_done(named, contact, by, session)

    def _cards(self, submitted: Submitted) -> Sequence[Scorecard]:
        """The card that counts; none once another submission has taken its place."""
        if submitted.replaced_by is not None:
            return ()
        return (card_of(submitted, self._version_of),)
