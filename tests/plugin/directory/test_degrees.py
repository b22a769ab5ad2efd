"""Where a location lies: told by the sheet in degrees, kept, and written again."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugin.directory.folding import fold
from plugin.directory.importing import SheetFaulty, import_sheet
from plugin.directory.sheet import read_sheet
from plugin.directory.writing import sheet_of
from plugin.stores.layout import Mongo
from plugin.stores.people.directory import Directory, Everybody, Group
from tests.tables import rows

WARSAW = ZoneInfo("Europe/Warsaw")
HEADER = "kind;id;name;identity;latitude;longitude\n"

# rows of the sheet | what is said, or where it lies | why it is here
CASES = """
location;k;K;shop/k;50.0619;19.9368 | 50.0619 19.9368 | as maps write it
location;k;K;shop/k;50,0619;-19,9368 | 50.0619 -19.9368 | as Polish spreadsheets write it
location;k;K;shop/k;-90;180 | -90.0 180.0 | the least and the most
location;k;K;shop/k;; | None None | nobody wrote it down
location;k;K;shop/k;50;20 / location;k;;shop/k2;; | 50.0 20.0 | two names of one place
location;k;K;shop/k;50;20 / location;k;;shop/k2;51;20 |
    row 3: the latitude of k is '50' in row 2; write the same, or leave the cell empty | two places
location;k;K;shop/k;50; | row 2: k has a latitude alone; write its longitude | half of it
location;k;K;shop/k;;20 | row 2: k has a longitude alone; write its latitude | the other half
location;k;K;shop/k;91;20 | row 2: '91' is no latitude; write -90 to 90 degrees | beyond the pole
location;k;K;shop/k;50;181 | row 2: '181' is no longitude; write -180 to 180 degrees | too far east
location;k;K;shop/k;50 N;20 | row 2: '50 N' is no latitude; write -90 to 90 degrees | with a letter
location;k;K;shop/k;1e1;20 | row 2: '1e1' is no latitude; write -90 to 90 degrees | with an exponent
team;k;K;shop/k;50;20 | row 2: a team has no latitude; leave the cell empty | a team moves
person;k;K;shop/k;;20 | row 2: a person has no longitude; leave the cell empty | so do people
"""


@pytest.mark.parametrize(("text", "expected"), rows(CASES))
def test_degrees_are_held_to_their_form(database: Mongo, text: str, expected: str) -> None:
    directory, sheet = Directory(database), (HEADER + text.replace(" / ", "\n")).encode()
    if expected.startswith("row"):
        with pytest.raises(SheetFaulty) as refused:
            import_sheet(directory, sheet, WARSAW)
        assert str(refused.value.faults[0]) == expected
        return
    import_sheet(directory, sheet, WARSAW)
    found = directory.location_of("shop/k")
    assert found is not None
    assert f"{found.latitude} {found.longitude}" == expected


def test_a_location_is_found_by_what_visits_call_it(database: Mongo) -> None:
    directory = Directory(database)
    import_sheet(directory, f"{HEADER}location;k;K;shop/k;50;20\n".encode(), WARSAW)
    assert directory.location_of("shop/k") == Group("k", "K", ("shop/k",), 50, 20)
    assert directory.location_of("k") is None


def test_the_same_degrees_change_nothing(database: Mongo) -> None:
    directory, sheet = Directory(database), f"{HEADER}location;k;K;;50,5;20\n".encode()
    import_sheet(directory, sheet, WARSAW)
    again = import_sheet(directory, sheet, WARSAW)["locations"]
    assert (again.same, again.changed) == (("k",), ())
    moved = import_sheet(directory, sheet.replace(b"50,5", b"50,6"), WARSAW)["locations"]
    assert moved.changed == ("k",)


@given(st.floats(-90, 90), st.floats(-180, 180))
def test_degrees_are_written_as_they_are_read(latitude: float, longitude: float) -> None:
    places = {"k": Group("k", "K", ("shop/k",), round(latitude, 9), round(longitude, 9))}
    sheet = sheet_of(Everybody({}, {}, places), WARSAW)
    written, unreadable = read_sheet(sheet.encode())
    folded = fold(written, WARSAW)
    assert (unreadable, folded.faults) == ((), ())
    assert folded.everybody.locations == places
