"""Rows that become the events of tickets."""

from __future__ import annotations

from typing import Any

import pytest

from tests.plugin.imports.importing import Outcome, import_texts

HEAD = """
mapping: 1
connection: zd
contact: ticket/{Id}
dates: {zone: Etc/UTC}
"""


def told(outcome: Outcome) -> list[str]:
    """Every line in brief: contact, kind, instant and facts."""
    return [
        f"{line['contact'].rpartition('/')[2]} {line['kind']} {line['at'][8:16]} "
        f"{line.get('facts', {})}".strip()
        for line in outcome.lines
    ]


ONE_ROW = (
    HEAD
    + """
events:
  - {kind: opened, at: Created, by: {role: customer}, facts: {status: new, priority: "{Priority}"}}
  - {kind: message, at: Replied, by: {role: agent, id: "user/{Who}"}, public: true, text: "{Words}"}
  - {kind: changed, at: Solved, facts: {status: solved}}
"""
)


def test_one_row_becomes_what_happened_in_order() -> None:
    outcome = import_texts(
        ONE_ROW,
        csv="""
        Id,Created,Replied,Solved,Priority,Who,Words
        2,2026-03-01 09:00,2026-03-01 10:00,2026-03-02 09:00,low,7,Hello
        10,2026-03-03 09:00,,,,,
        1,2026-03-04 09:00,2026-03-06 10:00,2026-03-05 09:00,high,7,
        """,
    )
    assert told(outcome) == [
        "1 opened 04T09:00 {'status': 'new', 'priority': 'high'}",
        "1 changed 05T09:00 {'status': 'solved'}",
        "1 message 06T10:00 {}",
        "10 opened 03T09:00 {'status': 'new'}",
        "2 opened 01T09:00 {'status': 'new', 'priority': 'low'}",
        "2 message 01T10:00 {}",
        "2 changed 02T09:00 {'status': 'solved'}",
    ]
    message = outcome.lines[5]
    assert (message["by"], message["public"], message["text"]) == (
        {"role": "agent", "id": "zd/user/7"},
        True,
        "Hello",
    )
    assert (outcome.counts["rows"], outcome.counts["contacts"], outcome.counts["lines"]) == (
        3,
        3,
        7,
    )


def test_a_row_that_cannot_be_read_becomes_nothing_at_all() -> None:
    outcome = import_texts(
        ONE_ROW,
        csv="""
        Id,Created,Replied,Solved,Priority,Who,Words
        1,2026-03-01 09:00,soon,2026-03-02 09:00,low,7,
        2,,,,,,
        ,2026-03-01 09:00,,,,,
        4,2026-03-01 09:00
        """,
    )
    assert outcome.lines == []
    assert outcome.reasons == [
        "1 Replied: no date of the form expected",
        "2 Created: no instant of opening",
        "3 Id: no contact",
        "4 : 2 columns where the header has 7",
    ]
    assert [(each.line, each.text) for each in outcome.refused[:1]] == [(2, "soon")]
    assert outcome.counts["refused"] == 4


LOG = (
    HEAD
    + """
missing: "?"
words:
  states: {New: new, Work: open, Vendor: on_hold, User: pending, Done: solved}
events:
  - {kind: opened, at: Opened, facts: {priority: "{Priority}"}}
  - kind: changed
    at: At
    only_changes: true
    facts:
      status: {column: State, words: states}
      priority: "{Priority}"
      assignee: user/{Who}
      fields: {sla: "{Sla}"}
"""
)


