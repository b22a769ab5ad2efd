"""Any life of a ticket there, any webhooks lost, in any order: read again, all is known."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

import orjson
from hypothesis import given
from hypothesis import strategies as st

from plugin.stores.tickets.events import news_in
from scoring.evidence import Event
from scoring.timeline import Timeline, in_order, timeline_of
from tests.webhooks.samples import account
from webhooks.contract import Delivery, Reply
from webhooks.django_helpdesk.adapter import DjangoHelpdesk

HELPDESK = DjangoHelpdesk()
ACME = account(HELPDESK)
CONTACT = "dh-acme/ticket/7"
BEGUN = 1_772_409_600  # 2026-03-02
LATER = BEGUN + 10**6
CUSTOMER = None


@dataclass(slots=True)
class Desk:
    """One ticket of a django-helpdesk, and the webhooks that it has sent."""

    now: float = BEGUN
    sent: list[bytes] = field(default_factory=list)
    ticket: dict[str, Any] = field(
        default_factory=lambda: {
            "id": 7, "queue": 1, "title": "Lamp", "description": "It is dark.", "status": 1,
            "on_hold": False, "priority": 3, "assigned_to": None, "merged_to": None,
            "followup_set": [], "custom_tags": "",
        }
    )  # fmt: skip

    def open(self) -> None:
        self._follow_up(CUSTOMER, "Ticket Opened Via Web", "It is dark.")
        self.sent.append(orjson.dumps({"ticket": self.ticket, "queue_slug": "support"}))

    def update(self, user: int | None, words: str, public: bool, changed: dict[str, int]) -> None:
        """The agents' form, or a mail: a follow-up, whatever it changes, and a webhook."""
        status = changed.get("status", self.ticket["status"])
        new = None if status == self.ticket["status"] else status
        self.ticket.update(changed)
        own = self._follow_up(user, "Lamp", words, public=public, new_status=new)
        told = {"ticket": self.ticket, "queue_slug": "support", "followup_id": own}
        self.sent.append(orjson.dumps(told))

    def hold(self, on_hold: bool) -> None:
        """The button: a follow-up, and no webhook."""
        self.ticket["on_hold"] = on_hold
        self._follow_up(3, "Ticket placed on hold" if on_hold else "Ticket taken off hold", None)

    def board(self, status: int) -> None:
        """A card moved on the board: neither."""
        self.now += 1
        self.ticket["status"] = status

    def answer(self) -> Reply:
        """What the API answers now."""
        at = datetime.fromtimestamp(int(self.now) + 1, UTC)
        date = at.strftime("%a, %d %b %Y %H:%M:%S GMT")
        return Reply(200, {"date": date}, deepcopy(self.ticket))

    def _follow_up(
        self, user: int | None, title: str, words: str | None, *, public: bool = True,
        new_status: int | None = None,
    ) -> int:  # fmt: skip
        self.now += 1.25
        own = 100 + len(self.ticket["followup_set"])
        told = {
            "id": own, "user": user, "title": title,
            "comment": words, "public": public, "new_status": new_status,
            "date": datetime.fromtimestamp(self.now, UTC).isoformat(),
        }  # fmt: skip
        self.ticket["followup_set"].append(told)
        return own


STATUS = st.integers(1, 5)
CHANGED = st.fixed_dictionaries(
    {},
    optional={"status": STATUS, "priority": st.integers(1, 5), "assigned_to": st.integers(2, 4)},
)
UPDATES = st.tuples(
    st.just("update"), st.sampled_from([CUSTOMER, 2, 3]), st.sampled_from(["Words.", ""]),
    st.booleans(), CHANGED,
)  # fmt: skip
HOLDS = st.tuples(st.just("hold"), st.booleans())
BOARDS = st.tuples(st.just("board"), STATUS)


def lived(steps: list[tuple[Any, ...]]) -> Desk:
    desk = Desk()
    desk.open()
    for name, *told in steps:
        getattr(desk, name)(*told)
    return desk


def known(log: list[Event], events: tuple[Event, ...]) -> list[Event]:
    told = [replace(each, text=None) for each in events]
    return [
        *({each.id: each for each in log} | {e.id: e for e in news_in(log, told)}).values(),
    ]  # fmt: skip


def log_of(desk: Desk, came: list[bytes]) -> list[Event]:
    """What is known when these have come and the ticket has then been read again."""
    log: list[Event] = []
    for body in came:
        log = known(log, HELPDESK.read(Delivery({}, body, 0), ACME).events)
    talk = HELPDESK.read_again(CONTACT, ACME, in_order(log))
    next(talk)
    try:
        talk.send(desk.answer())
    except StopIteration as end:
        return in_order(known(log, end.value.events))
    raise AssertionError("the talk goes on")


def known_facts(line: Timeline) -> dict[str, object]:
    return {name: fact for name, fact in line.facts.items() if fact not in (None, ())}


@given(steps=st.lists(UPDATES | HOLDS, max_size=8), chance=st.randoms(use_true_random=False))
def test_whatever_was_lost_words_and_status_are_exact(
    steps: list[tuple[Any, ...]], chance: Any
) -> None:
    desk = lived(steps)
    came = [each for each in desk.sent if chance.random() < 0.5]
    chance.shuffle(came)
    whole, left = (timeline_of(log_of(desk, each), LATER) for each in (desk.sent, came))
    assert left.agent_messages == whole.agent_messages
    assert left.customer_messages == whole.customer_messages
    assert left.statuses == whole.statuses
    assert known_facts(left) == known_facts(whole)
    assert not [each for each in whole.flags if each.startswith("reconstructed")]


@given(
    steps=st.lists(UPDATES | HOLDS | BOARDS, max_size=8),
    chance=st.randoms(use_true_random=False),
)
def test_what_differs_is_marked_and_the_last_word_is_the_tickets(
    steps: list[tuple[Any, ...]], chance: Any
) -> None:
    desk = lived(steps)
    came = [each for each in desk.sent if chance.random() < 0.5]
    chance.shuffle(came)
    whole, left = log_of(desk, desk.sent), log_of(desk, came)
    told = {each.id: each for each in whole}
    only = [each for each in left if each != told.get(each.id)]
    assert [each for each in only if not each.reconstructed] == []
    assert known_facts(timeline_of(left, LATER)) == known_facts(timeline_of(whole, LATER))
