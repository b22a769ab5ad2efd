"""Connections are kept whole, and what is secret in them is sealed."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest
from bson import encode

from plugin.sealing import SealBroken, Sealer, new_key
from plugin.stores.layout import Mongo
from plugin.stores.tickets.connections import Connection, Connections
from webhooks.contract import Account

OLD, NEW = new_key(), new_key()
ACME = Connection(
    Account("zd-acme", "https://acme.zendesk.com", "pl", "900"),
    "zendesk",
    ("first-secret-words", "second-secret-words"),
    "bot@acme.example",
    "token-secret-words",
    True,
)
SECRETS = (*ACME.secrets, "token-secret-words")


@dataclass(slots=True)
class Monotonic:
    """A clock that a test moves."""

    seconds: float = 0.0

    def __call__(self) -> float:
        return self.seconds


def connections(database: Mongo, *keys: str, monotonic: Monotonic | None = None) -> Connections:
    return Connections(database, Sealer(keys or (OLD,)), monotonic or Monotonic())


def test_what_was_kept_is_found(database: Mongo) -> None:
    connections(database).keep(ACME)
    assert connections(database).find("zd-acme") == ACME
    assert connections(database).all() == (ACME,)
    assert connections(database).find("zd-nobody") is None


def test_a_connection_without_a_token_is_kept_too(database: Mongo) -> None:
    reading = replace(ACME, user=None, token=None, write_back=False)
    connections(database).keep(reading)
    assert connections(database).find("zd-acme") == reading


def test_no_secret_lies_open_in_the_database(database: Mongo) -> None:
    connections(database).keep(ACME)
    stored = encode(database.connections.find_one() or {})
    assert b"zd-acme" in stored
    assert not [each for each in SECRETS if each.encode() in stored]


def test_no_secret_is_shown(database: Mongo) -> None:
    shown = f"{ACME!r} {ACME} {ACME.account!r}"
    assert "zd-acme" in shown
    assert not [each for each in SECRETS if each in shown]


def test_a_change_is_seen_after_a_few_seconds_and_by_its_maker_at_once(database: Mongo) -> None:
    monotonic = Monotonic()
    mine, other = connections(database), connections(database, monotonic=monotonic)
    mine.keep(ACME)
    assert other.find("zd-acme") == ACME
    changed = replace(ACME, write_back=False)
    mine.keep(changed)
    assert mine.find("zd-acme") == changed
    assert other.find("zd-acme") == ACME
    monotonic.seconds = 3.0
    assert other.find("zd-acme") == changed


def test_a_new_connection_is_seen_almost_at_once(database: Mongo) -> None:
    monotonic = Monotonic()
    other = connections(database, monotonic=monotonic)
    assert other.find("zd-acme") is None
    connections(database).keep(ACME)
    monotonic.seconds = 0.5
    assert other.find("zd-acme") == ACME


def test_a_new_first_key_opens_what_the_old_one_sealed_and_seals_it_anew(
    database: Mongo,
) -> None:
    connections(database, OLD).keep(ACME)
    both = connections(database, NEW, OLD)
    assert both.find("zd-acme") == ACME
    assert both.seal_anew() == 1
    assert connections(database, NEW).find("zd-acme") == ACME


def test_what_no_key_opens_stops_no_other(database: Mongo) -> None:
    connections(database, OLD).keep(ACME)
    other = replace(ACME, account=replace(ACME.account, name="zd-other"))
    new = connections(database, NEW)
    new.keep(other)
    assert new.find("zd-other") == other
    with pytest.raises(SealBroken, match="zd-acme"):
        new.find("zd-acme")


def test_a_change_meanwhile_is_not_undone_by_sealing_anew(database: Mongo) -> None:
    connections(database, OLD).keep(ACME)
    both = connections(database, NEW, OLD)
    changed = replace(ACME, secrets=("third-secret-words",))
    # As when somebody changes the secret after it was read and before it is written.
    standing = database.connections.find_one({"_id": "zd-acme"}) or {}
    both.keep(changed)
    assert not both.put_anew(standing)
    assert connections(database, NEW).find("zd-acme") == changed
