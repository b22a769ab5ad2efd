"""Reports as files: the page's figures for the same reader, under a name, of the right type."""

from __future__ import annotations

import csv
from collections import Counter
from io import BytesIO, StringIO

import pytest
from python_calamine import CalamineWorkbook

from plugin.language import TRANSLATED
from plugin.pages.exports import FORMS
from plugin.stores.people.actions import Actions, Change, Concern, State
from tests.pages.acme import AS_OF, Filled, signed_in
from tests.pages.seen import Seen

QUERY = "standard=contact&from=2026-01-01&until=2026-03-31"
LANGUAGES = ("en", *TRANSLATED)


def lines(content: bytes) -> list[list[str]]:
    return list(csv.reader(StringIO(content.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", FORMS)
def test_a_file_bears_its_name_and_its_type(acme: Filled, form: str, language: str) -> None:
    client = signed_in(acme.house, "admin")
    client.set_cookie("language", language)
    answer = client.get(f"/compliance?{QUERY}&as={form}")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == FORMS[form].media_type
    assert answer.headers["Content-Disposition"] == (
        f'attachment; filename="compliance-contact-2026-01-01-2026-03-31.{form}"'
    )
    assert answer.headers["Cache-Control"] == "no-store"
    starts = {"csv": b"\xef\xbb\xbf", "xlsx": b"PK\x03\x04", "pdf": b"%PDF-1.7"}
    assert answer.data.startswith(starts[form])


@pytest.mark.parametrize("name", ["admin", "leader", "anna"])
def test_it_says_what_the_page_says_to_the_same_reader(acme: Filled, name: str) -> None:
    client = signed_in(acme.house, name)
    page = Seen(client.get(f"/compliance?{QUERY}").text)
    shown = [each.text.partition(" ·")[0] for each in page.of("span") if " of " in each.text]
    rows = lines(client.get(f"/compliance?{QUERY}&as=csv").data)
    heading = rows[0]
    told = [dict(zip(heading, row, strict=False)) for row in rows[1:] if len(row) == len(heading)]
    counted = [f"{row['Met']} of {row['Decided']}" for row in told if row["Decided"] != "0"]
    assert counted
    assert Counter(counted) <= Counter(shown)


def test_the_workbook_has_the_same_numbers_as_the_csv(acme: Filled) -> None:
    client = signed_in(acme.house, "admin")
    rows = lines(client.get(f"/compliance?{QUERY}&as=csv").data)
    content = client.get(f"/compliance?{QUERY}&as=xlsx").data
    sheet = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_name("Criteria")
    for ours, theirs in zip(rows, sheet.to_python(), strict=False):
        for said, number in zip(ours, theirs, strict=True):
            assert (
                said == number if isinstance(number, str) else float(said) == pytest.approx(number)
            )


def test_open_actions_stand_on_the_page_and_in_every_file(acme: Filled) -> None:
    change = Change(State.OPEN, "leader", AS_OF - 60)
    actions, about = Actions(acme.house.database), Concern("contact", "RSP-01")
    actions.add("=Ring back sooner", "anna", "2026-03-30", about, change)
    client = signed_in(acme.house, "leader")
    page = client.get(f"/compliance?{QUERY}").text
    assert "=Ring back sooner" in page
    assert "overdue" in page
    rows = lines(client.get(f"/compliance?{QUERY}&as=csv").data)
    assert rows[-3:] == [
        ["Open actions"],
        ["Action", "Owner", "About", "Due", "State"],
        ["'=Ring back sooner", "Anna Lis", "contact RSP-01", "2026-03-30", "overdue"],
    ]
    content = client.get(f"/compliance?{QUERY}&as=xlsx").data
    sheets = CalamineWorkbook.from_filelike(BytesIO(content))
    assert sheets.get_sheet_by_name("Open actions").to_python()[1][0] == "=Ring back sooner"
    acme.house.database.actions.delete_many({})


def test_the_page_leads_to_its_files_with_the_same_filters(acme: Filled) -> None:
    client = signed_in(acme.house, "admin")
    page = Seen(client.get(f"/compliance?{QUERY}&standing=all").text)
    ways = [
        each.attributes["href"] or ""
        for each in page.of("a")
        if each.text in {"CSV", "Excel", "PDF"}
    ]
    assert len(ways) == 3
    for way in ways:
        assert "standing=all" in way
        assert "from=2026-01-01" in way
        assert client.get(way).status_code == 200


def test_a_form_that_is_none_is_not_there(acme: Filled) -> None:
    client = signed_in(acme.house, "admin")
    assert client.get(f"/compliance?{QUERY}&as=docx").status_code == 404


def test_a_file_is_for_those_alone_who_see_the_page(acme: Filled) -> None:
    assert signed_in(acme.house, "shopper").get(f"/compliance?{QUERY}&as=csv").status_code == 403
