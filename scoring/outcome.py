"""What a card says, apart from when it was looked at: a sweep that finds the same files nothing."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from scoring.lines.writing import write_scorecard
from scoring.occurrence import State
from scoring.scorecard import Scorecard

# They move with the moment of judging while a wait runs; its deadlines do not.
_MOVING = ("elapsed_seconds", "paused_seconds", "remaining_seconds")
_UNFINISHED = (State.RUNNING, State.PAUSED)


def outcome_hash(card: Scorecard) -> str:
    """SHA-256 over the card without `as_of` and without how far its unfinished waits have come."""
    line = write_scorecard(card)
    del line["as_of"]
    for finding in line["findings"]:
        finding["occurrences"] = [_still(each) for each in finding["occurrences"]]
    canonical = json.dumps(line, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def _still(occurrence: dict[str, Any]) -> dict[str, Any]:
    if occurrence.get("state") not in _UNFINISHED:
        return occurrence
    return {name: value for name, value in occurrence.items() if name not in _MOVING}
