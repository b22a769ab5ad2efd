"""The whole way round: a ticket is missed, its tag is sent, and the echo of the tag is no news."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from werkzeug.serving import make_server

from plugin.app import create_app
from plugin.publishing.publish import publish
from plugin.stores.layout import Mongo
from plugin.stores.versions.standards import Standards
from plugin.tickets.due import due_station, published_station
from plugin.tickets.station import deliveries_station
from tests.fakes.zendesk.server import FakeZendesk
from tests.fakes.zendesk.tickets import Change
from tests.plugin.sending.desk import NAME, NOW, SECRET, Clock, Desk, contact_of

CONTACT = Path("standards/library/contact.yaml").read_bytes()
MISSED = "pl-rsp-01-missed"
WEEK = 7 * 86_400


@dataclass(slots=True)
class Way:
    """A served house whose deliveries the fake posts."""

    desk: Desk
    zendesk: FakeZendesk
    stations: tuple[Any, ...]

    def settle(self) -> None:
        """Works until the fake has posted everything, and nothing is due at this instant."""
        assert self.zendesk.subscription is not None
        for _ in range(4):
            self.zendesk.subscription.flush()
            while any(each.work_once(self.desk.clock.now) for each in self.stations):
                pass

    def create(self, number: int, *tags: str) -> None:
        """A customer writes."""
        ticket = self.zendesk.tickets.put(number, tags)
        self.zendesk.tickets.heard(Change(ticket, "created", {}, ticket.requester))

    def filed(self) -> list[Any]:
        """All that judging rests on and comes to, but for the deliveries themselves."""
        database = self.desk.database
        names = ("events", "texts", "cards", "tallies", "outbox", "contacts")
        return [list(database[name].find(sort=[("_id", 1)])) for name in names]


@pytest.fixture
def way(database: Mongo, zendesk: FakeZendesk, clock: Clock) -> Iterator[Way]:
    desk = Desk(database, zendesk, clock)
    desk.connect()
    standards = Standards(database)
    publish(standards, CONTACT, effective_from=NOW - WEEK, by="anna", now=clock.now)
    made = (published_station, deliveries_station, due_station)
    stations = (*[make(desk.house, "one") for make in made], desk.station)
    server = make_server("127.0.0.1", 0, create_app(desk.house), threaded=True)
    serving = Thread(target=server.serve_forever, daemon=True)
    serving.start()
    try:
        zendesk.subscribe(f"http://127.0.0.1:{server.server_port}/webhooks/{NAME}", SECRET)
        yield Way(desk, zendesk, stations)
    finally:
        server.shutdown()
        serving.join()
        server.server_close()


def test_a_missed_ticket_is_tagged_and_the_echo_changes_nothing(way: Way, clock: Clock) -> None:
    way.create(1, "vip")
    way.settle()
    assert way.desk.tags(1) == {"vip"}
    clock.pass_by(WEEK)
    while any(each.work_once(clock.now) for each in way.stations):
        pass
    assert MISSED in way.desk.tags(1)
    assert way.desk.document(1)["ended"] == "done"
    before, asked = way.filed(), len(way.zendesk.log)
    way.settle()
    posted = way.zendesk.subscription.posted if way.zendesk.subscription else []
    assert [each.status for each in posted] == [202, 202]
    assert b"tags_changed" in posted[-1].body
    assert way.filed() == before
    assert len(way.zendesk.log) == asked
    assert way.desk.database.deliveries.count_documents({"state": "done"}) == 2


def test_an_answer_that_comes_takes_no_tag_off_that_rests_on_a_miss(way: Way, clock: Clock) -> None:
    way.create(1)
    way.settle()
    clock.pass_by(WEEK)
    way.settle()
    tagged = way.desk.tags(1)
    assert MISSED in tagged
    way.zendesk.tickets.comment(1, "We are sorry that it took so long.")
    way.settle()
    assert MISSED in way.desk.tags(1)


def test_a_ticket_that_leaves_judgment_and_comes_back_bears_what_its_cards_say(
    way: Way, clock: Clock
) -> None:
    way.create(1)
    way.settle()
    clock.pass_by(WEEK)
    way.settle()
    assert MISSED in way.desk.tags(1)
    clock.pass_by(60)
    way.zendesk.tickets.delete(1)
    way.settle()
    assert way.desk.document(1)["wanted"] == []
    clock.pass_by(60)
    way.zendesk.tickets.restore(1)
    way.settle()
    assert way.desk.tags(1) == set(way.desk.document(1)["wanted"])


def test_an_agent_who_tags_changes_no_tag_of_ours(way: Way, clock: Clock) -> None:
    way.create(1)
    way.settle()
    clock.pass_by(WEEK)
    way.settle()
    ours = way.desk.tags(1)
    clock.pass_by(60)
    way.zendesk.tickets.tag(1, ["refund"], actor=7)
    way.settle()
    assert way.desk.tags(1) == {"refund", *ours}
    facts = [each["facts"] for each in way.desk.database.events.find({"contact": contact_of(1)})]
    assert ["tags", ["refund"]] in [fact for each in facts for fact in each]
