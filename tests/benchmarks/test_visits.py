"""What the benchmark of visits sends is what the service takes, and its floor asks who is there."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from flask import Flask

from benchmarks import visits
from benchmarks.visits_app import FLOOR, beside_the_floor
from plugin.config import Config
from plugin.house import House
from plugin.sealing import Sealer, new_key
from plugin.stores.layout import Mongo


@pytest.fixture
def app(database: Mongo) -> Flask:
    """What is served while visits are measured."""
    key = new_key()
    return beside_the_floor(House(Config(), database, Sealer([key]), lambda: int(time.time())))


@pytest.fixture
def headers(database: Mongo) -> dict[str, str]:
    """What a shopper sends along."""
    return {"Authorization": f"Bearer {visits.shopper(database)}"}


def test_the_service_takes_what_is_sent_and_so_does_the_floor(
    app: Flask, headers: dict[str, str], database: Mongo, tmp_path: Path
) -> None:
    files = visits._written(tmp_path)
    photo = files["photo"].read_bytes()
    assert len(photo) == visits.PHOTO_BYTES
    client = app.test_client()
    body = files["with photo"].read_text(encoding="utf-8").splitlines()[7]
    assert len(json.loads(body)["answers"]) == visits.QUESTIONS
    for path in visits.PATHS.values():
        where = f"{path}/00000000-0000-4000-8000-000000000001"
        for address, sent, kind in (
            (where, body.encode(), "application/json"),
            (f"{where}/files/front.jpg", photo, "image/jpeg"),
        ):
            answer = client.put(address, data=sent, content_type=kind, headers=headers)
            assert answer.status_code == 201, answer.text
            assert client.put(address, data=sent, content_type=kind).status_code == 401
    kept = {name: database[name].count_documents({}) for name in visits.LEFT_BEHIND}
    assert kept == {"visits": 1, "files": 1, "floor": 2}


def test_the_floor_tells_the_script_which_visit_it_has_kept(
    app: Flask, headers: dict[str, str]
) -> None:
    client = app.test_client()
    uuid = "00000000-0000-4000-8000-000000000002"
    answer = client.put(f"{FLOOR}/{uuid}", json={"at": time.time()}, headers=headers)
    assert f'"contact":"visit/{uuid}"' in answer.text
