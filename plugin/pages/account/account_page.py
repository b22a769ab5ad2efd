"""Where somebody is signed in: on what, since when, and how one of it is ended."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Response, abort, g, make_response, redirect, request, url_for

from mobile_api.permissions import Action, Scope, needs
from mobile_api.signed_in import KnownDevice, SignedIn, device_of
from plugin.doors import cookie_name, doors
from plugin.house import House
from plugin.language import N_, Language
from plugin.pages.moments import moment
from plugin.pages.rendering import page
from plugin.pages.speaking import reader
from plugin.stores.people.users import User, Users, id_of

ON = N_("{program} on {system}")
UNKNOWN = N_("An unknown device")


@dataclass(frozen=True, slots=True)
class ShownSignIn:
    """A sign-in in words; `end` is the address that ends it."""

    device: str
    begun: str
    seen: str
    until: str
    is_app: bool
    is_current: bool
    end: str


@dataclass(frozen=True, slots=True)
class AccountPage:
    """One's own account; an admin's view of another's."""

    house: House

    @needs(Action.SEE_OWN_ACCOUNT)
    def account(self) -> str:
        """Where the user is signed in."""
        language, user = reader(), self._whose(request.args.get("user"))
        found = doors().signing_in.standing(user.id, self._token(), self.house.clock())
        return page(
            "account/account",
            user=user,
            is_own=user.id == g.caller.user,
            is_admin=_is_admin(),
            sign_ins=tuple(self._shown(found, user, language)),
        )

    @needs(Action.SEE_OWN_ACCOUNT)
    def end_sign_in(self, session: str) -> Response:
        """Ends a sign-in; one that has ended meanwhile is what was wanted."""
        user = self._whose(request.form.get("user"))
        doors().signing_in.revoke(user.id, session)
        return _back_to(user)

    @needs(Action.SEE_OWN_ACCOUNT)
    def end_others(self) -> Response:
        """Ends every sign-in of the user but the one that asks."""
        user = self._whose(request.form.get("user"))
        doors().signing_in.revoke_all(user.id, but=self._token())
        return _back_to(user)

    def _whose(self, named: str | None) -> User:
        """The user who is meant; 404 where that is somebody else and no admin asks, or nobody."""
        name = id_of(named or g.caller.user)
        if name != g.caller.user and not _is_admin():
            abort(404)
        found = Users(self.house.database).find(name)
        if found is None:
            abort(404)
        return found

    def _token(self) -> str:
        return request.cookies.get(cookie_name(self.house.config), "")

    def _shown(
        self, found: tuple[SignedIn, ...], user: User, language: Language
    ) -> Iterator[ShownSignIn]:
        zone = self.house.config.zone
        for each in found:
            yield ShownSignIn(
                device=device_said(device_of(each.agent), language),
                begun=moment(each.begun_at, zone, language),
                seen=moment(each.seen_at, zone, language),
                until=moment(each.until, zone, language),
                is_app=each.is_app,
                is_current=each.is_current,
                end=url_for("pages.end_sign_in", session=each.id),
            )


def device_said(device: KnownDevice, language: Language) -> str:
    """The device in the reader's words."""
    if device.program and device.system:
        return language.gettext(ON, program=device.program, system=device.system)
    return device.program or device.system or language.gettext(UNKNOWN)


def _is_admin() -> bool:
    return g.caller.scope(Action.KEEP_USERS) is Scope.ALL


def _back_to(user: User) -> Response:
    whose = None if user.id == g.caller.user else user.id
    return make_response(redirect(url_for("pages.account", user=whose), 303))
