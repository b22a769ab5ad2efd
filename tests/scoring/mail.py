"""A small standard that the tests of reports judge by: goals to reach, to miss, to doubt."""

from __future__ import annotations

from scoring.proof import admit
from standards.instants import parse_instant
from standards.loader import read
from standards.model import Standard

YAML = """
code: mail
title: {en: Mail, pl: Poczta, ru: Почта}
version: 3
languages: [en, pl, ru]
governance: {owner: Jane Holder, review_by: 2027-06-30}
calendars:
  always: {zone: Europe/Warsaw, hours: always}
criteria:
  - code: NXT-01
    title: {en: Every answer within an hour, pl: Każda odpowiedź w godzinę, ru: Каждый ответ за час}
    why: Waiting is what customers mind most.
    weight: 3
    goal: 0.9
    ask: {kind: next_reply, calendar: always}
    limits: [{full: PT1H, none: PT4H}]
    examples:
      - {given: [Mon 09:00 opened, Mon 09:10 replied, Mon 10:00 customer wrote, Mon 10:30 replied], then: met}
      - {given: [Mon 09:00 opened, Mon 09:10 replied, Mon 10:00 customer wrote, Mon 12:00 replied], then: partly}
  - code: PRM-01
    title: Promises are kept
    why: A promise broken costs more than none made.
    weight: 1
    applies: {channel: [email]}
    ask: {kind: kept_promise}
    examples:
      - {given: [Mon 09:00 opened, Mon 10:00 promised Mon 12:00, Mon 11:00 solved], then: met}
      - {given: [Mon 09:00 opened, Mon 10:00 promised Mon 12:00, Mon 13:00 solved], then: missed}
  - code: CNT-01
    title: Solved once
    why: Who comes back was not helped.
    weight: 1
    goal: 0.5
    ask: {kind: count, counted: reopenings}
    limits: [{full: 0, none: 3}]
    examples: [{given: {count: 0}, then: met}, {given: {count: 4}, then: missed}]
  - code: RAT-01
    title: Customers are content
    why: They say so themselves.
    weight: 1
    goal: 0.8
    ask: {kind: rating, scale: csat}
    limits: [{when: {channel: [email]}, full: 5, none: 2}]
    examples:
      - {given: {rating: 5}, facts: {channel: email}, then: met}
      - {given: {rating: 1}, facts: {channel: email}, then: missed}
  - code: ASK-01
    title: The need is asked about
    why: Nobody can help with what they do not know.
    weight: 1
    ask: {kind: scale, question: How well?, from: 0, to: 7}
    examples: [{given: {answer: 7}, then: met}, {given: {answer: 0}, then: missed}]
"""  # noqa: E501  # examples on one line
OPENED = parse_instant("2026-03-02T08:00:00Z")
AS_OF = OPENED + 20 * 3600


def standard(yaml: str = YAML) -> Standard:
    """The standard that the text says."""
    draft = read(yaml.encode()).draft
    assert draft is not None
    return admit(draft, AS_OF)


STANDARD = standard()
