"""The page on which two texts of a standard are held against each other."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from itertools import islice

from flask import abort, g, request

from mobile_api.permissions import Action, needs
from plugin.authoring.history import OPEN_DRAFT, History, UnknownText
from plugin.language import Language
from plugin.pages.rendering import page
from plugin.pages.speaking import reader
from plugin.pages.standards.differing import Differing, differing
from plugin.pages.standards.documents import Documents
from plugin.pages.standards.past import texts_named

MOST_LINES = 1_000


@dataclass(frozen=True, slots=True)
class TextsPage:
    """Any two texts of one standard: versions as published, and all that was written."""

    documents: Documents

    @needs(Action.SEE_STANDARDS)
    def texts(self, code: str) -> str:
        """What changes from `was` to `now`; without them, from the last but one to the last."""
        history, language = self.documents.history(code), reader()
        names = self._names(history)
        if not names:
            abort(404)
        was = request.args.get("was") or names[min(1, len(names) - 1)]
        now = request.args.get("now") or names[0]
        if now == OPEN_DRAFT and history.open is not None:
            now = next(each for each in names if each.startswith(f"{history.open.version}-"))
        if was not in names or now not in names:
            abort(404)
        try:
            found, lines = self._found(history, was, now, language)
        except UnknownText:
            found, lines = None, None
        choices = texts_named(names, history.entries(), self.documents.called(), language)
        return page(
            "standards/texts",
            code=code,
            was=was,
            now=now,
            named=dict(choices),
            choices=choices,
            found=found,
            lines=lines,
        )

    def _names(self, history: History) -> tuple[str, ...]:
        """The texts that the caller may read, the latest first."""
        if g.caller.scope(Action.SEE_DRAFTS) is not None:
            return history.names()
        return tuple(str(each.version) for each in reversed(history.versions))

    def _found(
        self, history: History, was: str, now: str, language: Language
    ) -> tuple[Differing | None, tuple[str, ...] | None]:
        """The difference by criterion; line by line where one of the two has faults."""
        old, new = history.form(was), history.form(now)
        if old is not None and new is not None:
            return differing(old, new, language), None
        return None, lines_of(history.text(was), history.text(now))


def lines_of(was: str, now: str) -> tuple[str, ...]:
    """What differs line by line, each with `+`, `-` or a blank before it; so many at most."""
    found = difflib.unified_diff(was.splitlines(), now.splitlines(), lineterm="", n=2)
    return tuple(islice(found, 2, MOST_LINES))
