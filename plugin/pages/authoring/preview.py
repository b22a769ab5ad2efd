"""The preview of a draft: its questionnaire as on a phone, and the tags that contacts get."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response, abort, make_response, request

from mobile_api.permissions import Action, needs
from plugin.authoring.checking import checked
from plugin.pages.authoring.looks import looks_of
from plugin.pages.rendering import page
from plugin.pages.speaking import reader
from plugin.pages.standards.documents import Documents
from plugin.stores.versions.drafts import UnknownDraft


@dataclass(frozen=True, slots=True)
class PreviewPage:
    """How a draft looks to shoppers and in the helpdesk."""

    documents: Documents

    @needs(Action.SEE_DRAFTS)
    def preview_draft(self, code: str) -> Response:
        """The preview, with the answers given so far, of which other questions hang."""
        try:
            draft = self.documents.drafts.of(code)
        except UnknownDraft:
            abort(404)
        found = checked(draft.text, self.documents.now, code)
        looks = looks_of(found, request.args, reader())
        faults = len(found.faults)
        shown = page("standards/preview_draft", draft=draft, looks=looks, faults=faults)
        return make_response(shown)
