"""People's pages as each role has them, in each language, and what can be sent from them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from plugin.language import TRANSLATED
from tests.pages.acme import browser, token_in
from tests.pages.feedback.conftest import Browsing
from tests.pages.feedback.team import Staffed
from tests.pages.seen import Seen
from tests.pages.test_every_page import english
from tests.tables import rows

LANGUAGES = ("en", *TRANSLATED)
PAGES = {
    "a team": "/employees",
    "a team by share": "/employees?sort=share",
    "somebody": "/employees/anna",
    "too few": "/employees/julia",
    "nothing": "/employees/lena",
    "days that are none": "/employees/anna?from=2026-03-31&until=2026-03-01",
}


@pytest.fixture(autouse=True)
def unsaid(team: Staffed) -> Iterator[None]:
    """Takes what was said away again."""
    yield
    team.house.database.acknowledgements.delete_many({})


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_each_page_is_whole_in_each_language(browsing: Browsing, name: str, language: str) -> None:
    client = browsing("leader", language)
    answer = client.get(PAGES[name])
    assert answer.status_code == 200
    seen = Seen(answer.text)
    assert seen.faults == []
    ids = Counter(each.attributes["id"] for each in seen.elements if "id" in each.attributes)
    assert [each for each, number in ids.items() if number > 1] == []
    assert not [each for each in seen.elements if each.tag in {"script", "style"}]
    assert not [each for each in seen.elements if "style" in each.attributes]
    assert len(seen.of("caption")) == len(seen.of("table"))
    if language != "en":
        ours = english(language)
        told = [each.attributes.get("aria-label") or "" for each in seen.elements]
        assert [text for text in (*seen.texts, *told) if ours.fullmatch(text)] == []


# who          | what             | status | why
REACH = """
leader         | /employees       | 200    | the people of their team
leader         | /employees/anna  | 200    | somebody of it
leader         | /employees/anna?from=0001-01-01&until=0001-01-31 | 200 | days before all time
leader         | /employees/anna?from=9999-12-01&until=9999-12-31 | 200 | days after all time
leader         | /employees?from=9999-12-01&until=9999-12-31 | 200 | days after all time for all
leader         | /employees?after=-5 | 200 | no page before the first
leader         | /employees?after=99999999999999999999 | 200 | no page behind the last
leader         | /employees/anna?version=99999999999999999999 | 404 | no such version
leader         | /employees/anna?standard=%00 | 404 | no such standard
leader         | /employees/%00   | 404    | nobody
leader         | /employees/max   | 404    | somebody of another team
other-leader   | /employees/anna  | 404    | the other way round
admin          | /employees/max   | 200    | everybody
trainer        | /employees/anna  | 200    | everybody
trainer        | /employees/none  | 404    | nobody of that name
approver       | /employees       | 403    | has no part in it
approver       | /employees/anna  | 403    | has no part in it
shopper        | /employees       | 403    | has no part in it
shopper        | /employees/anna  | 403    | has no part in it
shopper        | /me              | 403    | has no part in it
anna           | /employees/anna  | 200    | oneself
anna           | /employees/oleg  | 404    | a colleague
anna           | /employees       | 303    | led to oneself
anna           | /me              | 303    | led to oneself
nobody         | /me              | 200    | told that nobody is tied to the account
nobody         | /employees/anna  | 404    | not oneself
"""


@pytest.mark.parametrize(("who", "what", "status"), rows(REACH))
def test_everybody_sees_what_is_theirs_to_see(
    browsing: Browsing, who: str, what: str, status: str
) -> None:
    assert browsing(who).get(what).status_code == int(status)


def test_nobody_unknown_sees_anything(team: Staffed) -> None:
    for address in ("/employees", "/employees/anna", "/me"):
        answer = browser(team.house).get(address)
        assert (answer.location or "").startswith("/sign-in")


def test_the_team_stands_by_name_and_each_name_leads_on(browsing: Browsing) -> None:
    seen = Seen(browsing("leader").get("/employees").text)
    names = [each.text for each in seen.of("a") if _leads_to_somebody(each.attributes["href"])]
    assert names == [
        "Anna Lis", "Julia Kos", "Lena Bąk", "Marta <b>Wilk</b>", "Oleg Sorin", "Piotr Zych",
    ]  # fmt: skip


def test_by_share_those_with_too_few_stand_last_in_no_order(browsing: Browsing) -> None:
    seen = Seen(browsing("leader").get("/employees?sort=share").text)
    names = [each.text for each in seen.of("a") if _leads_to_somebody(each.attributes["href"])]
    assert names == [
        "Marta <b>Wilk</b>", "Piotr Zych", "Oleg Sorin", "Anna Lis", "Julia Kos", "Lena Bąk",
    ]  # fmt: skip
    assert "8 contacts, fewer than 20: too few to judge by" in seen.texts


def _leads_to_somebody(address: str | None) -> bool:
    return bool(re.fullmatch(r"/employees/\w+\?.*", address or ""))


def test_an_admin_chooses_a_team(browsing: Browsing) -> None:
    admin = browsing("admin")
    assert "Max Reed" in admin.get("/employees").text
    assert "Max Reed" not in admin.get("/employees?team=mail").text


def test_a_weakness_leads_to_two_contacts_and_their_arithmetic(browsing: Browsing) -> None:
    for who in ("leader", "anna"):
        client = browsing(who)
        seen = Seen(client.get("/employees/anna").text)
        assert len(seen.of("article", "weakness")) == 2
        cases = [
            each.attributes["href"] or ""
            for each in seen.of("a")
            if "criterion=RSP-01#contact-RSP-01" in (each.attributes.get("href") or "")
        ]
        assert len(cases) == 2
        for address in cases:
            card = Seen(client.get(address.partition("#")[0]).text)
            opened = [each for each in card.of("details") if "open" in each.attributes]
            assert len(opened) == 1
            assert any(each.attributes.get("id") == "contact-RSP-01" for each in card.elements)


def test_below_the_minimum_there_is_no_colour_and_the_page_says_why(browsing: Browsing) -> None:
    seen = Seen(browsing("leader").get("/employees/julia").text)
    assert not seen.of("span", "goal")
    assert not seen.of("article", "stands")
    assert "8 decided, fewer than 20: too few to judge by" in seen.texts
    assert "Of each criterion fewer than 20 are decided, so nothing is judged." in seen.texts


@pytest.mark.parametrize("form", ["csv", "xlsx", "pdf"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_report_is_handed_on_as_a_file(browsing: Browsing, form: str, language: str) -> None:
    client = browsing("leader", language)
    answer = client.get(f"/employees/anna?as={form}")
    assert answer.status_code == 200
    named = f'attachment; filename="feedback-anna-contact-2026-03-01-2026-03-31.{form}"'
    assert answer.headers["Content-Disposition"] == named
    assert client.get("/employees/anna?as=doc").status_code == 404


# What is said to a report.


def form_in(page: TestResponse, view: str, **said: str) -> tuple[str, dict[str, str]]:
    """Where the form of the page is sent, and what stands in it."""
    found = re.search(rf'action="([^"]+/{view}\?[^"]*)"(.*?)</form>', page.text, re.DOTALL)
    assert found is not None, page.text
    hidden = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', found[2])
    return found[1].replace("&amp;", "&"), {**dict(hidden), **said}


def sent(client: FlaskClient, view: str, **said: str) -> TestResponse:
    """What comes of sending the form of Anna's page."""
    address, form = form_in(client.get("/employees/anna"), view, **said)
    return client.post(address, data=form)


