"""A person's e-mail address: told by the sheet, kept, and written again."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from plugin.directory.importing import SheetFaulty, import_sheet
from plugin.directory.writing import sheet_of
from plugin.stores.layout import Mongo
from plugin.stores.people.directory import Directory

WARSAW = ZoneInfo("Europe/Warsaw")
HEADER = "kind;id;name;email\n"

# written | why it is refused, empty: it is taken
CASES = [
    ("ann@example.com", ""),
    ("ann.ash+work@mail.example.co.uk", ""),
    ("", ""),
    ("ann", "no e-mail address"),
    ("ann@localhost", "no e-mail address"),
    ("ann@example.com, bob@example.com", "no e-mail address"),
    ("Ann <ann@example.com>", "no e-mail address"),
    ("ann@example.com\u2028bcc: x@example.com", "cannot be read"),
    ("łódź@example.com", "no e-mail address"),
    (f"{'a' * 65}@example.com", "no e-mail address"),
]


@pytest.mark.parametrize(("written", "refused"), CASES)
def test_an_address_is_plain(database: Mongo, written: str, refused: str) -> None:
    directory, sheet = Directory(database), f"{HEADER}person;ann;Ann;{written}\n".encode()
    if refused:
        with pytest.raises(SheetFaulty) as told:
            import_sheet(directory, sheet, WARSAW)
        assert refused in str(told.value.faults[0])
        return
    import_sheet(directory, sheet, WARSAW)
    assert directory.people()[0].email == (written or None)


def test_it_is_written_as_it_is_read(database: Mongo) -> None:
    directory = Directory(database)
    import_sheet(directory, f"{HEADER}person;ann;Ann;ann@example.com\n".encode(), WARSAW)
    sheet = sheet_of(directory.everybody(), WARSAW)
    assert "ann@example.com" in sheet
    import_sheet(directory, sheet.encode(), WARSAW, replace=True)
    assert directory.people()[0].email == "ann@example.com"


def test_a_team_has_none(database: Mongo) -> None:
    with pytest.raises(SheetFaulty):
        import_sheet(
            Directory(database), f"{HEADER}team;mail;Mail;a@example.com\n".encode(), WARSAW
        )
