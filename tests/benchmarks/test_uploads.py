"""The benchmark of uploads sends what the service keeps, and counts what the cuts cost."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator
from threading import Thread

import pytest
from werkzeug.serving import make_server

from benchmarks import uploads
from benchmarks.visits import shopper
from benchmarks.visits_app import beside_the_floor
from plugin.config import Config
from plugin.house import House
from plugin.sealing import Sealer, new_key
from plugin.stores.layout import Mongo
from tests.fakes.flapping import Flapping


@pytest.fixture
def port(database: Mongo) -> Iterator[int]:
    """Where the service answers, in a thread."""
    house = House(Config(), database, Sealer([new_key()]), lambda: int(time.time()))
    server = make_server("127.0.0.1", 0, beside_the_floor(house), threaded=True)
    thread = Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield server.server_port
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_set_of_photos_comes_over_a_link_that_is_cut(port: int, database: Mongo) -> None:
    token, files = shopper(database), uploads.photos(2, 350_000)
    with Flapping(port, 300_000) as link:
        found = uploads.sent_over(link, token, files, uploads.CHUNK)
    assert found.cuts >= 2
    assert found.needed == 700_000
    assert 1 < found.ratio <= uploads.MOST
    kept = {each["name"]: each["sha256"] for each in database.files.find({"state": "ready"})}
    assert kept == {name: hashlib.sha256(each).hexdigest() for name, each in files.items()}
    assert all(each["held"] == 350_000 for each in database.files.find())
