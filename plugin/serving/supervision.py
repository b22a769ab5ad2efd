"""The supervisor of `plumbline serve`: mongod if it is ours, the web server, and the workers.

    start   mongod, then the database is brought up, then web and workers
    end     web (its requests finish), then workers (their leases go back), then mongod

Whatever dies in between is started again; whatever kills the supervisor, the others end as well.
"""

from __future__ import annotations

import socket
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack, suppress
from urllib.request import urlopen

import structlog

from plugin.config import Config
from plugin.serving.children import Errands, Kept
from plugin.serving.ending import Ending
from plugin.serving.opened import called, house_at, now, with_keys
from plugin.stores.embedded.mongod import MongodFailed
from plugin.stores.embedded.owning import Owned, own
from plugin.unopened import Unopened

LOOK_SECONDS = 0.1
WEB_SECONDS, WORKER_SECONDS = 30.0, 30.0
# Longer than a web server takes at most that was left over.
PORT_SECONDS = WEB_SECONDS + 15.0
_LONGEST_REST_SECONDS = 20.0

log = structlog.get_logger("plumbline.serve")


class AddressTaken(Unopened):
    """Another program listens where the service is to listen."""


def supervise(
    config: Config,
    environment: Mapping[str, str],
    told: Ending,
    ready: Callable[[str], None],
    errand: Sequence[str] = (),
) -> None:
    """Runs the service until it is told to end. `ready` hears its address once it answers.

    `errand` is a command that is run once, after that.

    Why it cannot start: AddressTaken, and what `opened` lists.
    """
    config = with_keys(config)
    with ExitStack() as stack:
        owned = _database(config, environment, stack)
        _until_free(config, owned is None or owned.after_a_kill, told)
        with house_at(owned.uri if owned else config.mongodb_uri or "", config):
            pass  # laid out, migrated, and sealed with our keys: or it says why not
        kept = _processes(config, environment)
        stack.callback(_stop, kept, told)
        errands = Errands(errand, environment)
        stack.callback(errands.stop)

        def answers() -> None:
            ready(address_of(config))
            errands.start()

        _look_after(kept, owned, config, told, answers)


def _database(config: Config, environment: Mapping[str, str], stack: ExitStack) -> Owned | None:
    if config.mongodb_uri:
        return None
    owned = own(environment, config.data, called(), now(), serves=True)
    stack.callback(owned.stop)
    log.info("mongod takes writes", pid=owned.running.process.pid)
    return owned


def _processes(config: Config, environment: Mapping[str, str]) -> tuple[Kept, ...]:
    python = [sys.executable, "-P", "-m"]
    workers = (
        Kept(f"worker {number}", [*python, "plugin.serving.worker"], environment)
        for number in range(1, config.workers + 1)
    )
    return (Kept("web", [*python, "plugin.serving.web"], environment), *workers)


def _look_after(
    kept: tuple[Kept, ...],
    owned: Owned | None,
    config: Config,
    told: Ending,
    ready: Callable[[], None],
) -> None:
    rests = Rests()
    said = False
    while not told.asked.wait(LOOK_SECONDS):
        if owned is not None and not owned.lives():
            rests.restart(owned, time.monotonic())
        for each in kept:
            each.look_after(time.monotonic())
        if not said and _answers(config):
            said = True
            ready()


class Rests:
    """Starts mongod again, and after each failure in a row later."""

    def __init__(self) -> None:
        self._not_before = 0.0
        self._rest = 0.5

    def restart(self, owned: Owned, at: float) -> None:
        """Starts it when it has rested."""
        if at < self._not_before:
            return
        log.error("mongod has ended", code=owned.running.process.returncode)
        try:
            owned.restart()
        except MongodFailed as error:
            self._not_before = at + self._rest
            self._rest = min(2 * self._rest, _LONGEST_REST_SECONDS)
            log.error("mongod does not start", reason=str(error), rests_seconds=self._rest)
        else:
            self._rest = 0.5
            log.info("mongod takes writes again", pid=owned.running.process.pid)


def _stop(kept: tuple[Kept, ...], told: Ending) -> None:
    """Ends the web server first: what it has answered for is then all that is to be kept."""
    web, *workers = kept
    web.stop(WEB_SECONDS, told.hurried)
    for each in workers:
        each.ask()
    for each in workers:
        each.stop(WORKER_SECONDS, told.hurried)


def _until_free(config: Config, patient: bool, told: Ending) -> None:
    """Waits for the address: a service that was just killed may hold it for a while."""
    where = f"{config.host}:{config.port}"
    until = time.monotonic() + (PORT_SECONDS if patient else 1.0)
    while (reason := _taken(config.host, config.port)) and not told.asked.wait(0.2):
        if time.monotonic() > until:
            raise AddressTaken(
                f"cannot listen at {where}: {reason}; name another by --host and --port"
            )
        log.warning("waiting for the address", address=where, reason=reason)
        told.asked.wait(2.0 if patient else 0.3)


def _taken(host: str, port: int) -> str | None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as trial:
        if sys.platform != "win32":
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
            trial.listen()
        except OSError as error:
            return error.strerror or str(error)
    return None


def address_of(config: Config) -> str:
    """Where a browser on this machine finds the service."""
    anywhere = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}
    host = anywhere.get(config.host) or (f"[{config.host}]" if ":" in config.host else config.host)
    return f"http://{host}:{config.port}"


def _answers(config: Config) -> bool:
    with suppress(OSError), urlopen(f"{address_of(config)}/health/ready", timeout=5) as answer:
        return bool(answer.status == 200)
    return False
