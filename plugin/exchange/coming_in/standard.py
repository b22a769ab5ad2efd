"""What a workbook gives, as the text of a draft: one of its own, or added to one that stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from plugin.exchange.coming_in.adding import Unaddable, appended, draft_codes, draft_languages
from plugin.exchange.coming_in.codes import code_like
from plugin.exchange.coming_in.incoming import Incoming, incoming
from plugin.exchange.coming_in.remarks import NO_GOVERNANCE, NOTHING, Outcome, Remark
from plugin.exchange.coming_in.wording import words_in
from plugin.exchange.workbooks.refusals import WorkbookRefused
from plugin.exchange.workbooks.sheets import Workbook
from plugin.exchange.yaml_text import Todo, items_of, yaml_of

__all__ = ["Unaddable", "Written", "added_to", "standard_of"]


@dataclass(frozen=True, slots=True)
class Written:
    """The text of a draft that a workbook made, and what became of the workbook's rows."""

    text: str
    report: Incoming


def standard_of(
    workbook: Workbook, language: str = "en", code: str | None = None, version: int = 1
) -> Written:
    """A standard of the form's questions. WorkbookRefused where none can be taken.

    It is written in the languages of the form; `code` is what the form calls itself unless told.
    """
    found = incoming(workbook, language)
    _hold(found)
    found = replace(found, notes=(*found.notes, Remark(NO_GOVERNANCE)))
    title = found.title or {found.languages[0]: found.form_id or code or "form"}
    head = {
        "form": 1,
        "code": code or code_like(found.form_id, "form"),
        "version": version,
        "languages": list(found.languages),
        "title": words_in(title, found.languages, Todo),
        "governance": {
            "owner": Todo("who answers for the standard"),
            "review_by": Todo("the day it is looked at again, 2027-06-30"),
        },
    }
    text = f"{_heading(found)}{yaml_of(head)}\ncriteria:\n\n{items_of(found.criteria, 2)}"
    return Written(text, found)


def added_to(text: str, workbook: Workbook) -> Written:
    """The draft's text with the form's questions behind its criteria; the rest as it was written.

    Unaddable says why nothing can be added; WorkbookRefused where nothing can be taken.
    """
    languages: Sequence[str] = draft_languages(text)
    found = incoming(workbook, languages[0], languages, draft_codes(text))
    _hold(found)
    return Written(appended(text, items_of(found.criteria, 0), _heading(found)), found)


def _hold(found: Incoming) -> None:
    if not found.criteria:
        raise WorkbookRefused(NOTHING)


def _heading(found: Incoming) -> str:
    taken, adapted = found.count(Outcome.TAKEN), found.count(Outcome.ADAPTED)
    left = found.count(Outcome.LEFT)
    return (
        f"# From an XLSForm: {taken} rows taken, {adapted} adapted, {left} left out."
        " What is marked TODO is missing.\n"
    )
