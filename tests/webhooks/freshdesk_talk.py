"""Talks of the Freshdesk adapter with the fake's API, without a wire; the log as it is kept."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar
from urllib.parse import urlencode

from plugin.stores.tickets.events import news_in, without_words
from scoring.evidence import Event
from tests.fakes.asking import Asked
from tests.fakes.freshdesk.api import Api, User
from tests.fakes.freshdesk.limits import Budget, Limits
from tests.fakes.freshdesk.tickets import Tickets
from webhooks.contract import Account, Call, Delivery, News, Reply, Talk
from webhooks.freshdesk.adapter import Freshdesk

T = TypeVar("T")

FRESHDESK = Freshdesk()
KEY = User("a-key-of-the-fake-freshdesk")
ACME = Account("fd-acme", "https://acme.freshdesk.com", "pl", str(KEY.id))
NUMBER = 4711
TICKET = ACME.id_of("ticket", NUMBER)
OPENED_AT = 1_772_438_400  # 2026-03-02T08:00:00Z


@dataclass(slots=True)
class House:
    """What is known of one ticket, and the fake that knows the truth."""

    tickets: Tickets = field(default_factory=lambda: Tickets(lambda: OPENED_AT))
    api: Api = field(init=False)
    log: dict[str, Event] = field(default_factory=dict)
    opened_at: int | None = None
    redacted: set[str] = field(default_factory=set)
    asked: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.api = Api(KEY, self.tickets, Budget(Limits()), lambda: OPENED_AT)

    def reply(self, call: Call) -> Reply:
        """What the fake's API answers, as the sender would hand it on."""
        headers = {"authorization": KEY.authorization(), "content-type": "application/json"}
        self.asked.append(f"{call.method} {call.path}?{urlencode(call.query)}")
        body = b"" if call.body is None else json.dumps(call.body).encode()
        answer = self.api.answer(Asked(call.method, call.path, headers, body, call.query))
        told = {name.lower(): value for name, value in answer.headers.items()}
        return Reply(answer.status, told, answer.body)

    def hear(self, delivery: Delivery) -> None:
        """Files what a delivery says, and reads again where it asks for that."""
        news = FRESHDESK.read(delivery, ACME)
        self.file(news)
        if news.reread:
            self.read_again()

    def read_again(self) -> News | None:
        """Reads the ticket again and files what is told."""
        news = converse(FRESHDESK.read_again(TICKET, ACME, tuple(self.log.values())), self.reply)
        if news is not None:
            self.file(news)
        return news

    def file(self, news: News) -> list[Event]:
        """Adds what is new to the log, as the house does; what it was."""
        new = [without_words(each) for each in news_in(self.log.values(), news.events)]
        self.log |= {each.id: each for each in new}
        self.redacted |= set(news.redacted)
        self.opened_at = news.opened_at or self.opened_at
        return new


def converse(talk: Talk[T], reply: Callable[[Call], Reply]) -> T:
    """What the talk comes to."""
    try:
        call = next(talk)
        while True:
            call = talk.send(reply(call))
    except StopIteration as ended:
        value: T = ended.value
        return value
