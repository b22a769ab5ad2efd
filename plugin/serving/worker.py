"""A worker process: `python -m plugin.serving.worker`, as `serve` and `plumbline worker` run it."""

from __future__ import annotations

import os
from collections.abc import Mapping

from plugin.config import read_config
from plugin.operations.logs import configure
from plugin.serving.ending import ending
from plugin.serving.patience import waited_for
from plugin.serving.standing import stand
from plugin.stations import STATIONS
from plugin.unopened import Unopened
from plugin.working import work


def run(environment: Mapping[str, str]) -> None:
    """Works until the process is told to end: then what is in hand is finished."""
    config = read_config(environment)
    configure(config)
    with ending() as told, waited_for(environment, told.asked.wait) as house:
        if house is not None:
            stand()
            work(house, STATIONS, told.asked, config.worker_threads)


if __name__ == "__main__":
    try:
        run(os.environ)
    except Unopened as error:
        raise SystemExit(str(error)) from None
