"""The connections: accounts of helpdesks, with their secrets sealed."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from plugin.sealing import SealBroken, Sealer
from plugin.stores.layout import Document, Layout, Mongo
from webhooks.contract import Account

_KNOWN_SECONDS = 3.0  # for which what was read is believed
_UNKNOWN_SECONDS = 0.5  # after which a name that nobody knew is asked for again

CONNECTIONS = Layout(
    "connections",
    schema={
        "bsonType": "object",
        "required": ["helpdesk", "address", "prefix", "secrets", "write_back"],
        "properties": {
            "_id": {"bsonType": "string"},
            "helpdesk": {"bsonType": "string"},
            "address": {"bsonType": "string"},
            "prefix": {"bsonType": "string"},
            "our_user": {"bsonType": ["string", "null"]},
            "secrets": {"bsonType": "array", "items": {"bsonType": "binData"}},
            "user": {"bsonType": ["string", "null"]},
            "token": {"bsonType": ["binData", "null"]},
            "write_back": {"bsonType": "bool"},
        },
    },
)


@dataclass(frozen=True, slots=True)
class Connection:
    """One account of one helpdesk, and what proves it to us and us to it.

    Each of `secrets` proves its deliveries: two while they are changed. `token` None: nothing can
    be written there. `write_back` False: nothing is.
    """

    account: Account
    helpdesk: str
    secrets: tuple[str, ...] = field(default=(), repr=False)
    user: str | None = None
    token: str | None = field(default=None, repr=False)
    write_back: bool = True

    @property
    def name(self) -> str:
        """The first part of every id of this account: `zd-acme`."""
        return self.account.name


class Connections:
    """The connections by name; what was read is kept for a few seconds, for intake asks often."""

    def __init__(
        self, database: Mongo, sealer: Sealer, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._connections = database.connections
        self._sealer = sealer
        self._monotonic = monotonic
        self._known: Mapping[str, Connection | SealBroken] = {}
        self._read_at: float | None = None

    def find(self, name: str, *, as_now: bool = False) -> Connection | None:
        """The connection; None when there is none. SealBroken when no key opens its secrets.

        With `as_now` nothing is taken from what was read before.
        """
        usual = _KNOWN_SECONDS if name in self._known else _UNKNOWN_SECONDS
        self._refresh(0.0 if as_now else usual)
        found = self._known.get(name)
        if isinstance(found, SealBroken):
            raise SealBroken(str(found))
        return found

    def all(self) -> tuple[Connection, ...]:
        """Every connection, by name, as they stand now. SealBroken when one cannot be opened."""
        found = self._connections.find(sort=[("_id", 1)])
        return tuple([_opened(each, self._sealer) for each in found])

    def keep(self, connection: Connection) -> None:
        """Makes this the connection of its name."""
        document = _sealed(connection, self._sealer)
        self._connections.replace_one({"_id": connection.name}, document, upsert=True)
        self._read_at = None

    def seal_anew(self) -> int:
        """How many connections are now sealed with the first key. SealBroken as in `all`."""
        return sum(self.put_anew(each) for each in list(self._connections.find()))

    def put_anew(self, standing: Document) -> bool:
        """Seals what was read with the first key; False when it has been changed since."""
        sealed = {
            "secrets": [self._sealer.seal_anew(each) for each in standing["secrets"]],
            "token": standing["token"] and self._sealer.seal_anew(standing["token"]),
        }
        same = {"_id": standing["_id"], **{name: standing[name] for name in sealed}}
        put = self._connections.update_one(same, {"$set": sealed})
        return put.matched_count == 1

    def _refresh(self, after_seconds: float) -> None:
        now = self._monotonic()
        if self._read_at is None or now - self._read_at >= after_seconds:
            found = self._connections.find()
            self._known = {each["_id"]: _opened_or_broken(each, self._sealer) for each in found}
            self._read_at = now


def _sealed(connection: Connection, sealer: Sealer) -> Document:
    account = connection.account
    token = connection.token
    return {
        "_id": account.name,
        "helpdesk": connection.helpdesk,
        "address": account.address,
        "prefix": account.prefix,
        "our_user": account.our_user,
        "secrets": [sealer.seal(each.encode()) for each in connection.secrets],
        "user": connection.user,
        "token": None if token is None else sealer.seal(token.encode()),
        "write_back": connection.write_back,
    }


def _opened(document: Document, sealer: Sealer) -> Connection:
    token = document.get("token")
    return Connection(
        Account(document["_id"], document["address"], document["prefix"], document.get("our_user")),
        document["helpdesk"],
        tuple([sealer.open(each).decode() for each in document["secrets"]]),
        document.get("user"),
        None if token is None else sealer.open(token).decode(),
        document["write_back"],
    )


def _opened_or_broken(document: Document, sealer: Sealer) -> Connection | SealBroken:
    try:
        return _opened(document, sealer)
    except SealBroken as error:
        return SealBroken(f"connection {document['_id']}: {error}")
