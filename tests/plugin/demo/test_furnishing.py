"""The invented firm moves into an empty house, and never in beside a real one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from uuid import uuid4

import pytest
from pymongo import MongoClient

from mobile_api.permissions import Role
from plugin.config import Config
from plugin.demo.firm import CONNECTION, WORKERS
from plugin.demo.furnishing import Furnished, HouseInUse, furnish, refuse_if_used, sign_ins
from plugin.directory.signing_in import SigningIn
from plugin.house import House
from plugin.sealing import Sealer, new_key
from plugin.stores.collections import lay_out_all
from plugin.stores.keeping.demo import Demonstrations
from plugin.stores.layout import Document, Mongo
from plugin.stores.opening import database_of
from plugin.stores.people.directory import Directory
from plugin.stores.people.sessions import Door
from plugin.stores.tickets.connections import Connection, Connections
from plugin.stores.versions.standards import Standards
from webhooks.contract import Account

NOW = 1_795_000_000
BEGINS_AT = NOW - 200 * 86_400
KEY = new_key()


def house_over(database: Mongo) -> House:
    return House(Config(keys=(KEY,)), database, Sealer([KEY]), lambda: NOW)


@pytest.fixture(scope="module")
def house(mongo: MongoClient[Document]) -> Iterator[House]:
    """A house that is furnished already; to furnish one takes a second."""
    database = database_of(mongo, f"test-{uuid4().hex}")
    lay_out_all(database)
    made = house_over(database)
    furnish(made, BEGINS_AT)
    yield made
    mongo.drop_database(database.name)


def test_what_a_demonstration_needs_is_there(house: House) -> None:
    furnished = Furnished(sign_ins(house), "")
    in_force = {each.code for each in Standards(house.database).in_force(BEGINS_AT)}
    assert in_force == {"contact", "shop-visit"}
    assert len(Directory(house.database).everybody().people) >= len(WORKERS)
    users = SigningIn.over(house.database).users.known()
    assert {user.id for user in users} == set(furnished.passwords)
    roles = {role for user in users for role in user.roles}
    assert roles == set(Role) - {Role.SERVICE_ACCOUNT}


def test_nothing_is_written_to_any_helpdesk(house: House) -> None:
    connection = Connections(house.database, house.sealer).find(CONNECTION)
    assert connection is not None
    assert (connection.write_back, connection.token) == (False, None)


def test_furnishing_again_changes_nothing(house: House) -> None:
    first, again = furnish(house, BEGINS_AT), furnish(house, BEGINS_AT)
    assert (first.passwords, first.secret) == (again.passwords, again.secret)
    assert sign_ins(house) == first.passwords


def test_passwords_are_of_this_installation_and_kept_sealed(house: House) -> None:
    passwords = sign_ins(house)
    assert len(set(passwords.values())) == len(passwords)
    kept = str(list(house.database.demonstrations.find()))
    assert not any(each in kept for each in passwords.values())


def test_who_is_new_in_a_later_release_may_sign_in_as_well(house: House) -> None:
    first = dict(sign_ins(house))
    demonstrations = Demonstrations(house.database)
    known = {name: each for name, each in first.items() if name != "demo-approver"}
    sealed = house.sealer.seal(json.dumps(known).encode())
    demonstrations.keep_sign_ins(sealed, instead_of=demonstrations.sign_ins())
    house.database.users.delete_one({"_id": "demo-approver"})
    later = sign_ins(house)
    assert {name: later[name] for name in known} == known
    assert later.keys() == first.keys()
    assert sign_ins(house) == later
    signing_in = SigningIn.over(house.database)
    assert signing_in.sign_in("demo-approver", later["demo-approver"], NOW, door=Door.PAGES)


def test_a_house_in_use_is_refused(database: Mongo) -> None:
    house = house_over(database)
    refuse_if_used(house)
    account = Account("zd-acme", "https://acme.zendesk.com", "pl")
    Connections(house.database, house.sealer).keep(Connection(account, "zendesk", ("s",)))
    with pytest.raises(HouseInUse, match="zd-acme"):
        refuse_if_used(house)
