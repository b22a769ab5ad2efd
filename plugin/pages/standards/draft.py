"""The page of a draft: where it stands, what is still missing, and the steps that may be taken."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from flask import Response, g, make_response

from mobile_api.permissions import Action, Caller, needs
from plugin.authoring.drafting import form_of
from plugin.authoring.history import Entry
from plugin.catalogue.names import AREAS
from plugin.faults import said_of
from plugin.language import N_, Language
from plugin.pages.rendering import page
from plugin.pages.speaking import reader
from plugin.pages.standards.differing import Differing, differing
from plugin.pages.standards.documents import Documents, way
from plugin.pages.standards.past import happened
from plugin.pages.standards.shown import Approved, approvals_shown
from plugin.pages.standards.standard import LONGEST_WHY, facts_of
from plugin.pages.standards.words import STATES
from plugin.publishing.publish import StandardFaulty, read_draft
from plugin.stores.versions.drafts import DraftVersion, UnknownDraft
from plugin.stores.versions.standards import Published
from standards.languages import in_language
from standards.lifecycle import MAY, State, Step
from standards.model import Draft, Form
from standards.promises import broken
from standards.source import Fault

# The pages beside a draft, and what they are called here.
_BESIDE = (
    ("edit", N_("Write")),
    ("preview", N_("Preview")),
    ("handbook", N_("Handbook")),
    ("exchange", N_("Files: YAML and XLSForm")),
    ("backtests", N_("What would it have said?")),
)
_STEPS: Mapping[Step, Action] = {
    Step.SUBMIT: Action.WRITE_STANDARDS,
    Step.RETURN: Action.APPROVE_STANDARDS,
    Step.APPROVE: Action.APPROVE_STANDARDS,
    Step.PUBLISH: Action.PUBLISH_STANDARDS,
    Step.DROP: Action.WRITE_STANDARDS,
}
_DAY, _MOST_PROVEN = 86_400, 32
WROTE_IT = N_("You wrote of it; somebody else has to approve it.")
NOT_THEIRS = N_("You approve for {areas}; what is still missing is for others to approve.")


@dataclass(frozen=True, slots=True)
class Sent:
    """What was sent and not taken: by which step, the fields, and what is wrong with each.

    The fault of the whole stands under the empty name.
    """

    step: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    faults: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DraftPage:
    """The open draft of one standard."""

    documents: Documents

    @needs(Action.SEE_DRAFTS)
    def draft(self, code: str) -> Response:
        """The draft as it stands."""
        return self.shown(code, Sent(), 200)

    def shown(self, code: str, sent: Sent, status: int) -> Response:
        """The draft, with what was sent and not taken."""
        language = reader()
        try:
            draft = self.documents.drafts.of(code)
        except UnknownDraft:
            return self._none(code, sent, language)
        versions = self.documents.standards.versions(code)
        form, last = form_of(draft), versions[-1] if versions else None
        was = None if last is None else form_of(last)
        written = page(
            "standards/draft",
            code=code,
            draft=draft,
            title=code if form is None else in_language(form.title, language.code),
            state=language.gettext(STATES[draft.control.state]),
            stages=tuple(self._stages(draft, language)),
            faults=tuple(self._faults(draft, versions, language)),
            facts=() if form is None else facts_of(form, language),
            approvals=tuple(self._approvals(draft, form, language)),
            found=_difference(was, form, language),
            last=last,
            ways=tuple(self._ways(code, language)),
            past=tuple(happened(self._entries(code, draft), self.documents, code, language)),
            may={step.value for step in self._may(draft)},
            barred=self._barred(draft, form, language),
            areas=self._areas(draft, form, language),
            today=self.documents.today,
            zone=str(self.documents.zone),
            sent=sent,
            longest=LONGEST_WHY,
        )
        return make_response(written, status)

    def _none(self, code: str, sent: Sent, language: Language) -> Response:
        """Nobody writes of it: where it is told what became of it, and where one begins."""
        if not self.documents.standards.versions(code):
            return make_response(self._nothing(code, sent, None), 404)
        address = way("standards", "new", query=f"code={code}", unlike="pages.standard")
        return make_response(self._nothing(code, sent, address), 409 if sent.step else 404)

    def _nothing(self, code: str, sent: Sent, begin: str | None) -> str:
        return page("standards/no_draft", code=code, sent=sent, begin=begin)

    def _stages(self, draft: DraftVersion, language: Language) -> Iterator[tuple[str, bool]]:
        for each in (State.DRAFT, State.IN_REVIEW, State.APPROVED, State.PUBLISHED):
            yield language.gettext(STATES[each]), each is draft.control.state

    def _faults(
        self, draft: DraftVersion, versions: tuple[Published, ...], language: Language
    ) -> Iterator[str]:
        """Everything that would refuse it: faults, broken examples, codes that mean another."""
        found = _proven(draft.text, self.documents.now // _DAY * _DAY)
        if not isinstance(found, Form):
            yield from (said_of("", each, language) for each in found)
            return
        known = [form for each in versions if (form := form_of(each)) is not None]
        for each in broken(found, known):
            yield f"{each.criterion}: {language.said(each.why)}"

    def _approvals(
        self, draft: DraftVersion, form: Form | None, language: Language
    ) -> Iterator[Approved]:
        """Those given, and the areas that are still to give one: with nobody's name."""
        called = self.documents.called()
        yield from approvals_shown(draft.control.approvals, self.documents, called, language)
        for each in () if form is None else draft.control.missing(form.governance):
            yield Approved(language.gettext(AREAS[each]), "", "", "")

    def _ways(self, code: str, language: Language) -> Iterator[tuple[str, str]]:
        for part, named in _BESIDE:
            address = way("standards", code, "draft", part)
            if address is not None:
                yield address, language.gettext(named)

    def _entries(self, code: str, draft: DraftVersion) -> tuple[Entry, ...]:
        entries = self.documents.history(code).entries()
        return tuple(each for each in entries if each.version == draft.version)

    def _may(self, draft: DraftVersion) -> Iterator[Step]:
        """The steps that the caller may take with it as it stands."""
        caller: Caller = g.caller
        for step, action in _STEPS.items():
            if draft.control.state in MAY[step] and caller.scope(action) is not None:
                yield step

    def _barred(self, draft: DraftVersion, form: Form | None, language: Language) -> str:
        """Why the caller does not approve it; empty where they may."""
        if self._is_barred(draft, form):
            return language.gettext(WROTE_IT)
        if form is None or any(map(g.caller.approves_for, draft.control.missing(form.governance))):
            return ""
        theirs = (language.gettext(AREAS[each]) for each in sorted(g.caller.areas))
        return language.gettext(NOT_THEIRS, areas=language.all_of(theirs))

    def _is_barred(self, draft: DraftVersion, form: Form | None) -> bool:
        """Whether the caller wrote of it and so does not approve it."""
        own = form is not None and form.governance.own_approval
        return g.caller.user in draft.control.authors and not own

    def _areas(
        self, draft: DraftVersion, form: Form | None, language: Language
    ) -> tuple[tuple[str, str], ...]:
        missing = () if form is None else draft.control.missing(form.governance)
        theirs = filter(g.caller.approves_for, missing)
        return tuple((each.value, language.gettext(AREAS[each])) for each in theirs)


@lru_cache(maxsize=_MOST_PROVEN)
def _proven(text: str, as_of: int) -> Draft | tuple[Fault, ...]:
    """What the text says, or its faults; to run all examples takes a tenth of a second."""
    try:
        return read_draft(text.encode("utf-8", "surrogatepass"), as_of)
    except StandardFaulty as faulty:
        return faulty.faults


def _difference(was: Form | None, now: Form | None, language: Language) -> Differing | None:
    return None if was is None or now is None else differing(was, now, language)
