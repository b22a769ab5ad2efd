"""`python -m tests.fakes.freshdesk --port 8999`: the fake Freshdesk as a process, until it ends."""

from __future__ import annotations

import argparse
import signal
from threading import Event

from tests.fakes.faults import KINDS, Faults
from tests.fakes.freshdesk.api import User
from tests.fakes.freshdesk.limits import Limits
from tests.fakes.freshdesk.server import USER, FakeFreshdesk


def main() -> None:
    """Prints its address once it answers; tickets nobody made are there when asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--token", default=USER.token, help="the API key")
    parser.add_argument("--user-id", type=int, default=USER.id)
    parser.add_argument("--requests-a-minute", type=int, default=Limits().requests)
    parser.add_argument("--lists-a-minute", type=int, default=Limits().lists)
    parser.add_argument("--fault-rate", type=float, default=0.0)
    parser.add_argument("--fault-kinds", choices=sorted(KINDS), default="passing")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--no-springs", action="store_true", help="only tickets that were made")
    parser.add_argument("--webhook", help="address that rules call")
    parser.add_argument("--secret", help="what proves them", default="a-secret-of-the-fake")
    told = parser.parse_args()
    ended = Event()
    signal.signal(signal.SIGTERM, lambda number, frame: ended.set())
    with FakeFreshdesk(
        user=User(told.token, told.user_id),
        limits=Limits(told.requests_a_minute, told.lists_a_minute),
        faults=Faults(told.seed, told.fault_rate, KINDS[told.fault_kinds]),
        springs=not told.no_springs,
        port=told.port,
    ) as freshdesk:
        if told.webhook:
            freshdesk.subscribe(told.webhook, told.secret)
        print(freshdesk.address, flush=True)
        ended.wait()


if __name__ == "__main__":
    main()
