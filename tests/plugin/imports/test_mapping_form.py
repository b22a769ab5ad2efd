"""What is said of a mapping that cannot be used: everything at once, each with its place."""

from __future__ import annotations

from textwrap import dedent

import pytest

from plugin.imports.loader import MappingInvalid, place_of, read_mapping
from plugin.imports.mapping import Constant, Offset, Reads, Said
from standards.source import Fault

WHOLE = """\
mapping: 1
connection: zd-acme
contact: ticket/{Id}
dates: {zone: Europe/Warsaw}
words:
  states: {Open: open, Done: solved}
events:
  - kind: opened
    at: Created
    facts:
      status: {column: State, words: states}
"""


def faults(text: str) -> tuple[Fault, ...]:
    with pytest.raises(MappingInvalid) as refused:
        read_mapping(dedent(text).encode())
    return refused.value.faults


def test_a_whole_mapping_is_read() -> None:
    mapping, _ = read_mapping(WHOLE.encode())
    (export,) = mapping.exports
    assert (mapping.connection, export.reads, export.csv.delimiter) == ("zd-acme", Reads.CSV, ",")
    assert export.dates.zone == "Europe/Warsaw"
    facts = dict(export.events[0].facts.values)
    assert isinstance(facts["status"], Said)
    assert facts["status"].words == {"Open": "open", "Done": "solved"}


def test_the_vendors_word_stays_beside_the_category() -> None:
    mapping, _ = read_mapping(WHOLE.encode())
    label = dict(mapping.exports[0].events[0].facts.values)["status_label"]
    assert isinstance(label, Said)
    assert label.text.columns == ("State",)
    own = WHOLE.replace("words: states}", "words: states}\n      status_label: known")
    mapping, _ = read_mapping(own.encode())
    assert dict(mapping.exports[0].events[0].facts.values)["status_label"] == Constant("known")


