"""The page of a draft's files: YAML and XLSForm, out and in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from flask import Response, abort, g, make_response, redirect, request, url_for

from mobile_api.permissions import Action, needs
from plugin.authoring.drafting import form_of
from plugin.exchange.coming_in.standard import Written, added_to, standard_of
from plugin.exchange.going_out.outgoing import NothingAsked, xlsform_of
from plugin.exchange.handing import handed, workbook_of
from plugin.exchange.workbooks.opening import opened
from plugin.language import Language
from plugin.pages.exchange import said
from plugin.pages.exchange.said import Unfit, fault_of
from plugin.pages.exchange.shown import Reported, left_shown, reported
from plugin.pages.rendering import page
from plugin.pages.speaking import reader
from plugin.pages.standards.differing import Differing, differing
from plugin.pages.standards.documents import Documents
from plugin.stores.versions.drafts import DraftChanged, Drafts, DraftVersion, UnknownDraft
from standards.languages import in_language
from standards.loader import read

ADD, REPLACE = "add", "replace"
YAML = "application/yaml; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Sent:
    """What was sent and not taken yet: which form, its words, what is wrong, what was read.

    `theirs` is what changes from what somebody quicker wrote to what was sent.
    """

    form: str = ""
    why: str = ""
    how: str = ""
    faults: Mapping[str, str] = field(default_factory=dict)
    text: str = ""
    report: Reported | None = None
    theirs: Differing | None = None


@dataclass(frozen=True, slots=True)
class FilesPage:
    """The files of a standard's open draft, or those with which one begins."""

    documents: Documents

    @needs(Action.SEE_DRAFTS)
    def exchange(self, code: str) -> Response:
        """The page; `?as=yaml` and `?as=xlsform` are the files themselves."""
        form = request.args.get("as")
        if form is None:
            return self._shown(code, Sent(), 200)
        try:
            draft = self.documents.drafts.of(code)
            file = {"yaml": _yaml_of, "xlsform": _xlsform_of}[form](draft)
        except (UnknownDraft, KeyError):
            abort(404)
        except NothingAsked as error:
            fault = fault_of(error, {}, reader())
            return self._shown(code, Sent(faults={"": fault.said}), fault.status)
        return file

    @needs(Action.SEE_DRAFTS)
    def published_form(self, code: str, version: int) -> Response:
        """A published version's questionnaire as a workbook. 404 where it asks nobody anything."""
        found = self.documents.standards.version(code, version)
        try:
            return workbook_of(found) if found is not None else abort(404)
        except NothingAsked:
            abort(404)

    @needs(Action.WRITE_STANDARDS)
    def read_form(self, code: str) -> Response:
        """What a workbook becomes, to be looked at before it is written into the draft."""
        how = request.form.get("how", ADD)
        try:
            written = self._read(code, how)
        except (Unfit, *said.REFUSED) as error:
            return self._refused(code, Sent("form", how=how), error)
        report = reported(written, reader())
        return self._shown(code, Sent("text", how=how, text=written.text, report=report), 200)

    @needs(Action.WRITE_STANDARDS)
    def write_text(self, code: str) -> Response:
        """Writes what a workbook became, as it was looked at and perhaps changed."""
        # A browser sends the ends of lines as CR LF, whatever they were (HTML, 4.10.21.4).
        text = request.form.get("text", "").replace("\r\n", "\n")
        sent = Sent("text", request.form.get("why", ""), text=text)
        try:
            if not text.strip():
                raise Unfit("text", said.NO_TEXT)
            self._write(code, text, said.why_sent())
        except (Unfit, *said.REFUSED) as error:
            return self._refused(code, sent, error)
        return make_response(redirect(url_for("pages.draft", code=code), 303))

    @needs(Action.WRITE_STANDARDS)
    def write_yaml(self, code: str) -> Response:
        """Writes a file of YAML as the draft's text, every byte of it."""
        sent = Sent("yaml", request.form.get("why", ""))
        try:
            text = _text(said.file_sent())
            self._write(code, text, said.why_sent())
        except (Unfit, *said.REFUSED) as error:
            return self._refused(code, sent, error)
        return make_response(redirect(url_for("pages.draft", code=code), 303))

    def _read(self, code: str, how: str) -> Written:
        workbook = opened(said.file_sent())
        draft = _open(self.documents.drafts, code)
        if draft is not None and how == ADD:
            return added_to(draft.text, workbook)
        version = draft.version if draft is not None else self._next(code)
        return standard_of(workbook, reader().code, code, version)

    def _write(self, code: str, text: str, why: str) -> None:
        drafting, seen = self.documents.drafting(), said.revision_sent()
        if seen:
            drafting.edit(code, seen, text, why)
        else:
            drafting.begin(code, text, why)

    def _next(self, code: str) -> int:
        versions = self.documents.standards.versions(code)
        return 1 + max((each.version for each in versions), default=0)

    def _refused(self, code: str, sent: Sent, error: Exception) -> Response:
        fault = fault_of(error, self.documents.called(), reader())
        told = replace(sent, faults={fault.field: fault.said})
        if isinstance(error, DraftChanged) and sent.text:
            told = replace(told, theirs=_differing(error.standing.text, sent.text, reader()))
        return self._shown(code, told, fault.status)

    def _shown(self, code: str, sent: Sent, status: int) -> Response:
        language = reader()
        draft = _open(self.documents.drafts, code)
        writes = g.caller.scope(Action.WRITE_STANDARDS) is not None
        if draft is None and (not writes or len(code) > _LONGEST_CODE):
            abort(404)
        form = None if draft is None else form_of(draft)
        written = page(
            "standards/exchange",
            code=code,
            draft=draft,
            title=code if form is None else in_language(form.title, language.code),
            back=self._back(code, draft),
            writes=writes,
            left=() if draft is None else self._left(draft, language),
            sent=sent,
            longest=said.LONGEST_WHY,
        )
        return make_response(written, status)

    def _back(self, code: str, draft: DraftVersion | None) -> str:
        if draft is not None:
            return url_for("pages.draft", code=code)
        known = self.documents.standards.versions(code)
        return url_for("pages.standard", code=code) if known else url_for("pages.standards")

    def _left(self, draft: DraftVersion, language: Language) -> tuple[tuple[str, str], ...] | None:
        """What the workbook does not hold; None where there can be no workbook."""
        form = read(draft.text.encode("utf-8", "surrogatepass")).form
        if form is None:
            return None
        try:
            return left_shown(xlsform_of(form).left, language)
        except NothingAsked:
            return None


_LONGEST_CODE = 16


def _differing(theirs: str, ours: str, language: Language) -> Differing | None:
    """What changes from theirs to ours; None where one of them cannot be read."""
    was, now = (read(each.encode("utf-8", "surrogatepass")).form for each in (theirs, ours))
    return None if was is None or now is None else differing(was, now, language)


def _open(drafts: Drafts, code: str) -> DraftVersion | None:
    try:
        return drafts.of(code)
    except UnknownDraft:
        return None


def _text(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        raise Unfit("file", said.NOT_UTF8) from None


def _yaml_of(draft: DraftVersion) -> Response:
    content = draft.text.encode("utf-8", "surrogatepass")
    return handed(content, YAML, f"{draft.code}-{draft.version}.yaml")


def _xlsform_of(draft: DraftVersion) -> Response:
    return workbook_of(read(draft.text.encode("utf-8", "surrogatepass")).form)
