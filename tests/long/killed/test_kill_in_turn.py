"""Every process of the service is killed in turn while work pours in: nothing answered for is lost.

A kill says nothing of power loss, for the page cache outlives the process: so mongod notes here
what each write asked for, and that each which was answered for was to be journaled by a majority
first. `tests/durability.py` watches for the same in every other test.
"""

from __future__ import annotations

import os
import shlex
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import orjson
import pytest
from pymongo.errors import CollectionInvalid, OperationFailure

from plugin.demo.firm import CONNECTION
from plugin.demo.furnishing import Furnished, furnish
from plugin.demo.sizes import FULL
from plugin.house import House
from plugin.stores.embedded.binary import find_mongod
from plugin.stores.keeping.figures import read_figures
from plugin.stores.tickets.connections import Connections
from plugin.stores.tickets.contacts import Contacts
from plugin.stores.tickets.events import Events, id_of
from plugin.stores.versions.standards import Standards
from plugin.tickets.judging import cards_of
from plugin.tickets.recount import recounting_of
from scoring.tags import tags_of
from tests.durability import is_durable
from tests.fakes.zendesk.server import USER, FakeZendesk
from tests.long.killed.pouring import Poured, pouring
from tests.long.processes import Service, serving, until
from webhooks.contract import Delivery
from webhooks.helpdesks import HELPDESKS

pytestmark = pytest.mark.long

IN_TURN = ("mongod", "answering", "worker", "web", "supervisor", "worker", "mongod")
BETWEEN_SECONDS = 3.0
SETTLED_SECONDS = 240.0  # leases of those that were killed have to run out
NOTED_BYTES = 256 * 1024**2  # of what mongod notes of its operations until it is killed


@dataclass(frozen=True, slots=True)
class Ended:
    """The service after it all, and what it had answered for."""

    service: Service
    house: House
    zendesk: FakeZendesk
    poured: Poured
    notes: Counter[tuple[str, bool]]


@pytest.fixture(scope="module")
def ended(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ended]:
    mongod = noting_mongod(tmp_path_factory.mktemp("mongod") / "mongod")
    with (
        FakeZendesk(springs=True) as zendesk,
        serving(zone="Europe/Warsaw", mongod=mongod) as service,
    ):
        service.until_ready()
        make_room_for_notes(service)
        now = int(time.time())
        furnished = furnished_with(service, zendesk, now)
        with pouring(service, furnished, now) as poured:
            notes = kill_in_turn(service)
        service.until_ready()
        with service.house() as house:
            assert until(lambda: is_settled(house), SETTLED_SECONDS), left_in(house)
            yield Ended(service, house, zendesk, poured, notes)


def noting_mongod(script: Path) -> Path:
    """A mongod that notes every operation from its first moment on, also when it starts again."""
    real = shlex.quote(str(find_mongod(os.environ)))
    script.write_text(f'#!/bin/sh\nexec {real} "$@" --profile 2\n', "utf-8")
    script.chmod(0o700)
    return script


def make_room_for_notes(service: Service) -> None:
    """Notes of what is under way when noting stops come after that: then it is tried again."""
    with service.house() as house:
        house.database.command("profile", 0)
        for _ in range(50):
            house.database.drop_collection("system.profile")
            try:
                house.database.create_collection("system.profile", capped=True, size=NOTED_BYTES)
                break
            except (CollectionInvalid, OperationFailure):
                time.sleep(0.1)
        house.database.command("profile", 2)
        assert house.database.system.profile.options()["capped"]


def furnished_with(service: Service, zendesk: FakeZendesk, now: int) -> Furnished:
    """The invented firm, whose helpdesk is the fake one."""
    with service.house() as house:
        furnished = furnish(house, FULL.begins_at(now) - 86_400)
        connections = Connections(house.database, house.sealer)
        standing = connections.find(CONNECTION)
        assert standing is not None
        account = replace(standing.account, address=zendesk.address, our_user=str(zendesk.user.id))
        connections.keep(
            replace(standing, account=account, user=USER.email, token=USER.token, write_back=True)
        )
    return furnished


def kill_in_turn(service: Service) -> Counter[tuple[str, bool]]:
    """Kills each in turn; what mongod had noted of inserts by then."""
    notes = Counter[tuple[str, bool]]()
    for role in IN_TURN:
        time.sleep(BETWEEN_SECONDS)
        notes += noted(service)
        service.kill(role)
        if role == "supervisor":
            service.start()
        service.until_ready()
        make_room_for_notes(service)
    time.sleep(BETWEEN_SECONDS)
    return notes + noted(service)


