"""The way in and out: the sign-in page, signing out, and the choice of a language."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import Response, g, make_response, redirect, request, url_for

from mobile_api.permissions import Action, needs
from mobile_api.refusals import SignInRefused
from plugin.directory.signing_in import Session, TooManyTries
from plugin.doors import cookie_name, doors, let_in, let_out
from plugin.house import House
from plugin.language import N_
from plugin.pages.forms import SigningIn, fault_of
from plugin.pages.rendering import page
from plugin.pages.speaking import COOKIE, SPOKEN, reader
from plugin.stores.people.sessions import Door

_A_YEAR = 365 * 86_400

REFUSED = N_("That name and password do not fit together; check both and try again.")


@dataclass(frozen=True, slots=True)
class DoorPages:
    """The pages of the door."""

    house: House

    @needs(Action.SIGN_IN)
    def sign_in(self) -> Response:
        """The sign-in page, or what comes of what was written on it."""
        form = SigningIn()
        if request.method == "POST":
            return self._answered(form)
        if g.get("caller") is not None:
            return to(request.args.get("onward"))
        return asked(form)

    @needs(Action.SIGN_IN)
    def leave(self) -> Response:
        """Signs out, and shows the door."""
        answer = to(url_for("pages.sign_in"))
        doors().signing_in.sign_out(request.cookies.get(cookie_name(self.house.config), ""))
        doors().callers.forget()
        let_out(answer, self.house.config)
        return answer

    @needs(Action.SIGN_IN)
    def choose_language(self) -> Response:
        """Speaks the language from now on, on the same page."""
        answer, chosen = to(request.form.get("onward")), request.form.get("language", "")
        if chosen in SPOKEN:
            secure = self.house.config.secure_cookies
            answer.set_cookie(
                COOKIE, chosen, max_age=_A_YEAR, secure=secure, httponly=True, samesite="Lax"
            )
        return answer

    def _answered(self, form: SigningIn) -> Response:
        if not form.validate():
            return asked(form, reader().gettext(fault_of(form)), 400)
        try:
            session = self._signed_in(form)
        except SignInRefused:
            return asked(form, reader().gettext(REFUSED), 401)
        except TooManyTries as error:
            slowed = asked(form, _wait(error.seconds), 429)
            slowed.headers.update(error.headers)
            return slowed
        answer = to(form.onward.data)
        let_in(answer, session, self.house.config)
        return answer

    def _signed_in(self, form: SigningIn) -> Session:
        return doors().signing_in.sign_in(
            form.name.data or "",
            form.password.data or "",
            self.house.clock(),
            address=request.remote_addr or "",
            agent=request.user_agent.string,
            door=Door.PAGES,
        )


def asked(form: SigningIn, fault: str = "", status: int = 200) -> Response:
    """The sign-in page, with what is wrong with what was written on it."""
    onward = form.onward.data or request.args.get("onward") or ""
    shown = page("sign_in", form=form, fault=fault, onward=local(onward))
    return make_response(shown, status)


def to(address: str | None) -> Response:
    """Sends the browser on to one of our own addresses."""
    return make_response(redirect(local(address), 303))


def local(address: str | None) -> str:
    """The address where it is one of ours, otherwise the first page."""
    given = (address or "/").replace("\\", "/")
    ours = given.startswith("/") and not given.startswith("//") and given.isprintable()
    return given if ours and not urlsplit(given).netloc else "/"


def _wait(seconds: int) -> str:
    minutes = max(1, -(-seconds // 60))
    return reader().ngettext(
        "That was tried too often. Wait {number} minute, then try again.",
        "That was tried too often. Wait {number} minutes, then try again.",
        minutes,
    )
