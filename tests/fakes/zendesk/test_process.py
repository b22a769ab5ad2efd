"""The fake Zendesk as a process: it answers, is steered, and ends when told."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import pytest
import requests

from tests.fakes.zendesk.server import USER

AUTH = (f"{USER.email}/token", USER.token)


@pytest.fixture
def address() -> Iterator[str]:
    command = [sys.executable, "-m", "tests.fakes.zendesk"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
        process.terminate()
        assert process.wait(10) == 0


def test_it_answers_and_is_steered(address: str) -> None:
    requests.put(f"{address}/fake/tickets/7", json={"tags": ["vip"]}, timeout=5)
    tags = f"{address}/api/v2/tickets/7/tags"
    added = requests.put(tags, json={"tags": ["pl-a-missed"]}, auth=AUTH, timeout=5)
    assert added.json() == {"tags": ["pl-a-missed", "vip"]}
    sprung = requests.get(f"{address}/api/v2/tickets/8.json", auth=AUTH, timeout=5).json()
    assert sprung["ticket"]["tags"] == []
    requests.post(f"{address}/fake/tickets/7", json={"remove": ["vip"]}, timeout=5)
    assert requests.get(f"{address}/fake/tickets", timeout=5).json() == {
        "7": {"status": "open", "tags": ["pl-a-missed"]},
        "8": {"status": "open", "tags": []},
    }
    assert requests.patch(f"{address}/api/v2/tickets/7", auth=AUTH, timeout=5).status_code == 400
    told = requests.get(f"{address}/fake/calls", timeout=5).json()
    assert told["calls"] == [
        "PUT /api/v2/tickets/7/tags",
        "GET /api/v2/tickets/8.json",
        "PATCH /api/v2/tickets/7",
    ]
    assert told["complaints"] == ["PATCH /api/v2/tickets/7: no such call"]
    requests.put(f"{address}/fake/faults", json={"always": "500"}, timeout=5)
    assert requests.get(tags, auth=AUTH, timeout=5).status_code == 500