def test_a_log_of_rows_tells_only_what_changed() -> None:
    outcome = import_texts(
        LOG,
        csv="""
        Id,Opened,At,State,Priority,Who,Sla
        1,2026-03-01 09:00,2026-03-01 09:10,New,3,?,yes
        1,2026-03-01 09:00,2026-03-01 09:10,New,3,Ann,yes
        1,2026-03-01 09:00,2026-03-01 09:20,New,3,Ann,yes
        1,2026-03-01 09:00,2026-03-01 09:30,Work,2,Ann,yes
        1,2026-03-01 09:00,2026-03-01 09:40,Vendor,2,?,no
        """,
    )
    assert told(outcome) == [
        "1 opened 01T09:00 {'priority': '3'}",
        "1 changed 01T09:10 {'status': 'new', 'status_label': 'New', 'fields': {'sla': 'yes'}}",
        "1 changed 01T09:10 {'assignee': 'zd/user/Ann'}",
        "1 changed 01T09:30 {'status': 'open', 'priority': '2', 'status_label': 'Work'}",
        "1 changed 01T09:40 {'status': 'on_hold', 'assignee': None, 'status_label': 'Vendor', "
        "'fields': {'sla': 'no'}}",
    ]
    assert outcome.counts["unchanged"] == 1
    assert outcome.counts["repeated events"] == 0


def test_newest_first_is_told_from_the_end_where_stamps_are_equal() -> None:
    csv = """
    Id,Opened,At,State,Priority,Who,Sla
    1,2026-03-01 09:00,2026-03-01 09:10,Done,1,Ann,?
    1,2026-03-01 09:00,2026-03-01 09:10,Work,2,Ann,?
    """
    newest_first = LOG.replace("words:", "rows: {newest_first: true}\nwords:", 1)
    last = [line["facts"] for line in import_texts(newest_first, csv=csv).lines][-1]
    assert last == {"status": "solved", "priority": "1", "status_label": "Done"}
    last = [line["facts"] for line in import_texts(LOG, csv=csv).lines][-1]
    assert last == {"status": "open", "priority": "2", "status_label": "Work"}


REPEATED = (
    HEAD
    + """
rows: {distinct: [State, At]}
events:
  - {kind: message, at: At, by: {role: agent, id: "user/{Who}"}}
"""
)


def test_rows_that_a_join_repeats_are_one() -> None:
    outcome = import_texts(
        REPEATED,
        csv="""
        Id,State,At,Who
        1,Work,2026-03-01 09:00,Ann
        1,Work,2026-03-01 09:00,Bob
        1,Work,2026-03-01 09:00,Cid
        1,Work,2026-03-01 10:00,Ann
        2,Work,2026-03-01 09:00,Ann
        """,
    )
    assert [line["by"]["id"] for line in outcome.lines] == ["zd/user/Ann"] * 3
    assert outcome.counts["repeated rows"] == 2


def test_an_event_told_twice_is_one_and_counted() -> None:
    twice = HEAD + "events: [{kind: changed, at: At, facts: {status: open}}]"
    outcome = import_texts(twice, csv="Id,At\n1,2026-03-01\n1,2026-03-01\n1,2026-03-02\n")
    assert len(outcome.lines) == 2
    assert outcome.counts["repeated events"] == 1


def test_an_event_bears_the_id_the_helpdesk_gives_it() -> None:
    named = HEAD + "events: [{kind: changed, at: At, id: 'audit/{Audit}', facts: {status: open}}]"
    outcome = import_texts(named, csv="Id,At,Audit\n1,2026-03-01,77\n1,2026-03-01,\n")
    assert [line["id"] for line in outcome.lines] == ["audit/77"]
    assert outcome.reasons == ["2 Audit: no id of the event"]


def test_natural_keys_are_those_of_another_day() -> None:
    """An export taken again gives the same ids, so that nothing is told twice."""
    rows = ["1,2026-03-01 09:00,,,low,,", "2,2026-03-01 09:00,,2026-03-02,low,,"]
    header = "Id,Created,Replied,Solved,Priority,Who,Words"
    first = import_texts(ONE_ROW, csv="\n".join([header, *rows]))
    again = import_texts(ONE_ROW, csv="\n".join([header, *reversed(rows)]))
    assert first.lines == again.lines


def test_rows_may_be_left_out_and_are_counted() -> None:
    some = ONE_ROW.replace("events:", "rows: {where: {Priority: {not: spam}}}\nevents:")
    outcome = import_texts(
        some,
        csv="""
        Id,Created,Replied,Solved,Priority,Who,Words
        1,2026-03-01,,,low,,
        2,whenever,,,spam,,
        """,
    )
    assert len(outcome.lines) == 1
    assert (outcome.counts["left out"], outcome.counts["refused"]) == (1, 0)


