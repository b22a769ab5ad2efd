"""Bad input to the pages: what is asked or sent, and a page in the reader's language says so."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from zlib import crc32

import pytest
from flask.testing import FlaskClient
from pymongo import MongoClient

from plugin.app import create_app
from plugin.stores.layout import Document
from tests.doors.refused import kept
from tests.pages.acme import CHEAP, PASSWORD, Filled, filled, token_in
from tests.tables import rows

LANGUAGES = ("en", "pl", "ru")
LONG = "x" * 200_000
_TELLTALE = ("Traceback", 'File "', "werkzeug", "pymongo", "<script>alert")


@pytest.fixture(scope="module")
def acme(mongo: MongoClient[Document]) -> Iterator[Filled]:
    """The example shop's contacts, with people who sign in."""
    with filled(mongo) as house:
        yield house


@pytest.fixture(scope="module")
def leader(acme: Filled) -> FlaskClient:
    """The browser of a team leader who has signed in."""
    client = create_app(acme.house, CHEAP).test_client()
    token = token_in(client.get("/sign-in").text)
    form = {"name": "leader", "password": PASSWORD, "csrf_token": token}
    assert client.post("/sign-in", data=form).status_code == 303
    return client


def one_of(asked: str) -> str:
    """One of the languages, the same for the same text: together the rows speak all of them."""
    return LANGUAGES[crc32(asked.encode()) % len(LANGUAGES)]


def assert_page(answer: Any, statuses: str, language: str = "") -> None:
    """A page of one of the statuses, in the language, without anything of the inside."""
    assert str(answer.status_code) in statuses.split(), answer.text[:2_000]
    assert [each for each in _TELLTALE if each in answer.text] == []
    if answer.status_code != 303:
        assert answer.content_type.startswith("text/html")
        assert not language or f'<html lang="{language}">' in answer.text


# asked | status | why it is here
ASKED = """
/compliance?standard=nobody | 200 404 | a standard that there is not
/compliance?standard=contact&version=99999999999999999999999 | 200 404 | a huge number
/compliance?standard=contact&version=-1 | 200 404 | below the first
/compliance?standard=contact&version=x | 200 404 | no number
/compliance?standard=%00 | 200 404 | NUL
/compliance?from=2026-02-31 | 200 | a day of no calendar
/compliance?from=0000-00-00 | 200 | an empty day of a database
/compliance?from=2026-03-31&until=2026-03-01 | 200 | turned round
/compliance?from=0001-01-01&until=9999-12-31 | 200 | all of time
/compliance?from=9999-12-31&until=9999-12-31 | 200 | the end of the calendar
/compliance?from=%D9%A2%D9%A0%D9%A2%D9%A6-01-01 | 200 | digits of another script
/compliance?period=<script>alert(1)</script> | 200 | a period with a script
/compliance?period=last_month&period=this_month | 200 | a field twice
/compliance?standing=none | 200 | no standing
/compliance?by=nothing&team=LONG | 200 414 | a text without end
/compliance?as=exe | 200 400 404 | no form of a file
/compliance/contact/99999999999999999999999/RSP-01 | 404 | a huge number
/compliance/contact/1/NO-99 | 404 | a criterion that there is not
/compliance/contact/1/RSP-01?verdict=guessed | 200 | no verdict
/compliance/contact/1/RSP-01?after=LONG | 200 404 414 | a cursor without end
/compliance/contact/1/RSP-01?after=%00 | 200 404 | a cursor of NUL
/compliance/contact/1/RSP-01?instrument=phone | 200 | an instrument that there is not
/contacts/zd-acme/ticket/99999999999999999999 | 404 | a contact that there is not
/contacts/%00 | 404 | NUL for a contact
/contacts/..%2f..%2fetc%2fpasswd | 404 | a way out of the folder
/contacts/zd-acme/ticket/1?version=x&code=<script>alert(1)</script> | 404 | a way back with a script
/static/..%2f..%2fpage.py | 404 | a way out of the styles
/employees/nobody | 404 | nobody of the directory
/employees/ewa | 404 | somebody of no team of theirs
/employees/%00 | 404 | NUL for a name
/actions?state=lost | 200 | no state
/actions?after=LONG | 200 414 | a cursor without end
/actions/%00 | 404 | NUL for an action
/actions/none | 404 | an action that there is not
/sign-in?onward=//evil.example | 303 | another host
/nowhere | 404 | no such page
"""


@pytest.mark.parametrize(("asked", "statuses"), rows(ASKED))
def test_what_cannot_be_shown_is_said(
    leader: FlaskClient, acme: Filled, asked: str, statuses: str
) -> None:
    before, language = kept(acme.house.database), one_of(asked)
    leader.set_cookie("language", language)
    answer = leader.get(asked.replace("LONG", LONG[:20_000]))
    assert_page(answer, statuses, language)
    assert "evil" not in answer.headers.get("Location", "")
    assert kept(acme.house.database) == before


