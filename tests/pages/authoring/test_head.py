"""The head of a draft and its calendars are written as forms beside the YAML."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from plugin.house import House
from plugin.stores.layout import Mongo
from tests.pages.authoring.desk import (
    DESK,
    EDIT,
    begin,
    desk,
    draft_of,
    send,
    send_again,
    sends,
    sign_in,
    yaml_in,
)
from tests.pages.seen import Seen

HEAD, OFFICE = f"{EDIT}?part=head", f"{EDIT}?part=calendar:office"
OPENING = 'office: {zone: Europe/Warsaw, hours: {mon-fri: ["09:00-17:00"]}}'


@pytest.fixture
def house(database: Mongo) -> House:
    """tess's draft of the desk."""
    return desk(database)


@pytest.fixture
def tess(house: House) -> FlaskClient:
    """tess, signed in."""
    return sign_in(house, "tess")


def fault_at(page: str, field: str) -> str:
    """What is said right below the field; empty where nothing is."""
    told = Seen(page).of("span", "fault")
    return next((each.text for each in told if each.attributes.get("id") == f"{field}-fault"), "")


def parts_of(page: str) -> list[str]:
    """The head and the calendars in the list, as they are read."""
    found = [each.text for each in Seen(page).of("button", "part")]
    return [each.removesuffix(" ! it has faults") for each in found]


@pytest.mark.parametrize("at", [HEAD, OFFICE])
def test_what_nobody_changed_is_sent_back_as_it_was(tess: FlaskClient, at: str) -> None:
    page = tess.get(at).text
    assert yaml_in(send_again(tess, page).text) == DESK
    seen = Seen(page)
    assert seen.faults == []
    names = [each.attributes["id"] for each in seen.elements if "id" in each.attributes]
    assert len(names) == len(set(names))


def test_the_head_and_the_calendars_stand_before_the_criteria(tess: FlaskClient) -> None:
    page = tess.get(EDIT).text
    assert parts_of(page) == ["The standard itself", "Calendar office"]
    assert page.index("The standard itself") < page.index("choose:0")
    head = send_again(tess, page, "choose:head").text
    assert sends(head)["governance-owner-en"] == "Head of service"
    assert sends(head)["chosen"] == "head"
    calendar = send_again(tess, head, "choose:calendar:office", title__en="Our desk").text
    assert sends(calendar)["zone"] == "Europe/Warsaw"
    assert "title: {en: Our desk, pl: Biurko}" in yaml_in(calendar)
    assert "Criteria count under it: RSP-01." in calendar


def test_code_and_version_are_shown_and_are_no_fields(tess: FlaskClient) -> None:
    page = tess.get(HEAD).text
    assert "Code desk, version 1: the service gives both" in page
    assert not {"code", "version", "form"} & sends(page).keys()
    forged = send_again(tess, page, code="other", version="9").text
    assert yaml_in(forged) == DESK


def test_an_empty_draft_begins_with_its_head(house: House, tess: FlaskClient) -> None:
    empty = DESK[: DESK.index("criteria:")].replace("code: desk", "code: bare") + "criteria: []\n"
    begin(house, empty, "bare")
    page = tess.get("/standards/bare/draft/edit").text
    assert sends(page)["title-pl"] == "Biurko"


def test_a_part_that_is_not_there_is_no_fault_of_the_page(tess: FlaskClient) -> None:
    for asked in ("part=calendar:none", "criterion=calendar:", "criterion=99", "part=nothing"):
        answer = tess.get(f"{EDIT}?{asked}")
        assert answer.status_code == 200
        assert yaml_in(answer.text) == DESK


def test_what_is_kept_is_the_form_and_leads_back_to_it(tess: FlaskClient, house: House) -> None:
    kept = send(
        tess, "save", at=OFFICE, note="later", hours__0__windows="10:00-18:00",
        holidays__country="PL",
    )  # fmt: skip
    assert kept.status_code == 303
    now = (
        'office: {zone: Europe/Warsaw, hours: {mon-fri: ["10:00-18:00"]}, holidays: {country: PL}}'
    )
    assert draft_of(house).text == DESK.replace(OPENING, now)
    again = tess.get(kept.location).text
    assert "Saved." in again
    assert sends(again)["chosen"] == "calendar:office"


# part | field | what is typed | what is said at it, in English, Polish and Russian
BAD: list[tuple[str, str, str, tuple[str, str, str]]] = [
    (HEAD, "governance-review_by", "2027-02-30", (
        "there is no date", "nie ma daty", "нет даты",
    )),
    (HEAD, "governance-approvals", "finance", (
        "is not known here", "nie jest tu znane", "здесь неизвестно",
    )),
    (HEAD, "languages", "en, pl, xx", (
        "is no language code", "to nie dwuliterowy kod języka", "не код языка из двух букв",
    )),
    (HEAD, "identification-least_confidence", "7", ("7", "7", "7")),
    (OFFICE, "zone", "Europe/Warszawa", (
        "unknown time zone", "nieznana strefa czasowa", "неизвестный часовой пояс",
    )),
    (OFFICE, "hours-0-windows", "25:00-26:00", (
        "is no window", "to nie przedział godzin", "не промежуток часов",
    )),
    (OFFICE, "holidays-country", "Q<b>", (
        "no holidays are known", "nie są znane", "неизвестны",
    )),
    (OFFICE, "holidays-dates", "2027-05-04, soon", ("is no date", "to nie data", "не дата")),
]  # fmt: skip


