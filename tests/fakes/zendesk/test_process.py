"""The fake Zendesk as a process: it answers, is steered, and ends when told."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest
import requests

from tests.fakes.faults import STORMY, Fault, Faults
from tests.fakes.zendesk.server import USER, FakeZendesk
from tests.zendesk_lives import AGENT, Life

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


def test_a_life_is_played_and_its_history_served(address: str) -> None:
    life = Life(7, 1_772_439_240)
    life.create()
    life.comment(1_772_439_300, AGENT, "We look into it.")
    told = [json.loads(body) for body in life.posted]
    requests.put(f"{address}/fake/events", json=told, timeout=5)
    assert requests.get(f"{address}/fake/events", timeout=5).json() == told
    audits = requests.get(f"{address}/api/v2/tickets/7/audits", auth=AUTH, timeout=5).json()
    assert [each["events"][0]["type"] for each in audits["audits"]] == ["Comment", "Comment"]
    export = f"{address}/api/v2/incremental/tickets/cursor?start_time=1772439000"
    page = requests.get(export, auth=AUTH, timeout=5).json()
    assert [each["id"] for each in page["tickets"]] == [7]
    assert page["end_of_stream"] is True
    wrong = requests.get(f"{export}&page=2", auth=AUTH, timeout=5)
    assert wrong.status_code == 400
    young = f"{address}/api/v2/incremental/tickets/cursor?start_time={int(time.time()) - 30}"
    assert requests.get(young, auth=AUTH, timeout=5).status_code == 422


def test_a_stormy_day_is_the_same_day_by_its_seed() -> None:
    first, second = Faults(5, 0.3, STORMY), Faults(5, 0.3, STORMY)
    told = [first.next() for _ in range(200)]
    assert told == [second.next() for _ in range(200)]
    assert 30 < sum(each is not Fault.NONE for each in told) < 90


def test_half_an_answer_is_half_an_answer() -> None:
    with FakeZendesk() as zendesk:
        zendesk.tickets.put(7)
        zendesk.faults.order(Fault.CUT)
        with pytest.raises(requests.RequestException):
            requests.get(f"{zendesk.address}/api/v2/tickets/7", auth=AUTH, timeout=5)
