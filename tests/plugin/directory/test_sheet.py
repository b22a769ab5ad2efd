"""A sheet of people as spreadsheets save it: what is taken, and every fault by its row."""

from __future__ import annotations

import pytest

from plugin.directory.importing import Brought, SheetFaulty, import_sheet
from plugin.directory.writing import sheet_of
from plugin.stores.layout import Mongo
from plugin.stores.people.directory import Directory, Everybody, Group, Identity, Person
from standards.instants import parse_instant
from standards.zones import load_zone
from tests.tables import rows

WARSAW = load_zone("Europe/Warsaw")
HEADER = "kind;id;name;team;location;identity;from;until\n"
SHEET = f"""\
{HEADER}location;lodz-2;Łódź 2;;;lodz-2;;
team;mail;Mail;;;zd-acme/group/2;;
person;ann;Ann Ash;mail;lodz-2;zd-acme/user/7;;
person;ann;;;;badge/17;01.03.2026;2026-03-31
person;bea;Bea;;;;;
"""
KNOWN = Everybody(
    people={
        "ann": Person(
            "ann",
            "Ann Ash",
            "mail",
            "lodz-2",
            (
                Identity(
                    "badge/17",
                    parse_instant("2026-03-01T00:00:00+01:00"),
                    parse_instant("2026-04-01T00:00:00+02:00"),
                ),
                Identity("zd-acme/user/7"),
            ),
        ),
        "bea": Person("bea", "Bea"),
    },
    teams={"mail": Group("mail", "Mail", ("zd-acme/group/2",))},
    locations={"lodz-2": Group("lodz-2", "Łódź 2", ("lodz-2",))},
)


@pytest.fixture
def directory(database: Mongo) -> Directory:
    return Directory(database)


def take(directory: Directory, text: str | bytes, replace: bool = False) -> dict[str, Brought]:
    raw = text if isinstance(text, bytes) else text.encode()
    return dict(import_sheet(directory, raw, WARSAW, replace=replace))


def faults_of(directory: Directory, text: str | bytes, replace: bool = False) -> list[str]:
    with pytest.raises(SheetFaulty) as refused:
        take(directory, text, replace)
    return [str(fault) for fault in refused.value.faults]


# how it was saved
SAVED = [
    pytest.param(SHEET.encode(), id="semicolons, as Excel does in Poland and Russia"),
    pytest.param(SHEET.replace(";", ",").encode(), id="commas"),
    pytest.param(SHEET.replace(";", "\t").encode(), id="tabs"),
    pytest.param(SHEET.encode("utf-8-sig"), id="with a byte order mark"),
    pytest.param(SHEET.replace("\n", "\r\n").encode(), id="with Windows line ends"),
    pytest.param(SHEET.replace("\n", ";;;\n").encode(), id="with empty columns behind"),
    pytest.param(f"{SHEET};;;;;;;\n\n".encode(), id="with empty rows behind"),
    pytest.param(SHEET.replace("Ann Ash", ' "Ann Ash" '.strip()).encode(), id="with quotes"),
    pytest.param(SHEET.replace("kind;id", "Kind; ID").encode(), id="a header in large letters"),
    pytest.param(SHEET.replace("person;ann", " Person ;ann ").encode(), id="blanks around"),
]


@pytest.mark.parametrize("raw", SAVED)
def test_however_it_was_saved_it_says_the_same(directory: Directory, raw: bytes) -> None:
    take(directory, raw)
    assert directory.everybody() == KNOWN


def test_columns_stand_in_any_order_and_may_be_left_out(directory: Directory) -> None:
    take(directory, "name,id,kind\nBea,bea,person\n")
    assert directory.everybody().people == {"bea": Person("bea", "Bea")}


def test_the_same_sheet_again_changes_nothing(directory: Directory) -> None:
    assert take(directory, SHEET)["people"] == Brought(("ann", "bea"), (), (), ())
    assert take(directory, SHEET)["people"] == Brought((), (), ("ann", "bea"), ())
    assert directory.everybody() == KNOWN


def test_what_a_sheet_does_not_name_stays_unless_it_replaces(directory: Directory) -> None:
    take(directory, SHEET)
    less = f"{HEADER}person;ann;Ann Oak;;;zd-acme/user/7;;\n"
    assert take(directory, less)["people"] == Brought((), ("ann",), (), ())
    known = directory.everybody()
    assert known.people["ann"] == Person(
        "ann", "Ann Oak", None, None, (Identity("zd-acme/user/7"),)
    )
    assert (list(known.people), known.teams) == (["ann", "bea"], KNOWN.teams)
    outcome = take(directory, less, replace=True)
    assert outcome["people"] == Brought((), (), ("ann",), ("bea",))
    assert outcome["teams"].removed == ("mail",)
    assert directory.everybody().teams == {}


def test_what_is_printed_reads_back_the_same(directory: Directory) -> None:
    take(directory, SHEET)
    printed = sheet_of(directory.everybody(), WARSAW)
    assert take(directory, printed, replace=True)["people"].same == ("ann", "bea")
    assert directory.everybody() == KNOWN


