"""The editor: a draft as a form and as YAML side by side, tried as it is typed.

Everything is sent in one form and answered with the whole page, so that it works without scripts;
the page's script sends the same and takes over the parts that changed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import unified_diff

from flask import Response, g, make_response, redirect, request, url_for

from mobile_api.permissions import Action, needs
from plugin.api.here import checking
from plugin.authoring.checking import checked
from plugin.authoring.chosen import Chosen, TheCriterion, TheHead, chosen_in, word_of
from plugin.authoring.drafting import DraftUnfit, form_of
from plugin.authoring.steps import stepped
from plugin.authoring.written.rewriting import NotRewritten
from plugin.language import N_, Language
from plugin.pages.authoring.laid import Speaking
from plugin.pages.authoring.looks import looks_of
from plugin.pages.authoring.sent import (
    ADD_CALENDAR,
    LONGEST_NAME,
    LONGEST_NOTE,
    SAVE,
    Sent,
    ends_of,
    laid_out,
    sent_in,
)
from plugin.pages.authoring.shown import edited, overlaid
from plugin.pages.authoring.words import KINDS
from plugin.pages.exchange.said import NOT_NOW
from plugin.pages.rendering import page
from plugin.pages.speaking import reader
from plugin.pages.standards.differing import Differing, differing
from plugin.pages.standards.documents import Documents
from plugin.pages.standards.words import STATES
from plugin.stores.versions.drafts import DraftChanged, DraftVersion, UnknownDraft
from standards.lifecycle import StepRefused
from standards.model import Form
from standards.said import said_by

GONE = N_(
    "There is no draft of this standard any more: it was published or withdrawn meanwhile. Your"
    " text stands below; copy it, and begin a new draft with it."
)
NO_NOTE = N_("Say in a few words what you changed and what for; then save once more.")
QUICKER = N_(
    "{name} was quicker and saved meanwhile, so yours was not kept yet. Below is what differs"
    " between theirs and yours. Nothing of yours is lost."
)
SAVED = N_("Saved.")
_MOST_LINES = 500


@dataclass(frozen=True, slots=True)
class Quicker:
    """Another author's text that stands by now: who, why, what differs to ours, and the text.

    `found` is None where one of the two has faults; `lines` are those that differ, a sign before.
    """

    name: str
    whys: tuple[tuple[str, str, str], ...]
    found: Differing | None
    lines: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is said of what was sent; each part is empty where nothing is."""

    alert: str = ""
    note_fault: str = ""
    quicker: Quicker | None = None
    status: int = 200
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class EditingPage:
    """The editor of one draft."""

    documents: Documents

    @needs(Action.WRITE_STANDARDS)
    def edit_draft(self, code: str) -> Response:
        """The draft as it stands, one part of it in the form."""
        try:
            draft = self.documents.drafts.of(code)
        except UnknownDraft:
            return make_response(redirect(url_for("pages.draft", code=code), 303))
        language = reader()
        alert = language.gettext(SAVED) if request.args.get("saved") else ""
        sent = Sent(draft.text, seen=draft.revision)
        asked = request.args.get("criterion") or request.args.get("part") or None
        return self._shown(draft, code, sent, Outcome(alert), asked)

    @needs(Action.WRITE_STANDARDS)
    def write_draft(self, code: str) -> Response:
        """What comes of what was sent: tried, or kept."""
        draft = self._draft(code)
        told = len(request.form.get("yaml", ""))
        checking().take(g.caller.user, told, self.documents.now)
        sent = sent_in(request.form, "\n" if draft is None else ends_of(draft.text))
        try:
            typed = stepped(sent.filled_in(), sent.step)
        except NotRewritten as error:
            outcome = Outcome(reader().said(said_by(error)), status=422, fields=sent.fields)
            return self._shown(draft, code, sent, outcome)
        naming = "" if sent.step.startswith(ADD_CALENDAR) else sent.naming
        sent = replace(sent, text=typed.text, chosen=typed.chosen, naming=naming)
        if draft is None:
            return self._shown(None, code, sent, Outcome(reader().gettext(GONE), status=404))
        if sent.step != SAVE:
            return self._shown(draft, code, sent, Outcome())
        return self._saved(draft, sent)

    def _draft(self, code: str) -> DraftVersion | None:
        try:
            return self.documents.drafts.of(code)
        except UnknownDraft:
            return None

    def _saved(self, draft: DraftVersion, sent: Sent) -> Response:
        """On to the page of what is kept now, or the same page with what is in the way."""
        language, code = reader(), draft.code
        if not sent.note:
            outcome = Outcome(note_fault=language.gettext(NO_NOTE), status=422)
            return self._shown(draft, code, sent, outcome)
        try:
            self.documents.drafting().edit(code, sent.seen, sent.text, sent.note)
        except DraftChanged as changed:
            quicker = self._quicker(changed.standing, sent, language)
            alert = language.gettext(QUICKER, name=quicker.name)
            return self._shown(changed.standing, code, sent, Outcome(alert, "", quicker, 409))
        except UnknownDraft:
            return self._shown(None, code, sent, Outcome(language.gettext(GONE), status=404))
        except DraftUnfit as error:
            said = language.said(said_by(error))
            return self._shown(draft, code, sent, Outcome(said, status=422))
        except StepRefused:
            return self._shown(draft, code, sent, Outcome(language.gettext(NOT_NOW), status=422))
        word = None if sent.chosen is None else word_of(sent.chosen)
        is_criterion = isinstance(sent.chosen, TheCriterion)
        address = url_for(
            "pages.edit_draft", code=code, criterion=word if is_criterion else None,
            part=None if is_criterion else word, saved="yes",
        )  # fmt: skip
        return make_response(redirect(address, 303))

    def _quicker(self, standing: DraftVersion, sent: Sent, language: Language) -> Quicker:
        called = self.documents.called()
        steps = standing.control.history[sent.seen :] or standing.control.history[-1:]
        whys = tuple(
            (
                called.get(each.by, each.by),
                self.documents.moment(each.at, language),
                each.why,
            )
            for each in steps
        )
        theirs = form_of(standing)
        ours = form_of(sent.text)
        found = None if theirs is None or ours is None else differing(theirs, ours, language)
        return Quicker(
            whys[-1][0], whys, found, _differing(standing.text, sent.text), standing.text
        )

    def _shown(
        self,
        draft: DraftVersion | None,
        code: str,
        sent: Sent,
        outcome: Outcome,
        asked: str | None = None,
    ) -> Response:
        language = reader()
        found = checked(sent.text, self.documents.now, code, published=self._published(code))
        speaking = Speaking(sent.languages, sent.calendars)
        chosen = sent.chosen if asked is None else None
        shown = edited(sent.text, chosen, found, speaking, language)
        if asked is not None or sent.chosen is None:
            chosen = _part_of(asked, [each.code for each in shown.criteria])
            shown = edited(sent.text, chosen, found, speaking, language)
        shown = overlaid(shown, outcome.fields) if outcome.fields else shown
        fields = shown.laid.fields if shown.laid is not None else {}
        written = page(
            "standards/edit_draft",
            code=code,
            draft=draft,
            state="" if draft is None else language.gettext(STATES[draft.control.state]),
            seen=draft.revision if outcome.quicker and draft is not None else sent.seen,
            text=sent.text,
            note=sent.note,
            pane=sent.pane if sent.pane in {"form", "yaml", "preview"} else "form",
            shown=shown,
            bearing=laid_out(shown.speaking.languages, shown.speaking.calendars, fields),
            naming=sent.naming,
            kinds=tuple((each, language.gettext(name)) for each, name in KINDS.items()),
            looks=looks_of(found, request.form, language),
            outcome=outcome,
            answer=_answer(),
            longest=LONGEST_NOTE,
            longest_name=LONGEST_NAME,
        )
        return make_response(written, outcome.status)

    def _published(self, code: str) -> Sequence[Form]:
        """The published versions that can be read, whose codes go on meaning what they meant."""
        forms = (form_of(each) for each in self.documents.standards.versions(code))
        return [each for each in forms if each is not None]


def _differing(theirs: str, ours: str) -> tuple[str, ...]:
    """The lines that only one of the texts has, with the lines around them."""
    told = unified_diff(theirs.splitlines(), ours.splitlines(), n=1, lineterm="")
    return tuple(each for each in told if not each.startswith(("---", "+++")))[:_MOST_LINES]


def _answer() -> str:
    """What the page answers to: somebody who comes, who has saved, or who has sent something."""
    if request.method != "GET":
        return "sent"
    return "saved" if request.args.get("saved") else "fresh"


def _part_of(asked: str | None, codes: Sequence[str]) -> Chosen:
    """The part of the word or code; the first criterion where that names none, or the head."""
    if asked in codes:
        return TheCriterion(codes.index(asked))
    part = None if asked is None else chosen_in(asked)
    if isinstance(part, TheCriterion) and part.number >= len(codes):
        part = None
    return part or (TheCriterion(0) if codes else TheHead())
