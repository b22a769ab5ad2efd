"""The example shop with a draft of its standard for mail, and backtests of it asked for."""

from __future__ import annotations

from dataclasses import dataclass

from plugin.authoring.drafting import Drafting
from plugin.backtests.station import backtest_station
from plugin.house import House
from plugin.stores.queue import DONE, FRESH
from plugin.stores.versions.drafts import Drafts
from plugin.stores.versions.standards import Standards
from tests.pages.acme import AS_OF, LIBRARY

CONTACT = (LIBRARY / "contact.yaml").read_text(encoding="utf-8")
QUARTER = {"from": "2026-01-01", "until": "2026-03-31"}
_LIMITS = "      - {full: {working_days: 1}, none: {working_days: 2}}\n"
_EXAMPLES = """    examples:
      - {given: [Mon 09:00 opened, Mon 09:10 replied], facts: {channel: email}, then: met}
      - {given: [Mon 09:00 opened], facts: {channel: email}, then: missed}

"""


def stricter(title: str = "") -> str:
    """The text of version 2, in which a first reply is to come within a quarter of an hour."""
    text = CONTACT.replace("version: 1\n", "version: 2\n", 1)
    assert _LIMITS in text
    text = text.replace(_LIMITS, "      - {full: PT15M, none: PT30M}\n", 1)
    head, _, rest = text.partition("    examples:\n")
    tail = rest.partition("  - code: ")[2]
    return f"{head}{_EXAMPLES}  - code: {tail}"


def with_tickets(house: House) -> None:
    """Has the contacts of every ticket's log, as the service has them."""
    opened = house.database.events.aggregate(
        [{"$group": {"_id": "$contact", "opened_at": {"$min": "$at"}}}]
    )
    told = {"connection": "zd-acme", "revision": 1, **FRESH, "state": DONE, "run_at": None}
    for each in opened:
        house.database.contacts.replace_one({"_id": each["_id"]}, {**each, **told}, upsert=True)


def with_draft(house: House, text: str | None = None) -> None:
    """Begins the draft of version 2."""
    drafting = Drafting(Drafts(house.database), Standards(house.database), "admin", AS_OF)
    drafting.begin("contact", stricter() if text is None else text, "Quicker first replies.")


@dataclass(slots=True)
class Working:
    """Workers of the house."""

    house: House

    def all(self) -> None:
        """Judges all that is asked for."""
        station = backtest_station(self.house, "one")
        while station.work_once(self.house.clock()):
            pass
