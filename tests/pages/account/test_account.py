"""Everybody sees where they are signed in and ends what is lost; an admin does so for others."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from mobile_api.signed_in import KnownDevice
from plugin.directory.signing_in import SigningIn
from plugin.house import House
from plugin.language import Language
from plugin.pages.account.account_page import device_said
from plugin.stores.layout import Mongo
from tests.pages.acme import AS_OF, CHEAP, PASSWORD, house_over, signed_in, token_in, with_people
from tests.pages.seen import Seen

PHONE = (
    "Mozilla/5.0 (Linux; Android 13; SM-A515F) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36"
)


@pytest.fixture
def house(database: Mongo) -> House:
    made = house_over(database)
    with_people(made)
    return made


def with_phone(house: House, name: str = "shopper") -> str:
    """The token of somebody's phone."""
    way_in = SigningIn.over(house.database, CHEAP)
    return way_in.sign_in(name, PASSWORD, AS_OF - 7_200, agent=PHONE).access_token


def is_good(house: House, token: str) -> bool:
    """Whether the phone could still renew itself."""
    found = house.database.sessions.find_one({"_id": token[3:35]})
    return found is not None and found["ended"] is None


def devices(client: FlaskClient, path: str = "/account") -> list[str]:
    """The devices on the page, in their order."""
    answer = client.get(path)
    assert answer.status_code == 200
    return [each.text for each in Seen(answer.text).elements if each.tag == "h3"]


def test_everybody_finds_their_account_in_the_head(house: House) -> None:
    client = signed_in(house, "shopper")
    links = [each for each in Seen(client.get("/account").text).elements if each.has("name")]
    assert [each.attributes["href"] for each in links] == ["/account"]
    assert links[0].attributes["aria-current"] == "page"


def test_a_phone_is_told_apart_and_ended(house: House) -> None:
    token, client = with_phone(house), signed_in(house, "shopper")
    page = client.get("/account").text
    assert devices(client) == ["Werkzeug this one", "Chrome on Android (SM-A515F)"]
    assert "31 Mar 2026 22:00" in page
    end = re.search(r'action="(/account/sign-ins/[0-9a-f]+/end)"', page)
    assert end is not None
    form = {"csrf_token": token_in(page), "user": "shopper"}
    answer = client.post(end[1], data=form)
    assert (answer.status_code, answer.location) == (303, "/account")
    assert not is_good(house, token)
    assert len(devices(client)) == 1
    assert client.post(end[1], data=form).status_code == 303, "once more changes nothing"


def test_one_signs_out_everywhere_else_and_stays(house: House) -> None:
    tokens, client = [with_phone(house), with_phone(house)], signed_in(house, "shopper")
    page = client.get("/account").text
    client.post("/account/sign-ins/end", data={"csrf_token": token_in(page), "user": "shopper"})
    assert [is_good(house, each) for each in tokens] == [False, False]
    assert len(devices(client)) == 1


def test_nothing_is_ended_from_elsewhere(house: House) -> None:
    token, client = with_phone(house), signed_in(house, "shopper")
    answer = client.post("/account/sign-ins/end", data={"user": "shopper"})
    assert answer.status_code == 400
    assert is_good(house, token)


@pytest.mark.parametrize("user", ["shopper", "leader", "approver"])
def test_nobody_sees_or_ends_anothers(house: House, user: str) -> None:
    token, client = with_phone(house, "anna"), signed_in(house, user)
    assert client.get("/account?user=anna").status_code == 404
    form = {"csrf_token": token_in(client.get("/account").text), "user": "anna"}
    assert client.post("/account/sign-ins/end", data=form).status_code == 404
    own = {**form, "user": user}
    client.post(f"/account/sign-ins/{token[3:35]}/end", data=own)
    assert is_good(house, token)
    assert "Somebody else" not in client.get("/account").text


def test_an_admin_ends_them_for_others(house: House) -> None:
    token, client = with_phone(house, "anna"), signed_in(house, "admin")
    assert client.get("/account?user=nobody-at-all").status_code == 404
    page = client.get("/account?user=Anna").text
    assert "Where they are signed in" in page
    assert "this one" not in page
    form = {"csrf_token": token_in(page), "user": "anna"}
    answer = client.post(f"/account/sign-ins/{token[3:35]}/end", data=form)
    assert answer.location == "/account?user=anna"
    assert not is_good(house, token)
    assert "Nowhere." in client.get("/account?user=anna").text


@pytest.mark.parametrize(
    ("device", "said"),
    [
        (KnownDevice("Chrome", "Android"), "Chrome, Android"),
        (KnownDevice("curl", ""), "curl"),
        (KnownDevice("", "Windows"), "Windows"),
        (KnownDevice("", ""), "Nieznane urządzenie"),
    ],
)
def test_a_device_is_told_in_the_readers_words(device: KnownDevice, said: str) -> None:
    assert device_said(device, Language("pl")) == said
