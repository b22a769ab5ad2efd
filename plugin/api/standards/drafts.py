"""Versions of standards on their way: written together, reviewed, approved, published."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from flask import Response, request
from flask.views import MethodView
from werkzeug.exceptions import PreconditionFailed, PreconditionRequired

from mobile_api.blueprint import Blueprint
from mobile_api.permissions import Action, needs
from mobile_api.refusing import refuses
from mobile_api.telling import json_of
from plugin.api.forms import PublishedForm
from plugin.api.here import caller, house, standards
from plugin.api.standards.draft_forms import (
    ApprovalForm,
    DraftForm,
    DraftListForm,
    ReasonForm,
    TermsForm,
    WrittenForm,
)
from plugin.api.standards.standards import told_now
from plugin.authoring.drafting import Drafting
from plugin.authoring.telling import difference_told
from plugin.faults import line_of
from plugin.stores.versions.drafts import Drafts, DraftVersion
from standards.instants import show_instant
from standards.lifecycle import Taken
from standards.loader import read
from standards.model import Area

blueprint = Blueprint(
    "drafts",
    __name__,
    url_prefix="/api/v1/drafts",
    description="Versions of standards on their way to being published.",
)
LONGEST_REASON = 2_000

_ETAG = {"ETag": {"schema": {"type": "string"}, "description": "The revision of the draft."}}
_SEEN = {
    "in": "header",
    "name": "If-Match",
    "required": True,
    "schema": {"type": "string", "pattern": '^"[1-9][0-9]{0,8}"$'},
    "description": "The ETag of the draft as it was seen.",
}
_DRAFT, _LIST, _WRITTEN, _REASON = DraftForm(), DraftListForm(), WrittenForm(), ReasonForm()
_APPROVAL, _TERMS, _PUBLISHED = ApprovalForm(), TermsForm(), PublishedForm()


@blueprint.route("")
class Every(MethodView):
    """The open drafts of all standards."""

    @needs(Action.SEE_DRAFTS)
    @blueprint.response(200, _LIST)
    @refuses(blueprint, 401)
    def get(self) -> Response:
        """List the open drafts"""
        return json_of({"drafts": [_listed(each) for each in Drafts(house().database).open()]})


@blueprint.route("/<code>")
class One(MethodView):
    """The open draft of one standard."""

    @needs(Action.SEE_DRAFTS)
    @blueprint.response(200, _DRAFT, headers=_ETAG)
    @refuses(blueprint, 401, 404)
    def get(self, code: str) -> Response:
        """Show a draft

        With its faults, what changes from the last published version, and every step so far.
        """
        return _told(_drafting().drafts.of(code))

    @needs(Action.WRITE_STANDARDS)
    @blueprint.arguments(_WRITTEN)
    @blueprint.response(201, _DRAFT, headers=_ETAG)
    @refuses(blueprint, 401, 409)
    def post(self, given: Mapping[str, Any], code: str) -> Response:
        """Begin a draft

        There is one open draft of a standard at a time. Its text may still have faults.
        """
        return _told(_drafting().begin(code, given["text"], given["why"]), 201)

    @needs(Action.WRITE_STANDARDS)
    @blueprint.arguments(_WRITTEN)
    @blueprint.doc(parameters=[_SEEN])
    @blueprint.response(200, _DRAFT, headers=_ETAG)
    @refuses(blueprint, 401, 404, 409, 412, 428)
    def put(self, given: Mapping[str, Any], code: str) -> Response:
        """Write a draft anew

        What was approved has to be approved anew. 412 when somebody was quicker: nothing of theirs
        is lost, and the answer says what they did.
        """
        return _told(_drafting().edit(code, _seen(), given["text"], given["why"]))


@blueprint.route("/<code>/submission")
class Submission(MethodView):
    """That a draft is to be reviewed."""

    @needs(Action.WRITE_STANDARDS)
    @blueprint.arguments(_REASON)
    @blueprint.doc(parameters=[_SEEN])
    @blueprint.response(200, _DRAFT, headers=_ETAG)
    @refuses(blueprint, 401, 404, 409, 412, 428)
    def post(self, given: Mapping[str, Any], code: str) -> Response:
        """Put a draft into review

        422 with every fault when it has some, or breaks its own examples. Where the standard asks
        for nobody's approval it is approved by that.
        """
        return _told(_drafting().submit(code, _seen(), given["why"]))


@blueprint.route("/<code>/return")
class Return(MethodView):
    """That a draft goes back to its authors."""

    @needs(Action.APPROVE_STANDARDS)
    @blueprint.arguments(_REASON)
    @blueprint.doc(parameters=[_SEEN])
    @blueprint.response(200, _DRAFT, headers=_ETAG)
    @refuses(blueprint, 401, 404, 409, 412, 428)
    def post(self, given: Mapping[str, Any], code: str) -> Response:
        """Send a draft back, with the reason"""
        return _told(_drafting().send_back(code, _seen(), given["why"]))


@blueprint.route("/<code>/drop")
class Drop(MethodView):
    """That a draft is not to become a version."""

    @needs(Action.WRITE_STANDARDS)
    @blueprint.arguments(_REASON)
    @blueprint.doc(parameters=[_SEEN])
    @blueprint.response(204)
    @refuses(blueprint, 401, 404, 409, 412, 428)
    def post(self, given: Mapping[str, Any], code: str) -> Response:
        """Drop a draft, with the reason

        Nothing of it is lost: its history and texts stay, and its number may be begun again.
        """
        _drafting().drop(code, _seen(), given["why"])
        return Response(status=204)


@blueprint.route("/<code>/approval")
class Approval(MethodView):
    """That a part of the firm agrees."""

    @needs(Action.APPROVE_STANDARDS)
    @blueprint.arguments(_APPROVAL)
    @blueprint.doc(parameters=[_SEEN])
    @blueprint.response(200, _DRAFT, headers=_ETAG)
    @refuses(blueprint, 401, 404, 409, 412, 428)
    def post(self, given: Mapping[str, Any], code: str) -> Response:
        """Approve a draft for a part of the firm

        Nobody approves what they wrote, unless the standard allows it; who has areas of their own
        (see users) approves for those alone. With the last approval that
        the standard asks for, it may be published.
        """
        return _told(_drafting().approve(code, _seen(), Area(given["area"]), given["why"]))


@blueprint.route("/<code>/publication")
class Publication(MethodView):
    """That an approved draft is published."""

    @needs(Action.PUBLISH_STANDARDS)
    @blueprint.arguments(_TERMS)
    @blueprint.doc(parameters=[_SEEN])
    @blueprint.response(201, _PUBLISHED)
    @refuses(blueprint, 401, 404, 409, 412, 428)
    def post(self, given: Mapping[str, Any], code: str) -> Response:
        """Publish an approved draft

        Contacts opened since `from`, which may lie ahead, are judged by it. Without a note of its
        own it bears the one that it was submitted with.
        """
        outcome = _drafting().publish(code, _seen(), given["effective_from"], given["why"])
        return json_of(told_now(outcome.published), 201)


def _drafting() -> Drafting:
    database, who = house().database, caller()
    return Drafting(Drafts(database), standards(), who.user, house().clock(), who.areas)


def _seen() -> int:
    """The revision that the caller has seen, as `If-Match` says."""
    told = request.headers.get("If-Match", "")
    found = re.fullmatch(r'(?:W/)?"([1-9][0-9]{0,8})"', told.strip())
    if found is not None:
        return int(found[1])
    if not told:
        raise PreconditionRequired('send the ETag that you have seen: `If-Match: "3"`')
    raise PreconditionFailed(f"{told[:40]!r} is no ETag of a draft; look at the draft again")


def _listed(draft: DraftVersion) -> dict[str, Any]:
    return {
        "code": draft.code,
        "version": draft.version,
        "state": draft.control.state,
        "revision": draft.revision,
        "authors": sorted(draft.control.authors),
    }


def _told(draft: DraftVersion, status: int = 200) -> Response:
    reading = read(draft.text.encode())
    governance = reading.draft.governance if reading.draft is not None else None
    changes = _drafting().against_published(draft)
    told = {
        "code": draft.code,
        "version": draft.version,
        "state": draft.control.state,
        "revision": draft.revision,
        "text": draft.text,
        "faults": [line_of(draft.code, each) for each in reading.faults],
        "missing": [] if governance is None else list(draft.control.missing(governance)),
        "difference": None if changes is None else difference_told(changes),
        "history": [_step(each) for each in draft.control.history],
    }
    return json_of(told, status, {"ETag": f'"{draft.revision}"'})


def _step(taken: Taken) -> dict[str, Any]:
    at = show_instant(taken.at)
    return {"step": taken.step, "by": taken.by, "at": at, "why": taken.why, "area": taken.area}
