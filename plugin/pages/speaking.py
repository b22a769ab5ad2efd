"""In which language a page speaks: the one its reader chose, has, or tells the browser to ask for.

Flask-Babel is given the same choice and the same messages, so that whatever asks it (forms, dates)
says the same as `Language`.
"""

from __future__ import annotations

from typing import Any

from babel.support import NullTranslations
from flask import g, request
from flask.sansio.app import App
from flask_babel import Babel, Domain

from plugin.language import TRANSLATED, Language, translations

SPOKEN = ("en", *TRANSLATED)
COOKIE = "language"


class OurMessages(Domain):  # type: ignore[misc]  # Flask-Babel has no types
    """Our one catalogue, with values in by name, for whoever asks Flask-Babel."""

    def get_translations(self) -> NullTranslations:
        """The messages in the reader's language."""
        return translations(reader().code)

    def gettext(self, string: str, **variables: Any) -> str:
        """The message in the reader's language."""
        return reader().gettext(string, **variables)

    def ngettext(self, singular: str, plural: str, num: int, **variables: Any) -> str:
        """The message for so many in the reader's language."""
        return reader().ngettext(singular, plural, num, **variables)


def speak(app: App) -> None:
    """Lets the application's Flask-Babel speak as our pages do."""
    babel = Babel(app, configure_jinja=False, locale_selector=lambda: str(reader().locale))
    # A cached property of Flask-Babel; our domain takes its place.
    babel.__dict__["domain_instance"] = OurMessages()


def reader() -> Language:
    """The language of whoever reads: their choice, their own, or what the browser asks for."""
    chosen, caller = request.cookies.get(COOKIE), g.get("caller")
    own = caller.language if caller is not None else None
    asked = request.accept_languages.best_match(SPOKEN)
    return Language(next(each for each in (chosen, own, asked, "en") if each in SPOKEN))
