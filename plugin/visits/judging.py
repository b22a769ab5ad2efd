"""Judges a visit or review by the older versions that bind the employee it is about, in grace.

What it answered is the newer version's questions: of the older version's it answers those that ask
the same (`scoring.reasking`).
"""

from __future__ import annotations

from mobile_api.visits.judging import judged, read_again
from mobile_api.visits.submissions import Submitted
from plugin.stores.filed.cards import Graced
from plugin.tickets.judging import Binding
from scoring.evidence import Visit
from scoring.reasking import reasked
from scoring.scorecard import seen_employee
from scoring.submission import Submission, VersionOf
from standards.model import Standard


def graced_of(submitted: Submitted, version_of: VersionOf, bindings: Binding) -> tuple[Graced, ...]:
    """The card of the older version that binds the employee; none where the one answered does.

    EvidenceInvalid when the version that it answers is not there, which no kept one's is.
    """
    if submitted.replaced_by is not None or not bindings.concerns(submitted.questionnaire):
        return ()
    read = read_again(submitted, version_of)
    visit, opened_at = read.visit, _opened_at(read.visit)
    employee = seen_employee(visit, read.standard.least_confidence)
    if employee is None or opened_at is None:
        return ()
    code, judged_by = submitted.questionnaire, submitted.version
    return tuple(
        Graced(judged(submitted, Submission(as_answering(visit, read.standard, older), older)), who)
        for number, who in bindings.older(code, judged_by, [employee], opened_at).items()
        if (older := version_of(code, number)) is not None
    )


def as_answering(visit: Visit, answered: Standard, wanted: Standard) -> Visit:
    """The visit as an answer to the wanted version."""
    if wanted.version == answered.version:
        return visit
    return reasked(visit, answered, wanted).visit


def _opened_at(visit: Visit) -> int | None:
    return visit.started_at if visit.started_at is not None else visit.ended_at
