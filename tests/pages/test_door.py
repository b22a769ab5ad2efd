"""People come in by name and password, leave when they like, and read their own language."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from plugin.pages.door import local
from plugin.stores.people.users import Users
from tests.pages.acme import PASSWORD, Filled, browser, signed_in, token_in
from tests.tables import rows


def send(client: FlaskClient, name: str, password: str, **more: str) -> TestResponse:
    """What signing in answers."""
    form = {"csrf_token": token_in(client.get("/sign-in").text), **more}
    return client.post("/sign-in", data={"name": name, "password": password, **form})


def test_a_page_asked_for_leads_to_the_door_and_back(acme: Filled) -> None:
    client = browser(acme.house)
    asked = client.get("/compliance?standard=contact&period=last_month")
    assert asked.status_code == 303
    door = client.get(asked.headers["Location"])
    assert "onward" in door.text
    answer = send(client, "Admin ", PASSWORD, onward="/compliance?period=last_month")
    assert answer.headers["Location"] == "/compliance?period=last_month"
    assert client.get(answer.headers["Location"]).status_code == 200


# user     | password       | status
REFUSED = """
admin     | wrong password | 401 | a wrong password
no-one    | wrong password | 401 | a name that nobody has
-         | wrong password | 400 | no name
admin     | -              | 400 | no password
"""


@pytest.mark.parametrize(("user", "password", "status"), rows(REFUSED))
def test_who_does_not_fit_is_told_so_in_words(
    acme: Filled, user: str, password: str, status: str
) -> None:
    client = browser(acme.house)
    answer = send(client, user.strip("-"), password.strip("-"))
    assert answer.status_code == int(status)
    assert 'role="alert"' in answer.text
    assert "plumbline=" not in answer.headers.get("Set-Cookie", "")
    assert PASSWORD not in answer.text
    assert client.get("/compliance").status_code == 303


def test_too_many_tries_are_slowed_down_in_words(acme: Filled) -> None:
    client = browser(acme.house)
    answers = [send(client, "shopper", "wrong password") for _ in range(8)]
    slowed = answers[-1]
    assert slowed.status_code == 429
    assert int(slowed.headers["Retry-After"]) > 0
    assert "Wait 1 minute, then try again." in slowed.text


def test_a_form_sent_from_elsewhere_is_not_taken(acme: Filled) -> None:
    client = browser(acme.house)
    form = {"name": "admin", "password": PASSWORD, "csrf_token": "made up"}
    answer = client.post("/sign-in", data=form)
    assert answer.status_code == 400
    assert "send it once more" in answer.text
    assert client.get("/compliance").status_code == 303


def test_signing_out_ends_it(acme: Filled) -> None:
    client = signed_in(acme.house, "admin")
    page = client.get("/compliance").text
    cookie = client.get_cookie("plumbline")
    assert cookie is not None
    without = client.post("/sign-out")
    assert without.status_code == 400
    assert client.get("/compliance").status_code == 200
    answer = client.post("/sign-out", data={"csrf_token": token_in(page)})
    assert answer.headers["Location"] == "/sign-in"
    client.set_cookie("plumbline", cookie.value)  # a copy of it is worth nothing either
    assert client.get("/compliance").status_code == 303


@pytest.mark.parametrize("user", ["shopper"])
def test_who_has_no_part_in_the_pages_is_told_so(acme: Filled, user: str) -> None:
    acme.house.database.tries.delete_many({})
    client = signed_in(acme.house, user)
    first = client.get("/").text
    assert "Your visits are in the app" in first
    assert 'href="/phone/"' in first
    assert client.get("/compliance").status_code == 403


# what the browser says | language of the page
ASKED = """
pl-PL,pl;q=0.9,en;q=0.5 | pl | the browser's own
ru                      | ru | the browser's own
de-DE,de                | en | one that we do not speak
-                       | en | nothing said
"""


@pytest.mark.parametrize(("said", "language"), rows(ASKED))
def test_the_door_speaks_what_the_browser_asks_for(acme: Filled, said: str, language: str) -> None:
    page = browser(acme.house).get("/sign-in", headers={"Accept-Language": said.strip("-")}).text
    assert f'<html lang="{language}">' in page


def test_a_user_reads_their_own_language_until_they_choose_another(acme: Filled) -> None:
    users = Users(acme.house.database)
    known = users.find("approver")
    assert known is not None
    users.change(replace(known, language="pl"))
    client = signed_in(acme.house, "approver")
    page = client.get("/compliance?period=last_quarter", headers={"Accept-Language": "ru"}).text
    assert '<html lang="pl">' in page
    form = {"csrf_token": token_in(page), "language": "ru", "onward": "/compliance?period=x"}
    answer = client.post("/language", data=form)
    assert answer.headers["Location"] == "/compliance?period=x"
    assert '<html lang="ru">' in client.get("/compliance").text


def test_a_language_that_nobody_speaks_is_not_chosen(acme: Filled) -> None:
    client = browser(acme.house)
    form = {"csrf_token": token_in(client.get("/sign-in").text), "language": "../xx"}
    client.post("/language", data=form)
    assert client.get_cookie("language") is None


# where to                   | where one lands
ONWARD = """
/compliance?a=b              | /compliance?a=b | ours
https://evil.example/        | /               | another host
//evil.example/              | /               | another host, in short
/\\\\evil.example            | /               | another host to browsers
\\\\\\\\evil.example         | /               | another host to browsers
javascript:alert(1)          | /               | no address
compliance                   | /               | not from the root
-                            | /               | nothing
"""


@pytest.mark.parametrize(("given", "landed"), rows(ONWARD))
def test_nobody_is_sent_on_to_another_host(given: str, landed: str) -> None:
    assert local("" if given == "-" else given.replace("\\\\", "\\")) == landed
