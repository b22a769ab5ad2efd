"""What a process remembers for some seconds is asked anew afterwards."""

from __future__ import annotations

from mobile_api.visits.submissions import Submitted
from plugin.stores.layout import Mongo
from plugin.stores.people.directory import Directory
from plugin.stores.submissions.visits import Headings
from plugin.visits.door import Known
from standards.kinds import Instrument

SENT = Submitted(
    contact="visit/1",
    instrument=Instrument.VISIT,
    questionnaire="shop",
    version=1,
    sha256="0" * 64,
    body=b"",
    by="anna",
    received_at=1,
)


def test_an_id_is_looked_up_once_a_minute(database: Mongo) -> None:
    ticks = [0.0]
    known = Known(Directory(database), lambda: ticks[0])
    assert known.unknown(["acme/shop/1", "acme/shop/2"]) == ("acme/shop/1", "acme/shop/2")
    add(database, "acme/shop/1")
    ticks[0] = 59.0
    assert known.unknown(["acme/shop/1"]) == ("acme/shop/1",)
    ticks[0] = 60.0
    assert known.unknown(["acme/shop/2", "acme/shop/1"]) == ("acme/shop/2",)
    database.locations.delete_many({})
    assert known.unknown(["acme/shop/1"]) == ()
    ticks[0] = 120.0
    assert known.unknown(["acme/shop/1", "acme/shop/1"]) == ("acme/shop/1", "acme/shop/1")


def test_nothing_is_looked_up_for_nobody(database: Mongo) -> None:
    assert Known(Directory(database)).unknown([]) == ()


def test_a_heading_is_remembered_for_five_seconds() -> None:
    ticks = [0.0]
    headings = Headings(lambda: ticks[0])
    assert headings.get("visit/1") is None
    headings.put(SENT)
    ticks[0] = 4.9
    assert headings.get("visit/1") is SENT
    ticks[0] = 5.0
    assert headings.get("visit/1") is None
    headings.put(SENT)
    headings.forget("visit/1")
    assert headings.get("visit/1") is None


def add(database: Mongo, identity: str) -> None:
    database.locations.insert_one({"_id": "one", "name": "One", "identities": [identity]})
