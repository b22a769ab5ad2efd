"""The fake Freshdesk as a process: it answers, is steered, tells its webhooks, and ends."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import pytest
import requests

from tests.fakes.freshdesk.limits import Limits
from tests.fakes.freshdesk.server import USER, FakeFreshdesk

AUTH = (USER.token, "X")
AT = 1_772_438_400


@pytest.fixture
def address() -> Iterator[str]:
    command = [sys.executable, "-m", "tests.fakes.freshdesk"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
        process.terminate()
        assert process.wait(10) == 0


def test_it_answers_and_is_steered(address: str) -> None:
    requests.put(f"{address}/fake/tickets/7", json={"tags": ["vip"]}, timeout=5)
    ticket = f"{address}/api/v2/tickets/7"
    saved = requests.put(ticket, json={"tags": ["vip", "pl-a-missed"]}, auth=AUTH, timeout=5)
    assert saved.json()["tags"] == ["vip", "pl-a-missed"]
    sprung = requests.get(f"{address}/api/v2/tickets/8", auth=AUTH, timeout=5)
    assert sprung.json()["tags"] == []
    assert "X-RateLimit-Remaining" in sprung.headers
    requests.post(f"{address}/fake/tickets/7", json={"remove": ["vip"]}, timeout=5)
    assert requests.get(f"{address}/fake/tickets", timeout=5).json() == {
        "7": {"status": 2, "tags": ["pl-a-missed"]},
        "8": {"status": 2, "tags": []},
    }
    assert requests.patch(ticket, auth=AUTH, timeout=5).status_code == 400
    told = requests.get(f"{address}/fake/calls", timeout=5).json()
    assert told["complaints"] == ["PATCH /api/v2/tickets/7: no such call"]
    assert told["statuses"] == {"200": 2, "400": 1}
    requests.put(f"{address}/fake/faults", json={"always": "500"}, timeout=5)
    assert requests.get(ticket, auth=AUTH, timeout=5).status_code == 500


def test_it_is_told_a_life_and_says_what_rules_would_have_sent(address: str) -> None:
    acts = [
        ["create", {"number": 9, "at": AT, "source": 1}],
        ["comment", {"number": 9, "text": "Soon.", "at": AT + 60}],
        ["set_status", {"number": 9, "status": 4, "at": AT + 60}],
        ["rate", {"number": 9, "value": 103, "at": AT + 90}],
    ]
    assert requests.put(f"{address}/fake/acts", json=acts, timeout=5).status_code == 204
    told = requests.get(f"{address}/fake/webhooks", timeout=5).json()
    assert [each["at"] - AT for each in told] == [0, 60, 60, 90]
    assert all("9" in each["body"] for each in told)
    assert {each["type"].partition(";")[0] for each in told} == {
        "application/json",
        "application/xml",
    }
    nonsense = [["__class__", {}]]
    assert requests.put(f"{address}/fake/acts", json=nonsense, timeout=5).status_code == 400


def test_whoever_asks_too_often_is_told_to_wait() -> None:
    with FakeFreshdesk(clock=lambda: 90.0, limits=Limits(requests=3)) as freshdesk:
        me = f"{freshdesk.address}/api/v2/agents/me"
        answers = [requests.get(me, auth=AUTH, timeout=5) for _ in range(4)]
    assert [each.status_code for each in answers] == [200, 200, 200, 429]
    assert answers[0].headers["X-RateLimit-Remaining"] == "2"
    assert answers[3].headers["Retry-After"] == "30"


def test_lists_have_a_limit_of_their_own_and_includes_cost_more() -> None:
    with FakeFreshdesk(clock=lambda: 60.0, limits=Limits(requests=9, lists=1)) as freshdesk:
        freshdesk.tickets.put(1)
        listed = f"{freshdesk.address}/api/v2/tickets"
        asked = {"order_by": "updated_at", "order_type": "asc"}
        answers = [requests.get(listed, asked, auth=AUTH, timeout=5) for _ in range(2)]
        one = requests.get(f"{listed}/1", {"include": "stats"}, auth=AUTH, timeout=5)
    assert [each.status_code for each in answers] == [200, 429]
    assert one.headers["X-RateLimit-Used-CurrentRequest"] == "2"
    assert one.headers["X-RateLimit-Remaining"] == "6"
