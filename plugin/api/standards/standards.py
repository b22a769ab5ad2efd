"""Standards: publishing them, and what is published."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask import Response
from flask.views import MethodView
from werkzeug.exceptions import Conflict

from mobile_api.blueprint import Blueprint
from mobile_api.permissions import Action, needs
from mobile_api.refusals import NotFound
from mobile_api.refusing import refuses
from mobile_api.taking import body_of, takes
from mobile_api.telling import json_of
from plugin.api.forms import (
    PublishedForm,
    PublishedListForm,
    PublishedTextForm,
    PublishQueryForm,
    WithdrawalForm,
)
from plugin.api.here import caller, house, standards
from plugin.api.standards.draft_forms import DifferenceForm, HistoryForm, TextsQueryForm
from plugin.authoring.history import Entry, History
from plugin.authoring.telling import difference_told
from plugin.publishing.publish import publish
from plugin.publishing.withdraw import Withdrawal, withdraw
from plugin.stores.versions.drafts import Drafts
from plugin.stores.versions.standards import Published
from standards.instants import show_instant
from standards.lifecycle import standing

blueprint = Blueprint(
    "standards", __name__, url_prefix="/api/v1/standards", description="Published standards."
)
_QUERY, _PUBLISHED = PublishQueryForm(), PublishedForm()
_LIST, _WITH_TEXT = PublishedListForm(), PublishedTextForm()
_WITHDRAWAL, _HISTORY = WithdrawalForm(), HistoryForm()
_TEXTS, _DIFFERENCE = TextsQueryForm(), DifferenceForm()
LARGEST = 1024 * 1024  # bytes
_YAML = "application/yaml"
_BODY = {
    "required": True,
    "content": {_YAML: {"schema": {"type": "string", "description": "A standard, form 1."}}},
}


@blueprint.route("")
class Standards(MethodView):
    """The standards of all."""

    @needs(Action.SEE_STANDARDS)
    @blueprint.response(200, _LIST)
    @refuses(blueprint, 401)
    def get(self) -> Response:
        """List the published versions"""
        known, now = standards().known(), house().clock()
        return json_of({"standards": [published_told(each, known, now) for each in known]})

    @needs(Action.PUBLISH_STANDARDS)
    @takes(_YAML, "text/yaml", "application/x-yaml")
    @blueprint.doc(requestBody=_BODY)
    @blueprint.arguments(_QUERY, location="query")
    @blueprint.response(201, _PUBLISHED)
    @blueprint.alt_response(200, schema=_PUBLISHED, description="It was published already.")
    @refuses(blueprint, 401, 409)
    def post(self, query: Mapping[str, Any]) -> Response:
        """Publish a standard

        The body is its YAML, as `plumbline check` takes it. Contacts opened since `from` are
        judged anew. A version is published once: the same content again answers 200, other content
        under the same number 409. All faults are listed with their lines. A version that follows
        another has to say `why`.
        """
        outcome = publish(
            standards(),
            body_of(LARGEST),
            effective_from=query.get("effective_from"),
            by=caller().user,
            now=house().clock(),
            why=query["why"],
        )
        return json_of(told_now(outcome.published), 201 if outcome.is_new else 200)


@blueprint.route("/<code>/<int:version>")
class Version(MethodView):
    """One version."""

    @needs(Action.SEE_STANDARDS)
    @blueprint.response(200, _WITH_TEXT)
    @refuses(blueprint, 401, 404)
    def get(self, code: str, version: int) -> Response:
        """Show a published version with its source"""
        found = next((each for each in standards().versions(code) if each.version == version), None)
        if found is None:
            raise NotFound(f"there is no version {version} of {code[:40]!r}")
        return json_of({**told_now(found), "text": found.text})


@blueprint.route("/<code>/<int:version>/withdrawal")
class Withdrawing(MethodView):
    """That a version is withdrawn."""

    @needs(Action.WITHDRAW_STANDARDS)
    @blueprint.arguments(_WITHDRAWAL)
    @blueprint.response(201, _PUBLISHED)
    @refuses(blueprint, 401, 404, 409)
    def post(self, given: Mapping[str, Any], code: str, version: int) -> Response:
        """Withdraw a published version

        It judges nothing that is opened from now on, and its questionnaires are offered no more;
        cards of what was opened before stay. The version before it does not come back: publish
        another. One that was withdrawn before its day never begins, and the one before it goes on.
        """
        told = Withdrawal(caller().user, house().clock(), given["why"])
        return json_of(told_now(withdraw(standards(), code, version, told)), 201)


@blueprint.route("/<code>/history")
class Past(MethodView):
    """What happened to one standard."""

    @needs(Action.SEE_DRAFTS)
    @blueprint.response(200, _HISTORY)
    @refuses(blueprint, 401, 404)
    def get(self, code: str) -> Response:
        """Show who changed what, when and why

        Every step with every draft and version, the latest first. `text` names what it said then
        and `was` what it had said before: hold them against each other at `difference`.
        """
        entries = _history(code).entries()
        if not entries:
            raise NotFound(f"there is no standard {code[:40]!r}")
        return json_of({"history": [_entry(each) for each in entries]})


@blueprint.route("/<code>/difference")
class Texts(MethodView):
    """Two texts of a standard held against each other."""

    @needs(Action.SEE_DRAFTS)
    @blueprint.arguments(_TEXTS, location="query")
    @blueprint.response(200, _DIFFERENCE)
    @refuses(blueprint, 401, 404, 409)
    def get(self, query: Mapping[str, Any], code: str) -> Response:
        """Show what changes from one text to another

        A text is `3` (what was published as version 3), `4-2` (the draft of version 4 after it was
        written for the second time) or `draft` (the open draft). 409 where one has faults.
        """
        found = _history(code).difference(query["was"], query["now"])
        if found is None:
            raise Conflict("one of the two has faults; a difference is told of sound texts only")
        return json_of(difference_told(found))


def _history(code: str) -> History:
    return History.of(Drafts(house().database), standards(), code)


def _entry(entry: Entry) -> dict[str, Any]:
    begins = entry.effective_from
    return {
        "what": entry.what,
        "version": entry.version,
        "by": entry.by,
        "at": show_instant(entry.at),
        "why": entry.why,
        "area": entry.area,
        "text": entry.text,
        "was": entry.was,
        "effective_from": None if begins is None else show_instant(begins),
    }


def told_now(published: Published) -> dict[str, Any]:
    """A published version as it is answered, among those that stand beside it now."""
    versions = (published, *standards().versions(published.code))
    return published_told(published, versions, house().clock())


def published_told(published: Published, versions: Iterable[Published], now: int) -> dict[str, Any]:
    """A published version as it is answered; `versions` are at least all of its code."""
    beside = [each for each in versions if each.code == published.code]
    ended = published.withdrawn_at
    return {
        "code": published.code,
        "version": published.version,
        "standing": standing(published, beside, now),
        "hash": published.hash,
        "effective_from": show_instant(published.effective_from),
        "published_at": show_instant(published.published_at),
        "published_by": published.published_by,
        "why": published.why,
        "withdrawn_at": None if ended is None else show_instant(ended),
        "withdrawn_by": published.withdrawn_by,
        "withdrawn_why": published.withdrawn_why,
    }