def test_that_it_was_read_is_kept_with_what_was_shown(team: Staffed, browsing: Browsing) -> None:
    anna = browsing("anna")
    answer = sent(anna, "read")
    assert answer.status_code == 303
    page = anna.get(answer.location.partition("#")[0])
    assert "read on 1 Apr 2026 00:00" in Seen(page.text).texts
    assert "I have read it" not in page.text
    assert "read on 1 Apr 2026 00:00" in browsing("leader").get("/employees/anna").text
    kept = team.house.database.acknowledgements.find_one({})
    assert kept is not None
    assert b"RSP-01" not in bytes(kept["sealed"])
    assert b"RSP-01" in team.house.sealer.open(bytes(kept["sealed"]))


def test_figures_that_changed_meanwhile_are_not_confirmed(
    team: Staffed, browsing: Browsing
) -> None:
    anna = browsing("anna")
    address, form = form_in(anna.get("/employees/anna"), "read")
    answer = anna.post(address, data={**form, "hash": "0" * 64})
    assert answer.status_code == 409
    assert "The figures have changed since you opened this page" in answer.text
    assert team.house.database.acknowledgements.count_documents({}) == 0


def test_what_is_said_and_answered_is_shown_to_both(team: Staffed, browsing: Browsing) -> None:
    anna, leader = browsing("anna"), browsing("leader")
    assert sent(anna, "reply", text="  Two were <b>not</b> mine.\r\nSee.  ").status_code == 303
    assert sent(leader, "answer", text="I shall look at them.").status_code == 303
    for client in (anna, leader):
        words = Seen(client.get("/employees/anna").text).of("p", "words")
        assert [each.text for each in words] == [
            "Two were <b>not</b> mine. See.", "I shall look at them.",
        ]  # fmt: skip
    kept = list(team.house.database.acknowledgements.find({}))
    assert all(b"mine" not in bytes(each["sealed"]) for each in kept)
    assert [each["own"] for each in sorted(kept, key=lambda each: each["by"])] == [True, False]


