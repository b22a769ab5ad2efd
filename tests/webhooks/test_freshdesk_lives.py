"""Any life of a ticket at Freshdesk, any of its webhooks lost: what is known converges."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.evidence import Event, EventKind
from tests.fakes.freshdesk.apps import event_of
from tests.fakes.freshdesk.ticket import AGENT, COLLEAGUE, REQUESTER, Change
from tests.fakes.freshdesk.tickets import Tickets
from tests.fakes.freshdesk.webhooks import body_of
from tests.webhooks.freshdesk_talk import ACME, KEY, NUMBER, OPENED_AT, House
from webhooks.contract import Delivery
from webhooks.freshdesk.comparing import known_facts
from webhooks.freshdesk.values import facts_of, status_facts

_EXACT = (EventKind.MESSAGE, EventKind.RATED)
_LEAVING = (EventKind.DELETED, EventKind.SPAM, EventKind.RESTORED)

authors = st.sampled_from([REQUESTER, AGENT, COLLEAGUE, KEY.id, None])
statuses = st.sampled_from([2, 3, 4, 5, 6, 7, 12, 13])
acts = st.one_of(
    st.tuples(st.just("status"), statuses),
    st.tuples(st.just("comment"), authors, st.booleans()),
    st.tuples(st.just("priority"), st.integers(1, 4)),
    st.tuples(st.just("type"), st.sampled_from([None, "Question", "Problem"])),
    st.tuples(st.just("assign"), st.sampled_from([None, 7, 8]), st.sampled_from([None, 2, 3])),
    st.tuples(st.just("tag"), st.sampled_from(["vip", "courier", "pl-rsp-01-missed"])),
    st.tuples(st.just("untag"), st.sampled_from(["vip", "courier"])),
    st.tuples(st.just("field"), st.sampled_from(["a", "b", None, 3])),
    st.tuples(st.just("rate"), st.sampled_from([103, 100, -103])),
    st.tuples(st.just("bin"), st.sampled_from(["deleted", "spam"]), st.booleans()),
)
gaps = st.sampled_from([0, 0, 1, 7, 600, 90_000])
told = st.sampled_from(["rule", "app", "lost"])
lives = st.lists(st.tuples(acts, gaps, told), max_size=12)
seconds_apart = st.lists(st.tuples(acts, gaps.filter(bool), told), max_size=12)


def act(tickets: Tickets, what: Any, at: int) -> None:
    match what:
        case ("status", status):
            tickets.set_status(NUMBER, status, at=at)
        case ("comment", author, public):
            tickets.comment(NUMBER, "Words", author, public=public, at=at)
        case ("priority", priority):
            tickets.alter(NUMBER, at=at, priority=priority)
        case ("type", kind):
            tickets.alter(NUMBER, at=at, type=kind)
        case ("assign", who, group):
            tickets.assign(NUMBER, who, group, at=at)
        case ("tag", tag):
            tickets.tag(NUMBER, [tag], at=at)
        case ("untag", tag):
            tickets.tag(NUMBER, [], [tag], at=at)
        case ("field", value):
            tickets.set_field(NUMBER, "cf_order", value, at=at)
        case ("rate", value):
            tickets.rate(NUMBER, value, at=at)
        case ("bin", name, out):
            tickets.bin(NUMBER, name, out=out, at=at)


def delivered(change: Change, style: int, how: str) -> Delivery:
    body = event_of(change, style) if how == "app" else None
    return Delivery({}, body_of(change, style)[1] if body is None else body, change.at + 1)


def lived(life: Any, first: str, *, how: str | None = None) -> House:
    """What a house knows in the end; with `how` every webhook comes, and in that way."""
    house = House()
    at = OPENED_AT
    house.tickets.create(NUMBER, at=at)
    steps = [(None, 0, first), *life]
    for style, (what, gap, told_how) in enumerate(steps):
        before = len(house.tickets.changes)
        at += gap
        if what is not None:
            act(house.tickets, what, at)
        made = house.tickets.changes[before:] if what is not None else house.tickets.changes
        for change in made:
            if (way := how or told_how) != "lost":
                house.hear(delivered(change, style, way))
    house.read_again()
    return house


def changes_of(house: House, name: str) -> list[Event]:
    return [each for each in house.log.values() if name in each.facts]


def last_left(house: House) -> EventKind:
    left = [each for each in house.log.values() if each.kind in _LEAVING]
    last = max(left, key=lambda each: (each.at, each.seq), default=None)
    return EventKind.RESTORED if last is None else last.kind


@settings(max_examples=150, deadline=None)
@given(life=lives, first=told)
def test_whatever_is_lost_replies_ratings_and_the_last_state_are_exact(
    life: Any, first: str
) -> None:
    house, clean = lived(life, first), lived(life, first, how="rule")
    for kind in _EXACT:
        ours = {each.id: each for each in house.log.values() if each.kind is kind}
        assert ours == {each.id: each for each in clean.log.values() if each.kind is kind}
    assert stands(house) == stands(clean) == truth(house)
    assert last_left(house) is last_left(clean) is left(house)


def stands(house: House) -> dict[str, Any]:
    known = {name: each.value for name, each in known_facts(house.log.values()).items()}
    return {name: value for name, value in known.items() if value not in (None, ())}


def truth(house: House) -> dict[str, Any]:
    ticket = house.tickets.find(NUMBER)
    assert ticket is not None
    status = status_facts(ticket.status, house.api.statuses)
    assert status is not None
    told = {**facts_of(ticket.shown(), ACME), **status}
    return {name: value for name, value in told.items() if value not in (None, ())}


def left(house: House) -> EventKind:
    ticket = house.tickets.find(NUMBER)
    assert ticket is not None
    if ticket.deleted:
        return EventKind.DELETED
    return EventKind.SPAM if ticket.spam else EventKind.RESTORED


@settings(max_examples=150, deadline=None)
@given(life=seconds_apart, first=told)
def test_every_other_difference_is_marked(life: Any, first: str) -> None:
    """What apps tell of every change is the truth that a run with losses is held against.

    What was otherwise for less than a second has left no trace at Freshdesk.
    """
    house, clean = lived(life, first), lived(life, "app", how="app")
    exact = {each.id: each for each in clean.log.values() if not each.reconstructed}
    for event in house.log.values():
        if not event.reconstructed and event.kind not in _EXACT:
            assert bare(exact[event.id]) == bare(event)
    missing = [each for name, each in exact.items() if name not in house.log]
    for event in missing:
        if "status" in event.facts:
            later = [each for each in changes_of(house, "status") if each.at >= event.at]
            assert any(each.reconstructed for each in later)


def bare(event: Event) -> Event:
    return replace(event, seq=0)


@settings(max_examples=80, deadline=None)
@given(life=lives, first=told)
def test_reading_again_without_news_changes_nothing(life: Any, first: str) -> None:
    house = lived(life, first)
    news = house.read_again()
    assert news is not None
    assert house.file(news) == []
