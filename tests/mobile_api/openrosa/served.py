"""An app behind a real HTTP server, a directory to choose from, and keys."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from threading import Thread

from flask import Flask
from werkzeug.serving import make_server

from plugin.shopping.odk_keys import KeyKeeping
from plugin.stores.layout import Mongo
from plugin.stores.people.directory import Directory, Everybody, Group, Identity, Person
from plugin.stores.people.users import Users
from plugin.stores.shopping.keys import OdkKeys
from tests.fakes.collect import Collect
from tests.mobile_api.service import Service

NOBODY = Everybody({}, {}, {})
# Location -> who works there.
ROSTER: Mapping[str, tuple[str, ...]] = {
    "acme/shop/1": ("acme/employee/ewa", "acme/employee/igor"),
    "acme/shop/key": ("acme/employee/ola",),
}
# What every form asks besides, of a visit to shop 1.
HERE = {
    "plumbline_location": "acme/shop/1",
    "plumbline_means": "badge",
    "plumbline_employee": "acme/employee/ewa",
    "plumbline_confidence": "fairly",
}


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """The address of a real server of the app."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def with_key(service: Service, server: str, user: str = "anna") -> Collect:
    """Collect with the address that the user's new key makes."""
    return Collect(f"{server}/openrosa/{new_key(service, user)}")


def new_key(service: Service, user: str = "anna") -> str:
    """A key of the user's, made through the API."""
    answer = service.ask("POST", "/odk-keys", user, json={"name": "phone"})
    assert answer.status_code == 201, answer.text
    key: str = answer.get_json()["key"]
    return key


def fill_directory(database: Mongo) -> None:
    """Has people work at locations."""
    locations = {word: Group(word.rpartition("/")[2], word.upper(), (word,)) for word in ROSTER}
    people = {
        name: Person(name, name.title(), location=locations[word].id, identities=(Identity(one),))
        for word, employed in ROSTER.items()
        for one in employed
        if (name := one.rpartition("/")[2])
    }
    everybody = Everybody(people, {}, {each.id: each for each in locations.values()})
    Directory(database).bring_to(NOBODY, everybody)


def keeping(service: Service) -> KeyKeeping:
    """What makes keys."""
    return KeyKeeping(OdkKeys(service.database), Users(service.database), service.house.clock)
