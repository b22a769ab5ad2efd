"""Opens the database: every answered write is journaled by a majority before it is answered."""

from __future__ import annotations

from pymongo import MongoClient, WriteConcern
from pymongo.errors import ConfigurationError, InvalidURI, OperationFailure, PyMongoError
from pymongo.read_concern import ReadConcern

from plugin.stores.layout import Document, Mongo
from plugin.unopened import Unopened

DURABLE = WriteConcern("majority", j=True)
_OLDEST_WIRE = 13  # of MongoDB 5.0


class DatabaseAway(Unopened):
    """The database does not answer, or not to us; the message bears no password."""


def client_of(uri: str, pool: int = 32) -> MongoClient[Document]:
    """A client for one process; never made before a fork. DatabaseAway for a wrong address."""
    try:
        return _client(uri, pool)
    except (InvalidURI, ConfigurationError, ValueError) as error:
        raise DatabaseAway(f"MONGODB_URI cannot be used: {str(error)[:200]}") from None


def _client(uri: str, pool: int) -> MongoClient[Document]:
    return MongoClient(
        uri,
        appname="plumbline",
        maxPoolSize=pool,
        serverSelectionTimeoutMS=5_000,
        tz_aware=True,
        retryWrites=True,
    )


def database_of(client: MongoClient[Document], name: str) -> Mongo:
    """The database with the durability that the service answers for."""
    return client.get_database(name, write_concern=DURABLE, read_concern=ReadConcern("majority"))


def reach(client: MongoClient[Document]) -> None:
    """Returns once the database has answered, to somebody whom it knows. DatabaseAway when not.

    It must be a replica set or a sharded cluster: elsewhere there are no transactions.
    """
    try:
        hello = client.admin.command("hello")
        client.admin.command("listDatabases", nameOnly=True, authorizedDatabases=True)
    except OperationFailure as error:
        raise DatabaseAway(f"MongoDB refuses us: {error.details or error}") from None
    except PyMongoError as error:
        raise DatabaseAway(f"MongoDB does not answer: {str(error)[:200]}") from None
    if hello.get("maxWireVersion", 0) < _OLDEST_WIRE:
        raise DatabaseAway("the MongoDB of MONGODB_URI is older than 5.0, the oldest that will do")
    if "setName" not in hello and hello.get("msg") != "isdbgrid":
        raise DatabaseAway(
            "the MongoDB of MONGODB_URI is no replica set, so it has no transactions; a set of one"
            " node will do: start mongod with --replSet, then rs.initiate()"
        )
