"""Opens the database: every answered write is journaled by a majority before it is answered."""

from __future__ import annotations

from pymongo import MongoClient, WriteConcern
from pymongo.read_concern import ReadConcern

from plugin.stores.layout import Document, Mongo

DURABLE = WriteConcern("majority", j=True)


def client_of(uri: str, pool: int = 32) -> MongoClient[Document]:
    """A client for one process; never made before a fork."""
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