def test_a_row_in_which_nothing_happened_is_counted() -> None:
    mapping = HEAD + "events: [{kind: changed, at: At, facts: {status: open}}]"
    outcome = import_texts(mapping, csv="Id,At\n1,\n2,2026-03-01\n")
    assert (outcome.counts["silent"], len(outcome.lines)) == (1, 1)


FILES = """
mapping: 1
connection: zd
dates: {zone: Etc/UTC}
tables:
  people: {key: Name, on: Author}
files:
  tickets:
    contact: ticket/{Id}
    events: [{kind: opened, at: Created}]
  comments:
    contact: ticket/{Ticket}
    events:
      - kind: message
        at: At
        id: comment/{Id}
        by:
          role: {column: people.Role, words: {staff: agent, "": customer}}
          id: user/{people.Id}
        public: {column: Kind, words: {note: false, reply: true}}
"""


def test_tickets_comments_and_people_come_from_files_of_their_own() -> None:
    outcome = import_texts(
        FILES,
        people="Name,Id,Role\nAnn,7,staff\n",
        comments="""
        Id,Ticket,At,Author,Kind
        91,2,2026-03-01 10:00,Ann,reply
        90,1,2026-03-01 09:30,Zoe,reply
        92,1,2026-03-01 11:00,Ann,note
        """,
        tickets="Id,Created\n1,2026-03-01 09:00\n2,2026-03-01 09:00\n",
    )
    brief = [
        (line["contact"], line["id"], line.get("by"), line.get("public")) for line in outcome.lines
    ]
    assert brief == [
        ("zd/ticket/1", "opened", None, None),
        ("zd/ticket/1", "comment/90", {"role": "customer"}, True),
        ("zd/ticket/1", "comment/92", {"role": "agent", "id": "zd/user/7"}, False),
        ("zd/ticket/2", "opened", None, None),
        ("zd/ticket/2", "comment/91", {"role": "agent", "id": "zd/user/7"}, True),
    ]


# event | line told | why
SELDOM: list[tuple[str, dict[str, Any], str]] = [
    ("{kind: rated, at: At, facts: {scale: nps, value: {column: X, number: true}}}",
     {"facts": {"scale": "nps", "value": 9}}, "a rating"),
    ("{kind: merged, at: At, facts: {into: 'ticket/{X}'}}",
     {"facts": {"into": "zd/ticket/9"}}, "a merge"),
    ("{kind: deleted, at: At}", {}, "a deletion"),
    ("{kind: changed, at: At, facts: {promised_at: {column: At, plus: {column: X, unit: days}}}}",
     {"facts": {"promised_at": "2026-03-10T00:00:00Z"}}, "a promise reckoned from a number"),
    ("{kind: changed, at: At, facts: {tags: {column: X, split: ','}}}",
     {"facts": {"tags": ["9"]}}, "tags"),
    ("{kind: changed, at: At, facts: {fields: {row: '{@row}', file: '{@file}'}}}",
     {"facts": {"fields": {"row": "1", "file": "csv.csv"}}}, "the row's own place"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("event", "expected"), [case[:2] for case in SELDOM], ids=[case[2] for case in SELDOM]
)
def test_each_kind_of_event_can_be_told(event: str, expected: dict[str, Any]) -> None:
    outcome = import_texts(f"{HEAD}events: [{event}]", csv="Id,At,X\n1,2026-03-01,9\n")
    (line,) = outcome.lines
    assert {key: line[key] for key in expected} == expected


def test_a_control_character_in_a_contact_is_refused() -> None:
    mapping = HEAD + "events: [{kind: opened, at: At}]"
    outcome = import_texts(mapping, csv='Id,At\n"1\n2",2026-03-01\n')
    assert outcome.reasons == ["1 : a control character in the contact"]
