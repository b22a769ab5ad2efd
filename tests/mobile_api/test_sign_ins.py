"""Where somebody is signed in: listed with the device in words, and ended one by one."""

from __future__ import annotations

import pytest

from mobile_api.signed_in import device_of
from tests.mobile_api.service import NOW, PASSWORD, Service
from tests.mobile_api.test_submissions import slug
from tests.tables import rows

PHONE = (
    "Mozilla/5.0 (Linux; Android 13; SM-A515F) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/120.0.0.0 Mobile Safari/537.36"
)

# User-Agent | in words | why it is here
AGENTS = """
Mozilla/5.0 (Linux; Android 13; SM-A515F) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36 |
    Chrome on Android (SM-A515F) | an older phone says which it is
Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36 |
    Chrome on Android | a newer Chrome says of none
Mozilla/5.0 (Linux; Android 12; M2101K Build/SKQ1) AppleWebKit/537.36 SamsungBrowser/23.0 Chrome/115.0 |
    Samsung Internet on Android (M2101K) | another that names Chrome as well
Mozilla/5.0 (iPhone; CPU iPhone OS 17_2 like Mac OS X) AppleWebKit/605.1 Version/17.2 Safari/604.1 |
    Safari on iPhone | which names the Mac as well
Mozilla/5.0 (iPhone; CPU iPhone OS 17_2 like Mac OS X) AppleWebKit/605.1 CriOS/120.0 Safari/604.1 |
    Chrome on iPhone | Chrome that is a Safari
Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/120.0 Safari/537.36 Edg/120.0 |
    Edge on Windows | Edge that names them all
Mozilla/5.0 (Android 14; Mobile; rv:121.0) Gecko/121.0 Firefox/121.0 | Firefox on Android | no model
Mozilla/5.0 (X11; Linux x86_64; rv:121.0) Gecko/20100101 Firefox/121.0 | Firefox on Linux | a desk
org.odk.collect.android/v2023.3.1 Dalvik/2.1.0 (Linux; U; Android 11; Nokia 5.3 Build/RKQ1) |
    ODK Collect on Android (Nokia 5.3) | an app of others
curl/8.4.0 | curl | a program of its own name
Mozilla/5.0 | unknown | nothing said
- | unknown | nothing at all
<script>alert(1)</script> | unknown | nonsense
"""  # noqa: E501 - a row in one piece


@pytest.mark.parametrize(("agent", "words"), rows(AGENTS))
def test_a_device_is_told_in_words(agent: str, words: str) -> None:
    assert device_of("" if agent == "-" else agent).words == words


def listed(service: Service, user: str = "anna", whose: str = "") -> list[dict[str, object]]:
    answer = service.ask("GET", f"/sessions{whose}", user)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, object]] = answer.get_json()["sessions"]
    return found


def second_sign_in(service: Service, agent: str = PHONE) -> str:
    """The token of another sign-in of Anna's."""
    told = {"name": "anna", "password": PASSWORD}
    answer = service.ask("POST", "/sessions", None, json=told, headers={"User-Agent": agent})
    token: str = answer.get_json()["access_token"]
    return token


def test_one_sees_where_one_is_signed_in(service: Service) -> None:
    service.token("anna")
    service.now[0] += 3_600
    second_sign_in(service)
    service.tokens.pop("anna")
    phone, first = listed_by(service, second_sign_in(service))[1:]
    assert (phone["device"], phone["door"], phone["current"]) == (
        "Chrome on Android (SM-A515F)", "api", False,
    )  # fmt: skip
    assert (phone["begun_at"], phone["seen_at"]) == ("2026-09-21T15:13:20Z",) * 2
    assert first["begun_at"] == "2026-09-21T14:13:20Z"


def listed_by(service: Service, token: str) -> list[dict[str, object]]:
    """The sign-ins as they are told to whoever bears the token, their own first."""
    headers = {"Authorization": f"Bearer {token}"}
    answer = service.ask("GET", "/sessions", None, headers=headers)
    told: list[dict[str, object]] = answer.get_json()["sessions"]
    assert [each["current"] for each in told].count(True) == 1
    return sorted(
        told, key=lambda each: (not each["current"], str(each["begun_at"]) < "2026-09-21T15")
    )