# what is written | instead of | line | what is said | what would be right
CASES = [
    ("mapping: 2", "mapping: 1", 1, "2 is not known here", "write 1"),
    ("mapping: 1\nowner: me", "mapping: 1", 2, "unknown key 'owner'", "write"),
    ("conection: zd-acme", "connection: zd-acme", 2, "unknown key 'conection'", "connection"),
    ("connection: ZD Acme", "connection: zd-acme", 2, "is no connection", "zd-acme"),
    ("contact: ticket {Id}", "contact: ticket/{Id}", 3, "does not say what it is", "ticket/{Id}"),
    ("contact: ticket/one", "contact: ticket/{Id}", 3, "every row is of one contact", "{Id}"),
    ("at: '{{Created}}'", "at: Created", 9, "names no column", "{braces}"),
    ("contact: ticket/{Id", "contact: ticket/{Id}", 3, "a single {", "{{ is a brace"),
    ("{zone: Europe/Warsow}", "{zone: Europe/Warsaw}", 4, "unknown time zone", "Europe/Warsaw"),
    ("{format: ISO}", "{zone: Europe/Warsaw}", 4, "unknown date form 'ISO'", "write iso"),
    ("{offset: double}", "{zone: Europe/Warsaw}", 4, "'double' is not known", "doubled"),
    ("{Open: open, Done: [solved]}", "{Open: open, Done: solved}", 6, "a list", "a text"),
    ("kind: begun", "kind: opened", 8, "'begun' is not known here", "write"),
    ("kind: rated", "kind: opened", 10, "rated tells scale or value", "write just that"),
    ("kind: message", "kind: opened", 8, "a message from nobody", "by: {role: agent}"),
    ("att: Created", "at: Created", 9, "unknown key 'att'", "did you mean at"),
    ("at: [Created]", "at: Created", 9, "a list is no text", "quotes"),
    ("words: status}", "words: states}", 11, "no table of words is called", "under words"),
    ("words: {Open: opened}}", "words: states}", 11, "'opened' is not known here", "open"),
    ("words: states, otherwise: x}", "words: states}", 11, "'x' is not known here", "write"),
    ("words: states, number: true}", "words: states}", 11, "read in 2 ways", "words or number"),
    ("otherwise: open}", "words: states}", 11, "otherwise than what", "words"),
    ("split: ';'}", "words: states}", 11, "the export's own word", "give it a table"),
    ("status: '{State}'", "status: {column: State, words: states}", 11, "own word", "table"),
    ("stauts: open", "status: {column: State, words: states}", 11, "'stauts'", "status"),
    ("scale: csat", "status: {column: State, words: states}", 10, "only ratings", "take it out"),
    ("priority: {State}", "status: {column: State, words: states}", 11, "unknown key", "column"),
    ("assignee: '{Who}'", "status: {column: State, words: states}", 11, "does not say", "kind/id"),
    ("assignee: {column: Who, number: true}", "status: {column: State, words: states}", 11,
     "an id is a text", "user/7"),
    ("tags: a", "status: {column: State, words: states}", 11, "comes to a text", "a list"),
    ("fields: {x: {column: T, split: ','}}", "status: {column: State, words: states}", 11, "a list",
     "a text"),
    ("public: yes", "at: Created", 9, "'yes' is not known here", "true"),
    ("when: {State: 5}", "at: Created", 9, "5 is no text", "quotes"),
    ("when: {State: {less: '5'}}", "at: Created", 9, "looked at in one other way", "empty"),
    ("when: {State: {empty: 'yes'}}", "at: Created", 9, "neither true nor false", "write one"),
    ("by: {role: boss}", "at: Created", 9, "'boss' is not known here", "agent"),
    ("at: {column: A, plus: {column: B, unit: weeks}}", "at: Created", 9, "'weeks'", "days"),
    ("at: {column: A, offset: ignore, zone: 5}", "at: Created", 9, "5 is no text", "quotes"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("written", "instead_of", "line", "said", "mend"), CASES, ids=[case[0] for case in CASES]
)
def test_a_fault_is_told_with_its_place(
    written: str, instead_of: str, line: int, said: str, mend: str
) -> None:
    assert instead_of in WHOLE
    told = [fault for fault in faults(WHOLE.replace(instead_of, written)) if said in fault.text]
    assert [(fault.line, mend in fault.mend) for fault in told[:1]] == [(line, True)]


def test_all_faults_come_at_once() -> None:
    text = WHOLE.replace("Europe/Warsaw", "Warsaw").replace("kind: opened", "kind: x")
    assert [fault.line for fault in faults(text)] == [4, 8]


# text | line | what is said
SHAPES = [
    ("", 1, "empty"),
    ("- a", 1, "mapping is wanted"),
    ("mapping: 1\nconnection: a\n", 1, "contact is missing"),
    ("mapping: 1\nconnection: a\ncontact: t/{I}\n", 3, "rows become one thing"),
    ("mapping: 1\nconnection: a\ncontact: t/{I}\nevents: []\n", 4, "too short"),
    ("mapping: 1\nconnection: a\ncontact: t/{I}\nvisit: {location: a}\n", 1,
     "without questionnaire"),
    ("mapping: 1\nconnection: a\ncontact: t/{I}\ncsv: {delimiter: tab}\nvisit: {}", 4,
     "write one character"),
    ("mapping: 1\nconnection: a\ncontact: t/{I}\ncsv: {encoding: ebcdic}\nvisit: {}", 4, "ebcdic"),
    ("mapping: 1\nconnection: a\ncontact: t/{I}\ncsv: {encoding: base64}\nvisit: {}", 4, "base64"),
    ("mapping: 1\nconnection: a\nlike: x\nfiles: {a: {contact: 't/{I}', visit: {}}}", 3,
     "a matter of each file"),
    ("mapping: 1\nconnection: a\nfiles: {a: {contact: 't/{I}'}}", 3, "rows become one thing"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "line", "said"), SHAPES)
def test_a_mapping_without_its_parts_is_refused(text: str, line: int, said: str) -> None:
    told = [fault for fault in faults(text) if said in f"{fault.text}; {fault.mend}"]
    assert [fault.line for fault in told[:1]] == [line]


def test_events_and_visits_do_not_mix() -> None:
    text = """
    mapping: 1
    connection: a
    files:
      a: {contact: "t/{I}", visit: {questionnaire: {standard: x, version: 1}}}
      b: {contact: "t/{I}", events: [{kind: opened, at: A}]}
    """
    assert any("files of events and of visits" in fault.text for fault in faults(text))


@pytest.mark.parametrize("offset", ["ignore", "doubled"])
def test_an_offset_that_lies_needs_a_zone(offset: str) -> None:
    (fault,) = faults(WHOLE.replace("zone: Europe/Warsaw", f"offset: {offset}"))
    assert (fault.line, "no zone" in fault.text) == (9, True)


def test_a_file_says_of_itself_what_all_share() -> None:
    text = """
    mapping: 1
    connection: a
    dates: {zone: Europe/Warsaw, offset: ignore}
    csv: {delimiter: ";"}
    missing: ["?"]
    files:
      a: {contact: "t/{I}", events: [{kind: opened, at: A}]}
      b:
        contact: "t/{I}"
        csv: {delimiter: "\\t"}
        missing: n/a
        dates: {zone: Etc/UTC}
        events: [{kind: opened, at: A}]
    """
    mapping, _ = read_mapping(dedent(text).encode())
    a, b = mapping.exports
    assert (a.csv.delimiter, set(a.missing), a.dates.zone) == (";", {"?"}, "Europe/Warsaw")
    assert (b.csv.delimiter, set(b.missing), b.dates.zone) == ("\t", {"n/a"}, "Etc/UTC")
    assert a.dates.offset is b.dates.offset is Offset.IGNORE


def test_a_column_is_found_where_it_is_named_first() -> None:
    _, source = read_mapping(WHOLE.encode())
    assert place_of(source, "State") == ("events", 0, "facts", "status", "column")
    assert place_of(source, "Id") == ("contact",)
    assert place_of(source, "nothing") == ()