# where | the form | status | why it is here
SENT = """
/actions/new | what=x&owner=nobody&due=2026-02-31 | 422 400 | nobody, on no day
/actions/new | what=&owner=&due= | 422 400 | nothing
/actions/new | what=LONG&owner=anna&due=2026-05-01 | 422 400 | a text without end
/actions/new | what=x&owner=ewa&due=2026-05-01 | 422 400 | somebody of no team of theirs
/actions/new | what=x&owner=anna&due=2020-01-01 | 422 400 | a day that is over
/actions/new | what=x&owner=anna&due=9999-99-99 | 422 400 | past the calendar
/actions/new | what=x&owner=anna&owner=ewa&due=1 | 422 400 | a field twice
/actions/new | surprise=1 | 422 400 | fields that it has not
/actions/none/done | revision=1&proof=x | 404 | an action that there is not
/actions/none/dropped | revision=99999999999999999999&why=x | 404 400 | a huge number
/actions/none/open | revision=x&why=x | 404 400 | no number
/employees/nobody/reply | text=x | 404 | nobody of the directory
/employees/ewa/reply | text=x | 404 | somebody of no team of theirs
/employees/anna/reply | text=LONG | 400 404 409 422 | a text without end
/employees/anna/answer | text=&hash=x | 400 404 409 422 | nothing
/employees/anna/read | hash=%00 | 400 403 404 409 422 | another report than is shown
/language | language=../xx&onward=//evil.example | 303 | a language that nobody speaks
/compliance | standard=contact | 405 | a page that takes nothing
"""


@pytest.mark.parametrize(("path", "form", "statuses"), rows(SENT))
def test_what_cannot_be_taken_is_said_and_nothing_changes(
    leader: FlaskClient, acme: Filled, path: str, form: str, statuses: str
) -> None:
    before, language = kept(acme.house.database), one_of(path + form)
    leader.set_cookie("language", language)
    answer = send(leader, path, form, token_in(leader.get("/actions/new").text))
    assert_page(answer, statuses, language)
    assert "evil" not in answer.headers.get("Location", "")
    assert kept(acme.house.database) == before


# the token of the form | why it is here
TOKENS = """
- | no token
made up | a made-up one
IjAwIg.aaaa.bbbb | one of another house
LONG | a token without end
"""


TAKING = ("/actions/new", "/actions/none/done", "/sign-out", "/language", "/employees/anna/reply")


@pytest.mark.parametrize("token", rows(TOKENS))
@pytest.mark.parametrize(
    "path",
    ["/actions/new", "/actions/none/done", "/sign-out", "/language", "/employees/anna/reply"],
)
def test_nothing_is_taken_without_the_token_of_the_form(
    leader: FlaskClient, acme: Filled, path: str, token: str
) -> None:
    before, language = kept(acme.house.database), one_of(path + token)
    leader.set_cookie("language", language)
    told = "" if token == "-" else token.replace("LONG", LONG)
    assert_page(send(leader, path, "what=x&text=x", told), "400", language)
    assert kept(acme.house.database) == before
    assert leader.get("/actions").status_code == 200


def test_a_form_that_is_too_large_is_not_read(leader: FlaskClient) -> None:
    answer = leader.post("/actions/new", data={"what": "x" * 2_000_000})
    assert_page(answer, "413")


def test_parts_without_end_are_not_read(leader: FlaskClient) -> None:
    part = '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n\r\n'
    answer = leader.post(
        "/actions/new",
        data=(part * 15_000).encode(),
        content_type="multipart/form-data; boundary=x",
    )
    assert_page(answer, "400 413")


# the form | status | why it is here
SIGN_INS = """
name=&password= | 400 | nothing
name=LONG&password=x | 400 | a name without end
name=admin&password=LONG | 400 | a password without end
name=%00&password=%00 | 401 | NUL
name=%F0%9F%A6%89&password=x | 401 | an owl
name=admin&password=wrong+password&name=leader | 401 | a name twice
name=%ED%A0%80&password=%ED%A0%80 | 401 | half of a character
"""


@pytest.mark.parametrize(("form", "statuses"), rows(SIGN_INS))
def test_who_does_not_fit_is_told_so_in_their_language(
    acme: Filled, form: str, statuses: str
) -> None:
    acme.house.database.tries.delete_many({})
    client = create_app(acme.house, CHEAP).test_client()
    for language in LANGUAGES:
        client.set_cookie("language", language)
        answer = send(client, "/sign-in", form, token_in(client.get("/sign-in").text))
        assert_page(answer, statuses, language)
        assert 'role="alert"' in answer.text
        assert client.get_cookie("plumbline") is None


def send(client: FlaskClient, path: str, form: str, token: str) -> Any:
    """What the form, with the token, is answered."""
    body = f"{form.replace('LONG', LONG)}&csrf_token={token}"
    kind = "application/x-www-form-urlencoded"
    return client.post(path, data=body.encode(), content_type=kind)
