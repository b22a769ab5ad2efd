"""Furnishes an empty house for the invented firm: standards, directory, users, a connection."""

from __future__ import annotations

import csv
import io
import json
import secrets
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from importlib.resources import files

from mobile_api.permissions import Role
from plugin.demo.firm import (
    CONNECTION,
    SELLERS,
    SHOPS,
    TEAMS,
    WORKERS,
    identity_of,
    location_of,
)
from plugin.directory.importing import import_sheet
from plugin.directory.passwords import new_password
from plugin.directory.registering import Registering
from plugin.directory.signing_in import SigningIn
from plugin.house import House
from plugin.publishing.publish import publish
from plugin.stores.keeping.demo import Demonstrations
from plugin.stores.people.directory import Directory
from plugin.stores.people.users import NameTaken, User
from plugin.stores.tickets.connections import Connection, Connections
from plugin.stores.versions.standards import Standards
from webhooks.contract import Account

_STANDARDS = ("contact.yaml", "shop_visit.yaml")
_BY = "demonstration"
_COLUMNS = ("kind", "id", "name", "team", "location", "identity", "latitude", "longitude")

SHOPPERS = ("demo-shopper-1", "demo-shopper-2")
COORDINATOR, REVIEWER = "demo-coordinator", "demo-reviewer"
_USERS = (
    User("demo-admin", "Demo admin", frozenset({Role.ADMIN}), language="en"),
    User("demo-trainer", "Demo trainer", frozenset({Role.TRAINER}), language="pl"),
    User("demo-approver", "Demo approver", frozenset({Role.APPROVER}), language="en"),
    User("demo-leader", "", frozenset({Role.TEAM_LEADER}), person="vera-orlova", language="ru"),
    User("demo-employee", "", frozenset({Role.EMPLOYEE}), person="kuba-wrona", language="pl"),
    User(SHOPPERS[0], "Demo shopper 1", frozenset({Role.SHOPPER}), language="pl"),
    User(SHOPPERS[1], "Demo shopper 2", frozenset({Role.SHOPPER}), language="ru"),
    User(COORDINATOR, "Demo coordinator", frozenset({Role.COORDINATOR}), language="en"),
    User(REVIEWER, "Demo reviewer", frozenset({Role.REVIEWER}), language="en"),
)


class HouseInUse(Exception):
    """The database is that of a real firm: no invented one moves in beside it."""


@dataclass(frozen=True, slots=True)
class Furnished:
    """How to sign in as whom, and what proves a delivery to be the invented helpdesk's."""

    passwords: Mapping[str, str] = field(repr=False)
    secret: str = field(repr=False)


def refuse_if_used(house: House) -> None:
    """Returns when nobody else lives here. HouseInUse for a connection that is not ours."""
    found = Connections(house.database, house.sealer).all()
    others = [each.name for each in found if each.name != CONNECTION]
    if others:
        raise HouseInUse(
            f"this database is in use ({', '.join(others)}); give the demonstration another one: "
            "PLUMBLINE_DATABASE names it"
        )


def furnish(house: House, effective_from: int) -> Furnished:
    """The house furnished for contacts from that instant on (UTC seconds)."""
    _publish(house, effective_from)
    import_sheet(Directory(house.database), _sheet(), house.config.zone)
    return Furnished(sign_ins(house), _secret(Connections(house.database, house.sealer)))


def _publish(house: House, effective_from: int) -> None:
    library = files("standards") / "library"
    for name in _STANDARDS:
        raw = (library / name).read_bytes()
        standards = Standards(house.database)
        publish(standards, raw, effective_from=effective_from, by=_BY, now=house.clock())


def _sheet() -> bytes:
    written = io.StringIO()
    rows = csv.DictWriter(written, _COLUMNS, delimiter=";")
    rows.writeheader()
    rows.writerows(_rows())
    return written.getvalue().encode()


def _rows() -> Iterator[dict[str, str]]:
    for team in TEAMS:
        identity = f"{CONNECTION}/group/{team.group}"
        yield {"kind": "team", "id": team.code, "name": team.name, "identity": identity}
    for shop in SHOPS:
        identity = location_of(shop.code)
        lies = {"latitude": str(shop.latitude), "longitude": str(shop.longitude)}
        told = {"id": shop.code, "name": shop.name, "identity": identity}
        yield {"kind": "location", **told, **lies}
    for each in WORKERS:
        identity = f"{CONNECTION}/user/{each.user}"
        told = {"id": each.code, "name": each.name, "team": each.team, "identity": identity}
        yield {"kind": "person", **told}
    for seller in SELLERS:
        identity = identity_of(seller.code)
        told = {"id": seller.code, "name": seller.name, "location": seller.shop}
        yield {"kind": "person", **told, "identity": identity}


def sign_ins(house: House) -> Mapping[str, str]:
    """The demo users with their passwords, made at the first run and sealed for the next."""
    demonstrations = Demonstrations(house.database)
    sealed = demonstrations.sign_ins()
    if sealed is None:
        fresh = {user.id: new_password() for user in _USERS}
        demonstrations.keep_sign_ins(house.sealer.seal(json.dumps(fresh).encode()))
        sealed = demonstrations.sign_ins() or b""
    passwords: Mapping[str, str] = json.loads(house.sealer.open(sealed))
    missing = [user.id for user in _USERS if user.id not in passwords]
    if missing:  # it was furnished by an earlier release, which knew fewer
        passwords = {**passwords, **{name: new_password() for name in missing}}
        told = house.sealer.seal(json.dumps(passwords).encode())
        demonstrations.keep_sign_ins(told, instead_of=sealed)
    registering = Registering(SigningIn.over(house.database), Directory(house.database))
    for user in _USERS:
        if registering.signing_in.users.find(user.id) is None:
            _add(registering, user, passwords[user.id])
    return passwords


def _add(registering: Registering, user: User, password: str) -> None:
    with suppress(NameTaken):  # another run was quicker, with the same password
        registering.add(user, password)


def _secret(connections: Connections) -> str:
    """The signing secret of the connection, which is made at the first run and writes nothing."""
    standing = connections.find(CONNECTION)
    if standing is not None:
        return standing.secrets[0]
    secret = secrets.token_urlsafe(24)
    account = Account(CONNECTION, "https://demonstration.invalid", "pl")
    connections.keep(Connection(account, "zendesk", (secret,), write_back=False))
    return secret
