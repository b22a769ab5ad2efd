"""What the door for phones answers: submissions, files, accounts and questionnaires as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import orjson
from flask import Response

from mobile_api.permissions import PERMISSIONS, Caller
from mobile_api.visits.submissions import HeldFile, Mark, Submitted
from scoring.lines.writing import write_scorecard
from scoring.scorecard import Scorecard
from standards.instants import show_instant


def json_of(told: object, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """The answer as JSON."""
    answer = Response(orjson.dumps(told), status, content_type="application/json")
    answer.headers.update(dict(headers or {}))
    return answer


def summary_of(submitted: Submitted) -> dict[str, Any]:
    """A submission without its card: what it is, whose, and what became of it."""
    return {
        "contact": submitted.contact,
        "instrument": submitted.instrument.value,
        "questionnaire": {"standard": submitted.questionnaire, "version": submitted.version},
        "about": submitted.about,
        "location": submitted.location,
        "sha256": submitted.sha256,
        "submitted_by": submitted.by,
        "received_at": show_instant(submitted.received_at),
        "standing": standing_of(submitted),
        "accepted_at": _instant(submitted.accepted_at),
        "accepted_by": submitted.accepted_by,
        "replaces": submitted.replaces,
        "replaced_by": submitted.replaced_by,
        "assignment": submitted.assignment,
        "marks": [mark_of(each) for each in submitted.marks],
    }


def mark_of(mark: Mark) -> dict[str, Any]:
    """What is odd about a submission."""
    return {
        "mark": mark.mark.value,
        "detail": mark.detail,
        "figure": mark.figure,
        "words": mark.words,
    }


def submission_of(
    submitted: Submitted, card: Scorecard | None, files: Iterable[HeldFile], notes: Iterable[str]
) -> dict[str, Any]:
    """A submission with its card (None once it is replaced), its files, and what is odd."""
    return {
        **summary_of(submitted),
        "card": None if card is None else write_scorecard(card),
        "files": [held_file_of(each) for each in files],
        "notes": list(notes),
    }


def standing_of(submitted: Submitted) -> str:
    """`final` once accepted, `withdrawn` once replaced, `provisional` until then."""
    if submitted.replaced_by is not None:
        return "withdrawn"
    return "provisional" if submitted.accepted_at is None else "final"


def held_file_of(held: HeldFile) -> dict[str, Any]:
    """A named file and how far it has come."""
    file = held.file
    return {
        "name": file.name,
        "sha256": file.sha256,
        "bytes": file.bytes,
        "question": file.question,
        "state": held.state.value,
        "held": held.held,
        "fault": held.fault,
        "why": held.why,
        "taken_at": held.taken_at,
        "latitude": held.latitude,
        "longitude": held.longitude,
        "type": held.type,
        "until": _instant(held.until),
    }


def account_of(caller: Caller) -> dict[str, Any]:
    """Who asks, and what they may do in which scope."""
    actions = sorted({action for role in caller.roles for action in PERMISSIONS[role]})
    return {
        "user": caller.user,
        "name": caller.name,
        "language": caller.language,
        "roles": sorted(caller.roles),
        "may": {each.value: caller.scope(each) for each in actions},
    }


def _instant(at: int | None) -> str | None:
    return None if at is None else show_instant(at)
