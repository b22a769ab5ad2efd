"""What docs/setting-up.md says an admin does, done: by command and through the API."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from werkzeug.serving import make_server

from mobile_api.permissions import Role
from plugin.app import create_app
from plugin.config import Config
from plugin.house import House
from plugin.sealing import Sealer, new_key
from plugin.stores.layout import Mongo
from plugin.stores.people.directory import Directory
from plugin.stores.people.users import Users
from plugin.stores.tickets.connections import Connections
from plugin.stores.versions.standards import Standards
from tests.mongo import ADDRESS

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/setting-up.md").read_text("utf-8")
SERVED = "http://127.0.0.1:8470"


@pytest.fixture
def house(database: Mongo) -> House:
    config = Config(keys=(new_key(),))
    return House(config, database, Sealer(config.keys), lambda: 1_780_000_000)


@pytest.fixture
def served(house: House) -> Iterator[str]:
    """The address of a real server over the house."""
    server = make_server("127.0.0.1", 0, create_app(house), threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()


def run(script: str, house: House, folder: Path) -> str:
    """What the script prints; every command of it must succeed."""
    for name in ("standards", "docs"):
        (folder / name).symlink_to(ROOT / name)
    told = {
        "MONGODB_URI": os.environ[ADDRESS],
        "PLUMBLINE_DATABASE": house.database.name,
        "PLUMBLINE_KEYS": house.config.keys[0],
        "PLUMBLINE_DATA": str(folder / "data"),
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "LC_ALL": "C.UTF-8",
    }
    done = subprocess.run(
        ["bash", "-eu", "-o", "pipefail", "-c", script],
        cwd=folder,
        env=told,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.long
def test_the_page_sets_a_service_up(house: House, served: str, tmp_path: Path) -> None:
    blocks = re.findall(r"^```sh\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    printed = run("\n".join(blocks).replace(SERVED, served), house, tmp_path)
    published = Standards(house.database).known()
    assert [each.id for each in published] == ["complaints/1", "contact/1", "shop-visit/1"]
    assert len(Directory(house.database).everybody().people) == 12
    users = {each.id: each for each in Users(house.database).known()}
    assert users.keys() == {"root", "anna", "oleg", "shopper", "jan"}
    assert users["oleg"].roles == {Role.EMPLOYEE}
    assert users["jan"].roles == {Role.EMPLOYEE, Role.REVIEWER}
    assert (users["anna"].name, users["anna"].language) == ("Anna Lis", "pl")
    connection = Connections(house.database, house.sealer).find("zd-acme")
    assert connection is not None
    assert len(connection.secrets) == 2
    assert "what-zendesk-shows" not in printed


def test_the_page_names_every_role() -> None:
    named = re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE)
    assert set(named) == {role.value for role in Role}
