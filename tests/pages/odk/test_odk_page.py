"""The page for teams who use ODK Collect: keys made, shown once, revoked; what is waiting."""

from __future__ import annotations

import base64
import json
import re
import zlib

import pytest

from tests.mobile_api.openrosa.written import id_of, post, xml_of
from tests.mobile_api.service import Service
from tests.pages.seen import Seen
from tests.pages.shopping.desk import Desk, at_a_desk

KEY = re.compile(r"odk_[A-Za-z0-9_-]{43}")
LANGUAGES = ("en", "pl", "ru")


def made(desk: Desk, **said: str) -> str:
    """The key that the page shows."""
    answer = desk.send("/odk", "/odk", name="Anna's phone", **said)
    assert answer.status_code == 200, answer.text
    (key,) = set(KEY.findall(answer.text))
    assert f"<code>http://localhost/openrosa/{key}</code>" in answer.text
    return str(key)


def test_a_shopper_makes_a_key_for_their_own_phone(service: Service) -> None:
    anna = at_a_desk(service, "anna")
    key = made(anna)
    assert post(service, key, xml_of("A")).status_code == 201
    page = anna.see("/odk")
    assert key not in page
    assert "Anna&#39;s phone" in page
    assert "last used" in page


def test_the_settings_are_what_collect_scans(service: Service) -> None:
    answer = at_a_desk(service, "anna").send("/odk", "/odk", name="phone")
    packed = re.findall(r'<pre class="copied" tabindex="0"><code>([^<]+)', answer.text)[1]
    told = json.loads(zlib.decompress(base64.b64decode(packed)))
    assert KEY.search(told["general"]["server_url"])


def test_a_revoked_key_is_shown_and_good_for_nothing(service: Service) -> None:
    anna = at_a_desk(service, "anna")
    key = made(anna)
    (address,) = re.findall(r'action="(/odk/keys/[0-9a-f]+/revoked)"', anna.see("/odk"))
    assert anna.send(address, "/odk").status_code == 303
    page = anna.see("/odk")
    assert "/revoked" not in page
    assert "revoked" in page
    assert post(service, key, xml_of("A")).status_code == 403


def test_a_coordinator_makes_and_revokes_keys_for_shoppers(service: Service) -> None:
    carol = at_a_desk(service, "carol")
    key = made(carol, user="boris")
    assert post(service, key, xml_of("A")).status_code == 201
    assert service.ask("GET", f"/visits/{id_of('A')}", "boris").status_code == 200
    (address,) = re.findall(r'action="(/odk/keys/[0-9a-f]+/revoked)"', carol.see("/odk"))
    assert at_a_desk(service, "anna").send(address, "/odk").status_code == 404
    assert carol.send(address, "/odk").status_code == 303


@pytest.mark.parametrize("said", [{"name": " "}, {"name": "x" * 61}, {"name": "x", "user": "emil"}])
def test_what_cannot_be_a_key_is_said(service: Service, said: dict[str, str]) -> None:
    desk = at_a_desk(service, "carol")
    answer = desk.send("/odk", "/odk", **{"user": "anna", **said})
    assert answer.status_code == 422
    assert 'id="name-fault"' in answer.text
    assert not KEY.search(answer.text)


def test_a_shopper_makes_none_for_others(service: Service) -> None:
    answer = at_a_desk(service, "anna").send("/odk", "/odk", name="phone", user="boris")
    assert answer.status_code == 422
    told = {"name": "phone", "user": "boris"}
    assert service.ask("POST", "/odk-keys", json=told).status_code == 404
    told = {"name": "phone", "user": "emil"}
    assert service.ask("POST", "/odk-keys", "carol", json=told).status_code == 422


def test_what_waits_for_files_is_listed_until_a_coordinator_lets_it_go(service: Service) -> None:
    key = made(at_a_desk(service, "anna"))
    assert post(service, key, xml_of("A", photo="front.jpg")).status_code == 201
    for user, sees in (("anna", True), ("boris", False), ("carol", True)):
        assert ("front.jpg" in at_a_desk(service, user).see("/odk")) is sees, user
    carol = at_a_desk(service, "carol")
    address = f"/odk/instances/{id_of('A')}/visit"
    assert at_a_desk(service, "anna").send(address, "/odk").status_code == 403
    assert carol.send(address, "/odk").status_code == 303
    assert "front.jpg" not in carol.see("/odk")
    told = service.ask("GET", f"/visits/{id_of('A')}").get_json()
    assert (told["submitted_by"], told["files"]) == ("anna", [])
    assert service.ask("GET", f"/odk-instances/{id_of('A')}").get_json()["released_by"] == "carol"
    assert (
        post(service, key, xml_of("A", photo="front.jpg"), {"front.jpg": b"x"}).status_code == 201
    )


def test_what_does_not_fit_is_listed_with_its_reasons(service: Service) -> None:
    key = made(at_a_desk(service, "anna"))
    assert post(service, key, xml_of("A", **{"S-2": ""})).status_code == 422
    carol = at_a_desk(service, "carol")
    assert "Were you greeted? (S-2): must be answered" in carol.see("/odk")
    answer = carol.send(f"/odk/instances/{id_of('A')}/visit", "/odk")
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text


@pytest.mark.parametrize("user", ["anna", "carol"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_sound_in_every_language(service: Service, user: str, language: str) -> None:
    key = made(at_a_desk(service, "anna"))
    post(service, key, xml_of("A", photo="front.jpg"))
    post(service, key, xml_of("B", **{"S-2": ""}))
    desk = at_a_desk(service, user)
    desk.client.set_cookie("language", language)
    for text in (desk.see("/odk"), desk.send("/odk", "/odk", name="x", user="anna").text):
        seen = Seen(text)
        assert not seen.faults
        ids = [each.attributes["id"] for each in seen.elements if "id" in each.attributes]
        assert len(set(ids)) == len(ids)
        words = " ".join(seen.texts)
        assert ("Still to come" in words) is (language == "en")
        assert ("Make a key" in words) is (language == "en")