def test_sent_twice_it_is_said_once(team: Staffed, browsing: Browsing) -> None:
    anna = browsing("anna")
    address, form = form_in(anna.get("/employees/anna"), "reply", text="Once.")
    assert [anna.post(address, data=form).status_code for _ in range(2)] == [303, 303]
    assert team.house.database.acknowledgements.count_documents({}) == 1


# view  | text | status | why
WORDS = """
reply   |      | 422    | nothing
reply   | 2001 | 422    | too long
reply   | 2000 | 303    | as long as may be
"""


@pytest.mark.parametrize(("view", "text", "status"), rows(WORDS))
def test_words_have_a_length(browsing: Browsing, view: str, text: str, status: str) -> None:
    anna = browsing("anna")
    said = "ż" * int(text or 0)
    answer = sent(anna, view, text=said)
    assert answer.status_code == int(status)
    if answer.status_code == 422 and said:
        assert said in answer.text  # so that it need not be written anew


# who     | view   | status | why
WHO_SAYS = """
leader    | read   | 404    | nobody else confirms
leader    | reply  | 404    | nobody else replies for somebody
anna      | answer | 403    | one does not answer oneself
admin     | read   | 403    | nobody else confirms
oleg      | reply  | 404    | a colleague has no part in it
shopper   | answer | 403    | has no part in it
"""


@pytest.mark.parametrize(("who", "view", "status"), rows(WHO_SAYS))
def test_nobody_speaks_for_somebody_else(
    team: Staffed, browsing: Browsing, who: str, view: str, status: str
) -> None:
    client = browsing(who)
    token = token_in(client.get("/", follow_redirects=True).text)
    form = {"csrf_token": token, "hash": "0" * 64, "once": "0" * 32}
    answer = client.post(f"/employees/anna/{view}", data={**form, "text": "x"})
    assert answer.status_code == int(status)
    assert team.house.database.acknowledgements.count_documents({}) == 0


def test_without_the_forms_token_nothing_is_taken(team: Staffed, browsing: Browsing) -> None:
    anna = browsing("anna")
    address, form = form_in(anna.get("/employees/anna"), "read")
    form.pop("csrf_token")
    assert anna.post(address, data=form).status_code == 400
    assert team.house.database.acknowledgements.count_documents({}) == 0


def test_a_leader_does_not_answer_their_own(browsing: Browsing) -> None:
    leader = browsing("leader")
    page = leader.get("/employees/lena").text
    assert "/reply?" in page
    assert "/answer?" not in page


def test_other_reports_that_were_talked_about_are_named(browsing: Browsing) -> None:
    anna = browsing("anna")
    page = anna.get("/employees/anna?from=2026-02-01&until=2026-02-28")
    address, form = form_in(page, "reply", text="February was hard.")
    assert anna.post(address, data=form).status_code == 303
    march = anna.get("/employees/anna").text
    assert "February was hard." not in march
    assert "contact · 1 Feb 2026 – 28 Feb 2026" in march