def test_when_a_sign_in_was_last_used_is_kept_to_the_minute(service: Service) -> None:
    token = second_sign_in(service)
    for seconds, seen in ((59, NOW), (60, NOW + 60), (119, NOW + 60), (120, NOW + 120)):
        service.now[0] = NOW + seconds
        forget_callers(service)
        headers = {"Authorization": f"Bearer {token}"}
        assert service.ask("GET", "/account", None, headers=headers).status_code == 200
        [kept] = service.database.sessions.find()
        assert kept["seen_at"] == seen


def forget_callers(service: Service) -> None:
    """Has the next request ask anew who calls, as after five seconds."""
    service.app.extensions["doors"].callers.forget()


def test_a_stolen_phone_is_signed_out(service: Service) -> None:
    token = second_sign_in(service)
    stolen = next(each for each in listed(service) if not each["current"])
    assert service.ask("DELETE", f"/sessions/{stolen['id']}").status_code == 204
    headers = {"Authorization": f"Bearer {token}"}
    assert service.ask("GET", "/account", None, headers=headers).status_code == 401
    assert [each["current"] for each in listed(service)] == [True]
    assert service.ask("DELETE", f"/sessions/{stolen['id']}").status_code == 404


def test_its_refresh_token_is_worth_nothing_either(service: Service) -> None:
    told = {"name": "anna", "password": PASSWORD}
    given = service.ask("POST", "/sessions", None, json=told).get_json()
    for each in listed(service):
        if not each["current"]:
            service.ask("DELETE", f"/sessions/{each['id']}")
    renewal = {"refresh_token": given["refresh_token"]}
    assert service.ask("POST", "/sessions/renewal", None, json=renewal).status_code == 401


def test_a_renewed_sign_in_is_the_same_one(service: Service) -> None:
    told = {"name": "anna", "password": PASSWORD}
    agent = {"User-Agent": PHONE}
    given = service.ask("POST", "/sessions", None, json=told, headers=agent).get_json()
    before = {each["id"] for each in listed(service)}
    service.now[0] += 800
    renewal = {"refresh_token": given["refresh_token"]}
    assert service.ask("POST", "/sessions/renewal", None, json=renewal).status_code == 201
    after = listed(service)
    assert {each["id"] for each in after} == before
    assert {each["begun_at"] for each in after} == {"2026-09-21T14:13:20Z"}
    assert "Chrome on Android (SM-A515F)" in {each["device"] for each in after}


def test_a_sign_in_that_has_ended_by_itself_is_not_listed(service: Service) -> None:
    service.token("anna")
    service.now[0] += 31 * 86_400
    service.tokens.clear()
    assert len(listed(service)) == 1


def test_nobody_sees_or_ends_anothers_sign_in(service: Service) -> None:
    [own] = listed(service)
    for path in (f"/sessions/{own['id']}", f"/sessions/{own['id']}?user=anna"):
        answer = service.ask("DELETE", path, "boris")
        assert (answer.status_code, slug(answer)) == (404, "not-found")
    for user in ("boris", "carol", "rita"):
        assert service.ask("GET", "/sessions?user=anna", user).status_code == 404
    assert listed(service) == [own]
    assert listed(service, whose="?user=Anna") == [own]


def test_an_admin_sees_and_ends_them(service: Service) -> None:
    [theirs] = listed(service)
    [seen] = listed(service, "adam", "?user=anna")
    assert seen == {**theirs, "current": False}
    assert service.ask("DELETE", f"/sessions/{theirs['id']}", "adam").status_code == 404
    ended = service.ask("DELETE", f"/sessions/{theirs['id']}?user=anna", "adam")
    assert ended.status_code == 204
    assert service.ask("GET", "/account").status_code == 401
