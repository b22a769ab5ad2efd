"""App keys for ODK Collect, and what it has sent that is no visit yet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from flask import Response, abort, g, make_response, redirect, request, url_for

from mobile_api.needs import house as mobile_house
from mobile_api.openrosa.instances import Held, InstanceState
from mobile_api.openrosa.needs import openrosa
from mobile_api.openrosa.receiving import Receiving
from mobile_api.openrosa.refusals import Rejected
from mobile_api.permissions import Action, Scope, needs
from mobile_api.refusals import NotFound
from plugin.api.shopping.odk_instances import UNFINISHED, held_for
from plugin.house import House
from plugin.language import N_, Language
from plugin.pages.moments import moment
from plugin.pages.rendering import page
from plugin.pages.speaking import reader
from plugin.shopping.odk_keys import LONGEST_NAME, KeyKeeping, KeyUnfit
from plugin.shopping.odk_settings import Addresses, addresses, settings_of
from plugin.stores.people.users import Users
from plugin.stores.shopping.keys import OdkKey, OdkKeys
from standards.languages import in_language

_NAMELESS = N_("Say in a few words whose phone the key is for.")
_UNFIT = N_("There cannot be such a key. Either the shopper is gone, or has too many keys already.")


@dataclass(frozen=True, slots=True)
class ShownKey:
    """A key in words; `revoke` is the address that ends it, empty where it is ended."""

    name: str
    owner: str
    made: str
    used: str
    revoked: str
    revoke: str


@dataclass(frozen=True, slots=True)
class ShownInstance:
    """What Collect has sent, in words; `release` makes it a visit, empty for whoever may not."""

    questionnaire: str
    owner: str
    received: str
    missing: tuple[str, ...]
    faults: tuple[str, ...]
    came: int
    release: str


@dataclass(frozen=True, slots=True)
class Made:
    """A key that was made just now, and what Collect is set up with."""

    name: str
    key: str
    at: Addresses
    settings: str


@dataclass(frozen=True, slots=True)
class OdkPage:
    """The page, and what is done on it."""

    house: House
    keeping: KeyKeeping

    @classmethod
    def of(cls, house: House) -> OdkPage:
        """The page of the house."""
        keys, users = OdkKeys(house.database), Users(house.database)
        return cls(house, KeyKeeping(keys, users, house.clock))

    @needs(Action.KEEP_ODK_KEYS)
    def odk(self) -> Response:
        """The keys, and what is on the way."""
        return self._shown()

    @needs(Action.KEEP_ODK_KEYS)
    def make_odk_key(self) -> Response:
        """The page with a new key on it, which nobody is shown again."""
        name = request.form.get("name", "")
        if not name.strip() or len(name) > LONGEST_NAME:
            return self._shown(fault=_NAMELESS, status=422)
        try:
            made, key = self.keeping.make(g.caller, name, request.form.get("user") or None)
        except (KeyUnfit, NotFound):
            return self._shown(fault=_UNFIT, status=422)
        at = addresses(request.url_root, key, made.user)
        return self._shown(made=Made(made.name, key, at, settings_of(at.server)))

    @needs(Action.KEEP_ODK_KEYS)
    def revoke_odk_key(self, key: str) -> Response:
        """Revokes a key; 404 where it is somebody else's."""
        try:
            self.keeping.revoke(g.caller, key)
        except NotFound:
            abort(404)
        return make_response(redirect(url_for("pages.odk"), 303))

    @needs(Action.ACCEPT_SUBMISSIONS)
    def release_instance(self, uuid: UUID) -> Response:
        """Makes a visit of what has come, without the files that have not."""
        receiving = Receiving(mobile_house(), openrosa())
        try:
            receiving.release(str(uuid), g.caller.user, reader().code)
        except NotFound:
            abort(404)
        except Rejected as error:
            return self._shown(refused=str(error), status=error.status)
        return make_response(redirect(url_for("pages.odk"), 303))

    def _shown(
        self, made: Made | None = None, fault: str = "", refused: str = "", status: int = 200
    ) -> Response:
        language = reader()
        keeps_all = g.caller.scope(Action.KEEP_ODK_KEYS) is Scope.ALL
        names = {each.id: each.name or each.id for each in self.keeping.users.known()}
        shoppers = self.keeping.shoppers() if keeps_all else ()
        sees = g.caller.scope(Action.SEE_SUBMISSIONS) is not None
        waiting = held_for(g.caller, UNFINISHED) if sees else ()
        written = page(
            "odk/odk",
            keys=tuple(self._keys(names, language)),
            keeps_all=keeps_all,
            shoppers=tuple((each.id, names[each.id]) for each in shoppers),
            instances=tuple(self._instances(waiting, names, language)),
            sees=sees,
            made=made,
            fault=language.gettext(fault) if fault else "",
            refused=refused,
            longest=LONGEST_NAME,
            filled={each: request.form.get(each, "") if fault else "" for each in ("user", "name")},
        )
        return make_response(written, status)

    def _keys(self, names: dict[str, str], language: Language) -> Iterator[ShownKey]:
        for each in self.keeping.listed(g.caller):
            yield ShownKey(
                name=each.name,
                owner=names.get(each.user, each.user),
                made=self._moment(each.made_at, language),
                used=self._moment(each.used_at, language),
                revoked=self._moment(each.revoked_at, language),
                revoke=_revoking(each),
            )

    def _instances(
        self, waiting: tuple[Held, ...], names: dict[str, str], language: Language
    ) -> Iterator[ShownInstance]:
        may_release = g.caller.scope(Action.ACCEPT_SUBMISSIONS) is not None
        for each in waiting:
            told = each.instance
            release = url_for("pages.release_instance", uuid=told.uuid) if may_release else ""
            is_refused = told.state is InstanceState.REFUSED
            yield ShownInstance(
                questionnaire=self._title(told.form, told.version, language),
                owner=names.get(told.user, told.user),
                received=self._moment(told.received_at, language),
                missing=each.missing,
                faults=told.faults if is_refused else (),
                came=len(each.files),
                release=release,
            )

    def _title(self, code: str, version: int | None, language: Language) -> str:
        found = openrosa().forms.find(code, version) if version else None
        title = in_language(found.title, language.code) if found else code
        return f"{title} ({version})"

    def _moment(self, at: int | None, language: Language) -> str:
        return "" if at is None else moment(at, self.house.config.zone, language)


def _revoking(key: OdkKey) -> str:
    return "" if key.revoked_at is not None else url_for("pages.revoke_odk_key", key=key.id)
