"""A submission judged: what was sent, read again from its bytes, against the version it answers."""

from __future__ import annotations

from dataclasses import replace

import orjson

from mobile_api.visits.submissions import Submitted
from scoring.evidence import EvidenceInvalid
from scoring.lines.visits import read_visit
from scoring.scorecard import Scorecard, assess
from scoring.submission import Submission, VersionOf


def card_of(submitted: Submitted, version_of: VersionOf) -> Scorecard:
    """The submission's card: provisional as of its arrival, final as of its acceptance.

    EvidenceInvalid when the version that it answers is not there, which no kept one's is.
    """
    return judged(submitted, read_again(submitted, version_of))


def read_again(submitted: Submitted, version_of: VersionOf) -> Submission:
    """What the bytes say that were sent. It was checked when it came, whatever is checked since.

    EvidenceInvalid as `card_of`.
    """
    given = {**orjson.loads(submitted.body), "contact": submitted.contact}
    visit = read_visit(given, submitted.instrument)
    standard = version_of(visit.questionnaire, visit.version)
    if standard is None:
        named = f"{visit.questionnaire} version {visit.version}"
        raise EvidenceInvalid("questionnaire", f"{named} is not among the published standards")
    return Submission(visit, standard)


def judged(submitted: Submitted, read: Submission) -> Scorecard:
    """The card of what was read of the submission."""
    if submitted.accepted_at is None:
        return assess(read.standard, read.visit, as_of=submitted.received_at)
    accepted = replace(read.visit, accepted=True)
    return assess(read.standard, accepted, as_of=submitted.accepted_at)
