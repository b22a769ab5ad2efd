"""Over a MongoDB of the user's own: any number of services and workers, all with the same keys."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from pymongo import MongoClient

from plugin.sealing import new_key
from plugin.stores.embedded.binary import find_mongod
from plugin.stores.embedded.children import start_child
from plugin.stores.layout import Document
from plugin.stores.opening import DatabaseAway, client_of, reach
from tests.long.processes import PLUMBLINE, environment_of, serving, until, worker_beside
from tests.mongo import ADDRESS

pytestmark = pytest.mark.long


@pytest.fixture
def settings(mongo: MongoClient[Document]) -> Iterator[dict[str, object]]:
    """What leads a service to a database of the test's own."""
    name = f"test-{uuid4().hex[:20]}"
    uri = os.environ[ADDRESS]
    yield {"mongodb_uri": uri, "database": name, "keys": new_key(), "web_processes": 1}
    mongo.drop_database(name)


def test_several_serve_over_one_database_and_a_worker_beside(
    settings: dict[str, object],
) -> None:
    with serving(**settings) as one, serving(**settings) as other:
        one.until_ready()
        other.until_ready()
        assert one.pids("mongod") == ()
        with worker_beside(other) as worker, one.house() as house:
            workers = house.database.workers
            assert until(lambda: workers.count_documents({"state": "works"}) == 3, 30)
            assert {each["pid"] for each in workers.find()} >= {worker.pid}
        assert one.stop() == 0
        assert other.is_ready()


def test_other_keys_are_refused_at_once(settings: dict[str, object]) -> None:
    with serving(**settings) as service:
        service.until_ready()
    said = serve(**{**settings, "keys": new_key()})
    assert said.returncode == 1
    assert "the keys do not open what is sealed in the database" in said.stderr
    assert str(settings["keys"]) not in said.stderr


def test_without_keys_it_is_said_how_to_make_one(settings: dict[str, object]) -> None:
    said = serve(**{**settings, "keys": ""})
    assert said.returncode == 1
    assert "PLUMBLINE_KEYS: not set" in said.stderr
    assert "plumbline keys new" in said.stderr


def test_a_database_that_is_away_is_said_so_without_its_password() -> None:
    said = serve(mongodb_uri="mongodb://someone:s3cret@127.0.0.1:9/?replicaSet=rs0", keys=new_key())
    assert said.returncode == 1
    assert "MongoDB does not answer" in said.stderr
    assert "s3cret" not in said.stderr + said.stdout
    assert "Traceback" not in said.stderr


def test_a_mongod_without_a_set_is_refused() -> None:
    """Without transactions a card and its tallies could part."""
    with tempfile.TemporaryDirectory(prefix="pl-") as folder:
        address = f"{folder}/alone.sock"
        alone = start_child(
            [str(find_mongod(os.environ)), "--dbpath", folder, "--bind_ip", address,
             "--unixSocketPrefix", folder],
            quiet=True,
        )  # fmt: skip
        try:
            with client_of(f"mongodb://{address.replace('/', '%2F')}") as client:
                assert until(lambda: Path(address).exists(), 30)
                with pytest.raises(DatabaseAway, match="no replica set"):
                    reach(client)
        finally:
            alone.kill()
            alone.wait()


def serve(**settings: object) -> subprocess.CompletedProcess[str]:
    """What a service says that does not come up."""
    environment = environment_of(Path("/nowhere"), 8470, **settings)
    return subprocess.run(
        [PLUMBLINE, "serve", "--port", "18470"],
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
