"""Who has areas of their own approves for those alone; who has none approves for any."""

from __future__ import annotations

from dataclasses import replace

import pytest

from plugin.stores.layout import Mongo
from plugin.stores.people.users import Users
from standards.model import Area
from tests.pages.seen import Seen
from tests.pages.standards.conftest import desk as desk  # noqa: PLC0414  # the fixture
from tests.pages.standards.desk import Desk
from tests.plugin.api.admins import admin
from tests.plugin.api.test_drafts import as_, begun, done
from tests.plugin.api.test_drafts import house as house  # noqa: PLC0414  # the fixture

DRAFT = "/standards/contact/draft"


def given(database: Mongo, name: str, *areas: str) -> None:
    """Has the user approve for these areas."""
    users = Users(database)
    user = users.find(name)
    assert user is not None
    assert users.change(replace(user, areas=frozenset(map(Area, areas))))


def test_an_area_of_others_is_refused_and_ones_own_taken(house: Mongo) -> None:
    ann = begun(house)
    done(ann, "submission", 1, why="please")
    given(house, "law", "hr", "law")
    law = as_(house, "law")
    refused = done(law, "approval", 2, area="service", why="fine")
    assert (refused.status_code, refused.json["type"]) == (
        403,
        "urn:plumbline:problem:not-your-area",
    )
    assert refused.json["detail"] == "law approves for hr or law, not for service"
    taken = done(law, "approval", 2, area="law", why="fine")
    assert taken.status_code == 200
    given(house, "law")
    assert done(as_(house, "law"), "approval", 3, area="service", why="").status_code == 200


def test_an_admin_says_which_areas_somebody_has(database: Mongo) -> None:
    root = admin(database)
    lea = {
        "id": "lea",
        "password": "correct horse battery",
        "roles": ["approver"],
        "areas": ["law"],
    }
    answer = root.ask("POST", "/users", json=lea)
    assert (answer.status_code, answer.json["areas"]) == (201, ["law"])
    answer = root.ask("PATCH", "/users/lea", json={"areas": ["it", "hr"]})
    assert answer.json["areas"] == ["hr", "it"]
    assert root.ask("PATCH", "/users/lea", json={"name": "Lea"}).json["areas"] == ["hr", "it"]
    refused = root.ask("PATCH", "/users/lea", json={"areas": ["kitchen"]})
    assert (refused.status_code, refused.json["type"]) == (422, "urn:plumbline:problem:invalid")


def options(page: str) -> list[str]:
    """The areas that may be chosen."""
    return [str(each.attributes["value"]) for each in Seen(page).of("option")]


def test_the_page_offers_ones_own_areas_and_says_which_they_are(desk: Desk) -> None:
    desk.written("submit ann")
    assert options(desk.get("ops", DRAFT).text) == ["", "law", "service"]
    given(desk.database, "law", "law", "it")
    client = desk.browser("law")
    page = client.get(DRAFT).text
    assert options(page) == ["law"]
    sent = desk.step("law", "approval", area="service", why="mine")
    assert sent.status_code == 403
    assert "for others to approve" in sent.text
    assert desk.step("law", "approval", area="law", why="fine").status_code == 303
    page = client.get(DRAFT).text
    assert options(page) == []
    assert "You approve for IT and Law; what is still missing is for others to approve." in page


@pytest.mark.parametrize(("areas", "mine"), [(("law",), True), (("hr",), False), ((), True)])
def test_the_list_says_what_waits_for_me(desk: Desk, areas: tuple[str, ...], mine: bool) -> None:
    desk.written("submit ann")
    given(desk.database, "law", *areas)
    told = [each.text for each in Seen(desk.get("law", "/standards").text).of("li")]
    waiting = [each for each in told if "to be approved" in each]
    assert len(waiting) == 1
    marked = [
        each for each in Seen(desk.get("law", "/standards").text).elements if each.has("mine")
    ]
    assert bool(marked) is mine
