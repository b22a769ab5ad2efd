"""The standards we ship: read, complete in three languages, true to their own examples."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import standards
from plugin.judging import Judge, cards
from scoring.evidence import Event, EventKind, Role, Ticket
from scoring.proof import admit, contradictions
from scoring.scorecard import assess
from standards.durations import parse_duration
from standards.instants import parse_instant
from standards.kinds import KINDS, Clock
from standards.loader import Reading, read_file
from standards.model import Criterion, Draft, Severity, Standard

LIBRARY = Path(standards.__file__).parent / "library"
SAMPLES = Path(__file__).parents[2] / "docs" / "examples" / "acme"
FILES = sorted(path.stem for path in LIBRARY.glob("*.yaml"))
READ = {name: read_file(LIBRARY / f"{name}.yaml") for name in FILES}
AS_OF = parse_instant("2026-04-01T00:00:00Z")

each_standard = pytest.mark.parametrize("name", FILES)


def draft(name: str) -> Draft:
    form = READ[name].draft
    assert form is not None, READ[name].faults
    return form


def criteria(name: str) -> dict[str, Criterion]:
    return {criterion.code: criterion for criterion in draft(name).criteria}


def standard(name: str) -> Standard:
    return admit(draft(name), AS_OF)


def texts(reading: Reading) -> Iterator[tuple[str, Any]]:
    """Every text that people read, with where it stands: title, why, question, labels, says."""
    assert isinstance(reading.source.data, dict)
    yield from _texts(reading.source.data, "")


def _texts(plain: Any, where: str) -> Iterator[tuple[str, Any]]:
    if isinstance(plain, list):
        for number, item in enumerate(plain):
            yield from _texts(item, f"{where}/{number}")
        return
    for key, value in plain.items() if isinstance(plain, dict) else ():
        if key in ("title", "why", "question", "says"):
            yield f"{where}/{key}", value
        elif key == "labels":
            yield from ((f"{where}/{key}/{word}", label) for word, label in value.items())
        else:
            yield from _texts(value, f"{where}/{key}")


def test_three_standards_are_shipped() -> None:
    assert FILES == ["complaints", "contact", "shop_visit"]
    assert {draft(name).code for name in FILES} == {"complaints", "contact", "shop-visit"}


@each_standard
def test_it_reads_without_fault(name: str) -> None:
    assert READ[name].faults == ()


# Weekdays in examples are days of an ordinary week near the instant: the season must not matter.
SEASONS = ["2026-01-05", "2026-03-27", "2026-06-30", "2026-10-23", "2027-12-20", "2029-04-02"]


@pytest.mark.parametrize("day", SEASONS)
@each_standard
def test_it_keeps_its_examples_in_every_season(name: str, day: str) -> None:
    assert contradictions(draft(name), parse_instant(f"{day}T12:00:00Z")) == ()


@each_standard
def test_every_text_is_there_in_three_languages(name: str) -> None:
    written = dict(texts(READ[name]))
    assert len(written) > 5 * len(draft(name).criteria)
    partial = [where for where, text in written.items() if set(text) != {"en", "pl", "ru"}]
    assert partial == []


# language | what its texts must hold | what none of them may hold
SCRIPTS = {
    "en": (r"[A-Za-z]", r"[а-яёА-ЯЁąćęłńóśźżĄĆĘŁŃÓŚŹŻ„«»]| – "),
    "pl": (r"[A-Za-ząćęłńóśźż]", r"[а-яёА-ЯЁ“«»—]"),
    "ru": (r"[а-яёА-ЯЁ]", r"[ąćęłńóśźżĄĆĘŁŃÓŚŹŻ„“”]| – "),
}


@pytest.mark.parametrize("language", SCRIPTS)
@each_standard
def test_every_text_keeps_the_letters_and_marks_of_its_language(name: str, language: str) -> None:
    wanted, foreign = SCRIPTS[language]
    for where, text in texts(READ[name]):
        words = text[language]
        assert re.search(wanted, words), where
        assert not re.search(foreign, words), f"{where}: {words}"
        assert not re.search(r'["\s]{2}|"|\.\.\.| [,.;:?!]', words), f"{where}: {words}"
        assert words == words.strip(), where


@each_standard
def test_every_criterion_says_what_it_serves(name: str) -> None:
    for code, criterion in criteria(name).items():
        assert criterion.satisfaction is not None, code
        assert criterion.journey is not None, code
        assert all(len(why) > 60 for why in criterion.why.values()), code


@each_standard
def test_every_clock_is_explained_by_several_cases(name: str) -> None:
    clocks = [each for each in draft(name).criteria if isinstance(each.ask, Clock)]
    assert [each.code for each in clocks if len(each.examples) < 3] == []


@each_standard
def test_somebody_answers_for_it_and_looks_at_it_again_within_a_year(name: str) -> None:
    governance = draft(name).governance
    assert governance.owner
    assert governance.review_by.year == 2027


def test_no_code_stands_twice_in_the_library() -> None:
    codes = [code for name in FILES for code in (draft(name).code, *criteria(name))]
    assert len(codes) == len(set(codes))


def test_every_kind_of_question_is_used() -> None:
    used = {type(each.ask) for name in FILES for each in draft(name).criteria}
    assert used == set(KINDS.values())


# expectation | the criteria of `contact` that hold it (ICMI's list of ten)
EXPECTATIONS = {
    "accessible": ["ACC-01"],
    "courteous": ["KND-01", "KND-04"],
    "responsive": ["RSP-01", "RSP-02", "RSP-03", "UPD-01", "UPD-03"],
    "anticipates my needs": ["KND-03"],
    "does quickly what I ask": ["RES-01", "RES-02", "RES-03"],
    "trained and informed staff": ["ANS-01", "KND-02"],
    "keeps its promises": ["PRM-01", "ANS-02"],
    "right first time": ["RGT-01", "RGT-02", "EFF-01", "DAT-01"],
    "easy to follow on the website": ["ANS-04", "ANS-03"],
    "socially responsible and ethical": ["ETH-01", "ETH-02"],
}


def test_contact_holds_the_ten_things_customers_expect_and_how_they_rate_it() -> None:
    surveys = {"SAT-01", "SAT-02", "SAT-03"}
    held = {code for codes in EXPECTATIONS.values() for code in codes}
    assert len(EXPECTATIONS) == 10
    assert held | surveys == criteria("contact").keys()


# criterion of `complaints` | percent who expect it | percent who get it
SIX = [
    ("EXP-01", 73, 18),
    ("EXP-02", 72, 27),
    ("EXP-03", 71, 25),
    ("EXP-04", 70, 16),
    ("EXP-05", 59, 25),
    ("EXP-06", 59, 47),
]


@pytest.mark.parametrize(("code", "expect", "receive"), SIX)
def test_complaints_quotes_how_many_expect_a_thing_and_get_it(
    code: str, expect: int, receive: int
) -> None:
    for why in criteria("complaints")[code].why.values():
        assert f"{expect}%" in why
        assert f"{receive}%" in why
        assert "Boxwood" in why


def test_the_more_expect_a_thing_the_more_it_weighs() -> None:
    weights = [criteria("complaints")[code].weight for code, _, _ in SIX]
    assert weights == sorted(weights, reverse=True)


# solved after | what such a complaint costs, in pounds | the band
BANDS = """
PT10M | 3  | at once
PT24H | 3  | within 24 hours
PT72H | 5  | two to three days
PT168H | 5 | four to seven days
PT336H | 10 | one to two weeks
PT672H | 10 | three to four weeks
PT960H | 15 | over a month
"""
STEPS = ("SLV-01", "SLV-02", "SLV-03")


@pytest.mark.parametrize("row", BANDS.strip().splitlines())
def test_the_time_to_solve_earns_what_it_saves(row: str) -> None:
    after, cost, _ = (cell.strip() for cell in row.split("|"))
    ticket = solved_after(parse_duration(after))
    card = assess(standard("complaints"), ticket, as_of=ticket.events[-1].at)
    steps = [each for each in card.findings if each.criterion in STEPS]
    assert sum(each.weight for each in steps) == 15 - 3
    assert sum(each.weight * (each.share or 0) for each in steps) == 15 - int(cost)


def solved_after(seconds: int) -> Ticket:
    opened = Event("t/1", "opened", EventKind.OPENED, AS_OF, Role.CUSTOMER)
    changed = EventKind.CHANGED
    solved = Event("t/1", "solved", changed, AS_OF + seconds, facts={"status": "solved"})
    return Ticket("t/1", (opened, solved))


# What fails a contact, whatever else was good.
CRITICAL = {
    "contact": {"ETH-01"},
    "complaints": {"SAF-01", "SAF-02", "LAW-01"},
    "shop_visit": {"SHP-01", "SHP-06", "SHP-14", "SHP-21"},
}


@each_standard
def test_only_law_safety_and_trust_fail_a_contact(name: str) -> None:
    found = criteria(name).items()
    critical = {code for code, each in found if each.severity is Severity.CRITICAL}
    assert critical == CRITICAL[name]


BROKEN = {"partly", "missed"}

# standard | evidence | contacts
JUDGED = """
contact    | tickets            | 60
contact    | reviews            | 16
complaints | complaints         | 16
complaints | complaint_reviews  | 9
shop_visit | visits             | 12
"""


def judged(row: str) -> list[dict[str, Any]]:
    name, evidence, _ = (cell.strip() for cell in row.split("|"))
    with (SAMPLES / f"{evidence}.jsonl").open("rb") as stream:
        return [json.loads(card) for card in cards(Judge(standard(name), AS_OF), stream)]


@pytest.mark.parametrize("row", JUDGED.strip().splitlines())
def test_every_sample_contact_is_judged(row: str) -> None:
    assert len(judged(row)) == int(row.split("|")[2])


def test_every_criterion_is_kept_by_a_sample_and_broken_by_another() -> None:
    seen: dict[str, set[str]] = {code: set() for name in FILES for code in criteria(name)}
    for row in JUDGED.strip().splitlines():
        for finding in (finding for card in judged(row) for finding in card["findings"]):
            seen[finding["criterion"]].add(finding["verdict"])
    assert [code for code, verdicts in seen.items() if "met" not in verdicts] == []
    # Words and photos are given or not: nothing about them can be missed.
    given = {"IMP-02", "SHP-02", "SHP-22", "SHP-27"}
    assert {code for code, verdicts in seen.items() if verdicts.isdisjoint(BROKEN)} == given
