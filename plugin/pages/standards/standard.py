"""The page of one standard: its versions and where they stand, and all that happened to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Response, abort, g, make_response, redirect, request, url_for

from mobile_api.permissions import Action, needs
from plugin.authoring.drafting import form_of
from plugin.authoring.history import Entry, History
from plugin.catalogue.names import AREAS
from plugin.language import N_, Language
from plugin.pages.listing import day_said
from plugin.pages.rendering import page
from plugin.pages.speaking import reader
from plugin.pages.standards.documents import Documents, way
from plugin.pages.standards.past import OPEN_TO_READERS, happened
from plugin.pages.standards.shown import Versions
from plugin.pages.standards.words import STATES
from plugin.publishing.withdraw import UnknownVersion, Withdrawal, withdraw
from plugin.stores.versions.drafts import DraftVersion
from plugin.stores.versions.standards import Published
from standards.languages import in_language
from standards.lifecycle import StepRefused, judging
from standards.model import Form

LONGEST_WHY = 2_000
NO_REASON = N_("Say why.")
_HERE = "pages.standard"
TOO_LONG = N_("That is too long; say it in fewer words.")
_STANDS_SO = N_(
    "It cannot be withdrawn any more: somebody was quicker, or a later version has begun. Below is"
    " how it stands."
)


@dataclass(frozen=True, slots=True)
class Fault:
    """What was wrong with a withdrawal: of which version, what was said of it, and what to do."""

    version: int
    why: str
    said: str


@dataclass(frozen=True, slots=True)
class StandardPage:
    """One standard with its versions."""

    documents: Documents

    @needs(Action.SEE_STANDARDS)
    def standard(self, code: str) -> Response:
        """The standard."""
        return self._shown(code, None, 200)

    @needs(Action.SEE_STANDARDS)
    def version(self, code: str, version: int) -> Response:
        """The version's part of the page."""
        versions = self.documents.standards.versions(code)
        if not any(each.version == version for each in versions):
            abort(404)
        address = url_for("pages.standard", code=code, _anchor=f"version-{version}")
        return make_response(redirect(address, 303))

    @needs(Action.WITHDRAW_STANDARDS)
    def withdraw_version(self, code: str, version: int) -> Response:
        """Withdraws a version, or says on the page why not."""
        why, language = request.form.get("why", "").strip(), reader()
        said = reason_fault(why)
        if said:
            fault = Fault(version, why, language.gettext(said))
            return self._shown(code, fault, 422)
        told = Withdrawal(g.caller.user, self.documents.now, why)
        try:
            withdraw(self.documents.standards, code, version, told)
        except UnknownVersion:
            abort(404)
        except StepRefused:
            return self._shown(code, Fault(0, why, language.gettext(_STANDS_SO)), 409)
        return self.version(code, version)

    def _shown(self, code: str, fault: Fault | None, status: int) -> Response:
        language, history = reader(), self.documents.history(code)
        sees_drafts = g.caller.scope(Action.SEE_DRAFTS) is not None
        if not history.versions and not (sees_drafts and history.drafts):
            abort(404)
        versions, draft = history.versions, history.open if sees_drafts else None
        form = _form(versions, draft, self.documents.now)
        written = page(
            "standards/standard",
            code=code,
            title=code if form is None else in_language(form.title, language.code),
            facts=() if form is None else facts_of(form, language),
            stands=judging(versions, self.documents.now) is not None,
            versions=tuple(Versions(self.documents, versions, history.drafts, language).shown()),
            draft=None if draft is None else self._draft(draft, language),
            past=tuple(happened(self._entries(history), self.documents, code, language)),
            texts=history.names() if sees_drafts else tuple(str(each.version) for each in versions),
            compliance=self._compliance(code, versions),
            begin=None if draft else way("standards", "new", query=f"code={code}", unlike=_HERE),
            fault=fault,
            longest=LONGEST_WHY,
        )
        return make_response(written, status)

    def _entries(self, history: History) -> tuple[Entry, ...]:
        entries = history.entries()
        if g.caller.scope(Action.SEE_DRAFTS) is not None:
            return entries
        return tuple(each for each in entries if each.what in OPEN_TO_READERS)

    def _draft(self, draft: DraftVersion, language: Language) -> tuple[int, str, str]:
        """Its version, where it stands, and its address."""
        state = language.gettext(STATES[draft.control.state])
        return draft.version, state, url_for("pages.draft", code=draft.code)

    def _compliance(self, code: str, versions: Sequence[Published]) -> str | None:
        is_seen = g.caller.scope(Action.SEE_COMPLIANCE) is not None
        return url_for("pages.compliance", standard=code) if versions and is_seen else None


def reason_fault(why: str) -> str:
    """What is wrong with a reason, yet to be translated; empty is nothing."""
    if not why.strip():
        return NO_REASON
    return TOO_LONG if len(why) > LONGEST_WHY else ""


def facts_of(form: Form, language: Language) -> tuple[tuple[str, str], ...]:
    """Who answers for it, when it is looked at again, whom it asks, how much it asks."""
    asked = form.governance
    areas = language.all_of(language.gettext(AREAS[each]) for each in asked.approvals)
    return (
        (language.gettext("Owner"), in_language(asked.owner, language.code)),
        (language.gettext("To be looked at again by"), day_said(asked.review_by, language)),
        (
            language.gettext("Approvals it asks for"),
            areas or language.gettext("nobody's"),
        ),
        (language.gettext("Criteria"), language.number(len(form.criteria))),
    )


def _form(versions: Sequence[Published], draft: DraftVersion | None, now: int) -> Form | None:
    """What stands in force, or else what was published last, or else the draft."""
    last = judging(versions, now) or (versions[-1] if versions else None)
    found = None if last is None else form_of(last)
    return found or (None if draft is None else form_of(draft))
