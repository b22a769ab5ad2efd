"""The web server: `python -m plugin.serving.web`. The only file that knows which one it is.

Granian: a process that holds the socket starts `web_processes` that answer, each with
`web_threads`. Whoever answers opens its own house, after the fork.
"""

from __future__ import annotations

import atexit
import multiprocessing
import os
import signal
import time
from collections.abc import Mapping
from contextlib import ExitStack

import structlog
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server import Server

from plugin.app import create_app
from plugin.config import read_config
from plugin.operations.logs import configure
from plugin.serving.drips import Drips
from plugin.serving.patience import waited_for
from plugin.serving.standing import stand
from plugin.settings import SETTINGS
from plugin.stores.embedded.leash import hang_on
from plugin.unopened import Unopened

log = structlog.get_logger("plumbline.web")

# For so long requests may take to finish when the server is told to end.
FINISH_SECONDS = 25
HEAD_SECONDS = 10  # within which a request's head has come, or its connection is cut


def run(environment: Mapping[str, str]) -> None:
    """Serves until the process is told to end: then requests in flight are finished."""
    config = read_config(environment)
    Server(
        "plugin.serving.web:application",
        factory=True,
        address=config.host,
        port=config.port,
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,  # as proxies speak; looking which it is costs
        http1_settings=HTTP1Settings(header_read_timeout=HEAD_SECONDS * 1_000),
        workers=config.web_processes,
        blocking_threads=config.web_threads,
        respawn_failed_workers=True,
        respawn_interval=0.1,
        workers_kill_timeout=FINISH_SECONDS,
        websockets=False,
        log_level=LogLevels.error,
    ).serve()


def application() -> Drips:
    """The application of a process that answers; it ends with the process that holds the socket."""
    # Until the server sets its own, the handlers here are those of the process that was forked.
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, signal.SIG_DFL)
    parent = multiprocessing.parent_process()
    hang_on(parent.pid if parent and parent.pid else os.getppid())
    environment = dict(os.environ)
    config = read_config(environment)
    configure(config)
    for name in (name for name, setting in SETTINGS.items() if setting.secret):
        os.environ.pop(name, None)  # the server hands the environment on to every request
    open_for_good = ExitStack()
    atexit.register(open_for_good.close)
    try:
        house = open_for_good.enter_context(waited_for(environment, _slept))
    except Unopened as error:
        log.error("cannot answer", reason=str(error))
        raise SystemExit(1) from None
    assert house is not None  # as nobody interrupts `_slept`
    drips = Drips(create_app(house), config.web_threads, config.port)
    drips.start()
    stand()
    return drips


def _slept(seconds: float) -> bool:
    time.sleep(seconds)
    return False


if __name__ == "__main__":
    run(os.environ)
