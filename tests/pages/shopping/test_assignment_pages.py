"""The coordinator's pages: an assignment made, looked at, changed, ended; and sheets."""

from __future__ import annotations

import html
from uuid import uuid4

import pytest

from plugin.stores.shopping.assignments import Assignments, AssignmentsWanted
from standards.instants import show_instant
from tests.mobile_api.days import asked
from tests.mobile_api.service import NOW, Service, visit
from tests.pages.shopping.desk import WRITTEN, Desk, at_a_desk, number_in

SHEET = """\
shopper;location;from;until;questionnaire;version;fee;currency;scenario_pl
anna;krakow;2026-09-21;2026-09-25;shop;1;25,00;PLN;Zapytaj o buty.
boris;lodz;21.09.2026 09:00;25.09.2026 18:00;shop;;;;
"""


def kept(service: Service) -> list[str]:
    return [each.id for each in Assignments(service.database).page(AssignmentsWanted()).items]


def made(carol: Desk, **more: str) -> str:
    """The address of a new assignment."""
    answer = carol.send("/assignments/new", **{**WRITTEN, **more})
    assert answer.status_code == 303, answer.text
    assert answer.location is not None
    return answer.location


def test_an_assignment_is_made_and_shown(carol: Desk, service: Service) -> None:
    assert "No assignment is in this state." in carol.see("/assignments")
    shown = carol.see(made(carol))
    for said in ("Kraków, Rynek", "Anna", "25.50\xa0PLN", "A visit, version 1", "a quiet shop"):
        assert said in shown
    assert "Ask for &lt;b&gt;boots&lt;/b&gt;." in shown
    listed = carol.see("/assignments")
    assert "Kraków, Rynek" in listed
    assert carol.see("/assignments?state=done").count("Kraków, Rynek") == 1  # the filter's choice
    (assignment,) = kept(service)
    found = Assignments(service.database).find(assignment)
    assert found is not None
    assert (found.by, found.shopper, found.version) == ("carol", "anna", 1)


# what is written | what the page says
REFUSED = [
    pytest.param({"shopper": ""}, "Say which shopper.", id="nobody"),
    pytest.param({"shopper": "zoe"}, "Nobody signs in by", id="somebody unknown"),
    pytest.param({"location": ""}, "Say which location.", id="no location"),
    pytest.param({"location": "rome"}, "There is no location", id="nowhere"),
    pytest.param({"until": "2026-09-20T09:00"}, "ends before it begins", id="backwards"),
    pytest.param({"from": "tomorrow"}, "is no time", id="no time"),
    pytest.param({"until": ""}, "from when and until when", id="no end"),
    pytest.param({"questionnaire": "shop 7"}, "never published", id="no such version"),
    pytest.param({"questionnaire": "none"}, "no published standard", id="an unknown one"),
    pytest.param({"questionnaire": ""}, "Say which questionnaire.", id="no questionnaire"),
    pytest.param({"fee": "a lot"}, "no amount of money", id="no money"),
    pytest.param({"currency": "XYZ9"}, "is no currency", id="no currency"),
    pytest.param({"scenario_en": "x" * 4_001}, "too long", id="a long story"),
]


@pytest.mark.parametrize(("written", "said"), REFUSED)
def test_what_cannot_be_is_said_and_what_was_typed_stays(
    carol: Desk, service: Service, written: dict[str, str], said: str
) -> None:
    answer = carol.send("/assignments/new", **{**WRITTEN, **written})
    assert answer.status_code == 422
    assert said in html.unescape(answer.text)
    assert 'aria-invalid="true"' in answer.text
    assert "Zapytaj o buty." in answer.text
    assert kept(service) == []


def test_no_currency_is_asked_for_where_there_is_no_fee(carol: Desk) -> None:
    assert "PLN" not in carol.see(made(carol, fee=""))


def test_the_same_again_is_said(carol: Desk) -> None:
    made(carol)
    answer = carol.send("/assignments/new", **WRITTEN)
    assert answer.status_code == 409
    assert "Anna is to visit this location in this window already." in answer.text


def test_an_assignment_is_changed(carol: Desk) -> None:
    there = made(carol)
    form = carol.see(f"{there}/change")
    assert 'value="2026-09-21T09:00"' in form
    said = {**WRITTEN, "fee": "30", "changed": number_in(form), "shopper": "boris"}
    assert carol.send(f"{there}/change", **said).status_code == 303
    shown = carol.see(there)
    assert "30.00\xa0PLN" in shown
    assert "Anna" in shown  # whoever is written: it stays whose it is


def test_of_two_coordinators_the_second_sees_both(carol: Desk, service: Service) -> None:
    there = made(carol)
    first = number_in(carol.see(f"{there}/change"))
    carol.send(f"{there}/change", **{**WRITTEN, "note": "mine", "changed": first})
    adam = at_a_desk(service, "adam")
    late = adam.send(f"{there}/change", **{**WRITTEN, "note": "yours", "changed": first})
    assert late.status_code == 409
    assert "Somebody was quicker" in late.text
    assert "mine" in late.text
    assert "You wrote: yours" in late.text
    again = {**WRITTEN, "note": "ours", "changed": number_in(late.text)}
    assert adam.send(f"{there}/change", **again).status_code == 303
    assert "ours" in carol.see(there)


