"""What people send from pages; each form bears a token against being sent from elsewhere."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import DataRequired, Length

from plugin.language import N_

LONGEST_NAME, LONGEST_PASSWORD = 254, 1024
AGED = N_("This page was open for too long, so what you sent was not taken; send it once more.")
EMPTY = N_("Write your name and your password.")


class SigningIn(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """A name, a password, and the page to go on to."""

    name = StringField(validators=[DataRequired(), Length(max=LONGEST_NAME)])
    password = PasswordField(validators=[DataRequired(), Length(max=LONGEST_PASSWORD)])
    onward = HiddenField()


def fault_of(form: FlaskForm) -> str:
    """What is wrong with the form, for the reader, yet to be translated; empty is nothing."""
    if "csrf_token" in form.errors:
        return AGED
    return EMPTY if form.errors else ""
