"""A draft begins empty, as a standard we ship, or as the next version of one that is published."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from plugin.house import House
from plugin.publishing.publish import publish
from plugin.stores.layout import Mongo
from plugin.stores.versions.standards import Standards
from tests.pages.acme import AS_OF, LIBRARY, PUBLISHED, token_in
from tests.pages.authoring.desk import DESK, desk, draft_of, sign_in
from tests.pages.seen import Seen

NEW = "/standards/new"


@pytest.fixture
def house(database: Mongo) -> House:
    """tess's draft of the desk."""
    return desk(database)


@pytest.fixture
def tess(house: House) -> FlaskClient:
    """tess, signed in."""
    return sign_in(house, "tess")


def begin(tess: FlaskClient, **said: object) -> TestResponse:
    token = token_in(tess.get(NEW).text)
    return tess.post(NEW, data={"csrf_token": token, **said})


def test_an_empty_standard_says_what_was_filled_in(tess: FlaskClient, house: House) -> None:
    answer = begin(
        tess, code="door", of="empty", owner="Head: of <b>service</b>", review_by="2027-01-31",
        note="we need one", languages=["pl", "en"], **{"title-en": "The door", "title-pl": "Drzwi"},
    )  # fmt: skip
    assert (answer.status_code, answer.location) == (303, "/standards/door/draft/edit")
    text = draft_of(house, "door").text
    assert "languages: [en, pl]" in text or "languages: [pl, en]" in text
    assert 'owner: "Head: of <b>service</b>"' in text
    page = tess.get(answer.location).text
    lines = [each.text for each in Seen(page).of("li") if "Line" in each.text]
    assert [each.split(" ")[2] for each in lines] == ["criteria"]
    assert "No criterion yet" in page


@pytest.mark.parametrize("name", ["contact", "shop_visit"])
def test_a_standard_that_comes_with_it_stands_under_the_code(
    tess: FlaskClient, house: House, name: str
) -> None:
    assert begin(tess, code="ours", of=name, note="to begin with").status_code == 303
    shipped = (LIBRARY / f"{name}.yaml").read_text("utf-8")
    text = draft_of(house, "ours").text
    assert "\ncode: ours\n" in text
    assert len(text.splitlines()) == len(shipped.splitlines())


def test_the_next_version_begins_with_the_one_in_force(tess: FlaskClient, house: House) -> None:
    standards, text = Standards(house.database), DESK.replace("code: desk", "code: shop")
    for version, since in ((1, PUBLISHED), (2, AS_OF + 86_400)):
        raw = text.replace("version: 1", f"version: {version}").replace("weight: 2", "weight: 3")
        publish(
            standards,
            raw.encode(),
            effective_from=since,
            by="tess",
            now=PUBLISHED,
            why="it is time",
        )
    asked = Seen(tess.get(f"{NEW}?code=shop").text)
    assert "Begin version 3 of shop" in [each.text for each in asked.of("h1")]
    assert begin(tess, code="shop", of="next", note="again").status_code == 303
    kept = text.replace("version: 1", "version: 3").replace("weight: 2", "weight: 3")
    assert draft_of(house, "shop").text == kept


# What is said | where or what is refused
REFUSED = {
    "no code": ({"code": "", "note": "x", "of": "contact"}, 422, "code-fault"),
    "no reason": ({"code": "door", "of": "contact"}, 422, "note-fault"),
    "no owner": ({"code": "door", "note": "x", "languages": "pl"}, 422, "owner-fault"),
    "no language": ({"code": "door", "note": "x", "owner": "me"}, 422, "languages-fault"),
    "none published": ({"code": "door", "note": "x", "of": "next"}, 422, "no version of door"),
    "a draft stands": ({"code": "desk", "note": "x", "of": "contact"}, 409, "desk/draft/edit"),
}


@pytest.mark.parametrize(("said", "status", "told"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_begin_is_said_and_what_was_typed_stays(
    tess: FlaskClient, said: dict[str, str], status: int, told: str
) -> None:
    answer = begin(tess, owner_of="", **said)
    assert answer.status_code == status
    assert told in answer.text
    filled = {each.attributes.get("name"): each.attributes.get("value") for each in
              Seen(answer.text).of("input")}  # fmt: skip
    assert filled["code"] == said["code"]
