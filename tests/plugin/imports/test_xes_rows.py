"""XES: events as rows, their attributes as columns."""

from __future__ import annotations

from io import BytesIO

import pytest

from plugin.imports.exports.rows import InputInvalid, Row
from plugin.imports.exports.xes_rows import XesFile
from plugin.imports.loader import MappingInvalid
from tests.plugin.imports.importing import import_texts

LOG = """
<?xml version="1.0" encoding="UTF-8"?>
<log xmlns="http://www.xes-standard.org/">
  <extension name="Concept" prefix="concept" uri="http://example.invalid/concept.xesext"/>
  <global scope="event"><string key="concept:name" value="name of none"/></global>
  <string key="creator" value="somebody"/>
  <trace>
    <string key="concept:name" value="Case 1"/>
    <event>
      <string key="concept:name" value="Wait"><string key="inner" value="not read"/></string>
      <date key="time:timestamp" value="2026-03-02T09:00:00.000+01:00"/>
      <int key="cost" value="7"/>
    </event>
    <event><string key="concept:name" value="Close &amp; done"/></event>
    <boolean key="late" value="true"/>
  </trace>
  <trace><string key="concept:name" value="Case 2"/></trace>
  <event><string key="concept:name" value="Nobody's"/></event>
</log>
"""
WANTED = ["case:concept:name", "concept:name", "time:timestamp", "cost", "case:late", "inner"]


def read(text: str, wanted: list[str] = WANTED) -> list[list[str]]:
    rows = XesFile("x.xes", BytesIO(text.lstrip().encode()), wanted).rows()
    return [list(row.texts) for row in rows if isinstance(row, Row)]


def test_every_event_is_a_row_with_the_attributes_of_its_trace() -> None:
    assert read(LOG) == [
        ["Case 1", "Wait", "2026-03-02T09:00:00.000+01:00", "7", "true", ""],
        ["Case 1", "Close & done", "", "", "true", ""],
        ["", "Nobody's", "", "", "", ""],
    ]


def test_events_are_numbered_through_the_log() -> None:
    rows = XesFile("x.xes", BytesIO(LOG.lstrip().encode()), WANTED).rows()
    assert [row.number for row in rows] == [1, 2, 3]


# text | what is said | why
BROKEN = [
    ("<log><trace></log>", "no XML", "elements that cross"),
    ("<log><trace><event>", "no XML", "a log that is cut off"),
    ("Id,State\n1,Open\n", "no XML", "a CSV file"),
    ("", "no XML", "nothing at all"),
    ('<!DOCTYPE log [<!ENTITY a "b">]><log>&a;</log>', "document type", "an entity"),
    ('<!DOCTYPE log SYSTEM "file:///etc/passwd"><log/>', "document type", "another file"),
]


@pytest.mark.parametrize(
    ("text", "said"), [case[:2] for case in BROKEN], ids=[case[2] for case in BROKEN]
)
def test_what_is_no_log_ends_the_run(text: str, said: str) -> None:
    with pytest.raises(InputInvalid) as invalid:
        read(text)
    assert said in invalid.value.text


MAPPING = """
mapping: 1
connection: a
read: xes
contact: case/{case:concept:name}
dates: {zone: Europe/Warsaw}
events:
  - {kind: opened, at: "time:timestamp"}
"""


def test_events_of_no_trace_and_without_a_time_are_refused() -> None:
    outcome = import_texts(MAPPING, xes=LOG)
    assert [line["contact"] for line in outcome.lines] == ["a/case/Case 1"]
    assert outcome.reasons == [
        "2 time:timestamp: no instant of opening",
        "3 case:concept:name: no contact",
    ]


def test_an_attribute_that_no_event_has_is_a_slip_in_the_mapping() -> None:
    slip = MAPPING.replace("time:timestamp", "time:stamp")
    with pytest.raises(MappingInvalid) as invalid:
        import_texts(slip, xes=LOG)
    (fault,) = invalid.value.faults
    assert "no column 'time:stamp'" in fault.text
    assert "'time:timestamp'" in fault.mend
