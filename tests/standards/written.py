"""A sound standard to change in one place, and what is then said of it."""

from __future__ import annotations

from standards.loader import Reading, read

# Each piece stands once, so that a test can put something else in its place.
SOUND = """\
code: contact
title: {en: Contact, pl: Kontakt}
version: 3
languages: [en, pl]
governance: {owner: Head of service, review_by: 2027-06-30}
identification: {least_confidence: 0.8}
calendars:
  desk:
    zone: Europe/Warsaw
    hours: {mon-fri: ["08:00-16:00"], sat: ["10:00-14:00"]}
    holidays: {country: PL, dates: [2026-05-04], except: [2026-12-24]}
    overrides: {2026-12-24: ["08:00-12:00"]}
    breaks: {2026-03-02: ["12:00-13:00"]}
  always: {zone: UTC, hours: always}
criteria:
  - code: RSP-01
    title: {en: First reply, pl: Pierwsza odpowiedź}
    why: Who hears nothing calls the shop.
    satisfaction: people
    journey: problem
    severity: critical
    weight: 3
    applies: {channel: [email, chat], fields: {shop: 7}}
    ask: {kind: first_reply, calendar: desk, pause_on: [on_hold], reopen: restart}
    limits:
      - {when: {priority: urgent}, full: PT1H, none: PT4H}
      - {full: {working_days: 1}}
    goal: 0.95
    combine: worst
    accountable: actor
    examples:
      - {says: {en: At once, pl: Od razu}, given: [Mon 09:00 opened, Mon 09:30 replied], then: met}
      - {given: [Mon 09:00 opened], then: missed, facts: {tags: [a, b]}, as_of: Fri 09:00}
  - code: SHP-01
    title: Greeted
    why: A guest is greeted.
    weight: 1
    ask: {kind: yes_no, question: Were you greeted?}
    examples: [{given: {answer: yes}, then: met}, {given: {answer: no}, then: missed}]
  - code: SHP-02
    title: Asked
    why: Needs differ.
    weight: 0.5
    ask:
      kind: choice
      question: Were you asked?
      of: [visit]
      answers: {asked: 1, hinted: 0.5, no: 0}
      labels: {asked: {en: 'Yes, asked', pl: Tak}}
      na: false
      required: true
      show_if: {SHP-01: [yes]}
    examples: [{given: {answer: asked}, then: met}, {given: {answer: no}, then: missed}]
"""


def written(*changes: tuple[str, str], text: str = SOUND) -> str:
    """The standard with each piece of it changed into another."""
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


def reading(*changes: tuple[str, str]) -> Reading:
    """What comes of reading the changed standard."""
    return read(written(*changes).encode())


def asking(ask: str, limits: str = "", examples: str = "") -> Reading:
    """What comes of a standard whose one criterion asks so; lines after `limits:` may be a row."""
    criterion = f"""\
  - code: ASK-01
    title: It is asked
    why: It matters.
    weight: 1
    ask: {ask}
    {f"limits: {limits}" if limits else ""}
    examples: {examples or _examples(ask)}
"""
    return read((SOUND.partition("  - code: RSP-01")[0] + criterion).encode())


def _examples(ask: str) -> str:
    """Examples on both sides, of the sort that the question takes."""
    given = "{answer: x}" if "question: Q" in ask else "[Mon 09:00 opened]"
    return f"[{{given: {given}, then: met}}, {{given: {given}, then: missed}}]"
