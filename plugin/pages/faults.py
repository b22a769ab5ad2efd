"""What people see when a page cannot be shown: a sentence and a way on, never a code alone."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, Response, make_response, request, url_for
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from plugin.in_clear import HttpsRequired
from plugin.language import N_
from plugin.pages.door import asked, to
from plugin.pages.forms import AGED, SigningIn
from plugin.pages.rendering import page
from plugin.pages.speaking import reader

# Status -> what it is, and what to do.
FAULTS: Mapping[int, tuple[str, str]] = {
    400: (N_("This could not be read"), N_("Go back and try once more.")),
    403: (
        N_("This is not for you to see"),
        N_("Your account has no part in it; whoever runs Plumbline in your firm can change that."),
    ),
    404: (
        N_("There is nothing here"),
        N_("It may have been deleted, or it is not yours to see; check the address, or go back."),
    ),
    413: (
        N_("That is too large"),
        N_("A page takes a text of up to a megabyte; go back, what you typed is still there."),
    ),
    500: (
        N_("Something went wrong on our side"),
        N_("It has been written down for whoever runs Plumbline; try again in a while."),
    ),
}


IN_CLEAR = (
    N_("This page has to be opened over HTTPS"),
    N_(
        "Over plain HTTP everybody on the way could read your password. Type https:// before the"
        " address; if that does not answer, tell whoever runs Plumbline."
    ),
)


def show_faults(blueprint: Blueprint) -> None:
    """Has the pages answer in words whatever cannot be shown."""
    blueprint.register_error_handler(CSRFError, _aged)
    blueprint.register_error_handler(401, _to_the_door)
    blueprint.register_error_handler(HttpsRequired, _in_clear)
    for status in FAULTS:
        blueprint.register_error_handler(status, error_page)


def _to_the_door(_: Exception) -> Response:
    """Where somebody signs in, and from there on to what they wanted to see."""
    wanted = request.full_path.rstrip("?") if request.method == "GET" else ""
    return to(url_for("pages.sign_in", onward=wanted or None))


def _in_clear(_: Exception) -> Response:
    """What came in the clear from another host."""
    return _told(403, *IN_CLEAR)


def _aged(_: Exception) -> Response:
    """A form whose token is no longer good; nothing of it was taken."""
    if request.endpoint == "pages.sign_in":
        return asked(SigningIn(formdata=request.form), reader().gettext(AGED), 400)
    return _told(400, FAULTS[400][0], AGED)


def error_page(error: Exception) -> Response:
    """What cannot be shown, in words, under the status that it has."""
    code = error.code if isinstance(error, HTTPException) and error.code else 500
    nearest = 500 if code >= 500 else 400
    return _told(code, *FAULTS.get(code, FAULTS[nearest]))


def _told(status: int, heading: str, told: str) -> Response:
    language = reader()
    shown = page("message", heading=language.gettext(heading), told=language.gettext(told))
    return make_response(shown, status)
