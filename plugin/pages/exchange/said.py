"""What cannot be taken, in the reader's words: by field, with the status of the answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import request

from plugin.authoring.drafting import DraftUnfit
from plugin.exchange.coming_in.adding import Unaddable
from plugin.exchange.going_out.outgoing import NothingAsked
from plugin.exchange.workbooks.refusals import WorkbookRefused
from plugin.language import N_, Language
from plugin.stores.versions.drafts import DraftChanged, DraftStands, UnknownDraft
from standards.lifecycle import StepRefused
from standards.said import said_by

LONGEST_WHY = 2_000
NO_FILE = N_("Choose a file.")
NO_WHY = N_("Say what changes and what for.")
LONG_WHY = N_("Say it in at most {most} characters.")
NO_TEXT = N_("There is no text.")
NOT_UTF8 = N_("The file is not text in UTF-8; save it so and send it again.")
NO_DRAFT = N_("There is no such draft any more; look at the standard.")
QUICKER = N_("{name} was quicker: the draft is another one now, and nothing of yours was written.")
STANDS = N_("Somebody began a draft of it meanwhile; nothing of yours was written.")
NOT_NOW = N_("The draft cannot be written now: send it back to its authors first.")
UNFIT = N_("There can be no such draft: {said}")
REFUSED = (
    WorkbookRefused,
    Unaddable,
    NothingAsked,
    DraftChanged,
    DraftStands,
    DraftUnfit,
    StepRefused,
    UnknownDraft,
)


class Unfit(Exception):
    """A field that cannot be taken: its name, what is said of it, and the values in that."""

    def __init__(self, field: str, message: str, values: Mapping[str, object] | None = None):
        super().__init__(message)
        self.field, self.message, self.values = field, message, dict(values or {})


@dataclass(frozen=True, slots=True)
class Fault:
    """What was not taken: the field, what is wrong with it, and the status of the answer."""

    field: str
    said: str
    status: int


def fault_of(error: Exception, called: Mapping[str, str], language: Language) -> Fault:
    """What is wrong; `called` are the names of users."""
    match error:
        case Unfit():
            return Fault(error.field, language.gettext(error.message, **error.values), 422)
        case WorkbookRefused() | Unaddable():
            return Fault("file", error.said(language), 422)
        case NothingAsked():
            return Fault("", language.gettext(error.message), 404)
        case DraftChanged():
            last = error.standing.control.history[-1].by
            return Fault("", language.gettext(QUICKER, name=called.get(last, last)), 412)
        case DraftStands():
            return Fault("", language.gettext(STANDS), 409)
        case UnknownDraft():
            return Fault("", language.gettext(NO_DRAFT), 409)
        case DraftUnfit():
            return Fault("file", language.gettext(UNFIT, said=language.said(said_by(error))), 422)
    return Fault("", language.gettext(NOT_NOW), 409)


def why_sent() -> str:
    """What changes and what for. Unfit when nothing is said, or too much."""
    why = request.form.get("why", "").strip()
    if not why:
        raise Unfit("why", NO_WHY)
    if len(why) > LONGEST_WHY:
        raise Unfit("why", LONG_WHY, {"most": f"{LONGEST_WHY:,}"})
    return why


def revision_sent() -> int:
    """The revision that the form was made of; 0, which no draft has, when it says none."""
    told = request.form.get("revision", "")
    return int(told) if told.isascii() and told.isdecimal() and len(told) <= 9 else 0


def file_sent() -> bytes:
    """The file of the field `file`. Unfit when there is none."""
    file = request.files.get("file")
    raw = file.read() if file is not None else b""
    if not raw:
        raise Unfit("file", NO_FILE)
    return raw