@pytest.mark.parametrize("at", [HEAD, OFFICE])
def test_bad_input_is_told_at_its_field_in_three_languages_and_stays(
    tess: FlaskClient, at: str
) -> None:
    rows = [each[1:] for each in BAD if each[0] == at]
    page = send(tess, at=at, **{field: typed for field, typed, _ in rows}).text
    for place, language in enumerate(("en", "pl", "ru")):
        tess.set_cookie("language", language)
        page = send_again(tess, page).text
        for field, typed, said in rows:
            assert said[place] in fault_at(page, field)
            told = sends(page)[field]
            assert typed in told if isinstance(told, list) else typed == told


def test_html_in_a_title_is_text(tess: FlaskClient) -> None:
    evil = "<script>alert(1)</script>\"'"
    page = send(tess, at=HEAD, title__en=evil, governance__owner__en=evil).text
    assert "<script>alert" not in page
    assert sends(page)["title-en"] == evil
    assert Seen(page).faults == []


def test_rows_of_hours_and_dates_come_go_and_tell_their_faults(tess: FlaskClient) -> None:
    page = send(tess, "row-add:hours", at=OFFICE).text
    page = send_again(tess, page, "row-add:overrides", hours__1__windows="10:00-13:00").text
    assert '{mon-fri: ["09:00-17:00"], sat: [10:00-13:00]}' in yaml_in(page)
    assert "is no date" in fault_at(page, "overrides-0-date")
    page = send_again(
        tess, page, overrides__0__date="2027-12-24", overrides__0__windows="09:00-08:00"
    ).text
    assert "ends before it starts" in fault_at(page, "overrides-0-windows")
    page = send_again(tess, page, "row-remove:overrides:0").text
    page = send_again(tess, page, "row-remove:hours:1").text
    assert yaml_in(page) == DESK


def test_two_rows_of_one_day_are_refused_and_what_was_typed_stays(tess: FlaskClient) -> None:
    page = send(tess, "row-add:hours", at=OFFICE).text
    answer = send_again(
        tess, page, hours__1__days="mon-fri", hours__1__windows="10:00-11:00", zone="UTC"
    )
    assert answer.status_code == 422
    assert "mon-fri stands twice" in answer.text
    assert sends(answer.text)["hours-1-windows"] == "10:00-11:00"
    mended = send_again(tess, answer.text, hours__1__days="sun").text
    assert 'zone: UTC, hours: {mon-fri: ["09:00-17:00"], sun: [10:00-11:00]}' in yaml_in(mended)


def test_a_calendar_is_added_by_its_name_and_removed_when_nothing_counts_under_it(
    tess: FlaskClient,
) -> None:
    page = send(tess, "add-calendar", at=HEAD, naming="night: shift", title__en="Ours").text
    assert parts_of(page) == ["The standard itself", "Calendar office", "Calendar night: shift"]
    assert sends(page)["chosen"] == "calendar:night: shift"
    assert sends(page)["naming"] == ""
    assert sends(page)["zone"] == "Europe/Warsaw"
    assert "No criterion counts under it." in page
    page = send_again(tess, page, "remove").text
    assert yaml_in(page) == DESK.replace("en: The desk", "en: Ours")
    assert sends(page)["chosen"] == "head"


@pytest.mark.parametrize(
    ("name", "said"), [("", "say what the calendar is called"), ("office", "there is a calendar")]
)
def test_a_calendar_without_a_name_of_its_own_is_refused(
    tess: FlaskClient, name: str, said: str
) -> None:
    answer = send(tess, "add-calendar", naming=name, weight="7")
    assert answer.status_code == 422
    assert said in answer.text
    assert sends(answer.text)["naming"] == name
    assert sends(answer.text)["weight"] == "7"


def test_a_calendar_in_use_is_not_removed_and_it_is_said_by_what(tess: FlaskClient) -> None:
    answer = send(tess, "remove", at=OFFICE, zone="UTC")
    assert answer.status_code == 422
    assert "the calendar office is used by RSP-01" in answer.text
    assert sends(answer.text)["zone"] == "UTC"
    assert yaml_in(answer.text) == DESK


def test_a_language_that_goes_shows_what_is_left_of_it(tess: FlaskClient) -> None:
    page = send(tess, at=HEAD, languages="en").text
    assert "not among the languages" in fault_at(page, "title-pl")
    page = send_again(tess, page, title__pl="").text
    assert "title: {en: The desk}" in yaml_in(page)
    more = send_again(tess, page, languages="en, uk").text
    assert sends(more)["title-uk"] == ""


def test_a_head_is_written_beside_criteria_that_are_broken(tess: FlaskClient) -> None:
    broken = DESK + "  - code: [\n"
    page = send(tess, at=HEAD, yaml=broken, title__en="Ours").text
    assert yaml_in(page) == broken.replace("en: The desk", "en: Ours")
    assert sends(page)["governance-owner-en"] == "Head of service"


def test_what_the_form_cannot_show_is_said_and_stays(tess: FlaskClient) -> None:
    rare = DESK.replace("owner: Head of service", "owner: [Head, of, service]")
    page = send(tess, at=HEAD, yaml=rare, title__en="Ours").text
    assert "cannot show, and kept as it is: Who answers for it" in page
    assert yaml_in(page) == rare.replace("en: The desk", "en: Ours")


def test_lines_end_as_they_did_in_what_is_kept(tess: FlaskClient, house: House) -> None:
    text = DESK.replace("code: desk", "code: other").replace("\n", "\r\n")
    begin(house, text, "other")
    at = "/standards/other/draft/edit"
    send(tess, "save", at=f"{at}?part=head", note="ours", title__en="Ours")
    assert draft_of(house, "other").text == text.replace("en: The desk", "en: Ours")
