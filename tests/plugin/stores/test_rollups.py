"""Rollups and changes together are the cards', however they were filed and taken up."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import UTC
from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plugin.house import House
from plugin.stores.filed.cards import Cards
from plugin.stores.filed.counting import Counting, Question, cut_of, spans_in
from plugin.stores.filed.cuts import Cut
from plugin.stores.filed.reports import Stretch, Whose
from plugin.stores.filed.rollups import Rollups
from plugin.stores.filed.tallies import Parts
from plugin.stores.layout import Mongo
from plugin.stores.migrations.rolled_up import roll_up
from plugin.stores.transactions import Session, transact
from plugin.tickets.rolling import rollups_station
from scoring.evidence import Event, EventKind, Role, Ticket
from scoring.judge import Verdict
from scoring.scorecard import Scorecard, assess
from scoring.tally.counts import Counts
from tests.pages.acme import house_over
from tests.plugin.stores.test_cards import MONDAY, file, published
from tests.plugin.tickets.ticket_house import CONTACT
from tests.tallied import counted_in, counted_of, take_all_up

STANDARD = published(CONTACT)
YEAR = Stretch("contact", 1, "2026-01-01", "2026-12-31")
TEAMS, CHANNELS, PLACES = ("t/1", "t/2"), ("email", "chat", None), ("krakow", None)


def card(contact: str, day: int, team: str, channel: str | None, place: str | None) -> Scorecard:
    """A final card of a ticket opened so many days after the Monday."""
    opened = MONDAY + day * 86_400
    said = {"group": team, "channel": channel, "location": place}
    by = f"u/{team[-1]}"
    events = (
        Event(contact, "opened", EventKind.OPENED, opened, Role.CUSTOMER, facts=said),
        Event(contact, "c/1", EventKind.MESSAGE, opened + 60, Role.AGENT, by),
        Event(
            contact,
            "c/2",
            EventKind.CHANGED,
            opened + 90,
            Role.AGENT,
            by,
            facts={"status": "solved"},
        ),
    )
    return assess(STANDARD, Ticket(contact, events), as_of=opened + 40 * 86_400)


cards = st.builds(
    card,
    st.sampled_from(["zd/ticket/1", "zd/ticket/2", "zd/ticket/3"]),
    st.integers(0, 60),
    st.sampled_from(TEAMS),
    st.sampled_from(CHANNELS),
    st.sampled_from(PLACES),
)
TAKE, CRASH = "take some up", "crash while taking up"
acts = st.lists(st.one_of(cards, st.sampled_from([TAKE, CRASH])), max_size=8)


class Crash(Exception):
    """The process ends."""


def crash_while_taking_up(database: Mongo) -> None:
    def work(session: Session) -> None:
        Rollups(database).take_up(session)
        raise Crash

    with pytest.raises(Crash):
        transact(database, work)


def aggregated(database: Mongo, field: str | None) -> Counter[tuple[str | None, str, str]]:
    """The occurrences of the filed cards by field, criterion and verdict, from the cards alone."""
    found: Counter[tuple[str | None, str, str]] = Counter()
    for each in database.cards.find({"day": {"$ne": None}}):
        for finding in each["card"]["findings"]:
            verdicts = [one["verdict"] or "not_applicable" for one in finding["occurrences"]]
            for verdict in verdicts or [finding["verdict"]]:
                found[each[field] if field else None, finding["criterion"], verdict] += 1
    return found


def counted(database: Mongo, by: tuple[str, ...]) -> Counter[tuple[str | None, str, str]]:
    """The same from rollups and changes."""
    found: Counter[tuple[str | None, str, str]] = Counter()
    for parts, counts in Counting(database).count(Question(YEAR, by)).items():
        *value, criterion, _, _ = parts
        for verdict in Verdict if criterion is not None else ():
            number = getattr(counts, verdict.value)
            if number and criterion is not None:
                found[value[0] if value else None, criterion, verdict.value] += number
    return found


@settings(
    max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(acts)
def test_whatever_is_filed_rolled_up_and_broken_off_is_exact(
    database: Mongo, told: list[Scorecard | str]
) -> None:
    for name in ("cards", "tallies", "rollups"):
        database[name].delete_many({})
    filed: dict[str, Scorecard] = {}
    for act in told:
        if isinstance(act, Scorecard):
            file(database, act.contact, [act])
            filed[act.contact] = act
        elif act is TAKE:
            transact(database, partial(Rollups(database).take_up, most=1))
        else:
            crash_while_taking_up(database)
    assert counted_in(database) == counted_of(filed.values())
    for field in (None, "channel", "location"):
        by = (field,) if field else ()
        assert counted(database, by) == aggregated(database, field)
    take_all_up(database)
    for day in Rollups(database).days():
        assert transact(database, partial(Rollups(database).faults, day)) == ()
    assert counted(database, ()) == aggregated(database, None)


def test_every_cut_answers_the_same(database: Mongo) -> None:
    for number in range(12):
        told = (TEAMS[number % 2], CHANNELS[number % 3], PLACES[number % 2])
        file(database, f"zd/ticket/{number}", [card(f"zd/ticket/{number}", number * 7, *told)])
    for _ in range(2):
        whole = Counting(database).count(Question(YEAR))
        for by in ("team", "location", "channel", "employee", "day", "week", "month"):
            parts = Counting(database).count(Question(YEAR, (by,)))
            assert _summed(parts, 1) == whole, by
        both = Counting(database).count(Question(YEAR, ("team", "channel")))
        assert _summed(both, 2) == whole
        for value in CHANNELS:
            alone = Counting(database).count(Question(YEAR, (), {"channel": value}))
            by_value = Counting(database).count(Question(YEAR, ("channel",)))
            assert alone == {key[1:]: its for key, its in by_value.items() if key[0] == value}
        take_all_up(database)


def _summed(parts: Mapping[Parts, Counts], width: int) -> Mapping[Parts, Counts]:
    found: defaultdict[Parts, Counts] = defaultdict(Counts)
    for key, counts in parts.items():
        found[key[width:]] += counts
    return found


def test_the_smallest_cut_is_read() -> None:
    of = {
        (): Cut.ALL,
        ("week",): Cut.ALL,
        ("team",): Cut.TEAM,
        ("channel", "month"): Cut.CHANNEL,
        ("employee",): Cut.WHOSE,
        ("team", "location"): Cut.WHOSE,
    }
    assert {by: cut_of(Question(YEAR, by)) for by in of} == of
    theirs = Stretch("contact", 1, "2026-01-01", "2026-12-31", Whose())
    assert cut_of(Question(theirs, ("team",))) is Cut.WHOSE


def test_whole_months_are_read_as_months() -> None:
    assert spans_in("2026-01-31", "2026-04-02") == [
        "2026-01-31", "2026-02", "2026-03", "2026-04-01", "2026-04-02",
    ]  # fmt: skip
    assert spans_in("2026-02-01", "2026-02-28") == ["2026-02"]
    assert len(spans_in("2026-02-01", "2026-02-28", by_days=True)) == 28


def test_the_station_takes_all_up_and_rests(database: Mongo) -> None:
    house: House = house_over(database)
    told = card("zd/ticket/1", 0, "t/1", None, None)
    file(database, told.contact, [told])
    station = rollups_station(house, "one")
    assert not station.work_once(0)
    assert database.tallies.count_documents({}) == 0
    assert counted_in(database) == counted_of([told])
    station.stop(0)


def test_an_older_database_is_counted_anew(database: Mongo) -> None:
    told = card("zd/ticket/1", 0, "t/1", "chat", None)
    file(database, told.contact, [told])
    database.tallies.delete_many({})
    database.tallies.insert_one({"_id": "[3]", "slot": 3}, bypass_document_validation=True)
    database.cards.update_many({}, {"$set": {"slot": 3}, "$unset": {"channel": 1}})
    for _ in range(2):
        roll_up(database)
        assert counted_in(database) == counted_of([told])
        assert database.tallies.count_documents({}) == 0
        [found] = Cards(database, UTC).of(told.contact)
        assert (found["channel"], "slot" in found) == ("chat", False)
