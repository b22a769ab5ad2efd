"""The fake Freshdesk as a server."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from tests.fakes.asking import Answer
from tests.fakes.faults import Fault
from tests.fakes.freshdesk.api import CONFLICT, FORBIDDEN, UNAUTHORIZED, Api, User, too_many
from tests.fakes.freshdesk.control import controlled
from tests.fakes.freshdesk.limits import Budget, Limits
from tests.fakes.freshdesk.tickets import Tickets
from tests.fakes.freshdesk.webhooks import Rules
from tests.fakes.server import INSTEAD, FakeHelpdesk

USER = User("a-key-of-the-fake-freshdesk")
_TOO_MANY_AS_TEXT = Answer(429, "Too many requests", {"Retry-After": "1"})


@dataclass
class FakeFreshdesk(FakeHelpdesk[Api]):
    """A Freshdesk account; `clock` gives UTC seconds and may be a test's own."""

    instead: ClassVar[Mapping[Fault, Answer]] = {
        **INSTEAD,
        Fault.ERROR_500: Answer(500, {"code": "internal_error", "message": "Something went wrong"}),
        Fault.TOO_MANY: too_many(1),
        Fault.TOO_MANY_AS_TEXT: _TOO_MANY_AS_TEXT,
        Fault.CONFLICT: CONFLICT,
        Fault.FORBIDDEN: FORBIDDEN,
        Fault.UNAUTHORIZED: UNAUTHORIZED,
        Fault.GARBLED: Answer(200, '{"id": 1, "ta'),
    }

    clock: Callable[[], float] = time.time
    user: User = USER
    limits: Limits = field(default_factory=Limits)
    springs: bool = False
    tickets: Tickets = field(init=False)

    def __post_init__(self) -> None:
        self.tickets = Tickets(self.clock, springs=self.springs)
        self.api = Api(self.user, self.tickets, Budget(self.limits), self.clock)

    def __enter__(self) -> FakeFreshdesk:
        self._serve()
        return self

    def subscribe(self, address: str, secret: str) -> Rules:
        """Has rules call the address with the secret for every change but our own from now on."""
        made = Rules(address, secret, self.clock, leaves_out=self.user.id)
        made.start()
        self.subscription = self.tickets.heard = made
        return made

    def control(self, method: str, path: list[str], given: Any) -> Answer:
        """What steers the tickets."""
        return controlled(self.tickets, method, path, given)
