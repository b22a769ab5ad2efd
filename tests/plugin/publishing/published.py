"""Standards to publish, and the store they are published in."""

from __future__ import annotations

from plugin.publishing.publish import Publication, publish
from plugin.stores.layout import Mongo
from plugin.stores.versions.standards import Standards

NOW = 1_780_000_000

STANDARD = """\
# The desk's promise.
code: contact
title: Contact
version: VERSION
languages: [en]
governance: {owner: Head of service, review_by: 2030-06-30}
calendars:
  desk:
    zone: Europe/Warsaw
    hours: {mon-fri: ["08:00-16:00"]}
    holidays: {country: PL, dates: [2026-05-04]}
criteria:
  - code: RSP-01
    title: First reply within an hour
    why: Who hears nothing calls the shop.
    weight: WEIGHT
    ask: {kind: first_reply, calendar: desk}
    limits: [{full: PT1H}]
    examples:
      - {given: [Mon 09:00 opened, Mon 09:30 replied], then: met}
      - {given: [Mon 09:00 opened, Mon 11:00 replied], then: missed}
"""


def text_of(version: int = 1, weight: float = 1, code: str = "contact") -> bytes:
    written = STANDARD.replace("VERSION", str(version)).replace("WEIGHT", str(weight))
    return written.replace("code: contact", f"code: {code}").encode()


def store(database: Mongo) -> Standards:
    """A store that reads its list anew each time."""
    ticks = iter(range(1_000_000))
    return Standards(database, ticking=lambda: float(next(ticks)))


def put(
    standards: Standards,
    raw: bytes,
    effective_from: int | None = None,
    now: int = NOW,
    why: str = "as agreed",
) -> Publication:
    return publish(standards, raw, effective_from=effective_from, by="ann", now=now, why=why)
