"""Events come back from the log exactly as they were told, in whatever order they came."""

from __future__ import annotations

import random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plugin.stores.layout import Mongo
from plugin.stores.tickets.events import Events, news_in, read_event, without_words, write_event
from scoring.evidence import Event, EventKind, Role

# No text in MongoDB holds half of a surrogate pair.
WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
NAMES = WORDS | st.sampled_from(["a.b", "$set", "", "fields.a$b.c", "\0"])
NUMBERS = st.integers(-(1 << 70), 1 << 70) | st.floats(allow_nan=False) | st.booleans()
FACTS = st.dictionaries(NAMES, NUMBERS | WORDS | st.none() | st.lists(WORDS, max_size=3).map(tuple))
LONGEST = (1 << 63) - 1


@st.composite
def events(draw: st.DrawFn) -> Event:
    return Event(
        contact="zd-acme/ticket/1",
        id=draw(st.sampled_from(["opened", "comment/1", "comment/2"])),
        kind=draw(st.sampled_from(EventKind)),
        at=draw(st.integers(0, 3)),
        role=draw(st.sampled_from(Role)),
        by=draw(st.none() | WORDS),
        public=draw(st.booleans()),
        facts=draw(FACTS),
        seq=draw(st.integers(0, 2) | st.just(LONGEST)),
        text=draw(st.none() | WORDS),
    )


def sorts_of(event: Event) -> list[type]:
    return [type(value) for value in event.facts.values()]


@given(st.lists(events(), max_size=4, unique_by=lambda event: event.id))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_events_come_back_exactly(database: Mongo, told: list[Event]) -> None:
    database.events.delete_many({})
    store = Events(database)
    store.keep(told)
    kept = {each.id: each for each in store.of("zd-acme/ticket/1")}
    assert kept == {each.id: without_words(each) for each in told}
    for each in told:
        back = kept[each.id]
        assert sorts_of(back) == sorts_of(each)
        assert list(back.facts) == list(each.facts)
        assert (type(back.at), type(back.seq)) == (int, int)


def test_the_log_is_in_order(database: Mongo) -> None:
    told = [
        Event("c", name, EventKind.MESSAGE, at, seq=seq)
        for name, at, seq in [("d", 2, 1), ("c", 1, 2), ("b", 1, 1), ("a", 1, 2)]
    ]
    Events(database).keep(told)
    assert [each.id for each in Events(database).of("c")] == ["b", "a", "c", "d"]


def log_after(bursts: list[list[Event]]) -> dict[str, Event]:
    """The log after bursts of news."""
    log: dict[str, Event] = {}
    for burst in bursts:
        log |= {each.id: each for each in news_in(log.values(), burst)}
    return {name: without_words(each) for name, each in log.items()}


@given(st.lists(events(), max_size=8), st.randoms(use_true_random=False), st.integers(1, 4))
def test_no_order_of_telling_changes_the_log(
    told: list[Event], chance: random.Random, size: int
) -> None:
    """Also where one event is told in several ways, which none should be."""
    shuffled = told + told[::2]
    chance.shuffle(shuffled)
    bursts = [shuffled[start : start + size] for start in range(0, len(shuffled), size)]
    assert log_after(bursts) == log_after([told])


@given(events())
def test_what_is_known_is_no_news(told: Event) -> None:
    assert news_in([read_event(write_event(told))], [told, told]) == []
