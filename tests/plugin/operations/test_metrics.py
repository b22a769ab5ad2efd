"""Any web process tells what the whole installation is at, to whoever has the token."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest
from prometheus_client.parser import text_string_to_metric_families

from plugin.app import create_app
from plugin.config import Config
from plugin.house import House
from plugin.measures import Measures
from plugin.operations.metrics import HouseFigures
from plugin.sealing import Sealer, new_key
from plugin.stores.keeping.figures import Figures, read_figures
from plugin.stores.keeping.workers import Workers
from plugin.stores.layout import Mongo

NOW = 1_780_000_000
KEY, TOKEN = new_key(), "tell-me-the-figures"
BEARER = {"Authorization": f"Bearer {TOKEN}"}


@pytest.fixture
def house(database: Mongo) -> House:
    return House(Config(keys=(KEY,), metrics_token=TOKEN), database, Sealer([KEY]), lambda: NOW)


def told(house: House) -> Mapping[str, float]:
    answer = create_app(house).test_client().get("/metrics", headers=BEARER)
    assert answer.status_code == 200
    return {
        f"{each.name}{sorted(each.labels.items())}": each.value
        for family in text_string_to_metric_families(answer.text)
        for each in family.samples
    }


def figure(figures: Mapping[str, float], name: str, **labels: str) -> float:
    return figures[f"{name}{sorted(labels.items())}"]


def delivery(number: int, state: str, run_at: int = NOW) -> dict[str, object]:
    return {
        "_id": f"zd {number}", "connection": "zd", "contact": None, "headers": {}, "body": b"",
        "received_at": run_at, "state": state, "run_at": run_at, "tries": 0,
    }  # fmt: skip


def test_deliveries_are_told_by_state_and_by_the_age_of_the_oldest(
    house: House, database: Mongo
) -> None:
    states = ["ready"] * 3 + ["leased"] * 2 + ["done"] * 4 + ["failed"]
    database.deliveries.insert_many(
        [delivery(number, state, NOW - 10 * number) for number, state in enumerate(states)]
    )
    figures = told(house)
    for state in ("ready", "leased", "done", "failed"):
        number = figure(figures, "plumbline_documents", queue="deliveries", state=state)
        assert number == states.count(state), state
    assert figure(figures, "plumbline_waiting_seconds", queue="deliveries") == 20


def test_what_is_to_be_tried_later_does_not_wait(house: House, database: Mongo) -> None:
    database.deliveries.insert_one(delivery(1, "ready", NOW + 50))
    assert figure(told(house), "plumbline_waiting_seconds", queue="deliveries") == 0


def test_workers_are_told_by_their_heartbeats(house: House, database: Mongo) -> None:
    measures = Measures()
    for seconds in (0.0004, 0.003, 0.003, 9.0):
        measures.judged(seconds)
    measures.count("done", "deliveries", 4)
    measures.count("failures", "outbox")
    Workers(database).tell("w1", NOW - 5, measures.told(), stopped=False)
    Workers(database).tell("w2", NOW - 500, {}, stopped=False)
    Workers(database).tell("w3", NOW - 5, {}, stopped=True)
    figures = told(house)
    assert figure(figures, "plumbline_workers_alive") == 1
    done = figure(figures, "plumbline_work_done_total", worker="w1", station="deliveries")
    failures = figure(figures, "plumbline_work_failures_total", worker="w1", station="outbox")
    assert (done, failures) == (4, 1)
    for end, number in {"0.001": 1, "0.005": 3, "2.5": 3, "+Inf": 4}.items():
        assert figure(figures, "plumbline_judge_seconds_bucket", worker="w1", le=end) == number
    assert figure(figures, "plumbline_judge_seconds_sum", worker="w1") == pytest.approx(9.0064)


def test_breakers_are_told_by_connection(house: House, database: Mongo) -> None:
    database.breakers.insert_one(
        {"_id": "zd-acme", "state": "open", "faults": 3, "rests": 1, "run_at": 0,
         "paused_until": 0, "reason": None, "revision": 1}
    )  # fmt: skip
    figures = told(house)
    for state, value in {"open": 1, "closed": 0, "half-open": 0}.items():
        assert figure(figures, "plumbline_breaker", connection="zd-acme", state=state) == value


def test_requests_are_told_by_route(house: House) -> None:
    client = create_app(house).test_client()
    client.post("/webhooks/nobody-7", json={})
    text = client.get("/metrics", headers=BEARER).text
    assert re.search(
        r'plumbline_requests_total\{method="POST",process="\d+",'
        r'route="/webhooks/<connection>",status="404"\} 1\.0',
        text,
    )
    assert "nobody-7" not in text


@pytest.mark.parametrize("given", [{}, {"Authorization": "Bearer wrong"}])
def test_nobody_else_is_told(house: House, given: dict[str, str]) -> None:
    assert create_app(house).test_client().get("/metrics", headers=given).status_code == 401


def test_figures_are_read_once_in_a_few_seconds() -> None:
    reads, clock = list[int](), [0.0]

    def read() -> Figures:
        reads.append(1)
        return Figures({}, {}, {}, ())

    figures = HouseFigures(read, lambda: clock[0])
    for moment, number in ((0.0, 1), (2.9, 1), (3.1, 2)):
        clock[0] = moment
        list(figures.collect())
        assert len(reads) == number


def test_counting_reads_no_more_than_is_unfinished(database: Mongo) -> None:
    documents = [delivery(number, "done") for number in range(3_000)]
    documents += [delivery(number, "ready") for number in range(3_000, 3_010)]
    database.deliveries.insert_many(documents)
    database.command("profile", 2)
    try:
        read_figures(database, NOW)
    finally:
        database.command("profile", 0)
    asked = list(database["system.profile"].find({"ns": f"{database.name}.deliveries"}))
    assert max(each.get("docsExamined", 0) for each in asked) <= 10
