"""A small standard, lines of evidence for it, and the command that judges them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from click.testing import CliRunner, Result

from plugin.cli.main import cli

AS_OF = "2026-04-01T00:00:00Z"
STANDARD = """\
code: firm
title: A firm
version: 3
languages: [en]
governance: {owner: Head of service, review_by: 2027-06-30}
calendars:
  office: {zone: Europe/Warsaw, hours: {mon-fri: ["08:00-16:00"]}}
criteria:
  - code: RSP-01
    title: First reply
    why: A customer who hears nothing calls.
    weight: 1
    ask: {kind: first_reply, calendar: office}
    limits: {full: PT4H}
    examples:
      - {given: [Mon 09:00 opened, Mon 10:00 replied], then: met}
      - {given: [Mon 09:00 opened, Wed 10:00 replied], then: missed}
  - code: KND-01
    title: Kind
    why: Manners cost nothing.
    weight: 1
    ask: {kind: choice, question: Was it kind?, answers: {yes: 1, no: 0}, na: false}
    examples:
      - {given: {answer: yes}, then: met}
      - {given: {answer: no}, then: missed}
  - code: TDY-01
    title: Tidiness
    why: It is seen first.
    weight: 1
    ask: {kind: scale, question: How tidy was it?, from: 1, to: 5}
    examples:
      - {given: {answer: 5}, then: met}
      - {given: {answer: 1}, then: missed}
"""
EVENT: Mapping[str, Any] = {
    "type": "event",
    "contact": "zd-acme/ticket/2",
    "id": "opened",
    "kind": "opened",
    "at": "2026-03-02T09:00:00+01:00",
    "by": {"role": "customer", "id": "zd-acme/user/1"},
    "facts": {"status": "new"},
}
VISIT: Mapping[str, Any] = {
    "type": "visit",
    "contact": "visit/1",
    "questionnaire": {"standard": "firm", "version": 3},
    "answers": {"KND-01": "yes"},
}


def line(given: Mapping[str, Any], **other: Any) -> bytes:
    """The line of evidence, with other fields; `...` leaves one out."""
    fields = {name: value for name, value in {**given, **other}.items() if value is not ...}
    return json.dumps(fields).encode() + b"\n"


def opened(number: int) -> bytes:
    """The opening of the ticket with that number."""
    return line(EVENT, contact=f"zd-acme/ticket/{number}")


def answered(number: int) -> bytes:
    """The first reply to the ticket with that number."""
    by = {"role": "agent", "id": "zd-acme/user/7"}
    at = "2026-03-02T11:00:00+01:00"
    contact = f"zd-acme/ticket/{number}"
    return line(EVENT, contact=contact, id="comment/1", kind="message", at=at, by=by, facts=...)


def judge(*words: object, evidence: bytes = b"") -> Result:
    """What `plumbline judge` answers."""
    command = ["judge", *map(str, words), "--as-of", AS_OF]
    return CliRunner().invoke(cli, command, input=evidence)
