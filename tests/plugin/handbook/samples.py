"""A standard of our own to be handed out: two versions of it, and one with texts that bite."""

from __future__ import annotations

from functools import cache
from zoneinfo import ZoneInfo

from plugin.handbook.book import Approved, Handbook, Issue, Making, handbook_of
from plugin.language import Language
from standards.loader import read
from standards.model import Area, Draft

NOW = 1_774_994_400  # 2026-04-01T00:00:00+02:00
WARSAW = ZoneInfo("Europe/Warsaw")

# Each piece stands once, so that a test can put something else in its place.
FIRST = """\
form: 1
code: counter
version: 1
languages: [en, pl]
title: {en: At the counter, pl: Przy okienku}
governance:
  owner: {en: Head of branches, pl: Dyrektor oddziałów}
  review_by: 2027-06-30
  approvals: [law, hr]
calendars:
  branch:
    zone: Europe/Warsaw
    hours: {mon-fri: ["09:00-17:00"]}
    holidays: {country: PL}
criteria:
  - code: WAIT-01
    title: {en: Letters are answered within four hours, pl: Na listy odpowiadamy w cztery godziny}
    why: {en: Who waits writes twice., pl: Kto czeka - pisze drugi raz.}
    journey: problem
    severity: critical
    weight: 3
    goal: 0.9
    applies: {channel: [email]}
    ask: {kind: first_reply, calendar: branch}
    limits:
      - {when: {priority: [urgent]}, full: PT1H, none: PT2H}
      - {full: PT4H, none: PT8H}
    grounds:
      expectation: responsive
      basis:
        - title: {en: Payments act, pl: Ustawa o płatnościach}
          link: https://law.example/act
          checked: 2026-03-01
      finding: {en: 61% expect an answer the same day, pl: 61% oczekuje odpowiedzi tego dnia}
      training: {en: Course on letters, pl: Kurs pisania}
      owner: {en: Jan Zając, pl: Jan Zając}
    examples:
      - says: {en: The night does not count, pl: Noc się nie liczy}
        given: [Mon 15:00 opened, Tue 11:00 replied]
        then: met
      - says: {en: Halfway, pl: W połowie}
        given: [Mon 09:00 opened, Mon 15:00 replied]
        then: partly
      - says: {en: Too late, pl: Za późno}
        given: [Mon 09:00 opened, Wed 10:00 replied]
        then: missed
      - says: {en: Another week, pl: Inny tydzień}
        given: [Mon 09:00 opened, Mon 10:00 bot replied, Tue 09:00 noted, Mon 08:00 replied]
        then: missed
  - code: KIND-01
    title: Somebody greets
    why: The first seconds decide.
    journey: buy
    severity: minor
    weight: 1
    ask:
      kind: choice
      of: [visit]
      question: How were you greeted?
      answers: {warmly: 1, coolly: 0.5, not_at_all: 0}
      labels: {warmly: With a smile, coolly: Without a smile, not_at_all: Not at all}
    examples:
      - {given: {answer: warmly}, then: met}
      - {given: {answer: coolly}, then: partly}
      - {given: {answer: not_at_all}, then: missed}
      - {given: {answer: na}, then: not_applicable}
  - code: PAY-01
    title: {en: The price is right, pl: Cena się zgadza}
    why: {en: A wrong price is a broken promise., pl: Zła cena to złamana obietnica.}
    journey: pay
    severity: major
    weight: 2
    ask:
      kind: yes_no
      of: [visit]
      question: {en: Was the price right?, pl: Czy cena się zgadzała?}
    examples:
      - {says: {en: As on the shelf, pl: Jak na półce}, given: {answer: "yes"}, then: met}
      - {says: {en: Dearer, pl: Drożej}, given: {answer: "no"}, then: missed}
"""

# What the second version says otherwise.
_SECOND = (
    ("version: 1\n", "version: 2\n"),
    ("{full: PT4H, none: PT8H}", "{full: PT3H, none: PT8H}"),
    ("weight: 1\n", "weight: 2\n"),
    ("pl: Cena się zgadza}", "pl: Cena jest właściwa}"),
    ('["09:00-17:00"]', '["08:00-17:00"]'),
    ("Mon 15:00 opened, Tue 11:00 replied", "Mon 15:00 opened, Tue 09:00 replied"),
)
SECOND = FIRST
for _was, _now in _SECOND:
    SECOND = SECOND.replace(_was, _now)

HOSTILE = (
    "#panic() $x$ @a *b* _c_ <l> `raw` \\\\u{41} \\\\ # /* x */ // y",
    "<script>alert(1)</script> {{ 7 * 7 }} {% x %} {name} ]]>&<b>",
    "漢字 😀 שלום e\u0301 .",
    "W" * 900, "= Heading", "https://evil.example",
)  # fmt: skip


@cache
def draft_of(text: str) -> Draft:
    """The draft in the text, which has no fault."""
    reading = read(text.encode())
    assert reading.draft is not None, [fault.text for fault in reading.faults]
    return reading.draft


def biting(text: str) -> str:
    """The first version with the text for every title, why and word that a person wrote."""
    quoted = text.replace("'", "''")
    said = FIRST.replace("Somebody greets", f"'{quoted}'")
    said = said.replace("The first seconds decide.", f"'{quoted}'")
    said = said.replace("With a smile,", f"'{quoted}',")
    return said.replace("How were you greeted?", f"'{quoted}'").replace(
        "{en: Payments act, pl: Ustawa o płatnościach}", f"'{quoted}'"
    )


def making(language: str) -> Making:
    """A making for readers of the language, on 1 April 2026."""
    return Making(Language(language), NOW, WARSAW)


def issue(*, is_draft: bool = False) -> Issue:
    """In force from the next week, agreed to by the lawyers."""
    return Issue(NOW + 7 * 86_400, (Approved(Area.LAW, "Ewa Żółć", NOW - 86_400),), is_draft)


def book(text: str = FIRST, language: str = "en", *, is_draft: bool = False) -> Handbook:
    """The handbook of the text."""
    return handbook_of(draft_of(text), issue(is_draft=is_draft), making(language))