# rows of the sheet, `/` between two | what is said | why
FAULTS = """
persn;ann;Ann;;;;; | row 2: 'persn' is no kind; write person, team, location | a slip of a kind
person;;Ann;;;;; | row 2: there is no id; write letters, digits and . @ + - _, at most 64 | no id
person;a b;Ann;;;;; | row 2: 'a b' is no id; write letters, digits and . @ + - _, at most 64 |
    a blank in an id
person;ann;;;;;; | row 2: ann has no name; write it in one of its rows | no name
person;ann;Ann;;;;2026-01-01; | row 2: the dates are of an identity, which is missing;
    write the identity | a date of nothing
person;ann;Ann;;;x;soon; | row 2: 'soon' is no day; write 2026-03-01, or 01.03.2026 | no day
person;ann;Ann;;;x;03/01/2026; | row 2: '03/01/2026' is no day; write 2026-03-01, or 01.03.2026 |
    nobody knows which is the month
person;ann;Ann;;;x;2026-02-30; | row 2: '2026-02-30' is no day there is;
    write 2026-03-01, or 01.03.2026 | the 30th of February
person;ann;Ann;;;x;1026-02-03; | row 2: '1026-02-03' lies outside the years 1970 to 2199;
    write 2026-03-01, or 01.03.2026 | a digit wrong
person;ann;Ann;;;x;2026-02-03;2026-02-02 | row 2: it ends before it begins;
    let until be the last day of it | ends before it begins
person;ann;Ann;;;x;2026-02-03;2026-02-03 | none | one day is a time
team;mail;Mail;mail;;;; | row 2: a team has no team; leave the cell empty | a team in a team
location;lodz;Lodz;;;x;2026-01-01; | row 2: a location has no from; leave the cell empty |
    a location with dates
person;ann;Ann;;;;; / person;ann;Anna;;;;; | row 3: the name of ann is 'Ann' in row 2;
    write the same, or leave the cell empty | two names
person;ann;Ann;nobody;;;; | row 2: ann is of the team 'nobody', which nobody knows;
    add a row of kind team with this id | a team that is nowhere
person;ann;Ann;;nowhere;;; | row 2: ann is of the location 'nowhere', which nobody knows;
    add a row of kind location with this id | a location that is nowhere
person;ann;Ann;;;x;; / person;bea;Bea;;;x;; | row 3: x is ann's as well on the same days;
    say from and until | one identity of two people
person;ann;Ann;;;x;;2026-01-31 / person;bea;Bea;;;x;2026-02-01; | none | handed on
person;ann;Ann;;;x;;2026-01-31 / person;bea;Bea;;;x;2026-01-31; |
    row 3: x is ann's as well on the same days; say from and until | shared for one day
person;ann;Ann;;;x;; / person;ann;;;;x;2026-01-01; | row 3: x is told of twice for the same days;
    let one end before the other begins | twice the same
person;ann;Ann;;;x;; / person;ann;;;;x;; | none | the same row twice is one
team;a;A;;;g;; / team;b;B;;;g;; | row 3: g is a's as well on the same days;
    keep it with one of them | one group of two teams
person;ann;Ann;;;;;;more | row 2: 'more' stands in no column; put it under a named column |
    a cell too many
"""


@pytest.mark.parametrize(("text", "said"), rows(FAULTS))
def test_a_fault_is_told_with_its_row(directory: Directory, text: str, said: str) -> None:
    sheet = HEADER + "\n".join(text.split(" / ")) + "\n"
    if said == "none":
        take(directory, sheet)
    else:
        assert faults_of(directory, sheet) == [said]


HEADERS = [
    pytest.param("", ["row 1: the file is empty; begin with kind;id;name;team;location;identity;"
                      "from;until;email;latitude;longitude"], id="an empty file"),
    pytest.param("kind;id;nmae\n", ["row 1: the column name is missing; the first row names the "
                 "columns", "row 1: there is no column 'nmae'; did you mean name?"], id="a slip"),
    pytest.param("kind;id;name;name\n", ["row 1: the column name stands twice; keep one"],
                 id="twice"),
    pytest.param("kind;id;name\nperson;ann;Łódź\n".encode("cp1250"),
                 ["row 2: this is not UTF-8 text; save the sheet as CSV UTF-8"], id="cp1250"),
    pytest.param('kind;id;name\nperson;ann;"Ann" Ash\n',
                 ["row 2: from here on the file cannot be read: ';' expected after '\"'; look at "
                  "the quotes in this row"], id="a quote"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "said"), HEADERS)
def test_what_cannot_be_read_is_told(
    directory: Directory, text: str | bytes, said: list[str]
) -> None:
    assert faults_of(directory, text) == said


def test_all_faults_are_told_at_once_and_nothing_is_taken(directory: Directory) -> None:
    sheet = f"{HEADER}person;ann;Ann;;;;;\nteam;b b;B;;;;;\nperson;c;;x;;;;\nperson;d;D;;;y;n;\n"
    told = [said.partition(":")[0] for said in faults_of(directory, sheet)]
    assert told == ["row 3", "row 4", "row 4", "row 5"]
    assert directory.everybody() == Everybody({}, {}, {})


def test_a_team_whose_row_has_a_fault_is_no_unknown_one(directory: Directory) -> None:
    sheet = f"{HEADER}team;mail;Mail;;;;2026-01-01;\nperson;ann;Ann;mail;;;;\n"
    told = [said.partition(":")[0] for said in faults_of(directory, sheet)]
    assert set(told) == {"row 2"}


def test_who_is_known_already_keeps_their_identity(directory: Directory) -> None:
    take(directory, SHEET)
    sheet = f"{HEADER}person;cat;Cat;;;zd-acme/user/7;;\n"
    said = "row 2: zd-acme/user/7 is ann's as well on the same days; say from and until"
    assert faults_of(directory, sheet) == [said]


def test_a_team_that_is_replaced_away_is_missed_by_its_people(directory: Directory) -> None:
    take(directory, SHEET)
    sheet = f"{HEADER}person;ann;Ann;mail;;;;\n"
    assert faults_of(directory, sheet, replace=True) == [
        "row 2: ann is of the team 'mail', which nobody knows; add a row of kind team with this id"
    ]
