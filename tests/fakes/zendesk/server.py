"""The fake Zendesk as a server."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from tests.fakes.asking import Answer
from tests.fakes.faults import Fault
from tests.fakes.server import INSTEAD, FakeHelpdesk
from tests.fakes.zendesk.api import CONFLICT, FORBIDDEN, UNAUTHORIZED, Api, User, too_many
from tests.fakes.zendesk.control import controlled
from tests.fakes.zendesk.limits import Budget, Limits
from tests.fakes.zendesk.reads import add_reads
from tests.fakes.zendesk.tickets import Tickets
from tests.fakes.zendesk.webhooks import Subscribed

add_reads()

USER = User("plumbline@acme.example", "a-token-of-the-fake-zendesk")


@dataclass
class FakeZendesk(FakeHelpdesk[Api]):
    """A Zendesk account; `clock` gives UTC seconds and may be a test's own."""

    instead: ClassVar[Mapping[Fault, Answer]] = {
        **INSTEAD,
        Fault.ERROR_500: Answer(
            500, {"error": "InternalError", "description": "Something went wrong"}
        ),
        Fault.TOO_MANY: too_many(1),
        Fault.TOO_MANY_AS_TEXT: too_many(1, as_text=True),
        Fault.CONFLICT: CONFLICT,
        Fault.FORBIDDEN: FORBIDDEN,
        Fault.UNAUTHORIZED: UNAUTHORIZED,
        Fault.GARBLED: Answer(200, '{"ticket": {"id": 1, "ta'),
    }
    text: ClassVar[str] = "text/plain"
    cookie: ClassVar[str | None] = "_zendesk_cookie=BAhJIhl7fQY; path=/; HttpOnly"

    clock: Callable[[], float] = time.time
    user: User = USER
    limits: Limits = field(default_factory=Limits)
    springs: bool = False
    tickets: Tickets = field(init=False)

    def __post_init__(self) -> None:
        self.tickets = Tickets(self.clock, springs=self.springs)
        self.api = Api(self.user, self.tickets, Budget(self.limits), self.clock)

    def __enter__(self) -> FakeZendesk:
        self._serve()
        return self

    def subscribe(self, address: str, secret: str) -> Subscribed:
        """Posts every change of a ticket to the address from now on, signed with the secret."""
        made = Subscribed(address, secret, self.clock)
        made.start()
        self.subscription = self.tickets.heard = made
        return made

    def control(self, method: str, path: list[str], given: Any) -> Answer:
        """What steers the tickets."""
        return controlled(self.tickets, method, path, given)
