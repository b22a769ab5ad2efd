"""A draft looks as shoppers will see it, and shows the tags that contacts will get."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from plugin.house import House
from plugin.stores.layout import Mongo
from tests.pages.authoring.desk import DESK, desk, send, sign_in
from tests.pages.seen import Seen

PREVIEW = "/standards/desk/draft/preview"


@pytest.fixture
def house(database: Mongo) -> House:
    """tess's draft of the desk."""
    return desk(database)


@pytest.fixture
def tess(house: House) -> FlaskClient:
    """tess, signed in."""
    return sign_in(house, "tess")


def asked(page: str) -> list[str]:
    """The codes of the questions that are not hidden."""
    return [
        str(each.attributes["data-code"])
        for each in Seen(page).of("li", "question")
        if "hidden" not in each.attributes
    ]


def test_questions_come_and_go_with_the_answers_they_hang_on(tess: FlaskClient) -> None:
    assert asked(tess.get(PREVIEW).text) == ["SHP-01"]
    answered = tess.get(f"{PREVIEW}?answer-visit-SHP-01=yes").text
    assert asked(answered) == ["SHP-01", "SHP-02"]
    assert asked(tess.get(f"{PREVIEW}?answer-visit-SHP-01=no").text) == ["SHP-01"]
    chosen = [each for each in Seen(answered).of("input") if "checked" in each.attributes]
    assert [each.attributes["value"] for each in chosen] == ["yes"]


def test_it_is_in_the_language_of_whoever_looks(tess: FlaskClient) -> None:
    tess.set_cookie("language", "pl")
    page = tess.get(PREVIEW).text
    assert "Czy powitano?" in page
    assert "Were you greeted?" not in page


def test_the_tags_of_tickets_are_shown_with_when_they_come(tess: FlaskClient) -> None:
    page = tess.get(PREVIEW).text
    assert [each.text for each in Seen(page).of("code", "tag")] == ["pl-rsp-01-missed"]
    assert "when RSP-01 is missed: A reply within four hours" in page


def test_the_editor_previews_what_is_typed_and_keeps_the_answers(tess: FlaskClient) -> None:
    typed = DESK.replace("Were you greeted?", "Did they greet you?")
    page = send(tess, yaml=typed, pane="preview", **{"answer-visit-SHP-01": "yes"}).text
    assert "Did they greet you?" in page
    assert asked(page) == ["SHP-01", "SHP-02"]
