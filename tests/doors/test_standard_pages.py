"""Bad input to the pages of standards, their drafts, backtests, the library and training."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient
from pymongo import MongoClient

from mobile_api.permissions import Role
from plugin.stores.layout import Document
from tests.doors.refused import kept
from tests.doors.test_forms import LONG, assert_page, one_of, send
from tests.pages.acme import Filled, filled, next_text, signed_in, token_in, with_next_version
from tests.tables import rows

pytestmark = pytest.mark.long

HTML = "<script>alert(1)</script><b title=x onclick=y>"
# What a page would show of it if it took it for HTML.
TAKEN = ("<script>alert", "<b title=x", 'title="<b')


@pytest.fixture(scope="module")
def acme(mongo: MongoClient[Document]) -> Iterator[Filled]:
    """The example shop's contacts, a draft in review, a backtest of it, and lessons."""
    with filled(mongo) as house:
        others = " ".join(sorted({*Role} - {Role.TRAINER, Role.APPROVER}))
        TOLD["BACKTEST"] = with_next_version(house.house, others, HTML)
        yield house


TOLD: dict[str, str] = {}


@pytest.fixture(scope="module")
def author(acme: Filled) -> FlaskClient:
    """The browser of somebody with every role, who wrote the draft."""
    browser = signed_in(acme.house, "author")
    # Whoever first looks at a backtest that is done has its sum kept.
    browser.get("/standards/contact/draft/backtests")
    browser.get(f"/backtests/{TOLD['BACKTEST']}")
    return browser


@pytest.fixture(scope="module")
def anna(acme: Filled) -> FlaskClient:
    """The browser of an employee, who has begun to answer."""
    return signed_in(acme.house, "anna")


# Where words of other people are shown -> by whom it is seen.
SHOWN = """
/standards | the list
/standards/contact | versions and history
/standards/contact/draft | what changes, and every step
/standards/contact/difference?was=1&now=draft | the difference
/standards/contact/draft/edit | the form and the text
/standards/contact/draft/preview | the questionnaire and the tags
/standards/contact/draft/exchange | files
/standards/contact/draft/handbook | the handbook
/standards/contact/draft/backtests | backtests
/backtests/BACKTEST | what was found
/standards/contact/1/quality?from=2026-01-01&until=2026-03-31 | quality
/standards/contact/1/training | assignments and questions
/library | the library
/library?words=answered | what is found in it
/training | who knows what
/learning | what one is to know
"""


@pytest.mark.parametrize("path", rows(SHOWN))
def test_html_that_somebody_wrote_is_shown_as_they_wrote_it(author: FlaskClient, path: str) -> None:
    author.set_cookie("language", one_of(path))
    answer = author.get(path.replace("BACKTEST", TOLD["BACKTEST"]))
    assert_page(answer, "200", one_of(path))
    assert [each for each in TAKEN if each in answer.text] == []


def test_html_in_a_question_is_shown_as_it_was_written(anna: FlaskClient) -> None:
    for path in ("/learning", "/learning/contact/1", "/learning/contact/1/quiz"):
        answer = anna.get(path)
        assert_page(answer, "200")
        assert [each for each in TAKEN if each in answer.text] == []
    assert "&lt;script&gt;alert(1)" in answer.text


# asked | status | why it is here
ASKED = """
/standards?state=lost | 200 | a wish that there is not
/standards/nobody | 404 | a standard that there is not
/standards/%00 | 404 | NUL for one
/standards/contact/99999999999999999999999 | 404 | a huge number
/standards/contact/0 | 404 | below the first
/standards/contact/-1 | 404 | a number that is none
/standards/..%2f..%2fetc | 404 | a way out of the folder
/standards/contact/difference | 200 404 422 | of nothing
/standards/contact/difference?was=9&now=1 | 200 404 422 | a version that there is not
/standards/contact/difference?was=<script>alert(1)</script>&now=%00 | 200 404 422 | a script
/standards/contact/difference?was=1&now=1 | 200 404 422 | of one with itself
/standards/nobody/draft | 404 | nobody's draft
/standards/nobody/draft/edit | 303 404 | nobody's draft, to be written
/standards/nobody/draft/preview | 404 | nobody's draft, as a phone has it
/standards/nobody/draft/exchange | 200 404 | nobody's files
/standards/nobody/draft/handbook | 404 | nobody's handbook
/standards/nobody/draft/backtests | 200 404 | nobody's backtests
/standards/contact/draft/edit?criterion=NO-99 | 200 404 | a criterion that there is not
/standards/contact/draft/edit?criterion=LONG | 200 404 414 | one without end
/standards/contact/draft/preview?language=xx&instrument=fax | 200 404 | nobody speaks it
/standards/contact/draft/exchange?as=exe | 200 404 | no form of a file
/standards/contact/1/handbook?as=exe | 200 404 | no form of a handbook
/standards/contact/1/handbook?language=../pl | 200 404 | a way out of the language
/standards/contact/9/handbook | 404 | a version that there is not
/standards/contact/1/leaflet?since=9 | 200 404 422 | since a version that there is not
/standards/contact/1/leaflet?since=x | 200 404 422 | since no number
/standards/contact/1/leaflet?since=99999999999999999999999 | 200 404 422 | a huge number
/standards/contact/1/quality?from=2026-02-31&until=x | 200 | days of no calendar
/standards/contact/1/quality?from=2026-03-31&until=2026-01-01 | 200 | turned round
/standards/contact/9/quality | 404 | of a version that there is not
/standards/contact/9/training | 404 | a version that nobody learns
/backtests/none | 404 | a backtest that there is not
/backtests/%00 | 404 | NUL for one
/backtests/none/progress | 404 | how far none has come
/library?kind=guess&journey=%00 | 200 | a wish that there is not
/library?words=LONG | 200 414 | words without end
/library?words=%00 | 200 | NUL
/training?team=nobody&standard=<script>alert(1)</script>&page=x | 200 | wishes that there are not
/training?after=99999999999999999999999 | 200 | a page that no house has
/learning/nobody/1 | 404 | a lesson that there is not
/learning/contact/99999999999999999999999 | 404 | a huge number
/learning/contact/1/tries/none | 404 | nobody's try
/learning/contact/1/tries/%00 | 404 | NUL for a try
"""