def noted(service: Service) -> Counter[tuple[str, bool]]:
    """How many inserts on their own mongod has noted, by collection and by whether durable.

    In a transaction it is the commit that asks for it.
    """
    alone = {"op": "insert", "command.autocommit": {"$exists": False}}
    with service.house() as house:
        found = house.database["system.profile"].find(alone, {"ns": 1, "writeConcern": 1})
        return Counter(
            (each["ns"].partition(".")[2], is_durable(each.get("writeConcern"))) for each in found
        )


def is_settled(house: House) -> bool:
    return not left_in(house)


def left_in(house: House) -> dict[str, int]:
    """How much of the work is not done."""
    states = read_figures(house.database, int(time.time())).states
    left = Counter(
        {queue: states[queue]["leased"] for queue in ("deliveries", "contacts", "outbox", "visits")}
    )
    for queue in ("deliveries", "outbox", "visits"):
        left[queue] += states[queue]["ready"]
    return {queue: number for queue, number in left.items() if number}


def test_enough_was_poured_to_tell(ended: Ended) -> None:
    assert len(ended.poured.events) > 200
    assert len(ended.poured.visits) > 10


def test_every_answered_delivery_is_there_once_and_done(ended: Ended) -> None:
    states = {
        str(each["_id"]).removeprefix(f"{CONNECTION} "): each["state"]
        for each in ended.house.database.deliveries.find()
    }
    assert set(ended.poured.events) <= set(states)
    assert Counter(states.values()) == {"done": len(states)}


def test_the_log_holds_just_what_the_deliveries_tell(ended: Ended) -> None:
    """Each event once, whichever delivery told it and however often it was read."""
    account = Connections(ended.house.database, ended.house.sealer).all()[0].account
    told: set[str] = set()
    for body in ended.poured.events.values():
        news = HELPDESKS["zendesk"].read(Delivery({}, body, 0), account)
        told |= {id_of(event) for event in news.events}
    stored = [str(each["_id"]) for each in ended.house.database.events.find({}, {"_id": 1})]
    assert len(stored) == len(set(stored))
    assert told <= set(stored)
    # All that was begun was answered for in the end, so there is nothing else to tell of.
    assert ended.house.database.deliveries.count_documents({}) == len(ended.poured.events)
    assert told == set(stored)


def test_every_answered_visit_is_there_once_with_its_card(ended: Ended) -> None:
    database = ended.house.database
    stored = {str(each["_id"]): each for each in database.visits.find()}
    for name, accepted in ended.poured.visits.items():
        visit = stored[f"visit/{name}"]
        assert bool(visit["accepted_at"]) is accepted
        standings = [each["standing"] for each in database.cards.find({"contact": f"visit/{name}"})]
        assert standings == (["final"] if accepted else ["provisional"])


def test_cards_and_tallies_are_what_the_log_makes_them(ended: Ended) -> None:
    found = recounting_of(ended.house).recount()
    assert found.agrees, found
    tickets = {ticket_of(body) for body in ended.poured.events.values()}
    assert ended.house.database.contacts.count_documents({}) == len(tickets)


def test_the_tags_at_the_helpdesk_are_those_of_the_cards(ended: Ended) -> None:
    assert until(lambda: tags_at(ended.zendesk) == tags_of_cards(ended.house), 60)
    assert tags_at(ended.zendesk)


def test_what_clients_saw_meanwhile_were_answers_to_come_again(ended: Ended) -> None:
    """Nobody was told that what they sent is wrong, for it was not."""
    assert [each for each in ended.poured.refused if "does not answer" not in each] == []


def test_what_was_answered_for_was_to_be_journaled_by_a_majority_first(ended: Ended) -> None:
    """A delivery, a visit and what a phone sends are each an insert of their own."""
    assert {"deliveries", "visits"} <= {collection for collection, _ in ended.notes}
    assert [collection for collection, durable in ended.notes if not durable] == []


def tags_at(zendesk: FakeZendesk) -> dict[int, frozenset[str]]:
    """Our tags of each ticket that has any."""
    tagged = {
        each.id: frozenset(tag for tag in each.tags if tag.startswith("pl-"))
        for each in zendesk.tickets.all()
    }
    return {number: tags for number, tags in tagged.items() if tags}


def tags_of_cards(house: House) -> dict[int, frozenset[str]]:
    """The tags that the cards ask for, made anew from the log as of when they were judged."""
    standards, events = Standards(house.database), Events(house.database)
    made: dict[int, frozenset[str]] = {}
    for contact in Contacts(house.database).all():
        filed = house.database.cards.find_one({"contact": contact.id}) or {"as_of": 0}
        log = events.of(contact.id)
        cards = cards_of(contact.id, contact.opened_at, log, standards, filed["as_of"])
        if tags := tags_of(cards, "pl"):
            made[int(contact.id.rpartition("/")[2])] = tags
    return made


def ticket_of(body: bytes) -> str:
    return str(orjson.loads(body)["detail"]["id"])
