"""What a backtest is held against: the version in force, whoever publishes, dies or waits."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

import pytest
from pymongo import MongoClient

from plugin.backtests.asking import (
    DraftFaulty,
    NothingToJudge,
    PeriodUnfit,
    TooMany,
    Wish,
    admitted,
    ask,
    recount,
)
from plugin.backtests.station import backtest_station
from plugin.stores.layout import Document, Mongo
from plugin.stores.versions import backtests as stored
from plugin.stores.versions.backtests import Asked, Backtests, Kind, Source, State
from scoring.backtest import Backtest
from scoring.judge import Verdict
from tests.pages.acme import AS_OF, LIBRARY, Filled, filled
from tests.plugin.backtests.test_backtests import draft
from tests.plugin.tickets.ticket_house import BEGINNING, CONTACT, TicketHouse
from tests.zendesk_lives import AGENT, CUSTOMER, Life

MONDAY = 1_772_438_400  # 2026-03-02T08:00:00Z
HOUR, DAY = 3_600, 86_400


STRICTER = draft()
LATER = draft(new=b"{full: {working_days: 4}, none: {working_days: 5}}")


@pytest.fixture
def house(database: Mongo, monkeypatch: pytest.MonkeyPatch) -> TicketHouse:
    """A house with the shipped standard; slices of four tickets."""
    monkeypatch.setattr(stored, "LEAST", 4)
    made = TicketHouse(database)
    made.connect()
    made.publish(CONTACT)
    return made


def live(house: TicketHouse, draw: Random, number: int) -> None:
    """A ticket lives as drawn: answered or not, asked about again, solved or still open."""
    life = Life(number, MONDAY + draw.randrange(5 * DAY), channel=draw.choice(["email", "chat"]))
    life.create()
    at = life.opened_at
    for _ in range(draw.randrange(4)):
        at += draw.randrange(1, 2 * DAY)
        life.comment(at, draw.choice([AGENT, AGENT, CUSTOMER]), "And?")
    if draw.random() < 0.5:
        life.status(at + draw.randrange(1, DAY), "SOLVED")
    house.now = max(house.now, life.happened[-1])
    house.receive(life.posted)


def swept(house: TicketHouse, until: int) -> None:
    """Every deadline until then is looked at in its time."""
    while house.now < until:
        house.now = min(until, house.now + 12 * HOUR)
        house.settle()


def judged(house: TicketHouse, asked: Asked, *workers: str) -> Backtest:
    """What is found once these workers have taken turns."""
    stations = [backtest_station(house.house, name) for name in workers or ("one",)]
    while sum(each.work_once(house.now) for each in stations):
        pass
    backtests = Backtests(house.database)
    assert backtests.settle(asked.id) is State.OVER
    return backtests.found(asked.id)


def wish(house: TicketHouse) -> Wish:
    return Wish(MONDAY, house.now, "anna")


@pytest.mark.parametrize("seed", range(4))
def test_the_version_in_force_flips_nothing_whatever_becomes_of_tickets(
    house: TicketHouse, seed: int
) -> None:
    draw = Random(seed)
    for number in range(1, 11):
        live(house, draw, number)
    swept(house, MONDAY + draw.randrange(6, 30) * DAY)
    asked = recount(house.house, "contact", 1, wish(house))
    found = judged(house, asked)
    assert found.contacts == 10
    assert (found.flips, found.unjudged, found.anew) == ({}, 0, 0)
    assert found.was == found.now
    assert all(was == now for was, now in found.outcomes)


def test_slices_in_any_order_and_a_worker_that_died_make_no_difference(
    house: TicketHouse,
) -> None:
    draw = Random(7)
    for number in range(1, 15):
        live(house, draw, number)
    swept(house, MONDAY + 9 * DAY)
    alone = judged(house, ask(house.house, STRICTER, wish(house)))
    asked = ask(house.house, STRICTER, wish(house))
    dead = Backtests(house.database, "dead")
    assert dead.take(house.now) is not None
    slices = house.database.backtest_slices
    for place, each in enumerate(slices.find({"backtest": asked.id, "state": "ready"})):
        slices.update_one({"_id": each["_id"]}, {"$set": {"run_at": house.now - place}})
    for name in ("one", "two"):
        backtest_station(house.house, name).work_once(house.now)
    house.now += 121  # the dead one's lease has run out
    assert judged(house, asked, "one", "two") == alone


def test_a_publish_while_it_runs_changes_nothing_of_it(house: TicketHouse) -> None:
    draw = Random(3)
    for number in range(1, 13):
        live(house, draw, number)
    swept(house, MONDAY + 9 * DAY)
    before = judged(house, ask(house.house, STRICTER, wish(house)))
    asked = ask(house.house, STRICTER, wish(house))
    backtest_station(house.house, "one").work_once(house.now)
    stricter = CONTACT.replace(b"version: 1\n", b"version: 2\n", 1).replace(
        b"weight: 4\n", b"weight: 5\n", 1
    )
    house.publish(stricter, effective_from=MONDAY)
    for _ in range(3):
        house.now += 1
        house.settle()
    assert {each["version"] for each in house.cards().values()} == {2}
    found = judged(house, asked)
    assert found.anew > 0
    found.anew = 0
    assert found == before


def test_a_ticket_that_fell_silent_is_judged_as_of_the_asking(house: TicketHouse) -> None:
    """Its card is of the moment it was missed; a laxer draft is not held to that moment."""
    life = Life(1, MONDAY)
    life.create()
    house.now = MONDAY
    house.receive(life.posted)
    swept(house, MONDAY + 20 * DAY)
    card = house.cards()["zd-acme/ticket/1 contact 1"]
    assert card["as_of"] < house.now - 5 * DAY
    found = judged(house, ask(house.house, LATER, wish(house)))
    pending = found.by_criterion()["RSP-01"][1].of(Verdict.PENDING)
    assert (found.flips, pending) == ({}, 0)


def test_the_card_is_that_of_the_version_in_force_at_the_opening(house: TicketHouse) -> None:
    """Of two cards of a contact that of the older version, filed for people in grace, is not it."""
    life = Life(1, MONDAY + DAY)
    life.create()
    house.publish(CONTACT.replace(b"version: 1\n", b"version: 2\n", 1), effective_from=MONDAY)
    house.now = MONDAY + 2 * DAY
    house.receive(life.posted)
    swept(house, MONDAY + 6 * DAY)
    (card,) = house.cards().values()
    assert card["version"] == 2
    grace = {**card, "_id": "zd-acme/ticket/1 contact 1", "version": 1, "grace": True}
    house.database.cards.insert_one({**grace, "verdict": "failed", "bound": ["zd-acme/user/7"]})
    found = judged(house, recount(house.house, "contact", 2, wish(house)))
    assert (found.contacts, found.flips, found.unjudged) == (1, {}, 0)
    assert {was for was, _ in found.outcomes} == {card["verdict"]}


def test_a_contact_opened_before_any_version_has_nothing_to_be_held_against(
    house: TicketHouse,
) -> None:
    life = Life(1, BEGINNING - DAY)
    life.create()
    house.receive(life.posted)
    house.settle()
    asked = ask(house.house, STRICTER, Wish(BEGINNING - 2 * DAY, BEGINNING, "anna"))
    found = judged(house, asked)
    assert (found.contacts, found.unjudged) == (1, 1)


def test_what_is_asked_for_ends_with_the_present(house: TicketHouse) -> None:
    house.now = MONDAY + HOUR
    asked = ask(house.house, STRICTER, Wish(MONDAY, MONDAY + DAY, "anna", "  My   own "))
    assert (asked.until, asked.name, asked.kind) == (house.now, "My own", Kind.DRAFT)


# since | until | what it is
UNFIT = [
    (MONDAY, MONDAY - DAY, "give a period that has a length"),
    (MONDAY + 2 * HOUR, MONDAY + DAY, "give a period that has begun"),
    (MONDAY - 3_660 * DAY, MONDAY, "is longer than"),
]


@pytest.mark.parametrize(("since", "until", "says"), UNFIT)
def test_a_period_that_is_none_is_refused(
    house: TicketHouse, since: int, until: int, says: str
) -> None:
    house.now = MONDAY + HOUR
    with pytest.raises(PeriodUnfit, match=says):
        ask(house.house, STRICTER, Wish(since, until, "anna"))
    assert house.database.backtests.count_documents({}) == 0


def test_what_there_is_not_is_not_judged_by(house: TicketHouse) -> None:
    house.now = MONDAY + HOUR
    with pytest.raises(NothingToJudge, match="no version 7"):
        recount(house.house, "contact", 7, Wish(MONDAY, house.now, "anna"))
    with pytest.raises(DraftFaulty, match="contact:1:1"):
        admitted("[]", "contact", MONDAY)
    broken = CONTACT.decode().replace("then: met", "then: missed")
    with pytest.raises(DraftFaulty, match="more"):
        admitted(broken, "contact", MONDAY)


def test_a_firm_does_not_ask_for_too_many_at_once(house: TicketHouse) -> None:
    life = Life(1, MONDAY)
    life.create()
    house.now = MONDAY + HOUR
    house.receive(life.posted)
    house.settle()
    asked = [ask(house.house, STRICTER, wish(house)) for _ in range(3)]
    with pytest.raises(TooMany, match="cancel it"):
        ask(house.house, STRICTER, wish(house))
    Backtests(house.database).cancel(asked[0].id)
    ask(house.house, STRICTER, wish(house))


@pytest.fixture(scope="module")
def acme(mongo: MongoClient[Document]) -> Iterator[Filled]:
    """The example shop with its visits and reviews."""
    with filled(mongo) as made:
        yield made


def shop_visit(acme: Filled, was: str = "", now: str = "") -> Backtest:
    """What is found of its visits by the standard for them, with other words in it."""
    text = (LIBRARY / "shop_visit.yaml").read_text(encoding="utf-8")
    assert was in text
    text = text.replace("version: 1\n", "version: 2\n", 1).replace(was, now, 1)
    asked = ask(acme.house, admitted(text, "shop-visit", AS_OF), Wish(AS_OF - DAY, AS_OF, "anna"))
    station = backtest_station(acme.house, "one")
    while station.work_once(AS_OF):
        pass
    found = Backtests(acme.house.database).found(asked.id)
    assert found.contacts == acme.house.database.visits.count_documents(
        {"questionnaire.standard": "shop-visit"}
    )
    return found


def test_visits_answer_a_draft_that_asks_the_same(acme: Filled) -> None:
    found = shop_visit(acme)
    assert (found.flips, found.unasked, found.unjudged) == ({}, {}, 0)
    assert found.was == found.now


def test_a_question_in_other_words_has_no_evidence(acme: Filled) -> None:
    standard = admitted(
        (LIBRARY / "shop_visit.yaml").read_text(encoding="utf-8"), "shop-visit", AS_OF
    )
    first = next(each for each in standard.criteria if hasattr(each.ask, "question"))
    words = first.ask.question["en"]  # type: ignore[union-attr]  # it has just been looked for
    found = shop_visit(acme, words, f"Tell us, {words}")
    assert found.unasked == {first.code: found.contacts}
    flips = [flip for flip in found.flips if flip.criterion == first.code]
    assert {flip.now for flip in flips} == {Verdict.UNKNOWN}


def test_tickets_and_submissions_are_sources_of_their_own(acme: Filled) -> None:
    """A standard for visits alone reads no ticket."""
    shop_visit(acme)
    kept = acme.house.database.backtest_slices.distinct("source")
    assert kept == [Source.SUBMISSIONS.value]