@pytest.mark.parametrize(("asked", "statuses"), rows(ASKED))
def test_what_cannot_be_shown_is_said(
    author: FlaskClient, acme: Filled, asked: str, statuses: str
) -> None:
    before, language = kept(acme.house.database), one_of(asked)
    author.set_cookie("language", language)
    assert_page(author.get(asked.replace("LONG", LONG[:20_000])), statuses, language)
    assert kept(acme.house.database) == before


# where | the form | status | why it is here
SENT = """
/standards/new | code=&yaml= | 422 | nothing
/standards/new | code=..%2fetc&yaml=x&why=x | 422 | a way out of the folder
/standards/new | code=LONG&yaml=x&why=x | 422 | a code without end
/standards/new | surprise=1 | 422 | fields that it has not
/standards/nobody/draft/edit | revision=1&yaml=x&why=x | 404 | nobody's draft
/standards/contact/draft/edit | do=save&seen=99999999999999999999&yaml=x&note=x | 409 422 |
    a state that there is not
/standards/contact/draft/edit | do=save&seen=2&yaml=&note=x | 422 | no text
/standards/contact/draft/edit | do=save&seen=2&yaml=%00&note=x | 422 | NUL for a text
/standards/contact/draft/edit | do=save&seen=2&yaml=%5B%5B%5B&note=x | 422 | brackets
/standards/contact/draft/edit | do=save&seen=2&yaml=code:+contact&note= | 422 | no reason
/standards/contact/draft/edit | do=save&seen=1&yaml=code:+contact&note=x | 409 422 |
    a state that is over
/standards/contact/draft/edit | do=remove&chosen=99999999999999999999&yaml=x | 200 422 |
    a criterion that no standard has
/standards/contact/draft/edit | do=choose:x&chosen=-1&yaml=x&pane=%00 | 200 422 |
    steps that there are not
/standards/contact/draft/edit | do=add&kind=guess&yaml=x | 200 422 | a kind that there is not
/standards/contact/draft/edit | shown=%5B%5B%5B&yaml=x | 200 422 | half a list of fields
/standards/contact/draft/edit | shown=%7B%22fields%22%3A5%7D&yaml=x | 200 422 | five for fields
/standards/contact/draft/edit | shown=%7B%22languages%22%3A%5B%7B%7D%5D%7D&yaml=x | 200 422 |
    an object for a language
/standards/contact/draft/submission | revision=2&why=x | 409 | what is in review already
/standards/contact/draft/submission | revision=1&why=x | 412 | a state that is over
/standards/contact/draft/submission | revision=x&why=x | 412 | no state
/standards/contact/draft/submission | revision=2&why= | 422 | no reason
/standards/contact/draft/submission | revision=2&why=LONG | 422 | a reason without end
/standards/contact/draft/return | revision=2&why=++ | 422 | blanks for a reason
/standards/contact/draft/approval | revision=2&area=gossip | 422 | no part of a firm
/standards/contact/draft/approval | revision=2 | 422 | no part at all
/standards/contact/draft/approval | revision=2&area=service | 409 | what one wrote oneself
/standards/contact/draft/publication | revision=2 | 409 422 | what nobody has approved
/standards/contact/draft/publication | revision=2&day=2026-02-31 | 422 | a day of no calendar
/standards/nobody/draft/submission | revision=1&why=x | 404 409 | nobody's draft
/standards/contact/1/withdrawal | why= | 422 | no reason
/standards/contact/9/withdrawal | why=x | 404 | a version that there is not
/standards/contact/draft/backtests | from=2026-02-31&until=x | 422 | days of no calendar
/standards/contact/draft/backtests | from=2026-03-31&until=2026-01-01 | 422 | turned round
/standards/contact/draft/backtests | from=0001-01-01&until=9999-12-31 | 422 | all of time
/standards/nobody/draft/backtests | from=2026-01-01&until=2026-02-01 | 404 422 | nobody's draft
/backtests/none/cancelled | x=1 | 404 | a backtest that there is not
/library/taken | source=none&draft=contact+2 | 404 409 422 | a criterion that there is not
/library/taken | source=%00&draft=%00 | 404 409 422 | NUL
/library/taken | source=&draft= | 404 409 422 | nothing
/standards/contact/1/training/assignments | due=&latest= | 422 | to nobody, by no day
/standards/contact/1/training/assignments | to=person:nobody&due=2026-02-31 | 422 | nobody, no day
/standards/contact/1/training/assignments | to=LONG&due=9999-12-31&tries=x&pass_mark=NaN | 422 |
    wishes that cannot be
/standards/contact/9/training/assignments | due=2026-05-01 | 404 | a version that there is not
/standards/contact/1/training/assignments/none/end | x=1 | 404 | an assignment that there is not
/standards/contact/1/training/questions | text=&right= | 422 | no question
/standards/contact/1/training/questions | text=LONG&right=99999999999999999999 | 422 |
    a question without end
/standards/contact/1/training/questions/none/end | x=1 | 404 | a question that there is not
/learning/contact/1/quiz | x=1 | 404 409 | what is not one's own to learn
/learning/contact/1/sign | name=x&agreed=yes | 404 409 | nothing passed
/learning/contact/1/quiz/none | q1=x | 404 | nobody's try
"""


