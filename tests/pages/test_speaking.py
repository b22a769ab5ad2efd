"""There is one way of saying things: whoever asks Flask-Babel is answered from our catalogue."""

from __future__ import annotations

import flask_babel
import pytest

from plugin.app import create_app
from plugin.language import Language
from tests.pages.acme import CHEAP, Filled

SAID = "That was tried too often. Wait {number} minute, then try again."
MANY = "That was tried too often. Wait {number} minutes, then try again."


@pytest.mark.parametrize("language", ["en", "pl", "ru"])
def test_flask_babel_says_what_our_catalogue_says(acme: Filled, language: str) -> None:
    app, ours = create_app(acme.house, CHEAP), Language(language)
    with app.test_request_context("/", headers={"Cookie": f"language={language}"}):
        assert flask_babel.gettext("Sign in") == ours.gettext("Sign in")
        told = flask_babel.gettext("Ticket {number}", number=7)
        assert told == ours.gettext("Ticket {number}", number=7)
        for minutes in (1, 2, 5):
            assert flask_babel.ngettext(SAID, MANY, minutes) == ours.ngettext(SAID, MANY, minutes)
        assert flask_babel.get_locale() == ours.locale
        assert flask_babel.format_decimal(1234.5) in {"1,234.5", "1234,5", "1\xa0234,5"}


def test_a_cookie_with_nonsense_is_not_believed(acme: Filled) -> None:
    app = create_app(acme.house, CHEAP)
    with app.test_request_context("/", headers={"Cookie": "language=../../etc"}):
        assert str(flask_babel.get_locale()) == "en_GB"
