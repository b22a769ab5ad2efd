"""Tickets made up for measuring: twenty events each, the same in every run and on every machine.

They live as tickets do: opened with a first message, assigned, talked about with notes and changes
between, put to pending and back, then most are solved, rated and closed, some of them reopened.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any

import orjson

from standards.instants import parse_instant, show_instant

EVENTS = 20
FIRST = parse_instant("2026-01-02T06:00:00Z")
AS_OF = "2027-01-31T00:00:00Z"

_DAY = 86_400
_CHANNELS = ("email", "email", "email", "web", "phone", "chat")
_PRIORITIES = ("low", "normal", "normal", "normal", "high", "urgent")
_SEGMENTS = ("retail", "retail", "retail", "key")
_TYPES = ("question", "question", "delivery", "return", "invoice", "data_request")
_GROUPS = ("mail", "shop", "warehouse", "claims")
_PEOPLE = tuple(f"zd-acme/user/{number}" for number in range(11, 41))
_RATED = (("csat", 5), ("csat", 5), ("csat", 2), ("ces", 6), ("nps", 9))
_WORDS = (
    "Dzień dobry, zamówiłam stół Lena w dębie i do dziś nie wiem, kiedy do mnie dotrze. "
    "Bardzo proszę o odpowiedź, bo w sobotę wyjeżdżam. Katarzyna Nowak",
    "Hello, the lamp that came today has a cracked shade. I enclose two photographs. "
    "Could you send me a new one, please? I would rather not return the whole parcel.",
    "Здравствуйте! Курьер звонил и обещал приехать завтра до 16:00. Если что-то изменится, "
    "мы сразу напишем Вам. Спасибо за терпение!",
    "Dziękuję za wiadomość. Sprawdziłem w magazynie: brakująca część wychodzi jutro rano.",
    "Thanks, that is all I wanted to know.",
)

Given = dict[str, Any]


@dataclass(slots=True)
class _Life:
    """A ticket under way: what has happened to it, who holds it and how it stands."""

    contact: str
    draw: Random
    at: int
    holder: str
    pace: float  # how long anything takes, 1: days, 0.01: minutes
    events: list[Given] = field(default_factory=list)
    status: str = "new"

    def passes(self, least: int, most: int) -> None:
        """So many seconds pass, short spells far more often than long ones."""
        self.at += int((least + (most - least) * self.draw.random() ** 3) * self.pace) + 1

    def happens(self, kind: str, role: str, facts: Given | None = None, **more: Any) -> None:
        """An event is added; facts are those that it tells."""
        by = {"customer": f"{self.contact}/customer", "agent": self.holder}.get(role)
        event: Given = {"type": "event", "contact": self.contact, "id": "", "kind": kind}
        event["id"] = "opened" if kind == "opened" else f"{kind}/{len(self.events)}"
        event["at"] = show_instant(self.at)
        event["by"] = {"role": role, "id": by} if by else {"role": role}
        if facts:
            self.status = facts.get("status", self.status)
            event["facts"] = facts
        self.events.append({**event, **more})

    def says(self, role: str, facts: Given | None = None, *, public: bool = True) -> None:
        """A message is written."""
        self.happens("message", role, facts, public=public, text=self.draw.choice(_WORDS))


def _asks(life: _Life) -> None:
    life.passes(300, 2 * _DAY)
    life.says("customer", {"status": "open"} if life.status != "open" else None)


def _answers(life: _Life) -> None:
    life.passes(120, 2 * _DAY)
    facts = {"status": "pending"} if life.draw.random() < 0.3 else None
    life.says("agent", facts)


def _promises(life: _Life) -> None:
    life.passes(120, _DAY)
    due = life.at + life.draw.randrange(3_600, 5 * _DAY)
    life.says("agent", {"promised_at": show_instant(due)})


def _notes(life: _Life) -> None:
    life.passes(30, _DAY)
    life.says("agent", public=False)


def _bot(life: _Life) -> None:
    life.passes(1, 60)
    life.says("bot")


def _passed_on(life: _Life) -> None:
    life.passes(60, _DAY)
    life.holder = life.draw.choice(_PEOPLE)
    life.happens("changed", "agent", _held_by(life))


def _held_by(life: _Life) -> Given:
    return {"assignee": life.holder, "group": f"zd-acme/group/{life.draw.choice(_GROUPS)}"}


def _raised(life: _Life) -> None:
    life.passes(60, _DAY)
    life.happens("changed", "agent", {"priority": life.draw.choice(_PRIORITIES)})


def _on_hold(life: _Life) -> None:
    life.passes(60, _DAY)
    life.happens("changed", "agent", {"status": "on_hold"})


def _taken_up(life: _Life) -> None:
    life.passes(60, _DAY)
    life.happens("changed", "agent", {"status": "open"})


def _labelled(life: _Life) -> None:
    life.passes(1, 60)
    life.happens("changed", "system", {"tags": ["shop", life.draw.choice(_TYPES)]})


def _solves(life: _Life) -> None:
    life.passes(300, 2 * _DAY)
    life.says("agent", {"status": "solved"})


def _rates(life: _Life) -> None:
    life.passes(300, 2 * _DAY)
    scale, value = life.draw.choice(_RATED)
    life.happens("rated", "customer", {"scale": scale, "value": value})


def _closes(life: _Life) -> None:
    life.at += 4 * _DAY
    life.happens("changed", "system", {"status": "closed"})


_Scene = Callable[[_Life], None]
_SCENES: dict[_Scene, int] = {
    _asks: 28,
    _answers: 30,
    _notes: 14,
    _promises: 4,
    _passed_on: 6,
    _raised: 4,
    _on_hold: 4,
    _taken_up: 5,
    _labelled: 3,
    _bot: 2,
}
_ENDS: dict[tuple[_Scene, ...], int] = {
    (_solves, _rates, _closes): 68,
    (_solves, _asks, _solves, _closes): 14,
    (_solves,): 8,
    (): 10,
}


def tickets(count: int, first: int = 1) -> Iterator[list[Given]]:
    """So many tickets, each the events of one, numbered in order and spread over the year 2026."""
    for number in range(first, first + count):
        yield ticket(number)


def ticket(number: int) -> list[Given]:
    """The events of the ticket with that number: always the same."""
    draw = Random(number)
    channel = draw.choice(_CHANNELS)
    life = _Life(
        contact=f"zd-acme/ticket/{number}",
        draw=draw,
        at=FIRST + draw.randrange(360 * _DAY),
        holder=draw.choice(_PEOPLE),
        pace=0.01 if channel == "chat" else 1.0,
    )
    _begins(life, channel)
    (end,) = draw.choices(list(_ENDS), list(_ENDS.values()))
    between = EVENTS - len(life.events) - len(end)
    for scene in (*draw.choices(list(_SCENES), list(_SCENES.values()), k=between), *end):
        scene(life)
    return life.events


def _begins(life: _Life, channel: str) -> None:
    draw = life.draw
    facts: Given = {"status": "new", "channel": channel, "priority": draw.choice(_PRIORITIES)}
    facts |= {"segment": draw.choice(_SEGMENTS), "contact_type": draw.choice(_TYPES)}
    facts |= {"language": "pl", "fields": {"order": 58_000 + draw.randrange(9_999)}}
    life.happens("opened", "customer", facts)
    life.says("customer")
    life.passes(30, _DAY)
    life.happens("changed", "system", {**_held_by(life), "status": "open"})


def lines_of(events: list[Given]) -> bytes:
    """The events as JSON lines."""
    return b"".join(orjson.dumps(event, option=orjson.OPT_APPEND_NEWLINE) for event in events)
