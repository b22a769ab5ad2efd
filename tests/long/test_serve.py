"""`plumbline serve` as real processes: it comes up, ends in order, comes back after any kill."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from socket import socket
from urllib.request import urlopen

import pytest

from plugin.stores.keeping.workers import WORKERS
from plugin.stores.layout import Document
from tests.long.processes import (
    Service,
    children_of,
    free_port,
    lives,
    processes_over,
    serving,
    until,
    worker_beside,
)

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def service() -> Iterator[Service]:
    with serving(worker_threads=2) as running:
        running.until_ready()
        yield running


@pytest.fixture
def ready(service: Service) -> Service:
    service.until_ready()
    return service


def keep(service: Service, name: str) -> None:
    with service.house() as house:
        house.database.kept.insert_one({"_id": name})


def kept(service: Service) -> set[str]:
    with service.house() as house:
        return {str(each["_id"]) for each in house.database.kept.find()}


def workers_of(service: Service) -> list[Document]:
    with service.house() as house:
        return list(house.database[WORKERS.name].find())


@pytest.mark.parametrize("role", ["mongod", "answering", "web", "worker"])
def test_what_is_killed_comes_back_by_itself(ready: Service, role: str) -> None:
    keep(ready, f"before {role}")
    killed = ready.kill(role)
    assert until(lambda: bool(set(ready.pids(role)) - {killed}), 60), ready.log()
    ready.until_ready()
    assert f"before {role}" in kept(ready)
    assert ready.process.poll() is None


def test_after_the_supervisor_is_killed_all_end_and_the_next_needs_no_human(
    ready: Service,
) -> None:
    keep(ready, "before supervisor")
    ready.kill("supervisor")
    ready.start()  # at once, while what was left over still ends
    ready.until_ready()
    assert "before supervisor" in kept(ready)
    ours = {ready.process.pid, *descendants(ready.process.pid)}
    assert until(lambda: set(processes_over(ready.data)) <= ours, 40), ready.log()


def test_nothing_outlives_a_supervisor_that_is_killed() -> None:
    with serving() as service:
        service.until_ready()
        service.kill("supervisor")
        assert until(lambda: not processes_over(service.data), 60)


def test_a_second_service_over_the_data_is_refused_by_name(ready: Service) -> None:
    said = ready.command("serve", "--port", str(free_port()))
    assert said.returncode == 1
    assert f"process {ready.process.pid}" in said.stderr
    assert "plumbline serve" in said.stderr
    assert "Traceback" not in said.stderr


def test_an_address_that_is_taken_is_said_so(ready: Service) -> None:
    with socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        said = ready.command("serve", "--port", str(port), "--data", str(ready.data / "other"))
    assert said.returncode == 1
    assert f"cannot listen at 127.0.0.1:{port}" in said.stderr


def test_a_worker_beside_tells_that_it_works_and_that_it_has_stopped(ready: Service) -> None:
    with worker_beside(ready) as worker:

        def works() -> bool:
            return any(
                each["pid"] == worker.pid and each["state"] == "works" for each in workers_of(ready)
            )

        assert until(works, 30)
    assert worker.returncode == 0
    (told,) = [each for each in workers_of(ready) if each["pid"] == worker.pid]
    assert told["state"] == "stopped"


@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_in_order_when_told_to(told: signal.Signals) -> None:
    with serving() as service:
        service.until_ready()
        everybody = descendants(service.process.pid)
        assert len(everybody) >= 5
        service.process.send_signal(told)
        assert service.process.wait(60) == 0, service.log()
        assert [pid for pid in everybody if lives(pid)] == []
        assert "did not end in time" not in service.log()


def test_a_second_start_is_quick_and_data_are_there() -> None:
    with serving() as service:
        service.until_ready()
        keep(service, "first")
        assert service.stop() == 0
        service.start()
        began = time.monotonic()
        service.until_ready()
        assert kept(service) == {"first"}
        assert time.monotonic() - began < 30  # seconds, also on a busy machine


def test_live_answers_with_a_line(ready: Service) -> None:
    with urlopen(f"{ready.address}/health/live", timeout=5) as answer:
        assert answer.read().strip() == b'{"status":"live"}'


def descendants(pid: int) -> list[int]:
    return [each for child in children_of(pid) for each in (child, *descendants(child))]
