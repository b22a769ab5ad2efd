"""Sheets of assignments: all rows or none, each fault by row and column, and the same once."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugin.directory.sheet import read_sheet
from plugin.shopping.assigning import Assigning
from plugin.shopping.importing import COLUMNS, HEAD, ImportedAssignments, import_assignments
from plugin.shopping.refusals import AssignmentsSheetFaulty
from plugin.stores.shopping.assignments import Assignments, AssignmentsWanted
from tests.mobile_api.service import Service

HEADER = "shopper;location;from;until;questionnaire;version;fee;currency;scenario_en;note\n"
ROW = "anna;krakow;2026-09-21;2026-09-25;shop;1;25,00;PLN;Ask for boots.;quiet\n"


def bring(service: Service, raw: str | bytes) -> ImportedAssignments:
    sent = raw if isinstance(raw, bytes) else raw.encode()
    return import_assignments(Assigning.of(service.house), sent, "carol")


def number(service: Service) -> int:
    return len(Assignments(service.database).page(AssignmentsWanted()).items)


def test_a_row_becomes_an_assignment(service: Service) -> None:
    (made,) = bring(service, HEADER + ROW).made
    assert (made.shopper, made.location, made.version) == ("anna", "acme/shop/1", 1)
    assert (made.opens_at, made.closes_at) == (1_789_948_800, 1_790_380_799)  # the zone is UTC
    assert made.fee is not None
    assert (made.fee.amount, made.fee.currency) == ("25.00", "PLN")
    assert (made.scenario, made.note, made.by) == ({"en": "Ask for boots."}, "quiet", "carol")
    assert Assignments(service.database).find(made.id) == made


def test_the_same_sheet_again_makes_nothing_new(service: Service) -> None:
    made = bring(service, HEADER + ROW).made
    again = bring(service, HEADER + ROW + ROW.replace("anna", "boris"))
    assert again.standing == made
    assert [each.shopper for each in again.made] == ["boris"]
    assert number(service) == 2


# how it is written
WRITTEN = [
    pytest.param((HEADER + ROW).encode("utf-8-sig"), id="with a mark, as Excel saves it"),
    pytest.param((HEADER + ROW).replace("\n", "\r\n").encode(), id="ends of lines of Windows"),
    pytest.param((HEADER + ROW).replace(";", "\t").encode(), id="tabs"),
    pytest.param((HEADER + ROW).replace("25,00", "25.00").replace(";", ",").encode(), id="commas"),
    pytest.param((HEADER.upper() + ROW).encode(), id="a header in large letters"),
    pytest.param((HEADER + "\n;;\n" + ROW).encode(), id="empty rows between"),
    pytest.param((HEADER + ROW.replace("krakow", "acme/shop/1")).encode(), id="a visit's word"),
    pytest.param((HEADER + ROW.replace("2026-09-21", "21.09.2026")).encode(), id="dotted days"),
    pytest.param((HEADER + ROW.replace("anna", " Anna ")).encode(), id="blanks, large letters"),
    pytest.param(
        (HEADER + ROW.replace("2026-09-21", "2026-09-21T00:00:00Z")).encode(), id="an offset"
    ),
]


@pytest.mark.parametrize("raw", WRITTEN)
def test_a_sheet_may_be_written_so(service: Service, raw: bytes) -> None:
    (made,) = bring(service, raw).made
    assert (made.shopper, made.location) == ("anna", "acme/shop/1")
    assert (made.opens_at, made.closes_at) == (1_789_948_800, 1_790_380_799)


def test_a_scenario_may_be_of_several_lines(service: Service) -> None:
    (made,) = bring(service, HEADER + ROW.replace("Ask for boots.", '"One.\r\nTwo; three."')).made
    assert made.scenario["en"] == "One.\nTwo; three."


def test_a_text_that_a_spreadsheet_would_calculate_is_kept_behind_an_apostrophe(
    service: Service,
) -> None:
    (made,) = bring(service, HEADER + ROW.replace("Ask for boots.", "'=1+1 on the label")).made
    assert made.scenario["en"] == "=1+1 on the label"


# what is changed | the faults
FAULTY = [
    pytest.param("anna", "zoe", ["row 2, shopper: Nobody signs in by 'zoe'"], id="nobody"),
    pytest.param("krakow", "", ["row 2, location: Say which location."], id="no location"),
    pytest.param(
        "2026-09-25", "2026-09-20", ["row 2, until: The window ends before"], id="backwards"
    ),
    pytest.param("2026-09-21", "2026-02-30", ["row 2, from: '2026-02-30' is no time"], id="no day"),
    pytest.param("2026-09-21", "2026-09-21 24:01", ["row 2, from: "], id="no time"),
    pytest.param("2026-09-21", "", ["row 2, from: Say from when"], id="no beginning"),
    pytest.param("shop;1", "shop;9", ["row 2, version: 'shop' was never published"], id="version"),
    pytest.param("shop;1", "shop;one", ["row 2, version: 'one' is no version"], id="no number"),
    pytest.param("25,00", "1e3", ["row 2, fee: '1e3' is no amount"], id="no money"),
    pytest.param("PLN", "", ["row 2, currency: '' is no currency"], id="no currency"),
    pytest.param(
        "Ask for boots.", "=cmd|'/c calc'!A1", ['row 2, scenario_en: "=cmd'], id="a formula"
    ),
    pytest.param("quiet", "qui\x07et", ["row 2: the note cannot be read"], id="a bell"),
    pytest.param("quiet", "quiet;more", ["row 2: 'more' stands in no column"], id="too many cells"),
    pytest.param(
        "anna;krakow",
        "zoe;rome",
        ["row 2, shopper: ", "row 2, location: "],
        id="two faults in a row",
    ),
]


@pytest.mark.parametrize(("was", "written", "said"), FAULTY)
def test_a_fault_is_named_and_nothing_taken(
    service: Service, was: str, written: str, said: list[str]
) -> None:
    good = ROW.replace("anna", "boris")
    with pytest.raises(AssignmentsSheetFaulty) as raised:
        bring(service, HEADER + ROW.replace(was, written) + good)
    lines = raised.value.lines()
    assert len(lines) == len(said)
    assert all(line.startswith(each) for line, each in zip(lines, said, strict=True)), lines
    assert number(service) == 0


# the whole sheet | what is said of it
BROKEN = [
    pytest.param(b"", "row 1: the file is empty", id="nothing"),
    pytest.param(b"\xff\xfe\x00s", "row 1: this is not UTF-8 text", id="UTF-16"),
    pytest.param(
        (HEADER + ROW.replace("quiet", "cicho, łąka")).encode("cp1250"),
        "row 2: this is not UTF-8 text",
        id="the encoding of old Windows",
    ),
    pytest.param(b"shopper;location\nanna;krakow\n", "row 1: the column from", id="columns lack"),
    pytest.param(
        HEADER.replace("until", "untill").encode() + ROW.encode(),
        "row 1: there is no column 'untill'; did you mean until?",
        id="a column misspelt",
    ),
    pytest.param(
        (HEADER + 'anna;"krakow\n').encode(), "row 2: from here on the file cannot", id="a quote"
    ),
    pytest.param(b"PK\x03\x04" + b"\x00" * 50, "row 1: ", id="a workbook"),
]


@pytest.mark.parametrize(("raw", "said"), BROKEN)
def test_a_broken_sheet_is_refused(service: Service, raw: bytes, said: str) -> None:
    with pytest.raises(AssignmentsSheetFaulty) as raised:
        bring(service, raw)
    assert raised.value.lines()[0].startswith(said)
    assert number(service) == 0


def test_a_row_that_stands_twice_is_a_fault(service: Service) -> None:
    with pytest.raises(AssignmentsSheetFaulty) as raised:
        bring(service, HEADER + ROW + ROW.replace("krakow", "acme/shop/1"))
    assert raised.value.lines() == (
        "row 3: it says the same as row 2; give it another window, or leave it out",
    )


def test_of_very_many_faults_some_are_told_and_the_others_counted(service: Service) -> None:
    with pytest.raises(AssignmentsSheetFaulty) as raised:
        bring(service, HEADER + ROW.replace("anna", "zoe") * 300)
    lines = raised.value.lines()
    assert (len(lines), lines[-1]) == (201, "and 100 more faults")
    assert len(raised.value.errors) == 200
    assert raised.value.errors[0]["pointer"] == "/rows/2/shopper"


def test_too_many_rows_are_refused_at_once(service: Service) -> None:
    with pytest.raises(AssignmentsSheetFaulty, match="5,001 rows; at most 5,000"):
        bring(service, HEADER + ROW * 5_001)


@settings(max_examples=60)
@given(st.text(max_size=200) | st.lists(st.sampled_from(COLUMNS)).map(";".join))
def test_whatever_is_sent_is_read_or_refused_in_words(text: str) -> None:
    rows, faults = read_sheet(text.encode("utf-8", "replace"), HEAD)
    assert all(str(each) for each in faults)
    assert all(row.number > 1 for row in rows)