@pytest.mark.parametrize(("end", "state"), [("closed", "closed"), ("withdrawn", "withdrawn")])
def test_an_assignment_is_ended(carol: Desk, end: str, state: str) -> None:
    there = made(carol)
    seen = number_in(carol.see(there))
    assert carol.send(f"{there}/{end}", changed=seen).status_code == 303
    shown = carol.see(there)
    assert f"Assignment · {state}" in shown
    assert "Close it" not in shown
    late = carol.send(f"{there}/{end}", changed=seen)
    assert late.status_code == 409
    assert "Somebody was quicker" in late.text
    assert carol.see(f"/assignments?state={state}").count(there) == 1


def test_visits_stand_with_their_marks(carol: Desk, service: Service) -> None:
    there = made(carol)
    uuid, assignment = uuid4(), there.rpartition("/")[2]
    given = visit(assignment=assignment, location="acme/shop/2", words={"position": "I <i>was</i>"})
    assert service.put(given, uuid).status_code == 201
    service.work()
    for shown in (carol.see(there), carol.see("/assignments?state=done")):
        assert f"/contacts/visit/{uuid}" in shown
        assert "another location" in shown
    assert "I &lt;i&gt;was&lt;/i&gt;" in carol.see(there) or "no position" in carol.see(there)


def test_it_is_said_whether_the_shopper_knows_the_questionnaire(
    carol: Desk, service: Service
) -> None:
    there = made(carol, questionnaire="shop")
    assert "not yet" in carol.see(there)
    quiz = asked(service)["briefings"][0]["quiz"]
    told = {
        "attempt": quiz["attempt"],
        "answers": {each["id"]: each["right"] for each in quiz["items"]},
        "answered_at": show_instant(NOW),
    }
    assert service.ask("POST", "/briefings/shop/1/attempts", json=told).status_code == 200
    shown = carol.see(there)
    assert "since 21 Sept 2026 14:13, version 1" in shown
    assert "not yet" not in shown


def test_a_sheet_is_brought_in_once(carol: Desk, service: Service) -> None:
    answer = carol.send_file("/assignments/imports", SHEET.encode("utf-8-sig"))
    assert answer.status_code == 200
    assert "2 visits were assigned" in answer.text
    again = carol.send_file("/assignments/imports", SHEET.encode())
    assert "0 visits were assigned" in again.text
    assert "2 rows stood already" in again.text
    assert len(kept(service)) == 2


def test_a_sheet_with_a_fault_is_left_and_the_fault_named(carol: Desk, service: Service) -> None:
    answer = carol.send_file("/assignments/imports", SHEET.replace("lodz", "rome").encode())
    assert answer.status_code == 422
    assert "row 3, location: There is no location" in html.unescape(answer.text)
    assert kept(service) == []
    assert carol.send_file("/assignments/imports", b"").status_code == 422
    carol.client.set_cookie("language", "pl")
    polish = carol.send_file("/assignments/imports", SHEET.replace("25,00", "dużo").encode())
    assert "wiersz 2, fee: 'dużo' to nie kwota" in html.unescape(polish.text)
    headless = carol.send_file("/assignments/imports", SHEET.replace("location", "place").encode())
    said = html.unescape(headless.text)
    assert "wiersz 1: nie ma kolumny 'place'; kolumny to shopper, location" in said
    assert "wiersz 1: brakuje kolumny location; pierwszy wiersz nazywa kolumny" in said


def test_a_form_that_is_broken_is_refused(carol: Desk) -> None:
    there = made(carol)
    for changed in ("", "x", "-1", "1" * 20):
        assert carol.send(f"{there}/closed", changed=changed).status_code == 400
    assert carol.send("/assignments/none/closed", changed="1").status_code == 404
    carol.see("/assignments/none", 404)
    carol.see("/assignments?after=x", 400)


@pytest.mark.parametrize("user", ["anna", "rita", "emil"])
def test_the_pages_are_for_coordinators(service: Service, user: str) -> None:
    desk = at_a_desk(service, user)
    for path in ("/assignments", "/assignments/new", "/assignments/imports"):
        desk.see(path, 403)


@pytest.mark.parametrize("language", ["pl", "ru"])
def test_the_pages_speak(carol: Desk, language: str) -> None:
    there = made(carol)
    carol.client.set_cookie("language", language)
    english = ("Assign a visit", "Bring in a sheet", "Visits that came", "Change an assignment")
    for path in ("/assignments", "/assignments/new", "/assignments/imports", there):
        shown = carol.see(path)
        assert not [each for each in english if each in shown]
