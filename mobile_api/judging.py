"""A submission judged: what was sent, read again from its bytes, against the version it answers."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import orjson

from mobile_api.submissions import Submitted
from scoring.scorecard import Scorecard, assess
from scoring.submission import Submission, VersionOf, read_submission


def card_of(submitted: Submitted, version_of: VersionOf) -> Scorecard:
    """The submission's card: provisional as of its arrival, final as of its acceptance.

    Faulty when the version that it answers is not there, which no kept submission's is.
    """
    given: dict[str, Any] = orjson.loads(submitted.body)
    read = read_submission(given, submitted.instrument, submitted.contact, version_of)
    return judged(submitted, read)


def judged(submitted: Submitted, read: Submission) -> Scorecard:
    """The card of what was read of the submission."""
    if submitted.accepted_at is None:
        return assess(read.standard, read.visit, as_of=submitted.received_at)
    accepted = replace(read.visit, accepted=True)
    return assess(read.standard, accepted, as_of=submitted.accepted_at)
