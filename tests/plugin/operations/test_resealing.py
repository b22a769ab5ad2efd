"""A key is changed: everything sealed is sealed anew, and then the old key opens nothing more."""

from __future__ import annotations

import os
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from uuid import uuid4

import pytest
from bson import Binary
from click.testing import CliRunner, Result
from pymongo import MongoClient

from plugin.cli.main import cli
from plugin.sealing import Sealer, new_key
from plugin.stores.keeping.resealing import SEALED, opens, reseal
from plugin.stores.layout import Document, Mongo
from plugin.stores.tickets.connections import Connection, Connections
from tests.mongo import ADDRESS
from webhooks.contract import Account

OLD, NEW, STRANGE = new_key(), new_key(), new_key()


def unwatched(name: str, number: int, about: int) -> None:
    """Nobody looks."""


def furnish(database: Mongo, key: str, number: int = 3) -> None:
    """Something in each place where anything is sealed."""
    sealer = Sealer([key])
    account = Account("zd-acme", "https://acme.zendesk.com", "pl")
    Connections(database, sealer).keep(Connection(account, "zendesk", ("one", "two"), token="tok"))
    for name, sealed in SEALED.items():
        database[name].insert_many(
            [
                {"_id": f"{key[:4]} {n}", sealed: Binary(sealer.seal(b"words"))}
                for n in range(number)
            ],
            bypass_document_validation=True,
        )


def sealed_in(database: Mongo) -> Iterator[bytes]:
    for name, sealed in SEALED.items():
        for each in database[name].find({sealed: {"$ne": None}}):
            yield bytes(each[sealed])


def test_everything_opens_with_the_new_key_alone(database: Mongo) -> None:
    furnish(database, OLD, 1_200)
    found = reseal(database, (NEW, OLD), unwatched)
    assert {found[name].anew for name in SEALED} == {1_200}
    assert all(opens(Sealer([NEW]), each) for each in sealed_in(database))
    assert Connections(database, Sealer([NEW])).all()[0].secrets == ("one", "two")


def test_a_second_time_there_is_nothing_to_do(database: Mongo) -> None:
    furnish(database, OLD)
    reseal(database, (NEW, OLD), unwatched)
    again = reseal(database, (NEW, OLD), unwatched)
    assert {(again[name].anew, again[name].already) for name in SEALED} == {(0, 3)}


def test_what_opens_with_no_key_is_counted_and_left(database: Mongo) -> None:
    furnish(database, OLD)
    lost = Binary(Sealer([STRANGE]).seal(b"x"))
    database.texts.insert_one({"_id": "lost", "sealed": lost}, bypass_document_validation=True)
    assert reseal(database, (NEW, OLD), unwatched)["texts"].lost == 1
    kept = database.texts.find_one({"_id": "lost"})
    assert kept is not None
    assert bytes(kept["sealed"]) == bytes(lost)


def test_erased_words_stay_erased(database: Mongo) -> None:
    database.texts.insert_one({"_id": "gone", "sealed": None}, bypass_document_validation=True)
    reseal(database, (NEW, OLD), unwatched)
    assert database.texts.find_one({"_id": "gone"}) == {"_id": "gone", "sealed": None}


def test_every_store_that_seals_is_known() -> None:
    """A store that begins to seal something must say so here."""
    plugin = Path(str(import_module("plugin").__file__)).parent
    sealing = {
        path.stem
        for path in (plugin / "stores").rglob("*.py")
        if "sealer.seal(" in path.read_text() or "seal(_SEALED)" in path.read_text()
    }
    assert sealing == {
        "acknowledgements", "connections", "deliveries", "receipt_keys", "texts", "seal_probe"
    }  # fmt: skip


def test_the_command_lets_the_old_key_go(mongo: MongoClient[Document]) -> None:
    name = f"t-{uuid4().hex[:20]}"

    def run(keys: str, *words: str) -> Result:
        told = {
            "MONGODB_URI": os.environ[ADDRESS], "PLUMBLINE_DATABASE": name, "PLUMBLINE_KEYS": keys,
        }  # fmt: skip
        return CliRunner().invoke(cli, ["keys", *words], env=told)

    try:
        assert run(OLD, "seal-anew").exit_code == 0
        assert run(NEW, "seal-anew").exit_code != 0  # the database opens with the old one only
        changed = run(f"{NEW},{OLD}", "seal-anew")
        assert "probes: 1 sealed anew" in changed.output
        assert run(NEW, "seal-anew").exit_code == 0
    finally:
        mongo.drop_database(name)


@pytest.mark.parametrize("name", SEALED)
def test_the_collections_are_ours(database: Mongo, name: str) -> None:
    assert name in database.list_collection_names()
