"""The page on which a draft begins: of a new standard, or of the next version of one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from flask import Response, make_response, redirect, request, url_for

from mobile_api.permissions import Action, needs
from plugin.authoring.beginning import LIBRARY, Head, empty, following, next_version, shipped
from plugin.authoring.drafting import DraftUnfit
from plugin.authoring.written.rewriting import NotRewritten
from plugin.language import N_
from plugin.pages.authoring.sent import LONGEST_NOTE
from plugin.pages.rendering import page
from plugin.pages.speaking import SPOKEN, reader
from plugin.pages.standards.documents import Documents
from plugin.stores.versions.drafts import DraftStands
from standards.said import Said, both, said_by

EMPTY = "empty"
_A_YEAR = timedelta(days=365)
# What a draft may begin with besides nothing.
SHIPPED: Mapping[str, str] = {
    "contact": N_("Contact by e-mail and chat"),
    "complaints": N_("Complaints"),
    "shop_visit": N_("A visit to a shop"),
}
MISSING: Mapping[str, str] = {
    "code": N_("Give it a code: letters, digits and hyphens, at most 16."),
    "owner": N_("Say who answers for the standard."),
    "languages": N_("Choose at least one language."),
    "note": N_("Say in a few words what it is for."),
}
STANDS = N_("There is a draft of {code} already; go on with that one.")


@dataclass(frozen=True, slots=True)
class NewPage:
    """A new draft."""

    documents: Documents

    @needs(Action.WRITE_STANDARDS)
    def new_standard(self) -> Response:
        """The form, for the next version where a published standard is named."""
        code = request.args.get("code", "")
        filled = {"code": code, "of": "next" if self._is_published(code) else EMPTY}
        filled["review_by"] = (date.fromisoformat(self.documents.today) + _A_YEAR).isoformat()
        return self._asked(filled, {}, 200)

    @needs(Action.WRITE_STANDARDS)
    def begin_draft(self) -> Response:
        """The draft that was begun, in the editor; or the form with what is wrong with it."""
        blank = dict.fromkeys(("code", "owner", "review_by", "note"), "")
        sent = {name: text.strip()[:LONGEST_NOTE] for name, text in request.form.items()}
        filled = {**blank, **sent}
        filled.setdefault("of", EMPTY)
        faults = self._missing(filled)
        if faults:
            return self._asked(filled, faults, 422)
        code = filled["code"]
        try:
            text = self._text(filled)
            self.documents.drafting().begin(code, text, filled["note"])
        except DraftStands:
            said = reader().gettext(STANDS, code=code)
            return self._asked(filled, {"": said, "stands": code}, 409)
        except (DraftUnfit, NotRewritten) as error:
            return self._asked(filled, {"": reader().said(said_by(error))}, 422)
        return make_response(redirect(url_for("pages.edit_draft", code=code), 303))

    def _text(self, filled: Mapping[str, str]) -> str:
        code, of, standards = filled["code"], filled.get("of"), self.documents.standards
        if of == "next":
            text = following(standards, code, self.documents.now)
            if text is None:
                what = Said("no version of {code} is published", code=code)
                raise DraftUnfit(both(what, Said("begin with something else")))
            return text
        if of in LIBRARY:
            return shipped(of, code, next_version(standards, code))
        titles = {each: filled.get(f"title-{each}", "") for each in SPOKEN}
        head = Head(
            code, titles, _languages(), filled["owner"], filled["review_by"],
            str(self.documents.zone),
        )  # fmt: skip
        return empty(head)

    def _missing(self, filled: Mapping[str, str]) -> dict[str, str]:
        is_empty = filled.get("of") not in {"next", *LIBRARY}
        wanted = ("code", "owner", "note") if is_empty else ("code", "note")
        missing = [each for each in wanted if not filled.get(each)]
        if is_empty and not _languages():
            missing.append("languages")
        return {each: reader().gettext(MISSING[each]) for each in missing}

    def _is_published(self, code: str) -> bool:
        return bool(code) and bool(self.documents.standards.versions(code))

    def _asked(self, filled: Mapping[str, str], faults: Mapping[str, str], status: int) -> Response:
        language = reader()
        code = filled.get("code", "")
        written = page(
            "standards/new_standard",
            filled=filled,
            faults=faults,
            chosen=_languages() if request.method == "POST" else (language.code,),
            shipped=tuple((each, language.gettext(SHIPPED[each])) for each in LIBRARY),
            next=next_version(self.documents.standards, code) if self._is_published(code) else None,
            published=sorted({each.code for each in self.documents.standards.known()}),
            longest=LONGEST_NOTE,
        )
        return make_response(written, status)


def _languages() -> tuple[str, ...]:
    """The languages that were ticked."""
    return tuple(each for each in request.form.getlist("languages") if each in SPOKEN)