@pytest.mark.parametrize(("path", "form", "statuses"), rows(SENT))
def test_what_cannot_be_taken_is_said_and_nothing_changes(
    author: FlaskClient, acme: Filled, path: str, form: str, statuses: str
) -> None:
    before, language = kept(acme.house.database), one_of(path + form)
    author.set_cookie("language", language)
    token = token_in(author.get("/actions").text)
    assert_page(send(author, path, form, token), statuses, language)
    assert kept(acme.house.database) == before


# the form | status | why it is here
ANSWERED = """
q1=x&q2=y | 422 | answers that there are not
q1=LONG | 422 | one without end
x=1 | 422 | none
q1=%00&q99999999999999999999=x | 422 | NUL, to a question that was not asked
"""


@pytest.mark.parametrize(("form", "statuses"), rows(ANSWERED))
def test_answers_that_there_are_not_use_up_no_try(
    anna: FlaskClient, acme: Filled, form: str, statuses: str
) -> None:
    (attempt,) = acme.house.database.learning.find({"person": "anna"})
    before = kept(acme.house.database)
    token = token_in(anna.get("/learning/contact/1/quiz").text)
    answer = send(anna, f"/learning/contact/1/quiz/{attempt['_id']}", form, token)
    assert_page(answer, statuses)
    assert kept(acme.house.database) == before


# What is put up as a file -> the status.
FILES = {
    "nothing": b"",
    "no text": bytes(range(256)),
    "an archive": b"PK\x03\x04" + bytes(100),
    "aliases in aliases": b"a: &a [x]\nb: [*a, *a]\n",
    "another standard": b"code: desk\nversion: 2\n",
}


@pytest.mark.parametrize("raw", FILES.values(), ids=FILES)
@pytest.mark.parametrize("where", ["", "/yaml"])
def test_a_file_that_is_none_changes_no_draft(
    author: FlaskClient, acme: Filled, raw: bytes, where: str
) -> None:
    before = kept(acme.house.database)
    author.set_cookie("language", "pl")
    told: dict[str, Any] = {
        "csrf_token": token_in(author.get("/actions").text),
        "file": (io.BytesIO(raw), "../../etc/x.yaml"),
        "revision": "2",
        "why": "anew",
    }
    address = f"/standards/contact/draft/exchange{where}"
    answer = author.post(address, data=told, content_type="multipart/form-data")
    assert_page(answer, "422", "pl")
    assert kept(acme.house.database) == before


def test_what_was_typed_stands_in_the_page_that_refuses_it(author: FlaskClient) -> None:
    author.set_cookie("language", "en")
    token = token_in(author.get("/standards/contact/draft/edit").text)
    typed = next_text().replace("weight: 3\n", "weight: heavy &amp; <b>\n", 1)
    form = {"csrf_token": token, "seen": "1", "yaml": typed, "note": "my <i>words", "do": "save"}
    answer = author.post("/standards/contact/draft/edit", data=form)
    assert_page(answer, "409 422")
    assert "weight: heavy &amp;amp; &lt;b&gt;" in answer.text
    assert "my &lt;i&gt;words" in answer.text
