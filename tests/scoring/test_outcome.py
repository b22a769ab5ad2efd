"""An unchanged look at a contact has an unchanged outcome."""

from __future__ import annotations

from scoring.evidence import Event, EventKind, Role, Ticket
from scoring.outcome import outcome_hash
from scoring.proof import admit
from scoring.scorecard import Scorecard, assess
from standards.instants import parse_instant
from standards.loader import read

STANDARD = b"""
code: mail
title: Mail
version: 1
languages: [en]
governance: {owner: Head of service, review_by: 2027-06-30}
calendars: {always: {zone: Europe/Warsaw, hours: always}}
criteria:
  - code: RSP-01
    title: First reply within four hours
    why: A customer who hears nothing calls the shop.
    weight: 1
    ask: {kind: first_reply, calendar: always}
    limits: {full: PT4H}
    examples:
      - {given: [Mon 09:00 opened, Mon 10:00 replied], then: met}
      - {given: [Mon 09:00 opened, Mon 14:00 replied], then: missed}
"""
OPENED = parse_instant("2026-03-02T09:00:00Z")
HOUR = 3600


def card(hours_later: int) -> Scorecard:
    draft = read(STANDARD).draft
    assert draft is not None
    event = Event("zd/ticket/1", "opened", EventKind.OPENED, OPENED, Role.CUSTOMER)
    ticket = Ticket("zd/ticket/1", (event,))
    return assess(admit(draft, OPENED), ticket, as_of=OPENED + hours_later * HOUR)


def test_time_passing_alone_changes_no_outcome() -> None:
    assert card(1) != card(2)
    assert outcome_hash(card(1)) == outcome_hash(card(2))


def test_a_miss_is_another_outcome() -> None:
    assert outcome_hash(card(2)) != outcome_hash(card(5))
