"""Opens the house of a web or worker process, which waits for a database that is away for now."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager

import structlog

from plugin.house import House
from plugin.serving.opened import opened
from plugin.stores.embedded.owning import NobodyServes
from plugin.stores.opening import DatabaseAway

LONGEST_REST_SECONDS = 5.0

log = structlog.get_logger("plumbline")


@contextmanager
def waited_for(
    environment: Mapping[str, str], wait: Callable[[float], bool]
) -> Iterator[House | None]:
    """The house of a running service, once there is one; None when `wait` says to end.

    `wait` takes seconds and says whether it was interrupted.
    """
    rest = 0.5
    with ExitStack() as stack:
        while True:
            try:
                house = stack.enter_context(opened(environment, may_own=False))
                break
            except (DatabaseAway, NobodyServes) as error:
                rest = min(2 * rest, LONGEST_REST_SECONDS)
                log.warning("waiting for the database", reason=str(error), rests_seconds=rest)
            if wait(rest):
                yield None
                return
        yield house
