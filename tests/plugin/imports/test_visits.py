"""Rows that become visits and reviews: one a row, several a visit, several files."""

from __future__ import annotations

from typing import Any

import pytest

from tests.plugin.imports.importing import import_texts

HEAD = """
mapping: 1
connection: shops
dates: {zone: Europe/Warsaw}
"""
ONE_ROW = (
    HEAD
    + """
contact: visit/{Id}
visit:
  questionnaire: {standard: shop-visit, version: 2}
  location: "{Shop}"
  started_at: From
  ended_at: To
  accepted: {column: Done, words: {yes: true, no: false}}
  employee:
    identity: badge/{Badge}
    means: {column: Seen, words: {badge: badge, receipt: receipt}, otherwise: none}
    confidence: {column: Seen, words: {badge: 1, receipt: 0.8}, otherwise: 0}
  facts: {location: "{Shop}", fields: {wave: "{Wave}"}}
  answers:
    GREETED: {column: Greeted, words: {yes: true, no: false}, na: [closed]}
    QUEUE: {column: Queue, unit: minutes}
    KIND: {column: Kind, number: true}
    SHOP: open
"""
)


def test_one_row_is_one_visit() -> None:
    outcome = import_texts(
        ONE_ROW,
        csv="""
        Id,Shop,From,To,Done,Badge,Seen,Wave,Greeted,Queue,Kind
        7,Praga,2026-03-02 10:00,2026-03-02 10:20,yes,4411,receipt,W1,no,2.5,4.0
        8,Wola,,,no,,,,closed,,
        """,
    )
    assert outcome.lines == [
        {
            "type": "visit",
            "contact": "shops/visit/7",
            "questionnaire": {"standard": "shop-visit", "version": 2},
            "location": "Praga",
            "started_at": "2026-03-02T09:00:00Z",
            "ended_at": "2026-03-02T09:20:00Z",
            "employee": {"identity": "shops/badge/4411", "means": "receipt", "confidence": 0.8},
            "accepted": True,
            "facts": {"location": "Praga", "fields": {"wave": "W1"}},
            "answers": {"GREETED": False, "QUEUE": "PT2M30S", "KIND": 4, "SHOP": "open"},
        },
        {
            "type": "visit",
            "contact": "shops/visit/8",
            "questionnaire": {"standard": "shop-visit", "version": 2},
            "location": "Wola",
            "accepted": False,
            "facts": {"location": "Wola"},
            "answers": {"GREETED": {"na": True}, "SHOP": "open"},
        },
    ]


# row | reason | why
REFUSED = [
    ("7,a,2026-03-02 10:00,2026-03-02 09:00,yes,,,,,,", "ends before it begins", "backwards"),
    ("7,a,,,maybe,,,,,,", "table of words", "a word the table lacks"),
    ("7,a,,,yes,1,,,,,", "no means", "an employee seen by no means"),
    (",a,,,yes,,,,,,", "no contact", "a visit without a number"),
    ("7,a,,,yes,,,,,long,", "no number", "a wait in words"),
]


@pytest.mark.parametrize(
    ("row", "reason"), [case[:2] for case in REFUSED], ids=[case[2] for case in REFUSED]
)
def test_a_row_that_makes_no_visit_is_refused(row: str, reason: str) -> None:
    header = "Id,Shop,From,To,Done,Badge,Seen,Wave,Greeted,Queue,Kind"
    outcome = import_texts(ONE_ROW, csv=f"{header}\n{row}\n")
    assert [reason in each.reason for each in outcome.refused] == [True]


GATHERED = (
    HEAD
    + """
contact: visit/{Shop}/{Round}
visit:
  questionnaire: {standard: shop-visit, version: 1}
  location: "{Shop}"
  answers:
    QUEUE: {column: Value, when: {Asked: Q1}, unit: minutes}
    KIND: {column: Value, when: {Asked: Q2}, number: true}
    FEE: {column: Value, when: {Asked: Q3}, number: true, absent: na}
    PRICE: {column: Value, when: {Asked: Q3}, number: true}
    ASKED: {count: {Value: {empty: false}}}
"""
)


def answers(rows: list[str]) -> tuple[list[dict[str, Any]], list[str]]:
    outcome = import_texts(GATHERED, csv="\n".join(["Shop,Round,Asked,Value", *rows]))
    return [line["answers"] for line in outcome.lines], outcome.reasons


def test_the_rows_of_a_visit_are_gathered() -> None:
    found, refused = answers(["a,1,Q2,4", "b,1,Q1,3", "a,2,Q1,8", "a,1,Q1,5", "b,1,Q3,2.50"])
    na = {"na": True}
    assert found == [
        {"QUEUE": "PT5M", "KIND": 4, "FEE": na, "ASKED": 2},
        {"QUEUE": "PT8M", "FEE": na, "ASKED": 1},
        {"QUEUE": "PT3M", "FEE": 2.5, "PRICE": 2.5, "ASKED": 2},
    ]
    assert refused == []


def test_rows_that_say_the_same_twice_agree_and_others_are_refused() -> None:
    found, refused = answers(["a,1,Q2,4", "a,1,Q2,4.0", "a,1,Q2,5"])
    assert found == [{"KIND": 4, "FEE": {"na": True}, "ASKED": 2}]
    assert refused == ["3 KIND: an earlier row says otherwise: 4"]


TWO_FILES = (
    HEAD
    + """
files:
  visits:
    contact: visit/{Id}
    visit:
      questionnaire: {standard: shop-visit, version: 1}
      started_at: Day
  findings:
    contact: visit/{Visit}
    visit:
      answers:
        MAJOR: {count: {Class: Major}}
        OPEN: {count: {Class: [Major, Minor], Mended: "No"}}
        WORST: {column: Class, when: {Class: Major}}
"""
)


def test_findings_of_a_second_file_are_counted() -> None:
    outcome = import_texts(
        TWO_FILES,
        findings="""
        Visit,Class,Mended
        2,Major,No
        1,Minor,Yes
        2,Major,Yes
        9,Major,No
        2,Minor,No
        """,
        visits="Id,Day\n1,2026-03-02\n2,2026-03-03\n3,2026-03-04\n",
    )
    assert [line["answers"] for line in outcome.lines] == [
        {"MAJOR": 0, "OPEN": 0},
        {"MAJOR": 2, "OPEN": 2, "WORST": "Major"},
        {"MAJOR": 0, "OPEN": 0},
    ]
    (stray,) = outcome.refused
    assert (stray.row, stray.line, stray.text) == (4, 5, "shops/visit/9")
    assert "no row of the first file" in stray.reason
    assert stray.file.endswith("findings.csv")


def test_an_answer_sheet_about_a_ticket_is_a_review() -> None:
    mapping = (
        HEAD
        + """
contact: review/{@row}
visit:
  questionnaire: {standard: contact, version: 3}
  about: ticket/{Ticket}
  started_at: At
  answers: {TONE: {column: Tone, number: true}}
"""
    )
    outcome = import_texts(mapping, csv="Ticket,At,Tone\n31,2026-03-02,4\n")
    (line,) = outcome.lines
    assert (line["type"], line["contact"], line["about"]) == (
        "review",
        "shops/review/1",
        "shops/ticket/31",
    )
    assert line["answers"] == {"TONE": 4}
