"""`python -m tests.fakes.zendesk --port 8999`: the fake Zendesk as a process, until it is ended."""

from __future__ import annotations

import argparse
import signal
from threading import Event

from tests.fakes.faults import KINDS, Faults
from tests.fakes.zendesk.api import User
from tests.fakes.zendesk.limits import Limits
from tests.fakes.zendesk.server import USER, FakeZendesk


def main() -> None:
    """Prints its address once it answers; tickets nobody made are there when asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--email", default=USER.email)
    parser.add_argument("--token", default=USER.token)
    parser.add_argument("--user-id", type=int, default=USER.id)
    parser.add_argument("--requests-a-minute", type=int, default=Limits().requests)
    parser.add_argument("--fault-rate", type=float, default=0.0)
    parser.add_argument("--faults", choices=KINDS, default="passing", help="what goes wrong")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--webhook", help="address to post signed events to")
    parser.add_argument("--secret", help="what signs them", default="a-secret-of-the-fake-zendesk")
    told = parser.parse_args()
    ended = Event()
    signal.signal(signal.SIGTERM, lambda number, frame: ended.set())
    with FakeZendesk(
        user=User(told.email, told.token, told.user_id),
        limits=Limits(told.requests_a_minute),
        faults=Faults(told.seed, told.fault_rate, KINDS[told.faults]),
        springs=True,
        port=told.port,
    ) as zendesk:
        if told.webhook:
            zendesk.subscribe(told.webhook, told.secret)
        print(zendesk.address, flush=True)
        ended.wait()


if __name__ == "__main__":
    main()
